using static Microsoft.Playwright.Assertions;

namespace Federation.Tests.Browser;

/// <summary>Signing in and a whole task with the keyboard alone, with and without script.</summary>
public class KeyboardTests
{
    [Theory]
    [InlineData("Desk", true), InlineData("Desk", false), InlineData("Phone", true)]
    public async Task Somebody_signs_in_and_asks_for_help_with_the_keyboard_alone(string screen, bool script)
    {
        await using var reader = await Reader.Of(screen: Enum.Parse<Screen>(screen), script: script);
        var (page, keys) = (reader.Page, new Keys(reader.Page));
        var topic = $"键盘{Guid.NewGuid():N}"[..12];
        var until = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(40));
        var (asked, listened) = (0, 0);
        page.Request += (_, request) => _ = request.Url.EndsWith("/changes") ? listened++ : asked++;

        await reader.Open("/");
        await SignIn(keys);
        await Expect(page.Locator(".account summary")).ToContainTextAsync("staff-01");

        await keys.To(".main-nav a[href='/requests']");
        await keys.Enter("/requests");
        await keys.To("a[href='/requests/new']");
        await keys.Enter("/requests/new");
        await keys.To("input[name=kind]");
        await keys.Press("Space");
        await keys.To("#f-topic");
        await keys.Type(topic);
        await keys.To("#f-to");
        await keys.TypeDay(until);
        await keys.To("main form button[type=submit]");
        await keys.Press("Enter");

        await Expect(page.Locator("main h1")).ToHaveTextAsync(topic);
        await Expect(page.Locator(".notice.ok")).ToBeVisibleAsync();
        await Expect(page.Locator("#about")).ToContainTextAsync($"{until:yyyy年M月d日}");
        Assert.Equal(script, listened > 0); // The script is what listens for changes.
        Assert.Empty(reader.Complaints());
    }

    [Fact]
    public async Task The_first_stop_of_a_page_leads_past_its_head_to_its_content()
    {
        await using var reader = await Reader.Of("staff-01");
        var keys = new Keys(reader.Page);
        await reader.Open("/requests");

        await keys.To("a.skip");
        await keys.Press("Enter");
        await keys.To("main a, main button, main input, main summary, main select");

        Assert.True(await reader.Page.EvaluateAsync<bool>(
            "() => document.activeElement === document.querySelector("
            + "'main :is(a[href], button, input:not([type=hidden]), summary, select)')"));
    }

    private static async Task SignIn(Keys keys)
    {
        await keys.To("a[href='/sign-in']");
        await keys.Enter("/sign-in");
        await keys.To("#f-userName");
        await keys.Type("staff-01");
        await keys.To("#f-password");
        await keys.Type(Product.Password);
        await keys.Press("Enter");
    }
}
