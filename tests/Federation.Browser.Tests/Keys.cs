using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Federation.Tests.Browser;

/// <summary>Somebody who uses the keyboard alone, and must see at every stop where they are.</summary>
internal sealed class Keys(IPage page)
{
    private const int StopsMax = 150;

    /// <summary>Where the focus is: its place in the document, whether it can be seen and is marked, and whether it is
    /// where it was wanted.</summary>
    private const string Here = """
        wanted => {
          const stop = document.activeElement, box = stop.getBoundingClientRect(), look = getComputedStyle(stop);
          const across = Math.min(box.left + box.width / 2, innerWidth - 1);
          const top = document.elementFromPoint(across, Math.min(box.top + box.height / 2, innerHeight - 1));
          return {
            at: [...document.querySelectorAll('*')].indexOf(stop),
            what: stop.outerHTML.slice(0, 160),
            // Not itself but within: on a part of the browser's own control, which the browser marks.
            marked: !stop.matches(':focus') || stop.matches(':focus-visible')
              && look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
            inSight: box.bottom > 0 && box.top < innerHeight
              && (stop.contains(top) || (stop.labels ? [...stop.labels].some(l => l.contains(top)) : false)),
            wanted: stop.matches(wanted),
          };
        }
        """;

    /// <summary>Presses Tab until the focus is on the wanted part, forwards through the document, each stop in sight
    /// and marked.</summary>
    public async Task To(string selector)
    {
        var before = (await Look(selector)).At;
        for (var stops = 0; stops < StopsMax; stops++)
        {
            await Press("Tab");
            var stop = await Look(selector);
            Assert.True(stop.At >= before, $"Tab went back to {stop.What} before it came to {selector}.");
            Assert.True(stop.InSight, $"The focus cannot be seen on {stop.What}.");
            Assert.True(stop.Marked, $"Nothing marks the focus on {stop.What}.");
            if (stop.Wanted) return;
            before = stop.At;
        }

        Assert.Fail($"{StopsMax} stops did not lead to {selector}.");
    }

    public Task Press(string key) => page.Keyboard.PressAsync(key);

    public Task Type(string text) => page.Keyboard.TypeAsync(text);

    /// <summary>Enter on what leads to another page, which is then waited for.</summary>
    public async Task Enter(string leadsTo)
    {
        await Press("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(leadsTo)}($|[?#])"));
        await page.WaitForLoadStateAsync();
    }

    /// <summary>Into a day's field, in the order of the browser's own language: month, day, year.</summary>
    public Task TypeDay(DateOnly day) => Type($"{day:MMddyyyy}");

    private async Task<Stop> Look(string selector) => await page.EvaluateAsync<Stop>(Here, selector);

    private sealed record Stop
    {
        public int At { get; set; }

        public string What { get; set; } = "";

        public bool Marked { get; set; }

        public bool InSight { get; set; }

        public bool Wanted { get; set; }
    }
}
