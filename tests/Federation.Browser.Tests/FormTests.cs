using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Federation.Tests.Browser;

/// <summary>Forms as people really use them: they make mistakes, tap twice, go back.</summary>
public class FormTests
{
    private const string New = "/requests/new", Send = "main form button[type=submit]";

    [Theory]
    [InlineData("zh", true), InlineData("zh", false), InlineData("en", true)]
    public async Task What_is_wrong_stands_beside_its_field_and_is_told_to_those_who_listen(
        string language, bool script)
    {
        await using var reader = await Reader.Of("staff-01", Screen.Phone, language, script);
        var page = reader.Page;
        await reader.Open(New);
        await page.Locator("#f-note").FillAsync("祠堂门口");

        await page.Locator(Send).ClickAsync();

        var summary = page.Locator(".notice.error.summary");
        await Expect(summary).ToBeFocusedAsync();
        await Expect(summary).ToHaveAttributeAsync("role", "alert");
        Assert.Equal(3, await summary.Locator("a").CountAsync()); // The kind, the topic and the last day.
        foreach (var field in new[] { "topic", "to" }) await IsTold(page, field, language);
        var kinds = page.Locator("fieldset#f-kind");
        await Expect(kinds).ToHaveAttributeAsync("aria-describedby", "f-kind-error");
        await Expect(kinds.Locator(".field-error")).ToBeVisibleAsync();
        await Expect(page.Locator("#f-note")).ToHaveValueAsync("祠堂门口");
        Assert.Equal(0, await page.Locator("#f-note[aria-invalid]").CountAsync());

        await Expect(summary.Locator("a[href='#f-topic']"))
            .ToContainTextAsync(language == "en" ? "Topic: " : "主题："); // Which field, not only what is wrong.
        await summary.Locator("a[href='#f-topic']").ClickAsync();
        await Expect(page.Locator("#f-topic")).ToBeFocusedAsync();
        var topic = $"改正{Guid.NewGuid():N}"[..12];
        await Fill(page, topic);
        await page.Locator(Send).ClickAsync();
        await Expect(page.Locator("main h1")).ToHaveTextAsync(topic);
        Assert.Equal(1, await Asked(topic));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Pressing_twice_has_one_effect(bool script)
    {
        await using var reader = await Reader.Of("staff-01", script: script);
        var topic = $"双击{Guid.NewGuid():N}"[..12];
        await reader.Open(New);
        await Fill(reader.Page, topic);

        await reader.Page.Locator(Send).DblClickAsync();

        await Expect(reader.Page.Locator("main h1")).ToHaveTextAsync(topic);
        Assert.Equal(1, await Asked(topic));
    }

    [Fact]
    public async Task Going_back_and_sending_again_has_one_effect()
    {
        await using var reader = await Reader.Of("staff-01");
        var (page, topic) = (reader.Page, $"返回{Guid.NewGuid():N}"[..12]);
        await reader.Open(New);
        await Fill(page, topic);
        await page.Locator(Send).ClickAsync();
        await Expect(page.Locator("main h1")).ToHaveTextAsync(topic);

        await Back(page, topic);
        await page.Locator(Send).ClickAsync();

        await Expect(page.Locator("main h1")).ToHaveTextAsync(topic);
        Assert.Equal(1, await Asked(topic));
    }

    [Theory, InlineData("zh", "再点一次"), InlineData("en", "press the button again")]
    public async Task Going_back_to_ask_for_something_else_is_told_once_and_then_done(string language, string told)
    {
        await using var reader = await Reader.Of("staff-01", language: language);
        var (page, topic) = (reader.Page, $"另外{Guid.NewGuid():N}"[..12]);
        await reader.Open(New);
        await Fill(page, topic);
        await page.Locator(Send).ClickAsync();
        await Expect(page.Locator("main h1")).ToHaveTextAsync(topic);

        await Back(page, topic);
        await page.Locator("#f-topic").FillAsync(topic + "二");
        await page.Locator(Send).ClickAsync();
        await Expect(page.Locator(".notice.error.summary")).ToContainTextAsync(told);
        Assert.Equal(0, await Asked(topic + "二"));
        await page.Locator(Send).ClickAsync();

        await Expect(page.Locator("main h1")).ToHaveTextAsync(topic + "二");
        Assert.Equal((2, 1), (await Asked(topic), await Asked(topic + "二")));
    }

    [Fact]
    public async Task A_form_opened_twice_is_two_forms()
    {
        await using var reader = await Reader.Of("staff-01");
        var topic = $"两次{Guid.NewGuid():N}"[..12];
        for (var time = 0; time < 2; time++)
        {
            await reader.Open(New);
            await Fill(reader.Page, topic);
            await reader.Page.Locator(Send).ClickAsync();
            await Expect(reader.Page.Locator("main h1")).ToHaveTextAsync(topic);
        }

        Assert.Equal(2, await Asked(topic));
    }

    private static async Task IsTold(IPage page, string field, string language)
    {
        var control = page.Locator($"#f-{field}");
        await Expect(control).ToHaveAttributeAsync("aria-invalid", "true");
        var ids = (await control.GetAttributeAsync("aria-describedby") ?? "").Split(' ');
        Assert.Contains($"f-{field}-error", ids);
        var error = page.Locator($"#f-{field}-error");
        await Expect(error).ToHaveTextAsync(language == "en" ? "Please fill this in" : "请填写这一项");
        var (told, box) = ((await error.BoundingBoxAsync())!, (await control.BoundingBoxAsync())!);
        Assert.InRange(box.Y - (told.Y + told.Height), 0, 40); // Right above it.
        Assert.InRange(Math.Abs(box.X - told.X), 0, 8);
    }

    private static async Task Fill(IPage page, string topic)
    {
        await page.Locator("input[name=kind]").First.CheckAsync();
        await page.Locator("#f-topic").FillAsync(topic);
        await page.Locator("#f-to").FillAsync($"{DateTime.UtcNow.AddDays(40):yyyy-MM-dd}");
    }

    /// <summary>To the form as it was left, from the browser's memory: Playwright itself waits for a load in vain.
    /// </summary>
    private static async Task Back(IPage page, string topic)
    {
        await page.EvaluateAsync("() => history.back()");
        await Expect(page.Locator("#f-topic")).ToHaveValueAsync(topic);
    }

    /// <summary>How many requests there are whose topic begins so.</summary>
    private static async Task<int> Asked(string topic)
    {
        var coordinator = await (await Town.Loaded).SignedIn("coordinator");
        var found = (await coordinator.Read($"/requests?q={Uri.EscapeDataString(topic)}"))["items"]!.AsArray();
        return found.Count(request => ((string)request!["topic"]!).StartsWith(topic));
    }
}
