using System.Diagnostics;
using Federation.Domain.Counting;

namespace Federation.Domain.JointActions;

// The values that a joint action's commands, events and facts are made of.

/// <summary>How far a joint action has come. <c>None</c>: there is no such action.</summary>
public enum ActionPhase { None, Draft, Launched, Closed }

/// <summary>First and last day of a joint action, both included.</summary>
/// <param name="InMonths">Stated in months (2021-09 to 2022-03): shown as months; the days are the first and the
/// last.</param>
public sealed record ActionDays(DateOnly From, DateOnly To, bool InMonths = false)
{
    public const int DaysMax = 1_830; // five years: longer is a programme, not an action

    public static ActionDays Months(DateOnly from, DateOnly to) => new(Period.FirstOf(from), Period.LastOf(to), true);

    public bool Covers(DateOnly day) => From <= day && day <= To;

    public bool IsValid() => From <= To && To.DayNumber - From.DayNumber < DaysMax;
}

/// <summary>One of the ordered series of sessions (子系列活动). Scopes name the parts of the action it belongs to.</summary>
public sealed record ActionSeries(string Id, Name Title, int Order, Items<string> Scopes);

/// <summary>An organisation that owns and carries out the action in one village.</summary>
/// <param name="SeriesIds">The series it takes part in; empty: all of them, also those added later.</param>
public sealed record Participant(string OrganisationId, string VillageCode, Items<string> SeriesIds)
{
    public bool TakesPartIn(string seriesId) => SeriesIds.Count == 0 || SeriesIds.Contains(seriesId);
}

/// <summary>What the gateway knows of the organisation's membership and of the village, with that stream's
/// version.</summary>
/// <param name="Admitted">A member of the alliance today: admitted, neither suspended nor departed.</param>
/// <param name="VillageAdopted">The village is one of the alliance's.</param>
public sealed record MemberFacts(string AllianceId, string OrganisationId, bool Admitted, bool VillageAdopted);

/// <summary>What the rows say about the action's sessions when it is to be closed.</summary>
/// <param name="Open">Planned, neither reported nor cancelled.</param>
public sealed record ClosingFacts(long Open, long Held);

/// <summary>What a session or a pledge needs to know of its action, with the action's stream version.</summary>
/// <param name="Participants">Those of the village concerned; the rest of the action does not matter.</param>
public sealed record ActionFacts(
    string ActionId, string AllianceId, string Theme, ActionPhase Phase, ActionDays Days, Items<ActionSeries> Series,
    Items<Participant> Participants)
{
    public ActionSeries? SeriesOf(string id) => Series.FirstOrDefault(series => series.Id == id);

    public bool Delivers(string organisationId, string villageCode, string seriesId) => Participants.Any(participant =>
        participant.OrganisationId == organisationId && participant.VillageCode == villageCode
        && participant.TakesPartIn(seriesId));

    /// <summary>Organisations that take part in this village.</summary>
    public IEnumerable<string> OrganisationsIn(string villageCode) =>
        Participants.Where(participant => participant.VillageCode == villageCode)
            .Select(participant => participant.OrganisationId).Distinct();
}

/// <summary>The part of an action that a published figure speaks about: all of it, a named part, or one
/// series.</summary>
public sealed record ActionScope(ScopeKind Kind, string? Id = null)
{
    public static ActionScope Whole { get; } = new(ScopeKind.Action);

    public static ActionScope Named(string id) => new(ScopeKind.Named, id);

    public static ActionScope OfSeries(string id) => new(ScopeKind.Series, id);

    /// <summary>As it stands in a key column: empty, <c>series/id</c>, or the named part. Names never contain a
    /// slash.</summary>
    public string Text() => Kind switch
    {
        ScopeKind.Action => "",
        ScopeKind.Series => $"series/{Id}",
        ScopeKind.Named => Id!,
        _ => throw new UnreachableException(Kind.ToString()),
    };
}

/// <summary>A figure as a document prints it. Told apart from others by key, scope and source.</summary>
/// <param name="Source">Title of the document, and the account that published it.</param>
/// <param name="Note">Why it differs from the computed one, where that is known; organisational text.</param>
public sealed record PublishedFigure(
    string Key, Counted Stated, ActionScope Scope, DateOnly AsOf, string Source, Name? Note = null)
{
    public bool IsSameAs(string key, ActionScope scope, string source) => (Key, Scope, Source) == (key, scope, source);
}

/// <summary>Bounds of the short texts of this area, in characters.</summary>
public static class Texts
{
    public const int TitleMax = 120;
    public const int WordMax = 64; // a theme, the name of a part, of a material
    public const int PassageMax = 2_000; // a goal
    public const int SourceMax = 200;
    public const int PlaceMax = 200;
    public const int NoteMax = 500; // why a published figure differs

    public static bool Fits(string? text, int max) => !string.IsNullOrWhiteSpace(text) && text.Length <= max;

    public static bool FitsOrMissing(string? text, int max) => text is null || Fits(text, max);
}
