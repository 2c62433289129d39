using Federation.Api.Cases;
using Federation.Log;
using Federation.Tests.Rig;

namespace Federation.Tests.Cases;

/// <summary>A story that cannot be shown is not taken; one that was taken before is shown as it was typed.</summary>
public class CaseBoundTests
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["quotes"] = new string('>', 4_000),
        ["brackets"] = new string('[', 20_000),
        ["pictures"] = string.Concat(Enumerable.Repeat("![[", 6_600)),
        ["emphasis"] = string.Concat(Enumerable.Repeat("*a_ ", 4_900)),
        ["lists"] = string.Concat(Enumerable.Repeat("- ", 5_000)) + "点",
        ["numbers"] = string.Concat(Enumerable.Repeat("1. ", 5_000)) + "点",
        ["code"] = string.Concat(Enumerable.Range(1, 190).Select(n => new string('`', n) + " ")),
    };

    public static TheoryData<string> Stories => [.. Texts.Keys];

    [Theory, MemberData(nameof(Stories))]
    public async Task What_does_not_render_is_refused_and_told(string what)
    {
        var story = Texts[what];
        var action = await JointActions.Action.Draft(BothDatabases.Sqlite);

        foreach (var body in new object[]
        {
            new { actionId = action.Id, title = what, story },
            new { actionId = action.Id, title = what, story = "正文", storyEn = story },
        })
        {
            var answer = await action.Coordinator.Post("/cases", body);
            Assert.Equal((400, "malformed"), (answer.Status, answer.Code));
            Assert.StartsWith("story", (string)answer.Json!["field"]!);
            Assert.Contains("正文", answer.Text);
        }
    }

    [Theory, MemberData(nameof(Stories))]
    public async Task One_that_lies_there_already_is_shown_as_it_was_typed(string what)
    {
        var story = Texts[what];
        var action = await JointActions.Action.Draft(BothDatabases.Sqlite);
        var log = action.Registry.Log;
        var id = await action.Coordinator.Made("/cases", new { actionId = action.Id, title = what, story = "正文" });
        await action.Coordinator.Done($"/cases/{id}/publication");
        var text = log.Rows.One("select story from cases where case_id = @id", r => r.GetString(0), ("id", id))!;
        var (cipher, wrapped) = log.Vault.Seal(text, story);
        await log.Write("update sealed set cipher = @cipher where id = @id", ("cipher", cipher), ("id", text));
        await log.Write("update sealed_keys set wrapped = @wrapped where id = @id", ("wrapped", wrapped), ("id", text));

        var anybody = action.Registry.Product.Anonymous();
        Assert.Equal(200, (await anybody.Get($"/cases/{id}")).Status);
        var page = await new PageClient(anybody.Http).Get($"/cases/{id}");

        Assert.Equal(200, page.Status);
        Assert.Contains(story[..20].Trim(), page.Text);
    }

    [Fact]
    public void A_story_with_lists_quotes_and_figures_is_taken()
    {
        var story = string.Concat(Enumerable.Repeat("> 引用\n\n- **甲**：[链接](/help) {{figure:sessions}}\n\n", 80));
        CaseStory.Check(story, "story");
    }
}
