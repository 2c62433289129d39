using System.Text.Json.Nodes;

namespace Federation.Tests.Access;

/// <summary>What belongs to the alliance: its areas, talks and tasks, its joint action with all that is kept in it, its
/// money, its cases, what was complained of.</summary>
public sealed partial class Estate
{
    private string Action => $"/joint-actions/{Ids["joint-actions"]}";

    private async Task FormAreas()
    {
        (Ids["areas"], Ids["areaId"]) = ("east", "east");
        foreach (var (id, villageCodes) in new[] { ("east", Villages[..2]), ("west", Villages[2..3]) })
            await Make($"/alliances/{Alliance}/areas", new { id, name = $"{id}片区", villageCodes });
    }

    private async Task KeepShared()
    {
        Ids["guardians"] = Organisation;
        await Make($"/alliances/{Alliance}/areas/east/representative", new { personId = Ids["people"] });
        await Make($"/alliances/{Alliance}/published-figures", new
        {
            key = "sessions", value = 9, asOf = "2025-12", source = "《简报》", scope = new { kind = "alliance" },
        });
        await Talk();
        await Act();
        await Record();
        await Pledge();
        await Collect();
        Ids["cases"] = $"{Name}-case";
        await Make("/cases", new
        {
            id = Ids["cases"], actionId = Ids["joint-actions"], title = "街坊一起办", story = Secret("case-draft"),
            persons = Secret("case-persons"),
        });
        var filed = await Door.Anonymous().Done("/complaints", new
        {
            allianceId = Alliance, about = "money", text = Secret("complaint"), contact = Phone("complaint-contact"),
        });
        (Ids["complaints"], Ids["code"]) = ((string)filed["id"]!, (string)filed["code"]!);
    }

    private async Task Talk()
    {
        (Ids["open-spaces"], Ids["meetingId"], Ids["groupId"]) = ($"{Name}-space", $"{Name}-space", "group-1");
        await Make("/open-spaces", new
        {
            id = Ids["open-spaces"], allianceId = Alliance, question = "我们真正需要什么？", heldOn = Day(-9),
            groups = new[] { new { name = "一组", people = 8 } },
        });
        await Make($"/open-spaces/{Ids["open-spaces"]}/statements", new
        {
            groupId = "group-1", text = Secret("statement-said"),
        });
        (Ids["deliberations"], Ids["deliberationId"]) = ($"{Name}-talk", $"{Name}-talk");
        (Ids["topics"], Ids["topicId"]) = ("food", "food");
        await Make("/deliberations", new
        {
            id = Ids["deliberations"], allianceId = Alliance, question = "今年联合做什么？", heldOn = Day(-8),
            areaIds = new[] { "east", "west" }, quorum = 1, on = Day(-8),
        });
        await Make($"/deliberations/{Ids["deliberations"]}/topics", new { id = "food", title = "儿童食品安全" });
        Ids["tasks"] = $"{Name}-task";
        await Make("/tasks", new
        {
            id = Ids["tasks"], allianceId = Alliance, title = "清理河堤", text = Secret("task-text"),
            organisationIds = new[] { Organisation },
        });
        await Make($"/tasks/{Ids["tasks"]}/claim", new { organisationId = Organisation });
        await Make($"/tasks/{Ids["tasks"]}/report", new { text = Secret("task-report") });
    }

    private async Task Act()
    {
        Ids["joint-actions"] = Ids["actionId"] = Ids["jointActionId"] = Ids["merchants"] = $"{Name}-action";
        await Make("/joint-actions", new
        {
            id = $"{Name}-action", allianceId = Alliance, title = $"{Name}行动", theme = "食品安全", from = Day(-30),
            to = Day(60),
        });
        Ids["seriesId"] = Ids["seriesIds"] = "street";
        await Done("series", new { id = "street", title = "进街巷", order = 1, scopes = new[] { "outreach" } });
        foreach (var (organisationId, village) in new[] { (Organisation, 0), (Helper, 1) })
            await Make($"{Action}/participants", new { organisationId, villageCode = Villages[village] });
        await Make($"{Action}/launch");
        await Make($"{Action}/published-figures", new
        {
            key = "sessions", value = 2, asOf = Day(0)[..7], source = "《简报》",
        });
        await KeepSession(this);
    }

    /// <summary>A session of this organisation in an action of the alliance, held and reported.</summary>
    private async Task KeepSession(Estate host)
    {
        Ids["joint-actions"] = Ids["actionId"] = host.Ids["joint-actions"];
        Ids["seriesId"] = Ids["seriesIds"] = "street";
        Ids["sessions"] = Ids["sessionId"] = $"{Name}-session";
        await Make($"{Action}/sessions", new
        {
            id = Ids["sessions"], seriesId = "street", villageCode = Villages[0], organisationId = Organisation,
            startsAt = At(-1), place = "文化广场",
        });
        await Make($"{Action}/sessions/{Ids["sessions"]}/report", new
        {
            personTimes = new { value = 30, precision = "exact" }, volunteers = 3, minutes = 90,
            note = Secret("session-note"),
        });
    }

    /// <summary>What is kept beside the action.</summary>
    private async Task Record()
    {
        (Ids["documents"], Ids["versions"], Ids["meetings"]) = ("plan", "1", "m1");
        (Ids["endorsements"], Ids["challenges"], Ids["participants"]) = ("resident", "pk", "bears");
        await Done("documents", new
        {
            id = "plan", kind = "action-plan", title = Secret("document"), membersOnly = true,
            file = await Upload($"%PDF-1.4 {Secret("document-file")}"),
        });
        await Done("meetings", new { id = "m1", title = "沟通会", startsAt = At(-1), place = "镇政府" });
        await Done("meetings/m1/minutes", new
        {
            minutes = Secret("minutes"), decisions = new[] { Secret("decisions") }, attended = 9,
        });
        await Done("guardians", new
        {
            organisationId = Organisation, kind = "safety", from = Day(-5), personId = Ids["people"],
        });
        await Done("endorsements", new { id = "resident", kind = "resident", words = Secret("endorsement") });
        await Done("challenges", new { id = "pk", seriesId = "street", title = "零食赛", firstDay = Day(-2), days = 21 });
        await Done("challenges/pk/participants", new
        {
            id = "bears", organisationId = Organisation, villageCode = Villages[0], nickname = Secret("nickname"),
        });
        await Done("report/words", new { summary = Secret("report-draft") });
    }

    private async Task Pledge()
    {
        Ids["pledges"] = Ids["pledgeId"] = "haowei";
        await Done("pledge-texts", new { title = "承诺书", promises = new[] { "每月检查燃气管" } });
        await Done("pledges", new
        {
            id = "haowei", merchant = $"{Name}小食店", villageCode = Villages[0], visitedOn = Day(0), signed = true,
            joinsAlliance = true, organisationId = Organisation,
        });
        await Done("pledges/haowei/visits", new { result = "checked", kept = "yes", note = Secret("visit-note") });
    }

    private async Task Collect()
    {
        (Ids["fundraisers"], Ids["spendings"]) = ($"{Name}-fund", "x1");
        var fund = $"/fundraisers/{Ids["fundraisers"]}";
        await Make("/fundraisers", new
        {
            id = Ids["fundraisers"], allianceId = Alliance, title = "募捐", platform = "区慈善会", purpose = "支持宣传",
            opensOn = Day(-20), closesOn = Day(30), on = Day(-20),
        });
        await Make($"{fund}/gifts", new { externalId = "g1", amountFen = 50_000, givenAt = At(-10) });
        await Make($"{fund}/gifts", new { externalId = "g2", amountFen = 10_000, givenAt = At(-10) });
        await Make($"{fund}/corrections", new
        {
            kind = "gift", of = "g2", value = 9_000, reason = Secret("correction"),
        });
        await Make($"{fund}/spendings", new { id = "x1", amountFen = 1_000, purpose = "印册", voucher = "1" });
    }

    private Task<JsonObject> Done(string part, object body) => Make($"{Action}/{part}", body);
}
