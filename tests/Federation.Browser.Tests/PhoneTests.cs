using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Federation.Tests.Browser;

/// <summary>A volunteer reports a session on a phone, and the town official's open page shows it.</summary>
public class PhoneTests
{
    private const string Month = "2023-08";

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_report_tapped_into_a_phone_moves_the_figures_of_the_coverage_page(bool script)
    {
        var month = script ? Month : "2023-10";
        var coordinator = await (await Town.Loaded).SignedIn("coordinator");
        var action = await Town.Launched(coordinator, month, $"手机报告的行动 {month}");
        var session = await Town.Planned(coordinator, action, month);
        await using var official = await Reader.Of("official");
        await official.Open($"/coverage/{Town.Code}?from={month}&to={month}");
        await Shows(official.Page, "personTimes", "0");
        await using var staff = await Reader.Of("staff-01", Screen.Phone, script: script);
        var page = staff.Page;

        await staff.Open("/");
        await page.Locator($"#tasks a[href^='{session}']").TapAsync();
        await Type(page, "personTimes", "37");
        await Type(page, "volunteers", "4");
        await Type(page, "minutes", "90");
        await page.Locator("#report button[type=submit]").TapAsync();

        await Expect(page.Locator(".notice.ok")).ToContainTextAsync("报告已记入");
        await Expect(page.Locator("#session")).ToContainTextAsync("37人次");
        await Shows(official.Page, "personTimes", "37"); // By the script of its own open page.
        await Shows(official.Page, "sessions", "1");
        await staff.Open("/");
        await Expect(page.Locator($"#tasks a[href^='{session}']")).ToHaveCountAsync(0);
        Assert.Empty(staff.Complaints().Concat(official.Complaints()));
    }

    private static async Task Type(IPage page, string field, string text)
    {
        var control = page.Locator($"#report input[name={field}]");
        await control.TapAsync();
        await Expect(control).ToBeFocusedAsync();
        await Expect(control).ToHaveAttributeAsync("inputmode", "numeric");
        await page.Keyboard.TypeAsync(text);
    }

    private static Task Shows(IPage page, string figure, string value) => Expect(page
        .Locator(".figure", new() { Has = page.Locator($"a[href^='/figures/{figure}/records']") })
        .Locator(".figure-value strong")).ToHaveTextAsync(value);
}
