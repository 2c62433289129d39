using System.Diagnostics;

namespace Federation.Domain.Complaints;

// One complaint or suggestion (投诉与建议), from anybody, also from residents without an account.
//
// One stream per complaint: it is received, taken in hand, then answered, declined with a reason, or passed on to the
// town office, which ends it. What was said, how to reach who said it, and every answer are sealed; the events carry
// ids. Who filed it is not recorded as anybody: a secret code, of which only a check is kept, opens its status. What is
// said of a coordinator is for the town's officials alone, and so is what was passed on to them.

public abstract record ComplaintCommand
{
    /// <param name="CodeCheck">What the secret code is compared with; the code itself is nowhere.</param>
    [Name("complaints.file")]
    public sealed record File(
        Subject About, string AllianceId, string TextId, string? ContactId, string CodeCheck) : ComplaintCommand;

    [Name("complaints.take")]
    public sealed record Take(Handler By) : ComplaintCommand;

    [Name("complaints.answer")]
    public sealed record Answer(string? AnswerId, Handler By) : ComplaintCommand;

    [Name("complaints.decline")]
    public sealed record Decline(string? ReasonId, Handler By) : ComplaintCommand;

    [Name("complaints.pass-on")]
    public sealed record PassOn(string? NoteId, Handler By) : ComplaintCommand;

    /// <summary>For ever: what was said and how to reach who said it cannot be read again.</summary>
    [Name("complaints.erase")]
    public sealed record Erase(Handler By) : ComplaintCommand;

    private ComplaintCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record ComplaintEvent
{
    [Name("complaints.filed.v1", "提交投诉或建议", "Filed a complaint")]
    public sealed record Filed(
        Subject About, string AllianceId, string TextId, string? ContactId, string CodeCheck) : ComplaintEvent;

    [Name("complaints.taken.v1", "受理投诉", "Took a complaint in hand")]
    public sealed record Taken(DateOnly Day) : ComplaintEvent;

    [Name("complaints.answered.v1", "答复投诉", "Answered a complaint")]
    public sealed record Answered(DateOnly Day, string AnswerId) : ComplaintEvent;

    [Name("complaints.declined.v1", "不予受理投诉", "Declined a complaint")]
    public sealed record Declined(DateOnly Day, string ReasonId) : ComplaintEvent;

    [Name("complaints.passed-on.v1", "转交投诉", "Passed a complaint on")]
    public sealed record PassedOn(DateOnly Day, string? NoteId) : ComplaintEvent;

    [Name("complaints.erased.v1", "清除投诉内容", "Erased a complaint")]
    public sealed record Erased(DateOnly Day) : ComplaintEvent;

    private ComplaintEvent() { }
}

/// <summary>What a complaint is about.</summary>
public enum SubjectKind { Organisation, JointAction, Figure, Money, Coordinator, Other }

/// <param name="Id">Of the organisation or joint action, or the figure's key; null where none is named.</param>
public sealed record Subject(SubjectKind Kind, string? Id = null);

/// <summary>What the gateway knows of whoever handles it.</summary>
/// <param name="Official">An official of the region that the alliance belongs to.</param>
public sealed record Handler(bool Official);

public enum ComplaintStep { None, Received, InHand, PassedOn, Answered, Declined }

/// <param name="Filed">Null before filing.</param>
/// <param name="LastWords">Of the answer or the reason that ended it.</param>
public sealed record ComplaintState(
    ComplaintEvent.Filed? Filed, ComplaintStep Step, bool ForOfficials, bool Erased, string? LastWords)
{
    public static ComplaintState Initial { get; } = new(null, ComplaintStep.None, false, false, null);

    public bool Ended => Step is ComplaintStep.Answered or ComplaintStep.Declined;
}

public static class Complaint
{
    public static readonly Boundary<ComplaintState, ComplaintCommand, ComplaintEvent> Boundary =
        new("complaint", _ => Decider(), new("投诉与建议", "Complaint"));

    public static class Refusals
    {
        public static readonly Refusal AlreadyFiled = new("complaint-already-filed",
            "这个编号已有另一件投诉，请重新提交。", "There is another complaint under this number; send it once more.");

        public static readonly Refusal NotHandler = new("complaint-not-handler",
            "只有联盟协调员或当地镇街干部可以处理投诉。",
            "Only a coordinator of the alliance or an official of its region handles complaints.", Forbids: true);

        public static readonly Refusal ForOfficials = new("complaint-for-officials",
            "这件投诉由镇街干部处理。", "This complaint is for the town's officials.", Forbids: true);

        public static readonly Refusal WordsMissing = new("complaint-words-missing",
            "请写明答复或理由。", "Write the answer or the reason.", Field: "text");

        public static readonly Refusal Ended = new("complaint-ended",
            "这件投诉已经办结。", "This complaint has been dealt with.");

        public static readonly Refusal IsErased = new("complaint-erased",
            "这件投诉的内容已按要求清除。", "The content of this complaint was erased on request.");
    }

    public static Decider<ComplaintState, ComplaintCommand, ComplaintEvent> Decider() =>
        new(ComplaintState.Initial, Decide, Evolve);

    private static Decision<ComplaintEvent> Decide(ComplaintState state, ComplaintCommand command, Asked asked) =>
        command switch
        {
            ComplaintCommand.File file => File(state, file),
            ComplaintCommand.Take take => Refused(state, take.By, asked) is { } no ? no
                : state.Step == ComplaintStep.InHand ? Decision<ComplaintEvent>.Nothing
                : state.Ended ? Refusals.Ended : new ComplaintEvent.Taken(asked.On),
            ComplaintCommand.Answer answer => End(state, answer.By, answer.AnswerId, asked,
                words => new ComplaintEvent.Answered(asked.On, words)),
            ComplaintCommand.Decline decline => End(state, decline.By, decline.ReasonId, asked,
                words => new ComplaintEvent.Declined(asked.On, words)),
            ComplaintCommand.PassOn pass => PassOn(state, pass, asked),
            ComplaintCommand.Erase erase => Erase(state, erase, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<ComplaintEvent> File(ComplaintState state, ComplaintCommand.File file)
    {
        var filed = new ComplaintEvent.Filed(
            file.About, file.AllianceId, file.TextId, file.ContactId, file.CodeCheck);
        if (state.Filed is null) return filed;
        return state.Filed == filed ? Decision<ComplaintEvent>.Nothing : Refusals.AlreadyFiled;
    }

    private static Decision<ComplaintEvent> End(
        ComplaintState state, Handler by, string? words, Asked asked, Func<string, ComplaintEvent> recorded)
    {
        if (Refused(state, by, asked) is { } no) return no;
        if (state.Ended) return words == state.LastWords ? Decision<ComplaintEvent>.Nothing : Refusals.Ended;
        if (words is null) return Refusals.WordsMissing;

        return recorded(words);
    }

    private static Decision<ComplaintEvent> PassOn(ComplaintState state, ComplaintCommand.PassOn pass, Asked asked)
    {
        // Whoever passed it on may no longer handle it; asking again is fine all the same.
        if (state.Step == ComplaintStep.PassedOn && (pass.By.Official
            || (asked.As.Coordinator && state.Filed!.About.Kind != SubjectKind.Coordinator)))
            return Decision<ComplaintEvent>.Nothing;
        if (Refused(state, pass.By, asked) is { } no) return no;
        if (state.Ended) return Refusals.Ended;

        return new ComplaintEvent.PassedOn(asked.On, pass.NoteId);
    }

    private static Decision<ComplaintEvent> Erase(ComplaintState state, ComplaintCommand.Erase erase, Asked asked)
    {
        if (state.Filed is null) return Asked.Refusals.NotFound;
        if (!erase.By.Official && !asked.As.Coordinator) return Refusals.NotHandler;
        if (!erase.By.Official && state.ForOfficials) return Refusals.ForOfficials;
        return state.Erased ? Decision<ComplaintEvent>.Nothing : new ComplaintEvent.Erased(asked.On);
    }

    private static Refusal? Refused(ComplaintState state, Handler by, Asked asked) =>
        state.Filed is null ? Asked.Refusals.NotFound
        : !by.Official && !asked.As.Coordinator ? Refusals.NotHandler
        : !by.Official && state.ForOfficials ? Refusals.ForOfficials
        : state.Erased ? Refusals.IsErased
        : null;

    private static ComplaintState Evolve(ComplaintState state, ComplaintEvent recorded) => recorded switch
    {
        ComplaintEvent.Filed e => new(
            e, ComplaintStep.Received, e.About.Kind == SubjectKind.Coordinator, false, null),
        ComplaintEvent.Taken => state with { Step = ComplaintStep.InHand },
        ComplaintEvent.Answered e => state with { Step = ComplaintStep.Answered, LastWords = e.AnswerId },
        ComplaintEvent.Declined e => state with { Step = ComplaintStep.Declined, LastWords = e.ReasonId },
        ComplaintEvent.PassedOn => state with { Step = ComplaintStep.PassedOn, ForOfficials = true },
        ComplaintEvent.Erased => state with { Erased = true },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
