using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Needs;

public class DemandTests
{
    private const string Said = "王阿姨说校门口的小吃摊不干净";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_residents_demand_is_followed_from_intake_to_feedback(string kind)
    {
        var action = await JointActions.Action.Draft(kind);
        var (registry, coordinator) = (action.Registry, action.Coordinator);
        var resident = await registry.Product.As("resident", "*");
        var official = await registry.Product.As("town-official", registry.Town);
        var id = await resident.Made("/demands", new
        {
            kind = "demand", topic = "校门口食品卫生", text = Said, villageCode = registry.Villages[0],
        });
        Assert.Equal(("open", Said), await Seen(resident, id));
        Assert.Equal(("open", Said), await Seen(official, id));
        var waiting = (await official.Read("/demands?state=open"))["items"]!.AsArray();
        Assert.Contains(waiting, d => (string)d!["id"]! == id && (int)d["days"]! == 0);

        await coordinator.Done($"/demands/{id}/acceptance");
        await coordinator.Done($"/demands/{id}/answers", new { kind = "joint-action", of = action.Id });
        await coordinator.Done($"/demands/{id}/feedback", new { text = "已纳入联合行动，三月走访商户" });
        var shown = await resident.Read($"/demands/{id}");
        Assert.Equal(("closed", "已纳入联合行动，三月走访商户", "儿童食品安全联合行动", true), (
            (string)shown["state"]!, (string)shown["ended"]!, (string)shown["answers"]![0]!["name"]!["zh"]!,
            (bool)shown["mine"]!));
        Assert.Equal(404, (await (await registry.Product.As("resident", "*")).Get($"/demands/{id}")).Status);
        Assert.DoesNotContain(Said, string.Join('\n',
            registry.Log.Rows.All("select body from events", r => r.GetString(0))));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Needs_and_difficulties_come_out_of_an_open_space_meeting_and_none_is_dropped_silently(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var member = await registry.Member();
        var staff = await registry.Staff(member);
        var meeting = await registry.Coordinator.Made("/open-spaces", new
        {
            id = $"open-{registry.Town}", allianceId = registry.Alliance, question = "我们真正需要什么？",
            heldOn = "2021-07-10", on = "2021-07-10",
            groups = new object[] { new { name = "一组", people = 8 }, new { name = "二组" } },
        });
        await registry.Coordinator.Done($"/open-spaces/{meeting}/statements", new { groupId = "group-1", text = Said });
        await registry.Coordinator.Done($"/open-spaces/{meeting}/result", new { text = "先学会带活动" });
        var need = await staff.Made("/demands", new
        {
            kind = "need", topic = "剪纸培训", organisationId = member, meetingId = meeting,
        });
        await staff.Done($"/demands/{need}/setting-aside", new { reason = "今年没有老师" });

        Assert.Equal(("set-aside", "今年没有老师"), (
            (string)(await staff.Read($"/demands/{need}"))["state"]!,
            (string)(await staff.Read($"/demands/{need}"))["ended"]!));
        var shown = await staff.Read($"/open-spaces/{meeting}");
        Assert.Equal((Said, "先学会带活动", 8), (
            (string)shown["groups"]![0]!["statements"]![0]!, (string)shown["result"]!,
            (int)shown["groups"]![0]!["people"]!));
        var open = await registry.Product.Anonymous().Read($"/open-spaces/{meeting}");
        Assert.Equal((1, null, null), (
            (int)open["groups"]![0]!["count"]!, open["groups"]![0]!["statements"], open["result"]));
        var meetings = await staff.Read($"/open-spaces?alliance={registry.Alliance}");
        Assert.Equal(meeting, (string)meetings["items"]![0]!["id"]!);
        Assert.Equal(need, (string)(await staff.Read($"/demands?meeting={meeting}"))["items"]![0]!["id"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_missing_or_not_ones_own_is_told(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var (member, resident) = (await registry.Member(), await registry.Product.As("resident", "*"));
        async Task Told(Client client, int status, string code, string path, object body)
        {
            var answer = await client.Post(path, body);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }

        await Told(resident, 409, "no-alliance-around", "/demands", new { kind = "demand", topic = "路灯" });
        await Told(resident, 403, "not-your-organisation", "/demands",
            new { kind = "need", topic = "场地", organisationId = member });
        await Told(resident, 400, "malformed", "/demands", new { kind = "wish", topic = "路灯" });
        await Told(registry.Coordinator, 409, "meeting-not-found", "/demands",
            new { kind = "need", topic = "场地", organisationId = member, meetingId = "nowhere" });
        var id = await registry.Coordinator.Made("/demands",
            new { kind = "difficulty", topic = "没有场地", organisationId = member });
        await Told(registry.Coordinator, 409, "demand-not-accepted", $"/demands/{id}/feedback", new { text = "好" });
        await Told(registry.Coordinator, 409, "answer-not-found", $"/demands/{id}/answers",
            new { kind = "request", of = "nowhere" });
        await Told(await registry.Stranger(), 403, "not-coordinator",
            $"/demands/{id}/acceptance", new { });
    }

    private static async Task<(string, string)> Seen(Client client, string id)
    {
        JsonNode shown = await client.Read($"/demands/{id}");
        return ((string)shown["state"]!, (string)shown["text"]!);
    }
}
