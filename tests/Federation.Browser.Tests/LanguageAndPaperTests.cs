using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Federation.Tests.Browser;

/// <summary>The switch of language, and pages on paper.</summary>
public class LanguageAndPaperTests
{
    private const string Action = "/joint-actions/food-safety-2021";

    [Fact]
    public async Task The_language_chosen_stays_chosen_and_keeps_the_page()
    {
        await using var reader = await Reader.Of("staff-01", Screen.Phone);
        var page = reader.Page;
        await reader.Open($"{Action}?state=reported");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");

        await page.Locator(".top-link[hreflang=en]").TapAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("main h1")).ToHaveTextAsync("Joint action on children’s food safety");
        Assert.Contains("state=reported", page.Url);
        await page.Locator(".main-nav a[href='/requests']").TapAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("main h1")).Not.ToContainTextAsync("求助");

        await page.Locator(".top-link[hreflang=zh-CN]").TapAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        Assert.Equal("/requests", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_report_on_paper_has_its_figures_and_no_navigation()
    {
        await using var reader = await Reader.Of("coordinator");
        var page = reader.Page;
        await reader.Open($"{Action}/report");
        await Expect(page.Locator(".main-nav")).ToBeVisibleAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator("main h1")).ToBeVisibleAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("584");
        var interactive = page.Locator("nav, button, .button, form, .top-end, .skip, .more, #connection");
        foreach (var element in await interactive.AllAsync()) await Expect(element).Not.ToBeVisibleAsync();
    }
}
