using System.Data.Common;
using Federation.Api.Counting;
using Federation.Api.People;
using Federation.Domain.Deliberations;
using Federation.Domain.JointActions;

namespace Federation.Api.Deliberations;

/// <summary>Reads of deliberations. Questions, topics, places on the plane and outcomes are public; which area rated
/// how is for members and those who oversee, its own words for those who speak for a called area.</summary>
internal static class DeliberationReading
{
    private const string Columns =
        "d.deliberation, d.alliance, d.question_zh, d.question_en, d.held_on, d.closes_on, d.areas, d.quorum, " +
        "d.illustrative, d.stage, d.topic, d.outcome_on, d.rated, d.text, d.note_zh, d.note_en";

    /// <summary>Newest first, a page with one row more than asked for; filters <c>alliance</c>, <c>state</c>.</summary>
    public static IReadOnlyList<DeliberationRow> Found(Reading reading)
    {
        var (alliance, state) = (reading.Id("alliance"), reading.Choice<DeliberationStage>("state"));
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("9999", "");
        return reading.Rows.All(
            $"select {Columns} from deliberations d " +
            "where (d.held_on < @day or (d.held_on = @day and d.deliberation > @id)) " +
            (alliance is null ? "" : "and d.alliance = @alliance ") + (state is null ? "" : "and d.stage = @state ") +
            "order by d.held_on desc, d.deliberation limit @max",
            Row, ("day", day), ("id", id), ("alliance", alliance), ("state", state), ("max", reading.Limit + 1));
    }

    public static IResult One(Reading reading, string id)
    {
        var view = View(reading, id);
        var about = view.About;
        return reading.Answer(new
        {
            about.Id, about.AllianceId, about.Question, about.HeldOn, about.ClosesOn, about.State, about.Quorum,
            about.Illustrative, about.Note, areas = view.Areas, topics = view.Topics, view.Actions,
            outcome = view.Open ? null : new
            {
                about.State, about.TopicId, view.Rationale, on = about.OutcomeOn, about.Rated, about.Quorum,
            },
        });
    }

    /// <param name="words">Also what areas said in their own words, where the reader may read it.</param>
    public static DeliberationView View(Reading reading, string id, bool words = true)
    {
        var of = reading.Rows.RequireDeliberation(id);
        var about = reading.Rows.One(
            $"select {Columns} from deliberations d where d.deliberation = @id", Row, ("id", of.Id))!;
        var areas = reading.Rows.All(
            "select d.area, a.name, a.name_en, a.representative from deliberation_areas d " +
            "left join areas a on a.alliance = @alliance and a.area = d.area where d.deliberation = @id " +
            "order by d.place",
            r => new AreaCalled(
                r.GetString(0), new(r.Text(1) ?? r.GetString(0), r.Text(2)), r.Text(3) is not null),
            ("id", of.Id), ("alliance", of.AllianceId));
        var coordinates = reading.Caller.Coordinates(of.AllianceId, of.RegionCode);
        var speaks = Speaks(reading, of.AllianceId, areas.Select(area => area.Id));
        return new(
            about, CoverageQuery.AllianceNameOf(reading.Rows, of.AllianceId) ?? new(of.AllianceId), areas,
            Topics(reading, of, about, areas, words && (coordinates || speaks.Count > 0)),
            about.TextId is { } text && (coordinates || about.State != DeliberationStage.Cancelled)
                ? reading.Log.Open([text]).GetValueOrDefault(text) : null,
            Followed(reading.Rows, of.Id), coordinates, speaks);
    }

    public static string? ProposerOf(Rows rows, string deliberation, string topic) => rows.One(
        "select area from deliberation_topics where deliberation = @id and topic = @topic", r => r.Text(0),
        ("id", deliberation), ("topic", topic));

    public static IReadOnlyList<ActionFollowed> Followed(Rows rows, string id) => rows.All(
        "select action, title_zh, title_en, phase from actions where deliberation = @id order by from_day, action",
        r => new ActionFollowed(r.GetString(0), r.Name(1), RowText.Parse<ActionPhase>(r.GetString(3))), ("id", id));

    /// <summary>Called areas that the reader speaks for, not counting that coordinators enter what any of them
    /// says.</summary>
    public static IReadOnlyList<string> Speaks(Reading reading, string alliance, IEnumerable<string> called)
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

    /// <summary>Coordinators, those who oversee the region, and staff of the alliance's members.</summary>
    private static bool MaySeeOpinions(Reading reading, DeliberationOf of, bool speaks) =>
        speaks || (of.RegionCode is { } region && reading.Caller.Oversees(region))
        || reading.Caller.Organisations.Any(own => reading.Rows.One(
            "select 1 from memberships where alliance = @alliance and organisation = @own and state = 'member'",
            r => r.GetInt64(0), ("alliance", of.AllianceId), ("own", own)) == 1);

    private static IReadOnlyList<TopicShown> Topics(
        Reading reading, DeliberationOf of, DeliberationRow about, IReadOnlyList<AreaCalled> areas, bool speaks)
    {
        var opinions = Opinions(reading, of, speaks).ToLookup(opinion => opinion.TopicId);
        var sees = MaySeeOpinions(reading, of, speaks);
        return reading.Rows.All(
            "select topic, title_zh, title_en, goal_zh, goal_en, strategy_zh, strategy_en, resources_zh, " +
            "resources_en, " +
            "stakeholders_zh, stakeholders_en, audience_zh, audience_en, implementers_zh, implementers_en, area " +
            "from deliberation_topics where deliberation = @id order by place",
            r => Topic(r, opinions[r.GetString(0)].ToArray(), about, areas, sees), ("id", of.Id));
    }

    private static TopicShown Topic(
        DbDataReader r, OpinionShown[] opinions, DeliberationRow about, IReadOnlyList<AreaCalled> areas, bool sees)
    {
        var rated = opinions.Select(opinion => opinion.AreaId).ToHashSet();
        var reasons = opinions.SelectMany(opinion => opinion.Reasons).GroupBy(reason => reason)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ReasonCount(RowText.Parse<DifficultyReason>(group.Key), group.Count()));
        return new(
            r.GetString(0), r.Name(1), Output(r, 3), Output(r, 5), Output(r, 7), Output(r, 9), Output(r, 11),
            Output(r, 13), r.Text(15), opinions.Length, opinions.Length >= about.Quorum,
            opinions.Count(opinion => opinion.Late), opinions.Count(opinion => opinion.OnPaper),
            Mean(opinions, opinion => opinion.Recommendation), Mean(opinions, opinion => opinion.Difficulty),
            [.. reasons], [.. areas.Select(area => area.Id).Where(area => !rated.Contains(area))],
            sees ? [.. areas.SelectMany(area => opinions.Where(opinion => opinion.AreaId == area.Id))] : null);
    }

    private static Name? Output(DbDataReader r, int column) =>
        r.Text(column) is { } zh ? new(zh, r.Text(column + 1)) : null;

    private static decimal? Mean(OpinionShown[] opinions, Func<OpinionShown, long> rating) =>
        opinions.Length == 0 ? null
        : Math.Round((decimal)opinions.Sum(rating) / opinions.Length, 2, MidpointRounding.AwayFromZero);

    private static IEnumerable<OpinionShown> Opinions(Reading reading, DeliberationOf of, bool speaks)
    {
        var standing = reading.Rows.All(
            "select area, topic, recommendation, difficulty, reasons, words, day, late, on_paper, by_whom, number " +
            "from opinions where deliberation = @id",
            r => new OpinionShown(
                r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), RowText.Words(r.Text(4)), r.Text(5),
                r.Day(6)!.Value, r.Flag(7), r.Flag(8), RowText.Parse<OpinionBy>(r.GetString(9)),
                r.GetInt64(10) - 1, []),
            ("id", of.Id));
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
            Words = opinion.Words is { } text ? words.GetValueOrDefault(text) : null,
            Before = [.. history[(opinion.TopicId, opinion.AreaId)]
                .Where(other => other.Number <= opinion.Changes).Select(other => other.Opinion)],
        });
    }

    private static DeliberationRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Name(2), r.Day(4)!.Value, r.Day(5), r.GetInt64(6), r.GetInt64(7), r.Flag(8),
        RowText.Parse<DeliberationStage>(r.GetString(9)), r.Text(10), r.Day(11), r.Number(12) ?? 0, r.Text(13),
        r.Text(14) is { } note ? new(note, r.Text(15)) : null);
}
