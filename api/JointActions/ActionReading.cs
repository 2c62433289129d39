using System.Data.Common;
using Federation.Api.Counting;
using Federation.Api.Deliberations;
using Federation.Api.People;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>A joint action as lists show it.</summary>
/// <param name="From">A day, or a month where the action is stated in months.</param>
public sealed record ActionRow(
    string Id, string AllianceId, Name Title, string Theme, Name? Goal, string From, string To,
    [property: System.Text.Json.Serialization.JsonIgnore] string FirstDay,
    ActionPhase Phase, DateOnly? LaunchedOn, DateOnly? ClosedOn, IReadOnlyList<Name> Guidance,
    IReadOnlyList<Name> Partners, string? DeliberationId, bool Illustrative)
{
    /// <summary>Free text of the closing, for members and coordinators.</summary>
    public string? Summary { get; init; }
}

/// <summary>An organisation that owns the action in one village.</summary>
/// <param name="SeriesIds">Empty: all series.</param>
public sealed record ParticipantShown(
    string OrganisationId, Name Name, string VillageCode, Name Village, Items<string> SeriesIds);

/// <summary>Reads of joint actions. Public, without personal data.</summary>
internal static class ActionReading
{
    private const string Columns =
        "a.action, a.alliance, a.title_zh, a.title_en, a.theme, a.goal_zh, a.goal_en, a.from_day, a.to_day, " +
            "a.in_months, " +
        "a.phase, a.launched_on, a.closed_on, a.guidance, a.partners, a.deliberation, a.illustrative, a.summary";

    public static IResult List(Reading reading) => reading.List(Found(reading), CursorOf);

    public static string CursorOf(ActionRow action) => $"{action.FirstDay}|{action.Id}";

    /// <summary>The same as a list with one row more than asked for.</summary>
    public static IReadOnlyList<ActionRow> Found(Reading reading)
    {
        var (where, values) = (new List<string> { "1 = 1" }, new List<(string, object?)>());
        foreach (var name in new[] { "alliance", "theme", "phase" })
        {
            if (reading.Text(name) is not { } value) continue;
            where.Add($"a.{name} = @{name}");
            values.Add((name, value));
        }

        if (reading.Text("q") is { } words)
        {
            where.Add("(a.title_zh like @words or a.title_en like @words or a.theme like @words)");
            values.Add(("words", $"%{words}%"));
        }

        // Newest first: the cursor is the first day and the id.
        if (reading.Cursor.Split('|') is [var day, var id])
        {
            where.Add("(a.from_day < @day or (a.from_day = @day and a.action > @id))");
            values.AddRange([("day", day), ("id", id)]);
        }

        return reading.Rows.All(
            $"select {Columns} from actions a where {string.Join(" and ", where)} " +
            "order by a.from_day desc, a.action limit @max",
            Row, [.. values, ("max", reading.Limit + 1)]);
    }

    public static IResult One(Reading reading, string id)
    {
        var (of, about) = Require(reading, id);
        var asOf = CoverageQuery.AsOfDay(reading);
        var series = ActionFactsReading.SeriesOf(reading.Rows, of.Id);
        var figures = ActionFigures.Of(reading, of.Id, about.Title, series, asOf);
        return reading.Answer(new
        {
            about.Id, about.AllianceId, about.Title, about.Theme, about.Goal, about.From, about.To, about.Phase,
            about.LaunchedOn, about.ClosedOn, about.Guidance, about.Partners, about.DeliberationId, about.Illustrative,
            origin = ActionOrigin.Of(reading, about.DeliberationId), about.Summary, asOf, series,
            participants = Participants(reading.Rows, of.Id),
            figures = figures.Answers(of.Id, asOf), differences = figures.Differences,
        });
    }

    /// <summary>The action of the route with its summary for those who may read it, or 404.</summary>
    public static (ActionOf Of, ActionRow About) Require(Reading reading, string id)
    {
        var of = reading.Rows.RequireAction(id);
        var about = reading.Rows.One($"select {Columns} from actions a where a.action = @id", r =>
            Row(r) with { Summary = r.Text(17) }, ("id", of.Id))!;
        return (of, about with
        {
            Summary = about.Summary is { } text && SessionReading.MayReadNotes(reading, of)
                ? reading.OpenWords([text], "an action's closing").GetValueOrDefault(text) : null,
        });
    }

    /// <summary>Who owns the action, where: one row per organisation and village.</summary>
    public static IEnumerable<ParticipantShown> Participants(Rows rows, string action)
    {
        var names = rows.All(
            "select distinct p.organisation, o.name, o.name_en, p.village, v.name, v.name_en from " +
                "action_participants p " +
            "left join organisations o on o.id = p.organisation left join villages v on v.code = p.village " +
            "where p.action = @action",
            r => (Key: (r.GetString(0), r.GetString(3)),
                Organisation: new Name(r.Text(1) ?? r.GetString(0), r.Text(2)),
                    Village: new Name(r.Text(4) ?? r.GetString(3), r.Text(5))),
            ("action", action)).ToDictionary(n => n.Key);
        return ActionFactsReading.ParticipantsOf(rows, action, village: null).Select(p => new ParticipantShown(
            p.OrganisationId, names[(p.OrganisationId, p.VillageCode)].Organisation, p.VillageCode,
            names[(p.OrganisationId, p.VillageCode)].Village, p.SeriesIds));
    }

    private static ActionRow Row(DbDataReader r)
    {
        var shown = r.Flag(9) ? "yyyy-MM".Length : "yyyy-MM-dd".Length;
        return new(
            r.GetString(0), r.GetString(1), new(r.GetString(2), r.Text(3)), r.GetString(4),
            r.Text(5) is { } goal ? new(goal, r.Text(6)) : null, r.GetString(7)[..shown], r.GetString(8)[..shown],
            r.GetString(7), RowText.Parse<ActionPhase>(r.GetString(10)), r.Day(11), r.Day(12),
                RowText.Names(r.Text(13)),
            RowText.Names(r.Text(14)), r.Text(15), r.Flag(16));
    }
}
