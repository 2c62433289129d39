using Federation.Domain.Deliberations;
using Federation.Domain.JointActions;

namespace Federation.Api.Deliberations;

/// <summary>A deliberation as lists show it.</summary>
/// <param name="Rated">Areas that had rated when the outcome was stated.</param>
public sealed record DeliberationRow(
    string Id, string AllianceId, Name Question, DateOnly HeldOn, DateOnly? ClosesOn, long AreasCalled, long Quorum,
    bool Illustrative, DeliberationStage State, string? TopicId, DateOnly? OutcomeOn, long Rated,
    [property: System.Text.Json.Serialization.JsonIgnore] string? TextId, Name? Note)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Cursor => $"{Days.Text(HeldOn)}|{Id}";

    /// <summary>The last day on which an opinion is not late.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateOnly LastDay => ClosesOn ?? HeldOn;
}

/// <param name="Represented">Somebody represents it; who that is stands on the alliance's page for those who may
/// know.</param>
public sealed record AreaCalled(string Id, Name Name, bool Represented);

/// <summary>An opinion that another one replaced.</summary>
public sealed record OpinionBefore(long Recommendation, long Difficulty, DateOnly Day);

/// <summary>An area's standing opinion of a topic.</summary>
/// <param name="Words">The difficulty in the area's own words, for those who may read it.</param>
/// <param name="Before">The opinions it replaced, oldest first.</param>
public sealed record OpinionShown(
    string AreaId, string TopicId, long Recommendation, long Difficulty, IReadOnlyList<string> Reasons, string? Words,
    DateOnly Day, bool Late, bool OnPaper, OpinionBy By, long Changes, IReadOnlyList<OpinionBefore> Before);

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

/// <summary>A deliberation as its page and its answer show it.</summary>
/// <param name="Rationale">Why it ended as it did; public, and gone where it was erased.</param>
/// <param name="Coordinates">The reader coordinates it.</param>
/// <param name="Speaks">Called areas whose opinion the reader may give.</param>
public sealed record DeliberationView(
    DeliberationRow About, Name Alliance, IReadOnlyList<AreaCalled> Areas, IReadOnlyList<TopicShown> Topics,
    string? Rationale, IReadOnlyList<ActionFollowed> Actions, bool Coordinates, IReadOnlyList<string> Speaks)
{
    public string At => $"/deliberations/{About.Id}";

    public bool Open => About.State == DeliberationStage.Open;

    public TopicShown? Decided => Topics.FirstOrDefault(topic => topic.Id == About.TopicId);

    public bool MayRate => Open && Topics.Count > 0 && (Coordinates || Speaks.Count > 0);

    public Name AreaName(string id) => Areas.FirstOrDefault(area => area.Id == id)?.Name ?? new(id);

    /// <summary>The reader's areas that have not rated every topic.</summary>
    public IReadOnlyList<string> Waiting =>
        [.. Speaks.Where(area => Topics.Any(topic => topic.Missing.Contains(area)))];
}
