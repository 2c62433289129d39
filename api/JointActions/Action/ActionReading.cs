using System.Text.Json.Serialization;
using Federation.Api.Deliberations;

namespace Federation.Api.JointActions;

/// <summary>A joint action as lists show it.</summary>
/// <param name="From">A day, or a month where the action is stated in months.</param>
public record ActionRow(
    string Id, string AllianceId, Name Title, string Theme, Name? Goal, string From, string To,
    [property: JsonIgnore] DateOnly FirstDay, ActionPhase Phase, DateOnly? LaunchedOn, DateOnly? ClosedOn,
    Items<Name> Guidance, Items<Name> Partners, string? DeliberationId, bool Illustrative)
{
    /// <summary>Free text of the closing, for members and coordinators.</summary>
    public string? Summary { get; init; }
}

/// <summary>A joint action as the API answers it.</summary>
public sealed record ActionFound(
    [property: JsonIgnore] ActionRow About, ActionOrigin? Origin, DateOnly AsOf, IReadOnlyList<ActionSeries> Series,
    IReadOnlyList<ParticipantShown> Participants, IReadOnlyList<FigureAnswer> Figures,
    Items<Difference> Differences) : ActionRow(About)
{
    internal static ActionFound Of(Reading reading)
    {
        var (of, about) = ActionReading.Require(reading, reading["id"]);
        var asOf = CoverageQuery.AsOfDay(reading);
        var series = ActionFactsReading.SeriesOf(reading.Rows, of.Id);
        var figures = ActionFigures.Of(reading, of.Id, about.Title, series, asOf);
        return new(
            about, ActionOrigin.Of(reading, about.DeliberationId), asOf, series,
            ActionReading.Participants(reading.Rows, of.Id), figures.Answers(of.Id, asOf), figures.Differences);
    }
}

/// <summary>An organisation that owns the action in one village.</summary>
/// <param name="SeriesIds">Empty: all series.</param>
public sealed record ParticipantShown(
    string OrganisationId, Name Name, string VillageCode, Name Village, Items<string> SeriesIds);

/// <summary>Reads of joint actions. Public, without personal data.</summary>
internal static class ActionReading
{
    private const string Actions =
        "select a.action as id, a.alliance as alliance_id, a.title_zh, a.title_en, a.theme, a.goal_zh, a.goal_en, " +
        "case when a.in_months = 1 then substr(a.from_day, 1, 7) else a.from_day end as \"from\", " +
        "case when a.in_months = 1 then substr(a.to_day, 1, 7) else a.to_day end as \"to\", " +
        "a.from_day as first_day, a.phase, a.launched_on, a.closed_on, a.guidance, a.partners, " +
        "a.deliberation as deliberation_id, a.illustrative from actions a";

    /// <summary>The newest first.</summary>
    public static Listed<ActionRow> Found(Reading reading) => reading.ByDay<ActionRow>(
        Actions, "a.from_day", "a.action", newest: true, action => (action.FirstDay, action.Id),
        [
            .. new[] { "alliance", "theme", "phase" }.Select(name => reading.Text(name) is { } value
                ? new Condition($"a.{name} = @{name}", (name, value)) : null),
            reading.Text("q") is not { } words ? null : new(
                "(a.title_zh like @words or a.title_en like @words or a.theme like @words)", ("words", $"%{words}%")),
        ]);

    /// <summary>The action of an address without the words of its closing, or 404.</summary>
    public static (ActionOf Of, ActionRow About) Plain(Reading reading, string id)
    {
        var of = reading.Rows.RequireAction(id);
        return (of, reading.Rows.One<ActionRow>($"{Actions} where a.action = @id", ("id", of.Id))!);
    }

    /// <summary>The same with its summary for those who may read it.</summary>
    public static (ActionOf Of, ActionRow About) Require(Reading reading, string id)
    {
        var (of, about) = Plain(reading, id);
        var text = reading.Rows.One("select summary from actions where action = @id", r => r.Text(0), ("id", of.Id));
        return text is null || !SessionReading.MayReadNotes(reading, of) ? (of, about) : (of, about with
        {
            Summary = reading.OpenWords([text], "an action's closing").GetValueOrDefault(text),
        });
    }

    /// <summary>Who owns the action, where: one row per organisation and village.</summary>
    public static IReadOnlyList<ParticipantShown> Participants(Rows rows, string action)
    {
        var names = rows.All(
            "select distinct p.organisation, p.village, coalesce(o.name, p.organisation), o.name_en, " +
            "coalesce(v.name, p.village), v.name_en from action_participants p " +
            "left join organisations o on o.id = p.organisation left join villages v on v.code = p.village " +
            "where p.action = @action",
            r => (Key: (r.GetString(0), r.GetString(1)), Organisation: r.Name(2), Village: r.Name(4)),
            ("action", action)).ToDictionary(n => n.Key);
        return
        [
            .. ActionFactsReading.ParticipantsOf(rows, action, village: null).Select(p =>
                (Of: p, Named: names[(p.OrganisationId, p.VillageCode)])).Select(p => new ParticipantShown(
                    p.Of.OrganisationId, p.Named.Organisation, p.Of.VillageCode, p.Named.Village, p.Of.SeriesIds)),
        ];
    }
}
