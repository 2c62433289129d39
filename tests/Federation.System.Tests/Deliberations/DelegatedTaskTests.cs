using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Deliberations;

public class DelegatedTaskTests
{
    private const string Asked = "周六清理河堤垃圾", Did = "清理了三百米，王阿姨带队";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_twenty_members_that_claim_a_task_at_once_exactly_one_has_it(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var members = new List<string>();
        for (var n = 0; n < 20; n++) members.Add(await registry.Member(n % 4, $"第{n + 1}街坊会"));
        var task = await Delegated(registry);
        var staff = await Task.WhenAll(members.Select(registry.Staff));

        var answers = await Task.WhenAll(staff.Select((client, at) =>
            client.Post($"/tasks/{task}/claim", new { organisationId = members[at] })));

        var won = Array.FindIndex(answers, answer => answer.Status == 200);
        Assert.All(answers.Where((_, at) => at != won), answer =>
            Assert.Equal((409, "task-already-claimed"), (answer.Status, answer.Code)));
        var shown = await registry.Coordinator.Read($"/tasks/{task}");
        Assert.Equal(("claimed", members[won]), ((string)shown["state"]!, (string)shown["organisationId"]!));
        Assert.Single(shown["steps"]!.AsArray(), step => (string)step!["step"]! == "claimed");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_task_goes_from_the_decision_to_the_accepted_report_and_its_words_stay_with_those_concerned(
        string kind)
    {
        var talk = await Decided(kind);
        var registry = talk.Registry;
        var (a, b) = (await registry.Member(0, "甲会"), await registry.Member(1, "乙会"));
        var (staffA, staffB) = (await registry.Staff(a), await registry.Staff(b));
        var task = await Delegated(registry, new { deliberationId = talk.Id, organisationIds = new[] { a } });
        var refused = await staffB.Post($"/tasks/{task}/claim", new { organisationId = b });
        Assert.Equal((409, "task-not-offered"), (refused.Status, refused.Code));

        Assert.Equal(Asked, (string?)(await staffA.Read($"/tasks/{task}"))["text"]);
        await staffA.Done($"/tasks/{task}/claim", new { organisationId = a });
        await staffA.Done($"/tasks/{task}/report", new { text = Did, minutes = 180, personTimes = 12 });
        await talk.Coordinator.Done($"/tasks/{task}/sending-back", new { reason = "请补充地点" });
        await staffA.Done($"/tasks/{task}/report", new { text = Did + "，在一河两岸", minutes = 180 });
        await talk.Coordinator.Done($"/tasks/{task}/acceptance");

        foreach (var reader in new[]
        {
            talk.Coordinator, staffA, await registry.Product.As("town-official", registry.Town),
        })
        {
            var shown = await reader.Read($"/tasks/{task}");
            Assert.Equal(("done", Asked, Did + "，在一河两岸", 180, "请补充地点"), (
                (string)shown["state"]!, (string)shown["text"]!, (string)shown["report"]!["text"]!,
                (int)shown["report"]!["minutes"]!,
                (string)shown["steps"]!.AsArray().Single(s => (string)s!["step"]! == "sent-back")!["reason"]!));
        }

        var other = await staffB.Read($"/tasks/{task}");
        Assert.Equal(("done", a), ((string)other["state"]!, (string)other["organisationId"]!));
        Assert.True(other["text"] is null && other["report"] is null);
        Assert.All(other["steps"]!.AsArray(), step => Assert.Null(step!["reason"]));
        Assert.DoesNotContain("王阿姨", string.Join('\n',
            registry.Log.Rows.All("select body from events", r => r.GetString(0))));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_task_given_back_is_offered_again_and_one_withdrawn_is_not(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var (a, b) = (await registry.Member(0, "甲会"), await registry.Member(1, "乙会"));
        var (staffA, staffB) = (await registry.Staff(a), await registry.Staff(b));
        var task = await Delegated(registry);
        await staffA.Done($"/tasks/{task}/claim", new { organisationId = a });
        await staffA.Done($"/tasks/{task}/return", new { reason = "人手不够" });
        Assert.Equal(task, await Only(staffB, $"/tasks?organisation={b}&state=offered"));
        await staffB.Done($"/tasks/{task}/claim", new { organisationId = b });
        Assert.Equal(task, await Only(staffB, $"/tasks?organisation={b}"));
        Assert.Null(await Only(staffA, $"/tasks?organisation={a}&alliance={registry.Alliance}"));
        var returned = (await staffB.Read($"/tasks/{task}"))["steps"]!.AsArray();
        Assert.Null(returned.Single(step => (string)step!["step"]! == "returned")!["reason"]);

        await registry.Coordinator.Done($"/tasks/{task}/withdrawal", new { reason = "已由镇里处理" });
        var late = await staffB.Post($"/tasks/{task}/report", new { text = Did });
        Assert.Equal((409, "task-ended"), (late.Status, late.Code));
        var outsider = await registry.Organisation(2, "会外组织");
        var next = await Delegated(registry);
        var stranger = await (await registry.Staff(outsider)).Post(
            $"/tasks/{next}/claim", new { organisationId = outsider });
        Assert.Equal((409, "task-claimant-not-member"), (stranger.Status, stranger.Code));
        Assert.Equal(401, (await registry.Product.Anonymous().Get("/tasks")).Status);
    }

    private static async Task<Talk> Decided(string kind)
    {
        var talk = await Talk.Called(kind, quorum: 1);
        await talk.OnPaper(0, 5, 2);
        await talk.Coordinator.Done($"{talk.Path}/decision",
            new { topicId = "food", rationale = "大家都赞成", on = Talk.HeldOn });
        return talk;
    }

    private static Task<string> Delegated(Registry.Registry registry, object? more = null)
    {
        var body = new JsonObject
        {
            ["allianceId"] = registry.Alliance, ["title"] = "河堤清洁", ["text"] = Asked,
            ["villageCode"] = registry.Villages[0],
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
            body[property.Name] = System.Text.Json.JsonSerializer.SerializeToNode(property.GetValue(more));
        return registry.Coordinator.Made("/tasks", body);
    }

    private static async Task<string?> Only(Client client, string path) =>
        (string?)(await client.Read(path))["items"]!.AsArray().SingleOrDefault()?["id"];
}
