using System.Diagnostics;

namespace Federation.Domain.Help;

// One mentor of the pool (街坊导师库): put forward by a member organisation, accepted by a coordinator.
//
// The invariant is the order of steps: nobody is in the pool whom a member did not put forward and a coordinator not
// accept. Slots and bookings are the months' own streams. That a person is in an alliance's pool once is a claim.

public abstract record MentorCommand
{
    /// <summary>A member organisation puts a capable person forward.</summary>
    [Name("help.nominate-mentor")]
    public sealed record Nominate(
        string PersonId, string OrganisationId, string AllianceId, Items<string> Topics, Items<MentorMode> Modes,
        bool Illustrative, MemberFacts Member) : MentorCommand;

    [Name("help.accept-mentor")]
    public sealed record Accept : MentorCommand;

    [Name("help.decline-mentor")]
    public sealed record Decline(string? ReasonId) : MentorCommand;

    [Name("help.change-mentor-skills")]
    public sealed record ChangeSkills(Items<string> Topics, Items<MentorMode> Modes) : MentorCommand;

    [Name("help.retire-mentor")]
    public sealed record Retire(string? ReasonId) : MentorCommand;

    private MentorCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record MentorEvent
{
    [Name("help.mentor-nominated.v1", "推荐导师", "Nominated a mentor")]
    public sealed record MentorNominated(
        string PersonId, string OrganisationId, string AllianceId, Items<string> Topics, Items<MentorMode> Modes,
        bool Illustrative) : MentorEvent;

    [Name("help.mentor-accepted.v1", "聘任导师", "Accepted a mentor")]
    public sealed record MentorAccepted : MentorEvent;

    [Name("help.mentor-declined.v1", "未聘任导师", "Declined a mentor")]
    public sealed record MentorDeclined(string? ReasonId) : MentorEvent;

    [Name("help.mentor-skills-changed.v1", "修改导师专长", "Changed a mentor's skills")]
    public sealed record MentorSkillsChanged(Items<string> Topics, Items<MentorMode> Modes) : MentorEvent;

    [Name("help.mentor-retired.v1", "导师离任", "Retired a mentor")]
    public sealed record MentorRetired(string? ReasonId) : MentorEvent;

    private MentorEvent() { }
}

/// <param name="Nomination">The latest nomination with today's topics and modes; null before the first.</param>
public sealed record MentorState(string Id, MentorStage Stage, MentorEvent.MentorNominated? Nomination)
{
    public bool InPoolOrWaiting() => Stage is MentorStage.Nominated or MentorStage.Accepted;
}

public static class Mentor
{
    public static class Refusals
    {
        public static readonly Refusal NotMember =
            new("organisation-not-member", "推荐导师的组织须是联盟成员，请先办理入盟。",
                "Only a member organisation puts mentors forward; let it join the alliance first.",
                Field: "organisationId");

        public static readonly Refusal AlreadyNominated =
            new("mentor-already-nominated", "该导师已被推荐；如需修改主题或方式，请直接更新。",
                "This mentor has been put forward already; change the topics or modes instead.");

        public static readonly Refusal PersonAlreadyMentor =
            new("person-already-mentor", "此人已在本联盟的导师库中，无需重复推荐。",
                "This person is in the alliance's mentor pool already.");

        public static readonly Refusal NoModes =
            new("modes-missing", "请选择服务方式：经验分享或实地指导。", "Choose experience sharing, on-site guidance or both.",
                Field: "modes");

        public static readonly Refusal NotNominated =
            new("mentor-not-nominated", "该导师没有待审核的推荐。", "There is no nomination of this mentor to decide.");

        public static readonly Refusal NotInPool =
            new("mentor-not-in-pool", "该导师已不在导师库中；如要再次服务，请重新推荐。",
                "This mentor is no longer in the pool; put them forward again.");
    }

    public static readonly Boundary<MentorState, MentorCommand, MentorEvent> Boundary =
        new("mentor", Decider, new("导师", "Mentor"));

    public static Decider<MentorState, MentorCommand, MentorEvent> Decider(string id) =>
        new(new(id, MentorStage.None, null), Decide, Evolve);

    private static Decision<MentorEvent> Decide(MentorState state, MentorCommand command, Asked asked) => command switch
    {
        MentorCommand.Nominate nominate => Nominate(state, nominate, asked),
        MentorCommand.Accept => Settle(state, MentorStage.Accepted, new MentorEvent.MentorAccepted(), asked),
        MentorCommand.Decline decline =>
            Settle(state, MentorStage.Declined, new MentorEvent.MentorDeclined(decline.ReasonId), asked),
        MentorCommand.ChangeSkills change => Change(state, change, asked),
        MentorCommand.Retire retire => Retire(state, retire, asked),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private static Decision<MentorEvent> Nominate(MentorState state, MentorCommand.Nominate nominate, Asked asked)
    {
        if (!asked.SpeaksFor(nominate.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        var nominated = new MentorEvent.MentorNominated(
            nominate.PersonId, nominate.OrganisationId, nominate.AllianceId, Helping.Tidy(nominate.Topics),
            [.. nominate.Modes.Distinct()], nominate.Illustrative);
        if (state.InPoolOrWaiting())
            return nominated == state.Nomination ? Decision<MentorEvent>.Nothing : Refusals.AlreadyNominated;
        if (!nominate.Member.Member) return Refusals.NotMember;
        if (SkillsRefused(nominated.Topics, nominated.Modes) is { } refused) return refused;

        return Decision<MentorEvent>.Of(nominated) with { Claims = [PersonOf(nominated)] };
    }

    private static Decision<MentorEvent> Settle(MentorState state, MentorStage to, MentorEvent settled, Asked asked)
    {
        if (state.Nomination is null) return Asked.Refusals.NotFound;
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;
        if (state.Stage == to) return Decision<MentorEvent>.Nothing;
        if (state.Stage != MentorStage.Nominated) return Refusals.NotNominated;

        return to == MentorStage.Declined ? Leaving(state.Nomination, settled) : settled;
    }

    private static Decision<MentorEvent> Change(MentorState state, MentorCommand.ChangeSkills change, Asked asked)
    {
        if (state.Nomination is null) return Asked.Refusals.NotFound;
        if (!SpeaksForMentor(state, asked)) return Asked.Refusals.NotYourOrganisation;
        if (!state.InPoolOrWaiting()) return Refusals.NotInPool;
        var changed = new MentorEvent.MentorSkillsChanged(Helping.Tidy(change.Topics), [.. change.Modes.Distinct()]);
        if ((changed.Topics, changed.Modes) == (state.Nomination.Topics, state.Nomination.Modes))
            return Decision<MentorEvent>.Nothing;
        if (SkillsRefused(changed.Topics, changed.Modes) is { } refused) return refused;

        return changed;
    }

    private static Decision<MentorEvent> Retire(MentorState state, MentorCommand.Retire retire, Asked asked)
    {
        if (state.Nomination is null) return Asked.Refusals.NotFound;
        if (!SpeaksForMentor(state, asked)) return Asked.Refusals.NotYourOrganisation;
        if (state.Stage == MentorStage.Retired) return Decision<MentorEvent>.Nothing;
        if (!state.InPoolOrWaiting()) return Refusals.NotInPool;

        return Leaving(state.Nomination, new MentorEvent.MentorRetired(retire.ReasonId));
    }

    private static Refusal? SkillsRefused(Items<string> topics, Items<MentorMode> modes) =>
        Helping.TopicsRefused(topics) ?? (modes.Count == 0 ? Refusals.NoModes : null);

    private static bool SpeaksForMentor(MentorState state, Asked asked) =>
        asked.As.Mentor == state.Id || asked.SpeaksFor(state.Nomination!.OrganisationId);

    private static Decision<MentorEvent> Leaving(MentorEvent.MentorNominated nomination, MentorEvent left) =>
        Decision<MentorEvent>.Of(left) with { Releases = [PersonOf(nomination)] };

    private static Claim PersonOf(MentorEvent.MentorNominated nomination) =>
        new("mentor-person", $"{nomination.AllianceId}/{nomination.PersonId}", Refusals.PersonAlreadyMentor);

    private static MentorState Evolve(MentorState state, MentorEvent recorded) => recorded switch
    {
        MentorEvent.MentorNominated e => state with { Stage = MentorStage.Nominated, Nomination = e },
        MentorEvent.MentorAccepted => state with { Stage = MentorStage.Accepted },
        MentorEvent.MentorDeclined => state with { Stage = MentorStage.Declined },
        MentorEvent.MentorSkillsChanged e => state with
        {
            Nomination = state.Nomination! with { Topics = e.Topics, Modes = e.Modes },
        },
        MentorEvent.MentorRetired => state with { Stage = MentorStage.Retired },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
