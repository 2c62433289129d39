using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.JointActions;

/// <summary>What is kept beside a joint action: documents, meetings, guardians, endorsements.</summary>
public class ActionRecordsTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_document_is_downloaded_in_every_version_by_those_who_may_read_it(string kind)
    {
        var action = await Action.Launched(kind);
        var (staff, nobody) = (await action.Registry.Staff(action.Members[0]), action.Registry.Product.Anonymous());
        var (first, second) = (await Upload(staff, "一"), await Upload(staff, "二"));
        await staff.Done($"{action.Path}/documents",
            new { id = "plan", kind = "action-plan", title = "行动方案", file = first, membersOnly = true });
        await staff.Done($"{action.Path}/documents/plan/versions", new { file = second });
        await staff.Done($"{action.Path}/documents",
            new { id = "lesson", kind = "lesson-plan", title = "教案", file = second });

        var all = await Items(action.Coordinator, $"{action.Path}/documents");
        var plan = all.Single(d => (string)d!["id"]! == "plan")!;
        Assert.Equal([2, 1], plan["versions"]!.AsArray().Select(v => (long)v!["version"]!));
        foreach (var (version, content) in new[] { (1, "%PDF 一"), (2, "%PDF 二") })
            Assert.Equal(content, await staff.Http.GetStringAsync(File("plan", version)));
        Assert.Equal(["lesson"], (await Items(nobody, $"{action.Path}/documents")).Select(d => (string)d!["id"]!));
        Assert.Equal("%PDF 二", await nobody.Http.GetStringAsync(File("lesson", 1)));
        foreach (var hidden in new[] { File("plan", 1), File("lesson", 9), File("lesson", 1) + "x" })
            Assert.Equal(404, (int)(await nobody.Http.GetAsync(hidden)).StatusCode);
        await staff.Done($"{action.Path}/documents/lesson/withdrawal");
        Assert.Equal(404, (int)(await nobody.Http.GetAsync(File("lesson", 1))).StatusCode);

        string File(string document, int version) =>
            $"/api/v1{action.Path}/documents/{document}/versions/{version}/file";
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Documents_that_cannot_be_kept_are_told(string kind)
    {
        var action = await Action.Launched(kind);
        await Refused(409, "attachment-not-found", new { kind = "other", title = "文件", file = new string('a', 64) });
        await Refused(409, "document-empty", new { kind = "other", title = "文件" });
        await Refused(409, "document-link-invalid", new { kind = "other", title = "文件", link = "http://a.example" });
        await Refused(400, "malformed", new { kind = "secret", title = "文件", link = "https://a.example" });
        await Refused(403, "not-action-owner", new { kind = "other", title = "文件", link = "https://a.example" },
            await action.Registry.Passer());

        async Task Refused(int status, string code, object body, Client? by = null)
        {
            var answer = await (by ?? action.Coordinator).Post($"{action.Path}/documents", body);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_meeting_shows_the_public_that_it_took_place_and_members_what_was_said(string kind)
    {
        var action = await Action.Launched(kind);
        await action.Post("meetings", new
        {
            id = "m1", title = "多元沟通会议", startsAt = "2022-03-20T15:00:00+08:00", place = "镇政府会议室",
            invited = new[] { "食安办" }, organisationIds = new[] { action.Members[0] },
        });
        await action.Post("meetings/m1/minutes",
            new { minutes = "大家同意继续合作", decisions = new[] { "每季开会", "共用宣传册" }, attended = 9 });

        var staff = await action.Registry.Staff(action.Members[1]);
        var said = await staff.Read($"{action.Path}/meetings/m1");
        Assert.Equal(("held", "大家同意继续合作", 9), (
            (string)said["state"]!, (string)said["minutes"]!, (long)said["attended"]!));
        Assert.Equal(["每季开会", "共用宣传册"], said["decisions"]!.AsArray().Select(d => (string)d!));
        var shown = await action.Registry.Product.Anonymous().Read($"{action.Path}/meetings/m1");
        Assert.Equal(("held", "多元沟通会议"), ((string)shown["state"]!, (string)shown["title"]!["zh"]!));
        foreach (var hidden in new[] { "minutes", "decisions", "attended", "invited", "organisationIds" })
            Assert.Null(shown[hidden]);
        Assert.Null((await Items(staff, $"{action.Path}/meetings")).Single()!["minutes"]);
        var late = await action.Coordinator.Post(
            $"{action.Path}/meetings/m1/rescheduling", new { startsAt = "2022-03-21T15:00:00+08:00", place = "礼堂" });
        Assert.Equal((409, "meeting-already-held"), (late.Status, late.Code));
        var absent = await action.Coordinator.Post($"{action.Path}/meetings", new
        {
            title = "会议", startsAt = "2022-03-20T15:00:00+08:00", place = "礼堂", organisationIds = new[] { "nobody" },
        });
        Assert.Equal((409, "organisation-not-found"), (absent.Status, absent.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_guardian_is_an_organisation_whose_person_only_its_own_people_see(string kind)
    {
        var action = await Action.Launched(kind);
        var person = await action.Coordinator.Made("/people", new
        {
            organisationId = action.Members[0], name = "李安安", roles = new[] { "volunteer" },
        });
        await action.Post("guardians", new
        {
            organisationId = action.Members[0], kind = "safety", from = "2021-09-04", personId = person,
        });

        var staff = await action.Registry.Staff(action.Members[0]);
        Assert.Equal("李安安", (string?)(await Items(staff, $"{action.Path}/guardians")).Single()!["person"]);
        foreach (var other in new[] { action.Registry.Product.Anonymous(), await action.Registry.Passer() })
        {
            var shown = await other.Get($"{action.Path}/guardians");
            Assert.DoesNotContain("李", shown.Text);
            Assert.DoesNotContain(person, shown.Text);
        }

        var twice = await action.Coordinator.Post($"{action.Path}/guardians",
            new { organisationId = action.Members[0], kind = "safety", from = "2021-12-01" });
        Assert.Equal((409, "guardian-already-appointed"), (twice.Status, twice.Code));
        var foreign = await action.Coordinator.Post($"{action.Path}/guardians",
            new { organisationId = action.Members[1], kind = "safety", from = "2021-12-01", personId = person });
        Assert.Equal((409, "guardian-person-elsewhere"), (foreign.Status, foreign.Code));
        await action.Post($"guardians/{action.Members[0]}/ending",
            new { kind = "safety", from = "2021-09-04", on = "2022-03-31" });
        Assert.Equal("2022-03-31", (string?)(await Items(staff, $"{action.Path}/guardians")).Single()!["to"]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Words_of_an_endorsement_are_public_where_their_giver_agreed(string kind)
    {
        var action = await Action.Launched(kind);
        await action.Post("endorsements",
            new { kind = "department", body = "食安办", words = "组织得很好", mayBeShown = true });
        await action.Post("endorsements", new { id = "resident", kind = "resident", words = "孩子会看标签了" });
        await action.Post("endorsements", new { kind = "purchaser", source = "《总结》" });

        var open = await Items(action.Registry.Product.Anonymous(), $"{action.Path}/endorsements");
        Assert.Equal(["purchaser", "department", "resident"], open.Select(e => (string)e!["kind"]!));
        Assert.Equal([null, "组织得很好", null], open.Select(e => (string?)e!["words"]));
        Assert.Equal([false, true, true], open.Select(e => (bool)e!["stated"]!));
        var staff = await action.Registry.Staff(action.Members[0]);
        Assert.Equal("孩子会看标签了", (string?)(await Items(staff, $"{action.Path}/endorsements"))[2]!["words"]);
        await action.Post("endorsements/resident/withdrawal");
        Assert.Equal(2, (await Items(staff, $"{action.Path}/endorsements")).Count);
        var empty = await action.Coordinator.Post($"{action.Path}/endorsements", new { kind = "merchant" });
        Assert.Equal((409, "endorsement-empty"), (empty.Status, empty.Code));
    }

    private static async Task<JsonArray> Items(Client client, string path) =>
        (await client.Read(path))["items"]!.AsArray();

    private static async Task<string> Upload(Client client, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Add("File-Name", Uri.EscapeDataString($"{words}.pdf"));
        request.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes($"%PDF {words}"));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        var answer = await Answer.Of(await client.Http.SendAsync(request));
        return (string)answer.Json!["id"]!;
    }
}
