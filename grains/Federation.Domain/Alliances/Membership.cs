using System.Diagnostics;
using Federation.Domain.Organisations;

namespace Federation.Domain.Alliances;

// One organisation's membership of one alliance: application, admission, suspension, departure, and again.
//
// One stream per alliance and organisation, so an organisation is a member of an alliance at most once by the stream's
// name. The steps and their order in days are the invariant: "member on day D" is exact for any day.

/// <summary>The two ids of a membership's stream: <c>membership/{alliance}/{organisation}</c>.</summary>
public readonly record struct MembershipId(string Alliance, string Organisation)
{
    public static MembershipId Of(string parts) => new(parts.Split('/')[0], parts.Split('/')[1]);
}

/// <summary>A suspended organisation is still a member; one that departed or was refused may apply again.</summary>
public enum MembershipStep { None, Applied, Member, Suspended, Departed, Refused }

public abstract record MembershipCommand
{
    /// <param name="StatementId">Why it wants to join: a sealed text.</param>
    /// <param name="Applicant">Null: only its own staff is known to speak for it.</param>
    [Name("memberships.apply")]
    public sealed record Apply(
        string? StatementId, OrganisationFacts Organisation, ApplicantFacts? Applicant = null) : MembershipCommand;

    /// <param name="Alone">It still stands alone, as in <see cref="ApplicantFacts"/>.</param>
    [Name("memberships.admit")]
    public sealed record Admit(OrganisationFacts Organisation, bool Alone = false) : MembershipCommand;

    [Name("memberships.refuse")]
    public sealed record Refuse(string? ReasonId) : MembershipCommand;

    [Name("memberships.suspend")]
    public sealed record Suspend(string? ReasonId) : MembershipCommand;

    [Name("memberships.reinstate")]
    public sealed record Reinstate : MembershipCommand;

    [Name("memberships.depart")]
    public sealed record Depart(string? ReasonId) : MembershipCommand;

    private MembershipCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
// They carry their day because the next step's rule needs it.
public abstract record MembershipEvent
{
    public abstract DateOnly On { get; init; }

    /// <summary>Of logs before <see cref="Filed"/>, which also tells whose hand it was.</summary>
    [Name("memberships.applied.v1", "申请加入联盟", "Applied to join")]
    public sealed record Applied(
        DateOnly On, string? StatementId, OrganisationKind Kind, string VillageCode, bool Illustrative)
        : MembershipEvent;

    /// <param name="By">The account that filed it: not the one that admits, unless it is an enrolment.</param>
    [Name("memberships.filed.v1", "提交入盟申请", "Filed an application to join")]
    public sealed record Filed(
        DateOnly On, string? StatementId, OrganisationKind Kind, string VillageCode, bool Illustrative, string By,
        Filing Hand) : MembershipEvent;

    [Name("memberships.admitted.v1", "批准加入联盟", "Admitted a member")]
    public sealed record Admitted(DateOnly On, OrganisationKind Kind, string VillageCode, bool Illustrative)
        : MembershipEvent;

    [Name("memberships.refused.v1", "未通过入盟申请", "Refused an application")]
    public sealed record Refused(DateOnly On, string? ReasonId) : MembershipEvent;

    [Name("memberships.suspended.v1", "暂停成员资格", "Suspended a member")]
    public sealed record Suspended(DateOnly On, string? ReasonId) : MembershipEvent;

    [Name("memberships.reinstated.v1", "恢复成员资格", "Reinstated a member")]
    public sealed record Reinstated(DateOnly On) : MembershipEvent;

    /// <param name="MemberSince">The day of the admission that ends with this one.</param>
    [Name("memberships.departed.v1", "退出联盟", "Left the alliance")]
    public sealed record Departed(DateOnly On, DateOnly MemberSince, string? ReasonId) : MembershipEvent;

    private MembershipEvent() { }
}

/// <param name="LastOn">The day of the latest step; the next is not earlier.</param>
/// <param name="MemberSince">The day of the latest admission.</param>
/// <param name="FiledBy">Who filed the latest application; null with <paramref name="Hand"/> in old logs.</param>
public sealed record MembershipState(
    MembershipId Id, MembershipStep Step = MembershipStep.None, DateOnly? LastOn = null, DateOnly? MemberSince = null,
    string? FiledBy = null, Filing? Hand = null)
{
    public bool IsMember => Step is MembershipStep.Member or MembershipStep.Suspended;
}

public static partial class Membership
{
    public static readonly Boundary<MembershipState, MembershipCommand, MembershipEvent> Boundary =
        new("membership", parts => Decider(MembershipId.Of(parts)), new("成员资格", "Membership"));

    public static Decider<MembershipState, MembershipCommand, MembershipEvent> Decider(MembershipId id) =>
        new(new(id), Decide, Evolve);

    private static Decision<MembershipEvent> Decide(MembershipState state, MembershipCommand command, Asked asked)
    {
        if (command is not (MembershipCommand.Apply or MembershipCommand.Depart) && !asked.As.Coordinator)
            return Asked.Refusals.NotCoordinator;
        if (command is not MembershipCommand.Apply && !asked.SpeaksFor(state.Id.Organisation))
            return Asked.Refusals.NotYourOrganisation;

        var decision = command switch
        {
            MembershipCommand.Apply apply => Apply(state, apply, asked),
            MembershipCommand.Admit admit => Admit(state, admit, asked),
            MembershipCommand.Refuse refuse => Step(
                state, MembershipStep.Applied, MembershipStep.Refused, Refusals.NotApplied,
                new MembershipEvent.Refused(asked.On, refuse.ReasonId)),
            MembershipCommand.Suspend suspend => Step(
                state, MembershipStep.Member, MembershipStep.Suspended, Refusals.NotMember,
                new MembershipEvent.Suspended(asked.On, suspend.ReasonId)),
            MembershipCommand.Reinstate => Step(
                state, MembershipStep.Suspended, MembershipStep.Member, Refusals.NotMember,
                new MembershipEvent.Reinstated(asked.On)),
            MembershipCommand.Depart depart => Depart(state, depart.ReasonId, asked.On),
            _ => throw new UnreachableException(command.GetType().Name),
        };
        return !decision.Events.IsEmpty && asked.On < state.LastOn ? Refusals.BeforeLastStep : decision;
    }

    private static Decision<MembershipEvent> Depart(MembershipState state, string? reasonId, DateOnly on)
    {
        if (state.Step is MembershipStep.Departed) return Decision<MembershipEvent>.Nothing;
        if (!state.IsMember) return Refusals.NotMember;
        return new MembershipEvent.Departed(on, state.MemberSince!.Value, reasonId);
    }

    /// <summary>The simple steps: there already, not from here, or the event.</summary>
    private static Decision<MembershipEvent> Step(
        MembershipState state, MembershipStep from, MembershipStep to, Refusal otherwise, MembershipEvent recorded) =>
        state.Step == to ? Decision<MembershipEvent>.Nothing : state.Step == from ? recorded : otherwise;

    private static MembershipState Evolve(MembershipState state, MembershipEvent recorded)
    {
        var dated = state with { LastOn = recorded.On };
        return recorded switch
        {
            MembershipEvent.Applied => dated with { Step = MembershipStep.Applied, FiledBy = null, Hand = null },
            MembershipEvent.Filed e => dated with { Step = MembershipStep.Applied, FiledBy = e.By, Hand = e.Hand },
            MembershipEvent.Admitted e => dated with { Step = MembershipStep.Member, MemberSince = e.On },
            MembershipEvent.Refused => dated with { Step = MembershipStep.Refused },
            MembershipEvent.Suspended => dated with { Step = MembershipStep.Suspended },
            MembershipEvent.Reinstated => dated with { Step = MembershipStep.Member },
            MembershipEvent.Departed => dated with { Step = MembershipStep.Departed },
            _ => throw new UnreachableException(recorded.GetType().Name),
        };
    }
}
