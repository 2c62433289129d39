using Federation.Api.Home;

namespace Federation.Api.Deliberations;

/// <summary>What waits in open deliberations: topics to rate for those who speak for an area, an outcome to state for
/// coordinators.</summary>
internal static class DeliberationTasks
{
    private const int Shown = 5;

    public static IEnumerable<HomeTask> Of(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        if (!reading.Caller.SignedIn) yield break;
        var coordinates = reading.Caller.Coordinates(alliance.Id, alliance.Region);
        var open = reading.Rows.All(
            "select deliberation, question_zh, question_en, held_on, closes_on from deliberations " +
            "where alliance = @alliance and stage = 'open' order by held_on, deliberation limit @max",
            r => (Id: r.GetString(0), Question: r.Name(1), LastDay: r.Day(4) ?? r.Day(3)!.Value),
            ("alliance", alliance.Id), ("max", Shown));
        foreach (var talk in open)
        {
            var missing = Missing(reading.Rows, talk.Id);
            var mine = DeliberationReading.Speaks(reading, alliance.Id, missing.Keys).Sum(area => missing[area]);
            if (mine > 0) yield return new(
                lang.Counted(mine, "个议题等您的片区评议", "topic waits for your area’s opinion",
                    "topics wait for your area’s opinion"),
                $"/deliberations/{talk.Id}/opinions/new", lang.Of(talk.Question));
            if (coordinates && reading.Today > talk.LastDay) yield return new(
                lang.T("议事已截止，等待记录结果", "A deliberation waits for its outcome"), $"/deliberations/{talk.Id}",
                lang.Of(talk.Question));
        }
    }

    /// <summary>How many topics each called area has not rated; areas that have rated all are not in it.</summary>
    private static Dictionary<string, long> Missing(Rows rows, string id) => rows.All(
        "select a.area, count(*) from deliberation_areas a " +
        "join deliberation_topics t on t.deliberation = a.deliberation " +
        "left join opinions o on o.deliberation = a.deliberation and o.topic = t.topic and o.area = a.area " +
        "where a.deliberation = @id and o.area is null group by a.area",
        r => (Area: r.GetString(0), Topics: r.GetInt64(1)), ("id", id)).ToDictionary(a => a.Area, a => a.Topics);
}
