using Federation.Api.Deliberations;

namespace Federation.Api.JointActions;

/// <summary>A joint action as its pages show it.</summary>
/// <param name="Pledges">Shops visited, in the order of visits; at most a page of them.</param>
/// <param name="Coordinates">The reader coordinates it.</param>
/// <param name="Speaks">Organisations that take part and that the reader is staff of.</param>
public sealed record ActionView(
    ActionRow About, Name Alliance, DateOnly AsOf, IReadOnlyList<ActionSeries> Series,
    IReadOnlyList<ParticipantShown> Participants, IReadOnlyList<FigureAnswer> Figures, GridShown Grid,
    IReadOnlyList<PledgeRow> Pledges, bool MorePledges, bool Coordinates, IReadOnlyList<string> Speaks)
{
    public string At => $"/joint-actions/{About.Id}";

    /// <summary>May plan and report here.</summary>
    public bool MayAct => Coordinates || Speaks.Count > 0;

    public bool Open => About.Phase == ActionPhase.Launched;

    /// <summary>Scopes in their order: the whole action, named parts, each series.</summary>
    public IReadOnlyList<Scope> Scopes => [.. Figures.Select(f => f.Scope).Distinct()];

    public IEnumerable<FigureAnswer> Of(Scope scope) => Figures.Where(f => f.Scope == scope);

    /// <summary>Figures of which documents print different numbers for the whole and for a part of the
    /// action.</summary>
    public IReadOnlyList<(string Key, IReadOnlyList<FigureAnswer> Published)> Contradictions =>
    [
        .. Figures.Where(f => f.Source == FigureSource.Published).GroupBy(f => f.Key)
            .Where(of => of.Select(f => f.Scope).Distinct().Count() > 1)
            .Select(of => (of.Key, (IReadOnlyList<FigureAnswer>)[.. of])),
    ];

    /// <summary>Titles of the documents that published figures are taken from.</summary>
    public IReadOnlyList<string> Publications => [.. Figures.Select(f => f.Publication).OfType<string>().Distinct()];

    internal static ActionView Of(Reading reading, string id)
    {
        var (of, about) = ActionReading.Require(reading, id);
        var asOf = CoverageQuery.AsOfDay(reading);
        var series = ActionFactsReading.SeriesOf(reading.Rows, of.Id);
        var participants = ActionReading.Participants(reading.Rows, of.Id);
        var pledges = PledgeReading.Visited(reading, "p.action = @action", asOf, ("action", of.Id));
        return new(
            about, CoverageQuery.AllianceNameOf(reading.Rows, of.AllianceId) ?? new(of.AllianceId), asOf,
            series, participants,
            ActionFigures.Of(reading, of.Id, about.Title, series, asOf).Answers(of.Id, asOf),
            ActionReport.GridOf(reading, of, series), [.. pledges.Take(reading.Limit)], pledges.Count > reading.Limit,
            reading.Caller.Coordinates(of),
            [.. reading.Caller.Organisations.Where(o => participants.Any(p => p.OrganisationId == o))]);
    }

    /// <summary>For those alone who run the action.</summary>
    internal static ActionView ForOwners(Reading reading)
    {
        var view = Of(reading, reading["id"]);
        return view.MayAct ? view : throw new ProblemException(Problem.NotAllowed);
    }
}

/// <summary>The action's own page: beside what all its pages know, a page of its sessions.</summary>
/// <param name="Filters">What the sessions were narrowed by.</param>
/// <param name="Origin">The decision it follows from.</param>
/// <param name="Unreported">Sessions that wait for their report.</param>
/// <param name="Guardians">Guardian roles by organisation.</param>
public sealed record ActionShown(
    ActionView Action, Listed<SessionRow> Sessions, FormState Filters, ActionOrigin? Origin, long Unreported,
    ILookup<string, GuardianKind> Guardians)
{
    internal static ActionShown Of(Reading reading)
    {
        var (id, action) = (reading["id"], ActionView.Of(reading, reading["id"]));
        return new(
            action, SessionReading.List(reading),
            reading.Typed("series", "village", "organisation", "state", "from", "to"),
            ActionOrigin.Of(reading, action.About.DeliberationId), JointActions.Unreported.Count(reading, id),
            JointActions.Guardians.Spells(reading, id).ToLookup(g => g.OrganisationId, g => g.Kind));
    }
}

/// <summary>What the form of a new action begins with: what was decided, where it follows from a decision.</summary>
public sealed record NewAction(ActionOrigin? Origin, string? AllianceId)
{
    internal static NewAction Of(Reading reading)
    {
        // Where the form was sent to, the address no longer names the decision.
        var origin = ActionOrigin.Of(reading, reading.Sent?.Typed("deliberationId") ?? reading.Id("deliberation"));
        return new(origin, origin is null ? null
            : DeliberationReading.View(reading, origin.DeliberationId, words: false).AllianceId);
    }
}
