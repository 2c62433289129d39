using Federation.Domain.JointActions;

namespace Federation.Domain.Deliberations;

// The values that a deliberation's commands, events and facts are made of.

/// <summary>Why a topic is difficult, from a closed list; what none of them says is <c>Other</c>, in the area's own
/// words.</summary>
public enum DifficultyReason { Manpower, Money, Time, Skills, Venue, ResidentsInterest, Permission, Other }

/// <summary>Who gave an area's opinion: its representative, an organisation of the area where the representative has
/// no account, or a coordinator for it.</summary>
public enum OpinionBy { Representative, Organisation, Coordinator }

/// <summary>How a deliberation stands.</summary>
public enum DeliberationStage { Open, Decided, NoQuorum, Cancelled }

/// <summary>What a deliberation ended with, and the sealed text that says why.</summary>
public sealed record Outcome(DeliberationStage Stage, string? TopicId, string? TextId);

/// <summary>A topic and what the meeting explores of it: the six outputs, each stated or not (yet).</summary>
/// <param name="AreaId">The area that proposes it; null: the coordinator for the meeting.</param>
public sealed record Topic(
    string Id, Name Title, Name? Goal = null, Name? Strategy = null, Name? Resources = null, Name? Stakeholders = null,
    Name? Audience = null, Name? Implementers = null, string? AreaId = null)
{
    public bool Fits() =>
        Title.Fits(Texts.TitleMax) && new[] { Goal, Strategy, Resources, Stakeholders, Audience, Implementers }
            .All(output => output?.Fits(Texts.PassageMax) ?? true);
}

/// <summary>What one area thinks of one topic.</summary>
/// <param name="Recommendation">推荐指数, 1 to 5.</param>
/// <param name="Difficulty">困难指数, 1 to 5.</param>
/// <param name="WordsId">A sealed text.</param>
/// <param name="Day">The day it was given.</param>
/// <param name="Late">Given after the meeting, or after the closing day where there is one.</param>
public sealed record Opinion(
    string AreaId, string TopicId, int Recommendation, int Difficulty, Items<DifficultyReason> Reasons,
    string? WordsId, DateOnly Day, bool Late, bool OnPaper, OpinionBy By)
{
    /// <summary>Says the same, whoever gave it whenever.</summary>
    public bool SaysTheSameAs(Opinion other) =>
        this with { Day = other.Day, Late = other.Late, OnPaper = other.OnPaper, By = other.By } == other;
}

/// <summary>The areas an alliance has, with its stream's version.</summary>
public sealed record AllianceAreas(string AllianceId, Items<string> AreaIds);

/// <summary>Who may speak for an area, as the gateway knows it of the asker.</summary>
/// <param name="IsRepresentative">The asker's account is that of the person who represents the area.</param>
/// <param name="RepresentativeSignsIn">Somebody represents it and has an account to do so.</param>
/// <param name="Organisations">Members of the alliance in the area's villages that the asker is staff of.</param>
public sealed record AreaVoice(
    string AreaId, bool IsRepresentative, bool RepresentativeSignsIn, Items<string> Organisations)
{
    /// <summary>
    /// In which standing the asker speaks for the area, or null. The representative comes first; a coordinator may
    /// always enter what the area says; staff of a member in the area speak for it only where no representative can
    /// sign in, so that nobody speaks over the one who was appointed.
    /// </summary>
    public OpinionBy? Speaks(Asked asked) =>
        IsRepresentative ? OpinionBy.Representative
        : asked.As.Coordinator ? OpinionBy.Coordinator
        : !RepresentativeSignsIn && Organisations.Any(asked.SpeaksFor) ? OpinionBy.Organisation
        : null;
}

/// <summary>What a joint action needs to know of the deliberation it follows from, with that stream's
/// version.</summary>
/// <param name="Decided">It ended with a decision for a topic.</param>
public sealed record DeliberationFacts(string DeliberationId, string AllianceId, bool Decided);
