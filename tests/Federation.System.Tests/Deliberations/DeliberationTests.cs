using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Deliberations;

public class DeliberationTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_deliberation_goes_from_its_question_to_the_joint_action_that_follows(string kind)
    {
        var talk = await Talk.Called(kind);
        await talk.OnPaper(0, 5, 3);
        await talk.OnPaper(1, 4, 2);
        var decided = await talk.Coordinator.Done(
            $"{talk.Path}/decision", new { topicId = "food", rationale = "多数片区推荐，困难可以克服", on = "2021-08-21" });
        var body = new
        {
            id = $"after-{talk.Registry.Town}", allianceId = talk.Registry.Alliance, title = "儿童食品安全联合行动",
            theme = "食品安全", from = "2021-09", to = "2022-03", deliberationId = talk.Id,
        };
        await talk.Coordinator.Done("/joint-actions", body);

        var shown = await talk.Registry.Product.Anonymous().Read($"{talk.Path}?after={decided["position"]}");
        Assert.Equal(("decided", "food", "多数片区推荐，困难可以克服", 2), (
            (string)shown["state"]!, (string)shown["outcome"]!["topicId"]!, (string)shown["outcome"]!["rationale"]!,
            (int)shown["outcome"]!["rated"]!));
        var topic = Talk.Topic(shown);
        Assert.Equal((4.5m, 2.5m, 2, true, "area-3"), (
            (decimal)topic["recommendation"]!, (decimal)topic["difficulty"]!, (int)topic["rated"]!,
            (bool)topic["hasQuorum"]!, (string)Assert.Single(topic["missing"]!.AsArray())!));
        Assert.Equal("各街坊会", (string)topic["implementers"]!["zh"]!);
        Assert.Equal(body.id, (string)Assert.Single(shown["actions"]!.AsArray())!["id"]!);
        Assert.Equal(talk.Id, (string)(await talk.Coordinator.Read($"/joint-actions/{body.id}"))["deliberationId"]!);
        var listed = await talk.Coordinator.Read($"/deliberations?alliance={talk.Registry.Alliance}&state=decided");
        Assert.Equal(talk.Id, (string)Assert.Single(listed["items"]!.AsArray())!["id"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Late_missing_changed_and_paper_opinions_each_show_as_what_they_are(string kind)
    {
        var talk = await Talk.Called(kind);
        var (first, own) = (await talk.Representative(0), "缺一位会讲课的人");
        await first.Done($"{talk.Path}/opinions", Talk.Opinion("area-1", 2, 5, "time"));
        await first.Done($"{talk.Path}/opinions", Talk.Opinion("area-1", 4, 3, "skills", own));
        await talk.OnPaper(1, 5, 1);

        var mine = Talk.Topic(await first.Read(talk.Path));
        var (changed, paper) = (mine["opinions"]![0]!, mine["opinions"]![1]!);
        Assert.Equal((true, false, 1, "representative", own), (
            (bool)changed["late"]!, (bool)changed["onPaper"]!, (int)changed["changes"]!, (string)changed["by"]!,
            (string)changed["words"]!));
        Assert.Equal(["skills", "other"], changed["reasons"]!.AsArray().Select(r => (string)r!));
        var before = Assert.Single(changed["before"]!.AsArray())!;
        Assert.Equal((2, 5), ((int)before["recommendation"]!, (int)before["difficulty"]!));
        Assert.Equal((false, true, 0, "coordinator", Talk.HeldOn), (
            (bool)paper["late"]!, (bool)paper["onPaper"]!, (int)paper["changes"]!, (string)paper["by"]!,
            (string)paper["day"]!));
        Assert.Equal((2, 1, 1, "area-3"), (
            (int)mine["rated"]!, (int)mine["lateOnes"]!, (int)mine["onPaper"]!, (string)mine["missing"]![0]!));
        var open = (await talk.Registry.Product.Anonymous().Read(talk.Path)).ToJsonString();
        Assert.DoesNotContain(own, open);
        Assert.Null(Talk.Topic(JsonNode.Parse(open)!)["opinions"]);
        var told = string.Join('\n', talk.Registry.Log.Rows.All("select body from events", r => r.GetString(0)));
        Assert.DoesNotContain(own, told);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Two_hundred_areas_that_rate_at_once_lose_no_opinion_and_the_quorum_is_exact(string kind)
    {
        const int Areas = 200;
        var talk = await Talk.Called(kind, Areas, quorum: Areas);
        var all = Enumerable.Range(0, Areas).ToArray();
        object Of(int area) => Talk.Opinion(talk.Areas[area], 1 + (area % 5), 1 + (area % 4));
        Task<Answer> Decide() => talk.Coordinator.Post(
            $"{talk.Path}/decision", new { topicId = "food", rationale = "所有片区都已评议" });

        var given = await Task.WhenAll(all.Skip(1).Select(n => talk.Coordinator.Post($"{talk.Path}/opinions", Of(n)))
            .Concat(Enumerable.Range(0, 5).Select(_ => Decide())));
        var few = given.Skip(Areas - 1).ToArray();
        Assert.All(given.SkipLast(few.Length), answer => Assert.True(answer.Status == 201, answer.Text));
        Assert.All(few, answer => Assert.Equal((409, "quorum-missed"), (answer.Status, answer.Code)));
        await talk.Coordinator.Done($"{talk.Path}/opinions", Of(0));
        var decisions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Decide()));

        Assert.Equal(1, decisions.Count(answer => answer.Status == 200));
        Assert.All(decisions.Where(answer => answer.Status != 200), answer =>
            Assert.Equal((409, "outcome-already-stated"), (answer.Status, answer.Code)));
        var topic = Talk.Topic(await talk.Coordinator.Read(talk.Path));
        Assert.Equal((Areas, 0, 3m, 2.5m), (
            (int)topic["rated"]!, topic["missing"]!.AsArray().Count, (decimal)topic["recommendation"]!,
            (decimal)topic["difficulty"]!));
        Assert.All(topic["opinions"]!.AsArray().Index(), o => Assert.Equal(
            (talk.Areas[o.Index], 1 + (o.Index % 5), 1 + (o.Index % 4)),
            ((string)o.Item!["areaId"]!, (int)o.Item["recommendation"]!, (int)o.Item["difficulty"]!)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Without_a_quorum_nothing_is_decided_and_that_can_be_recorded(string kind)
    {
        var talk = await Talk.Called(kind);
        await talk.OnPaper(0, 5, 3);
        await Refused(talk, "quorum-missed", "decision", new { topicId = "food", rationale = "人少也做" });
        await talk.Coordinator.Done($"{talk.Path}/no-quorum", new { rationale = "只到了一个片区，下月再议" });
        var shown = await talk.Coordinator.Read(talk.Path);
        Assert.Equal(("no-quorum", "只到了一个片区，下月再议", 1), (
            (string)shown["state"]!, (string)shown["outcome"]!["rationale"]!, (int)shown["outcome"]!["rated"]!));
        await Refused(talk, "outcome-already-stated", "opinions", Talk.Opinion("area-2", 5, 3));
        var follow = await talk.Coordinator.Post("/joint-actions", new
        {
            allianceId = talk.Registry.Alliance, title = "行动", theme = "食品安全", from = "2021-09", to = "2022-03",
            deliberationId = talk.Id,
        });
        Assert.Equal((409, "deliberation-undecided"), (follow.Status, follow.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Whoever_does_not_speak_for_an_area_and_whatever_is_out_of_range_is_told_so(string kind)
    {
        var talk = await Talk.Called(kind);
        var first = await talk.Representative(0);
        var staff = await talk.Registry.Staff(await talk.Registry.Member(1, "第二街坊会"));
        await talk.Coordinator.Done(
            $"{talk.Registry.Path}/areas", new { id = "far", name = "远片区", villageCodes = Array.Empty<string>() });

        await Refused(talk, "area-not-called", "opinions", Talk.Opinion("far", 3, 3));
        await Refused(talk, "opinion-rating-out-of-range", "opinions", Talk.Opinion("area-1", 6, 3));
        await Refused(talk, "not-your-area", "opinions", Talk.Opinion("area-2", 3, 3), first, 403);
        await Refused(talk, "not-your-area", "opinions", Talk.Opinion("area-1", 3, 3), staff, 403);
        var paper = new { areaId = "area-1", topicId = "food", recommendation = 3, difficulty = 3, onPaper = true };
        await Refused(talk, "paper-by-coordinator", "opinions", paper, first, 403);
        await Refused(talk, "malformed", "opinions",
            new { areaId = "area-1", topicId = "food", recommendation = 3.5, difficulty = 3 }, status: 400);
        await Refused(talk, "not-allowed", "decision", new { topicId = "food", rationale = "好" }, first, 403);
        // No representative of the second area can sign in, so staff of its association speak for it.
        await staff.Done($"{talk.Path}/opinions", Talk.Opinion("area-2", 3, 3));
    }

    private static async Task Refused(
        Talk talk, string code, string part, object body, Client? by = null, int status = 409)
    {
        var answer = await (by ?? talk.Coordinator).Post($"{talk.Path}/{part}", body);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }
}
