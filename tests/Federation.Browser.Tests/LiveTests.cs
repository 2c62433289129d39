using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Federation.Tests.Browser;

/// <summary>Pages that stay true while they are open, by the one small script.</summary>
public class LiveTests
{
    [Fact]
    public async Task An_open_page_shows_what_another_does_without_being_loaded_again()
    {
        var staff = await (await Town.Loaded).SignedIn("staff-01");
        await using var reader = await Reader.Of("official", Screen.Phone);
        await reader.Open("/requests");
        await Mark(reader.Page);
        var topic = $"直播{Guid.NewGuid():N}"[..12];

        await staff.Done("/requests", new
        {
            organisationId = Town.Own, kind = "manpower", topic, from = $"{DateTime.UtcNow:yyyy-MM-dd}",
            to = $"{DateTime.UtcNow.AddDays(9):yyyy-MM-dd}",
        });

        await Expect(reader.Page.Locator("#board")).ToContainTextAsync(topic);
        Assert.True(await IsMarked(reader.Page));
        Assert.Empty(reader.Complaints());
    }

    [Fact]
    public async Task A_part_somebody_types_in_waits_while_the_others_are_fetched()
    {
        const string Typed = "还没有写完的系列";
        var coordinator = await (await Town.Loaded).SignedIn("coordinator");
        var action = await Town.Launched(coordinator, "2023-05", "直播的行动");
        await using var reader = await Reader.Of("coordinator");
        var page = reader.Page;
        await reader.Open($"{action}/manage");
        await Mark(page);
        await page.Locator("#series details.confirm > summary").ClickAsync();
        await page.Locator("#f-title").FillAsync(Typed);

        await coordinator.Done($"{action}/series", new { id = "walk", title = "邻里散步", order = 2, on = "2023-05-02" });
        await coordinator.Done($"{action}/participants", new
        {
            organisationId = "zyd-1", villageCode = Town.Code + "003", seriesIds = Array.Empty<string>(),
            on = "2023-05-02",
        });

        await Expect(page.Locator("#participants table")).ToContainTextAsync("儒林志愿服务队");
        await Expect(page.Locator("#f-title")).ToHaveValueAsync(Typed);
        await Expect(page.Locator("#f-title")).ToBeFocusedAsync();
        await Expect(page.Locator("#series table")).Not.ToContainTextAsync("邻里散步");

        await page.Locator("#f-title").FillAsync(""); // They think better of it and look elsewhere.
        await page.Locator("main h1").ClickAsync();
        await Expect(page.Locator("#series table")).ToContainTextAsync("邻里散步");
        await Expect(page.Locator("#series details.confirm")).ToHaveAttributeAsync("open", "");
        Assert.True(await IsMarked(page));
        Assert.Empty(reader.Complaints());
    }

    [Fact]
    public async Task A_fetch_that_fails_is_tried_again_until_the_page_is_true()
    {
        var coordinator = await (await Town.Loaded).SignedIn("coordinator");
        var action = await Town.Launched(coordinator, "2023-06", "断线的行动");
        await using var reader = await Reader.Of("coordinator", Screen.Phone);
        await reader.Open($"{action}/manage");
        var failures = 0;
        await reader.Page.RouteAsync("**/manage?**", route =>
            failures++ < 2 ? route.AbortAsync("connectionreset") : route.ContinueAsync());

        await coordinator.Done($"{action}/series", new { id = "walk", title = "邻里散步", order = 2, on = "2023-06-02" });

        await Expect(reader.Page.Locator("#series table")).ToContainTextAsync("邻里散步");
        Assert.Equal(3, failures);
    }

    /// <summary>Leaves something in the page that a load would wipe out.</summary>
    private static Task Mark(IPage page) => page.EvaluateAsync("() => { window.marked = true; }");

    private static Task<bool> IsMarked(IPage page) => page.EvaluateAsync<bool>("() => window.marked === true");
}
