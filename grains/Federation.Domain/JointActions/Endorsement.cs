using System.Diagnostics;

namespace Federation.Domain.JointActions;

// One endorsement of a joint action: the purchaser, a department, a merchant, residents … thought well of it, in words
// or without.
//
// One stream per endorsement. A body's name is organisational and stands in the event; the words are free text and
// sealed. Words are shown to everybody only where the coordinator states that their giver agreed. Where only a document
// says that somebody endorsed, that document is named instead of words.

/// <summary>Who speaks, in the groups that the alliance reports by.</summary>
public enum EndorserKind { Purchaser, Department, Merchant, Resident, ServiceTarget, Implementer }

public abstract record EndorsementCommand
{
    /// <param name="Body">The body that speaks; null for a person, whose name is not kept.</param>
    /// <param name="WordsId">A sealed text; null: the words are not stated.</param>
    /// <param name="MayBeShown">Its giver agreed that the words are public.</param>
    [Name("endorsements.record")]
    public sealed record Record(
        EndorserKind Kind, Name? Body, string? WordsId, bool MayBeShown, string? Source, ActionDesk Action,
        bool Illustrative = false) : EndorsementCommand;

    [Name("endorsements.withdraw")]
    public sealed record Withdraw(ActionDesk Action) : EndorsementCommand;

    private EndorsementCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record EndorsementEvent
{
    [Name("endorsements.recorded.v1", "登记评价", "Recorded an endorsement")]
    public sealed record Recorded(
        string AllianceId, EndorserKind Kind, Name? Body, string? WordsId, bool MayBeShown, DateOnly Day,
        string? Source, bool Illustrative) : EndorsementEvent;

    [Name("endorsements.withdrawn.v1", "撤回评价", "Withdrew an endorsement")]
    public sealed record Withdrawn : EndorsementEvent;

    private EndorsementEvent() { }
}

public sealed record EndorsementState(EndorsementEvent.Recorded? About, bool Withdrawn);

public static class Endorsement
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyRecorded = new("endorsement-already-recorded",
            "该评价已登记，且内容不同；如有误请撤下后重新登记。",
            "This endorsement is recorded with other content; withdraw it and record it anew.");

        public static readonly Refusal Empty = new("endorsement-empty",
            "请填写评价的内容，或注明来源。", "Give the words, or the source that mentions them.", Field: "words");

        public static readonly Refusal TextsInvalid = new("endorsement-texts-invalid",
            $"单位名称不超过{Texts.TitleMax}字，来源不超过{Texts.SourceMax}字。",
            $"A body's name has at most {Texts.TitleMax} characters, a source {Texts.SourceMax}.", Field: "body");

        public static readonly Refusal Withdrawn = new("endorsement-withdrawn",
            "该评价已撤下，请重新登记。", "This endorsement was withdrawn; record it anew.");
    }

    public static readonly Boundary<EndorsementState, EndorsementCommand, EndorsementEvent> Boundary =
        new("endorsement", Decider, new("各方评价", "Endorsement"));

    public static Decider<EndorsementState, EndorsementCommand, EndorsementEvent> Decider(string id) =>
        new(new(null, false), Decide, Evolve);

    private static Decision<EndorsementEvent> Decide(
        EndorsementState state, EndorsementCommand command, Asked asked) => command switch
    {
        EndorsementCommand.Record record => Record(state, record, asked),
        EndorsementCommand.Withdraw withdraw => Withdraw(state, withdraw, asked),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private static Decision<EndorsementEvent> Record(
        EndorsementState state, EndorsementCommand.Record record, Asked asked)
    {
        var recorded = new EndorsementEvent.Recorded(
            record.Action.AllianceId, record.Kind, record.Body, record.WordsId, record.MayBeShown, asked.On,
            record.Source, record.Illustrative);
        if (record.Action.CoordinatorRefused(asked) is { } refused) return refused;
        if (state.Withdrawn) return Refusals.Withdrawn;
        if (state.About == recorded) return Decision<EndorsementEvent>.Nothing;
        if (state.About is not null) return Refusals.AlreadyRecorded;
        if (record.WordsId is null && record.Source is null) return Refusals.Empty;
        if (record.Body?.Fits(Texts.TitleMax) == false || !Texts.FitsOrMissing(record.Source, Texts.SourceMax))
            return Refusals.TextsInvalid;

        return recorded;
    }

    private static Decision<EndorsementEvent> Withdraw(
        EndorsementState state, EndorsementCommand.Withdraw withdraw, Asked asked)
    {
        if (withdraw.Action.CoordinatorRefused(asked) is { } refused) return refused;
        if (state.About is null) return Asked.Refusals.NotFound;
        if (state.Withdrawn) return Decision<EndorsementEvent>.Nothing;

        return new EndorsementEvent.Withdrawn();
    }

    private static EndorsementState Evolve(EndorsementState state, EndorsementEvent recorded) => recorded switch
    {
        EndorsementEvent.Recorded e => state with { About = e },
        EndorsementEvent.Withdrawn => state with { Withdrawn = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
