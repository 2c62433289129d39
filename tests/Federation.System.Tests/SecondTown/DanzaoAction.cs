using System.Text.Json.Nodes;

namespace Federation.Tests.SecondTown;

/// <summary>A joint action of three organisations over four months, from draft to closing.</summary>
public sealed partial class Danzao
{
    public const string Action = "/joint-actions/kitchen-safety";

    /// <summary>Three series, two of them the part "outreach"; each organisation takes part in its village.</summary>
    public async Task Draft()
    {
        await Coordinator.Made("/joint-actions", new
        {
            id = "kitchen-safety", allianceId = Alliance, title = new { zh = "厨房安全联合行动", en = "Safe kitchens" },
            theme = "消防安全", goal = "家家会用灭火器", from = "2025-09", to = "2025-12", guidance = new[] { "消防站" },
            partners = new[] { "五金商会" }, on = "2025-08-20",
        });
        string[] outreach = ["outreach"];
        await Post("series", new { id = "street", title = "进街巷", order = 1, scopes = outreach, on = "2025-08-20" });
        await Post("series", new { id = "school", title = "进校园", order = 2, scopes = outreach, on = "2025-08-20" });
        await Post("series", new { id = "kitchen", title = "进厨房", order = 3, on = "2025-08-20" });
        await Post("scopes", new { scope = "outreach", name = new { zh = "宣传", en = "Outreach" }, on = "2025-08-20" });
        await TakesPart("dan", Danzao001);
        await TakesPart("nan", Nansha, "street", "kitchen");
        await TakesPart("vol", Shilian, "school");
        var outsider = await Coordinator.Post($"{Action}/participants", new
        {
            organisationId = "liang", villageCode = Liangdeng, seriesIds = Array.Empty<string>(), on = "2025-09-01",
        });
        Assert.Equal(409, outsider.Status); // Not a member: the action belongs to the alliance.
        await Post("launch", new { on = "2025-09-05" });
    }

    /// <summary>Four sessions held, one cancelled: 40 + 30 + about 25 + 20 person-times, 14 of volunteers.</summary>
    public async Task Deliver()
    {
        await Plan("s1", "street", "dan", Danzao001, "2025-09-20");
        await Plan("s2", "street", "nan", Nansha, "2025-10-18");
        await Plan("s3", "school", "vol", Shilian, "2025-10-25");
        await Plan("s4", "kitchen", "dan", Danzao001, "2025-11-15");
        await Plan("s5", "kitchen", "nan", Nansha, "2025-12-13");
        await Report("dan", "s1", 40, 5, copies: 100);
        await Report("nan", "s2", 30, 3);
        await Report("vol", "s3", 25, 4, "about");
        await Report("dan", "s4", 18, 2);
        var foreign = await Staff["nan"].Post($"{Action}/sessions/s4/report", Reported(99, 9, "exact", 0));
        Assert.Equal((403, "not-your-organisation"), (foreign.Status, foreign.Code));
        await Report("dan", "s4", 20, 2);
        await Post("sessions/s5/cancellation", new { reason = "下雨" });
    }

    /// <summary>Three shops: two sign in the end, of one it is not stated; two join, one of them leaves.</summary>
    public async Task Visit()
    {
        await Shop("haowei", "好味小食店", Danzao001, signed: true, joins: true);
        await Shop("aqiang", "阿强餐厅", Danzao001, signed: null, joins: true);
        await Shop("jiangbian", "江边面馆", Nansha, signed: false, joins: false);
        await Post("pledges/jiangbian/signing", new { on = "2025-11-30" });
        await Post("pledges/aqiang/alliance-leaving", new { on = "2025-12-20" });
    }

    /// <summary>What a document printed stands beside what was counted; then the action is closed.</summary>
    public async Task PublishAndClose()
    {
        var source = "《丹灶互助简报》";
        await Post("published-figures", new
        {
            key = "personTimes", value = 120, precision = "about", asOf = "2025-12", source, on = "2025-12-31",
        });
        await Post("published-figures", new
        {
            key = "sessions", value = 2, scope = "outreach", asOf = "2025-12", source, on = "2025-12-31",
        });
        await Coordinator.Done($"{Path}/published-figures", new
        {
            key = "supportMinutes", value = 300, precision = "nearly", asOf = "2026-01", source, on = "2026-01-31",
        });
        await Post("closing", new { summary = "圆满结束", on = "2025-12-31" });
        var tooLate = Planned("s9", "street", "dan", Danzao001, "2025-12-30");
        var late = await Coordinator.Post($"{Action}/sessions", tooLate);
        Assert.Equal(409, late.Status);
    }

    private Task<JsonObject> Post(string part, object body) => Coordinator.Done($"{Action}/{part}", body);

    private Task TakesPart(string organisationId, string villageCode, params string[] seriesIds) =>
        Post("participants", new { organisationId, villageCode, seriesIds, on = "2025-09-01" });

    private Task Plan(string id, string series, string organisation, string village, string day) =>
        Post("sessions", Planned(id, series, organisation, village, day));

    private static object Planned(string id, string seriesId, string organisationId, string villageCode, string day) =>
        new
        {
            id, seriesId, villageCode, organisationId, startsAt = $"{day}T09:00:00+08:00", place = "文化广场", on = day,
        };

    /// <summary>By the organisation's own staff, today: the day that counts is the session's.</summary>
    private Task Report(
        string organisation, string session, int personTimes, int volunteers, string precision = "exact",
        int copies = 0) => Staff[organisation].Done(
        $"{Action}/sessions/{session}/report", Reported(personTimes, volunteers, precision, copies));

    private static object Reported(int value, int volunteers, string precision, int copies) => new
    {
        personTimes = new { value, precision }, volunteers, minutes = 90, note = "王姨很高兴",
        materials = copies == 0 ? [] : new object[] { new { name = "宣传册", count = copies, precision = "exact" } },
    };

    private Task Shop(string id, string merchant, string villageCode, bool? signed, bool joins) => Post("pledges", new
    {
        id, merchant, villageCode, visitedOn = "2025-11-15", signed, promises = new[] { "每月检查燃气管" },
        joinsAlliance = joins, on = "2025-11-15",
    });
}
