using System.Text.Json.Serialization;
using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>A deliberation as lists show it.</summary>
/// <param name="Rated">Areas that had rated when the outcome was stated.</param>
public sealed record DeliberationRow(
    string Id, string AllianceId, Name Question, DateOnly HeldOn, DateOnly? ClosesOn, long AreasCalled, long Quorum,
    bool Illustrative, DeliberationStage State, string? TopicId, DateOnly? OutcomeOn, long Rated, Name? Note);

/// <param name="Represented">Somebody represents it; who that is stands on the alliance's page for those who may
/// know.</param>
public sealed record AreaCalled(string Id, Name Name, bool Represented);

/// <summary>An opinion that another one replaced.</summary>
public sealed record OpinionBefore(long Recommendation, long Difficulty, DateOnly Day);

/// <summary>An area's standing opinion of a topic.</summary>
/// <param name="Words">The difficulty in the area's own words, for those who may read it.</param>
/// <param name="Before">The opinions it replaced, oldest first.</param>
public sealed record OpinionShown(
    string AreaId, string TopicId, long Recommendation, long Difficulty, Items<string> Reasons, string? Words,
    DateOnly Day, bool Late, bool OnPaper, OpinionBy By, long Changes, Items<OpinionBefore> Before = default);

public sealed record ReasonCount(DifficultyReason Reason, int Areas);

/// <summary>A topic with its six outputs and where the areas put it.</summary>
/// <param name="Rated">Areas that have rated it: every standing opinion counts, also late ones and those on
/// paper.</param>
/// <param name="Recommendation">The mean of their ratings to two digits; null: nobody has rated it.</param>
/// <param name="Missing">Areas called that have not rated it.</param>
/// <param name="Opinions">Each area's, for members and those who oversee; null for others.</param>
public sealed record TopicShown(
    string Id, Name Title, Name? Goal, Name? Strategy, Name? Resources, Name? Stakeholders, Name? Audience,
    Name? Implementers, string? AreaId, int Rated, bool HasQuorum, int LateOnes, int OnPaper, decimal? Recommendation,
    decimal? Difficulty, IReadOnlyList<ReasonCount> Reasons, IReadOnlyList<string> Missing,
    IReadOnlyList<OpinionShown>? Opinions);

/// <summary>A joint action that followed from the decision.</summary>
public sealed record ActionFollowed(string Id, Name Title, ActionPhase Phase);

/// <summary>How it ended.</summary>
/// <param name="Rationale">Why; public, and gone where it was erased.</param>
public sealed record OutcomeShown(
    DeliberationStage State, string? TopicId, string? Rationale, DateOnly? On, long Rated, long Quorum);

/// <param name="Outcome">Null while it is open.</param>
/// <param name="Coordinates">The reader coordinates it.</param>
/// <param name="Speaks">Called areas whose opinion the reader may give.</param>
public sealed record DeliberationShown(
    string Id, string AllianceId, Name Question, DateOnly HeldOn, DateOnly? ClosesOn, DeliberationStage State,
    long Quorum, bool Illustrative, Name? Note, Items<AreaCalled> Areas = default, Items<TopicShown> Topics = default,
    Items<ActionFollowed> Actions = default, OutcomeShown? Outcome = null,
    [property: JsonIgnore] bool Coordinates = false, [property: JsonIgnore] Items<string> Speaks = default)
{
    internal string At => $"/deliberations/{Id}";

    internal bool Open => State == DeliberationStage.Open;

    /// <summary>The last day on which an opinion is not late.</summary>
    internal DateOnly LastDay => ClosesOn ?? HeldOn;

    internal TopicShown? Decided => Topics.FirstOrDefault(topic => topic.Id == Outcome?.TopicId);

    internal bool MayRate => Open && Topics.Count > 0 && MayWord(null);

    /// <summary>The reader's areas that have not rated every topic.</summary>
    internal IEnumerable<string> Waiting =>
        Speaks.Where(area => Topics.Any(topic => topic.Missing.Contains(area)));

    /// <summary>May word this topic anew, or propose one, as long as there is no outcome.</summary>
    internal bool MayWord(TopicShown? topic) => Coordinates
        || (topic is null ? Speaks.Count > 0 : topic.AreaId is { } area && Speaks.Contains(area));

    internal Name AreaName(string id) => Areas.FirstOrDefault(area => area.Id == id)?.Name ?? new(id);
}
