using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>Reads of deliberations. Questions, topics, places on the plane and outcomes are public; which area rated
/// how is for members and those who oversee, its own words for those who speak for a called area.</summary>
internal static class DeliberationReading
{
    private const string Columns =
        "d.deliberation as id, d.alliance as alliance_id, d.question_zh, d.question_en, d.held_on, d.closes_on, " +
        "d.quorum, d.illustrative, d.stage as state, d.note_zh, d.note_en";

    /// <summary>Newest first.</summary>
    public static Listed<DeliberationRow> Found(Reading reading) => reading.ByDay<DeliberationRow>(
        $"select {Columns}, d.areas as areas_called, d.topic as topic_id, d.outcome_on, " +
        "coalesce(d.rated, 0) as rated from deliberations d",
        "d.held_on", "d.deliberation", newest: true, row => (row.HeldOn, row.Id),
        reading.Same("alliance", "d.alliance"), reading.Same<DeliberationStage>("state", "d.stage"));

    /// <param name="words">Also what areas said in their own words, where the reader may read it.</param>
    public static DeliberationShown View(Reading reading, string id, bool words = true)
    {
        var (of, rows) = (reading.Rows.RequireDeliberation(id), reading.Rows);
        var found = rows.One<DeliberationShown>(
            $"select {Columns} from deliberations d where d.deliberation = @id", ("id", of.Id))!;
        Items<AreaCalled> areas =
        [
            .. rows.All<AreaCalled>(
                "select d.area as id, coalesce(a.name, d.area) as name, a.name_en, " +
                "case when a.representative is null then 0 else 1 end as represented from deliberation_areas d " +
                "left join areas a on a.alliance = @alliance and a.area = d.area where d.deliberation = @id " +
                "order by d.place", ("id", of.Id), ("alliance", of.AllianceId)),
        ];
        var coordinates = reading.Caller.Coordinates(of.AllianceId, of.RegionCode);
        var speaks = Speaks(reading, of.AllianceId, areas.Select(area => area.Id));
        return found with
        {
            Areas = areas,
            Topics = Topics(reading, of, found.Quorum, areas, words && (coordinates || speaks.Count > 0)),
            Actions =
            [
                .. rows.All<ActionFollowed>(
                    "select action as id, title_zh, title_en, phase from actions where deliberation = @id " +
                    "order by from_day, action", ("id", of.Id)),
            ],
            Outcome = found.Open ? null : Outcome(reading, of.Id, coordinates), Coordinates = coordinates,
            Speaks = speaks,
        };
    }

    public static string? ProposerOf(Rows rows, string deliberation, string topic) => rows.One(
        "select area from deliberation_topics where deliberation = @id and topic = @topic", r => r.Text(0),
        ("id", deliberation), ("topic", topic));

    /// <summary>The first topic that an area has not rated.</summary>
    public static string? NextUnrated(Rows rows, string deliberation, string area) => rows.One(
        "select t.topic from deliberation_topics t left join opinions o " +
        "on o.deliberation = t.deliberation and o.topic = t.topic and o.area = @area " +
        "where t.deliberation = @id and o.area is null order by t.place limit 1", r => r.GetString(0),
        ("id", deliberation), ("area", area));

    /// <summary>Called areas that the reader speaks for, not counting that coordinators enter what any of them
    /// says.</summary>
    public static Items<string> Speaks(Reading reading, string alliance, IEnumerable<string> called)
    {
        if (reading.Caller.Account is not { } me) return [];
        var asked = new Asked(me, new(false, reading.Caller.Organisations), default, default);
        var near = reading.Rows.All(
            "select a.area from areas a join accounts c on c.person = a.representative " +
            "where a.alliance = @alliance and c.id = @me", r => r.GetString(0), ("alliance", alliance), ("me", me))
            .Concat(reading.Caller.Organisations.SelectMany(own => reading.Rows.All(
                "select v.area from area_villages v join organisations o on o.village = v.village " +
                "where v.alliance = @alliance and o.id = @own",
                r => r.GetString(0), ("alliance", alliance), ("own", own)))).ToHashSet();
        return [.. called.Where(area => near.Contains(area)
            && DeliberationFactsReading.Voice(reading.Rows, reading.Caller, alliance, area).Speaks(asked) is not null)];
    }

    /// <summary>Why one was cancelled is for its coordinators; any other reason is public, so that nobody need be
    /// recorded as having read it.</summary>
    private static OutcomeShown Outcome(Reading reading, string id, bool coordinates)
    {
        var outcome = reading.Rows.One<OutcomeShown>(
            "select stage as state, topic as topic_id, text as rationale, outcome_on as \"on\", " +
            "coalesce(rated, 0) as rated, quorum from deliberations where deliberation = @id", ("id", id))!;
        var text = coordinates || outcome.State != DeliberationStage.Cancelled ? outcome.Rationale : null;
        return outcome with { Rationale = text is null ? null : reading.Log.Open([text]).GetValueOrDefault(text) };
    }

    /// <summary>Coordinators, those who oversee the region, and staff of the alliance's members.</summary>
    private static bool MaySeeOpinions(Reading reading, DeliberationOf of, bool speaks) =>
        speaks || (of.RegionCode is { } region && reading.Caller.Oversees(region))
        || reading.Caller.Organisations.Any(own => reading.Rows.IsMember(of.AllianceId, own));

    private static Items<TopicShown> Topics(
        Reading reading, DeliberationOf of, long quorum, Items<AreaCalled> areas, bool speaks)
    {
        var opinions = Opinions(reading, of, speaks).ToLookup(opinion => opinion.TopicId);
        var sees = MaySeeOpinions(reading, of, speaks);
        return
        [
            .. reading.Rows.All<Topic>(
                "select topic as id, title_zh, title_en, goal_zh, goal_en, strategy_zh, strategy_en, resources_zh, " +
                "resources_en, stakeholders_zh, stakeholders_en, audience_zh, audience_en, implementers_zh, " +
                "implementers_en, area as area_id from deliberation_topics where deliberation = @id order by place",
                ("id", of.Id)).Select(topic => Shown(topic, [.. opinions[topic.Id]], quorum, areas, sees)),
        ];
    }

    private static TopicShown Shown(
        Topic topic, OpinionShown[] opinions, long quorum, Items<AreaCalled> areas, bool sees)
    {
        var rated = opinions.Select(opinion => opinion.AreaId).ToHashSet();
        var reasons = opinions.SelectMany(opinion => opinion.Reasons).GroupBy(reason => reason)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ReasonCount(RowText.Parse<DifficultyReason>(group.Key), group.Count()));
        return new(
            topic.Id, topic.Title, topic.Goal, topic.Strategy, topic.Resources, topic.Stakeholders, topic.Audience,
            topic.Implementers, topic.AreaId, opinions.Length, opinions.Length >= quorum,
            opinions.Count(opinion => opinion.Late), opinions.Count(opinion => opinion.OnPaper),
            Mean(opinions, opinion => opinion.Recommendation), Mean(opinions, opinion => opinion.Difficulty),
            [.. reasons], [.. areas.Select(area => area.Id).Where(area => !rated.Contains(area))],
            sees ? [.. areas.SelectMany(area => opinions.Where(opinion => opinion.AreaId == area.Id))] : null);
    }

    private static decimal? Mean(OpinionShown[] opinions, Func<OpinionShown, long> rating) =>
        opinions.Length == 0 ? null
        : Math.Round((decimal)opinions.Sum(rating) / opinions.Length, 2, MidpointRounding.AwayFromZero);

    private static IEnumerable<OpinionShown> Opinions(Reading reading, DeliberationOf of, bool speaks)
    {
        var standing = reading.Rows.All<OpinionShown>(
            "select area as area_id, topic as topic_id, recommendation, difficulty, reasons, words, day, late, " +
            "on_paper, by_whom as \"by\", number - 1 as changes from opinions where deliberation = @id", ("id", of.Id));
        var before = standing.All(opinion => opinion.Changes == 0) ? [] : reading.Rows.All(
            "select topic, area, recommendation, difficulty, day, number from opinion_history " +
            "where deliberation = @id order by number",
            r => (Of: (r.GetString(0), r.GetString(1)), Number: r.GetInt64(5),
                Opinion: new OpinionBefore(r.GetInt64(2), r.GetInt64(3), r.Day(4)!.Value)),
            ("id", of.Id));
        var history = before.ToLookup(opinion => opinion.Of);
        var words = speaks ? reading.OpenWords(standing.Select(opinion => opinion.Words), "opinions of areas") : [];
        return standing.Select(opinion => opinion with
        {
            Words = words.GetValueOrDefault(opinion.Words ?? ""),
            Before = [.. history[(opinion.TopicId, opinion.AreaId)]
                .Where(other => other.Number <= opinion.Changes).Select(other => other.Opinion)],
        });
    }
}
