using Microsoft.Playwright;

namespace Federation.Tests.Browser;

/// <summary>The watch is watched: a page with one fault of every kind, of which each is seen.</summary>
public class InspectionTests
{
    private const string Bad = """
        <!doctype html><html lang="zh-CN"><head><title>求助</title>
        <script>document.title = 'changed';</script></head><body>
        <h1>One</h1><h1>Two</h1>
        <div id="a" style="width: 30rem">wide</div><div id="a"></div>
        <input name="nameless" aria-describedby="nowhere"><button>发送</button><svg></svg><img src="/nothing.png">
        <details><summary>More</summary><a href="/"></a></details>
        </body></html>
        """;

    [Fact]
    public async Task Every_kind_of_fault_is_seen()
    {
        await using var reader = await Reader.Of(screen: Screen.Desk);
        var page = reader.Page;
        await reader.Widen(Screen.Phone);
        var policy = (await page.GotoAsync("/"))!.Headers["content-security-policy"];
        await page.RouteAsync("**/bad", route => route.FulfillAsync(new()
        {
            ContentType = "text/html; charset=utf-8", Body = Bad,
            Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = policy },
        }));
        await page.GotoAsync("/bad");
        // The policy keeps the style of the page's own text from having any effect.
        Assert.Equal("求助", await page.TitleAsync());
        await page.EvaluateAsync("() => { document.querySelector('#a').style.width = '30rem'; }");

        var faults = await Walk.Inspect(page, Reader.PhoneWidth, "en", named: false);

        string[] rules = ["wide", "nameless control", "nameless picture", "id twice", "small", "language", "outline"];
        Assert.Equal(rules.Order(), faults.Select(f => f.Rule).Distinct().Order());
        Assert.Contains(faults, f => f.What.StartsWith("a “” has no name")); // Folded away at first.
        var complaints = reader.Complaints();
        Assert.Contains(complaints, c => c.Contains("script") && c.Contains("Content Security Policy"));
        Assert.Contains(complaints, c => c.Contains("style") && c.Contains("Content Security Policy"));
        Assert.Contains(complaints, c => c.StartsWith("404") && c.EndsWith("/nothing.png"));
    }
}
