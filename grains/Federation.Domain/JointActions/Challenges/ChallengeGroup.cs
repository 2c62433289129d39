using System.Diagnostics;

namespace Federation.Domain.JointActions;

// The participants of one organisation in one challenge, and what they did on which day.
//
// One stream per challenge and organisation. Staff tick a whole list for one day at once, so a day's ticks are one
// command and one event: done or not done together, and the stream has as many events as participants joined and lists
// were sent. A stream per participant would cost thirty commits for one list, of which some could fail. The invariant:
// one check-in per participant and day. A list says what changed, not how all stands, so two phones do not undo each
// other. Participants are a nickname of their own choosing, sealed; events carry ids.

/// <param name="NameId">The sealed nickname of a team or family.</param>
public sealed record ChallengeEntrant(string Id, string NameId, string VillageCode, bool Left = false);

/// <summary>What a group needs to know of its challenge and action, with those streams' versions.</summary>
/// <param name="Plan">Null: there is no such challenge, or it was called off.</param>
public sealed record ChallengeFacts(ActionFacts Action, ChallengePlan? Plan, bool CalledOff);

public abstract record ChallengeGroupCommand
{
    [Name("challenges.join")]
    public sealed record Join(
        string OrganisationId, ChallengeEntrant Who, ChallengeFacts Facts) : ChallengeGroupCommand;

    /// <param name="Done">Participants who did it on that day.</param>
    /// <param name="Undone">Those who were ticked by mistake.</param>
    [Name("challenges.check-in")]
    public sealed record CheckIn(
        string OrganisationId, DateOnly Day, Items<string> Done, Items<string> Undone,
        ChallengeFacts Facts) : ChallengeGroupCommand;

    [Name("challenges.leave")]
    public sealed record Leave(string OrganisationId, string EntrantId) : ChallengeGroupCommand;

    private ChallengeGroupCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record ChallengeGroupEvent
{
    [Name("challenges.joined.v1", "加入挑战赛", "Joined a challenge")]
    public sealed record Joined(ChallengeEntrant Who) : ChallengeGroupEvent;

    [Name("challenges.checked-in.v1", "挑战赛打卡", "Checked in")]
    public sealed record CheckedIn(DateOnly Day, Items<string> Done, Items<string> Undone) : ChallengeGroupEvent;

    [Name("challenges.left.v1", "退出挑战赛", "Left a challenge")]
    public sealed record Left(string EntrantId) : ChallengeGroupEvent;

    private ChallengeGroupEvent() { }
}

/// <summary>Who did it on a day.</summary>
public sealed record ChallengeDay(DateOnly Day, Items<string> Done);

public sealed record ChallengeGroupState(Items<ChallengeEntrant> Entrants, Items<ChallengeDay> Days)
{
    public Items<string> DoneOn(DateOnly day) => Days.FirstOrDefault(d => d.Day == day)?.Done ?? [];
}

public static class ChallengeGroup
{
    public const int EntrantsMax = 200;

    /// <summary>Days after the last one on which an organisation still enters what it forgot.</summary>
    public const int GraceDays = 7;

    public static class Refusals
    {
        public static readonly Refusal NotParticipating = new("not-participating",
            "该组织未登记在此村居参与这个子系列，请先登记参与。",
            "The organisation does not take part in this series in this village; add it as a participant first.",
            Field: "villageCode");

        public static readonly Refusal AlreadyJoined = new("entrant-already-joined",
            "该参与者已登记，且内容不同。", "This participant has joined with other content.");

        public static readonly Refusal NameMissing = new("entrant-name-missing",
            "请填写队名或家庭昵称。", "Give the nickname of the team or family.", Field: "nickname");

        public static readonly Refusal TooMany = new("too-many-entrants",
            $"一个组织在一次挑战赛中最多登记{EntrantsMax}个参与者。",
            $"One organisation has at most {EntrantsMax} participants in a challenge.");

        public static readonly Refusal EntrantUnknown = new("entrant-unknown",
            "打卡名单中有未登记或已退出的参与者。", "The list names a participant who has not joined, or has left.", Field: "done");

        public static readonly Refusal OutsideChallenge = new("check-in-outside-challenge",
            "打卡日期须在挑战赛的日期之内，且不能晚于今天。",
            "The day must be one of the challenge's days and not later than today.", Field: "day");

        public static readonly Refusal TooLate = new("check-in-too-late",
            $"挑战赛结束{GraceDays}天以后，只有联盟协调员可以补录打卡。",
            $"More than {GraceDays} days after the end only a coordinator may still enter check-ins.", Field: "day");
    }

    public static readonly Boundary<ChallengeGroupState, ChallengeGroupCommand, ChallengeGroupEvent> Boundary =
        new("challenge-group", Decider, new("挑战赛小组", "Challenge group"));

    public static Decider<ChallengeGroupState, ChallengeGroupCommand, ChallengeGroupEvent> Decider(string id) =>
        new(new([], []), Decide, Evolve);

    private static Decision<ChallengeGroupEvent> Decide(
        ChallengeGroupState state, ChallengeGroupCommand command, Asked asked) => command switch
    {
        ChallengeGroupCommand.Join join => Join(state, join, asked),
        ChallengeGroupCommand.CheckIn list => CheckIn(state, list, asked),
        ChallengeGroupCommand.Leave leave => Leave(state, leave, asked),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    private static Refusal? Refused(string organisation, ChallengeFacts facts, Asked asked) =>
        facts.Plan is null ? Asked.Refusals.NotFound
        : !asked.SpeaksFor(organisation) ? Asked.Refusals.NotYourOrganisation
        : facts.CalledOff ? Challenge.Refusals.CalledOff
        : facts.Action.Phase == ActionPhase.Closed && !asked.As.Coordinator ? JointAction.Refusals.Closed
        : null;

    private static Decision<ChallengeGroupEvent> Join(
        ChallengeGroupState state, ChallengeGroupCommand.Join join, Asked asked)
    {
        if (Refused(join.OrganisationId, join.Facts, asked) is { } refused) return refused;
        if (state.Entrants.Contains(join.Who)) return Decision<ChallengeGroupEvent>.Nothing;
        if (state.Entrants.Any(e => e.Id == join.Who.Id)) return Refusals.AlreadyJoined;
        if (join.Who.NameId.Length == 0) return Refusals.NameMissing;
        if (!join.Facts.Action.Delivers(join.OrganisationId, join.Who.VillageCode, join.Facts.Plan!.SeriesId))
            return Refusals.NotParticipating;
        if (state.Entrants.Count >= EntrantsMax) return Refusals.TooMany;

        return new ChallengeGroupEvent.Joined(join.Who with { Left = false });
    }

    // A past day of the challenge is entered by the organisation itself: it is when the lists come in, not back-dating.
    private static Decision<ChallengeGroupEvent> CheckIn(
        ChallengeGroupState state, ChallengeGroupCommand.CheckIn list, Asked asked)
    {
        if (Refused(list.OrganisationId, list.Facts, asked) is { } refused) return refused;
        var plan = list.Facts.Plan!;
        if (!plan.Covers(list.Day) || list.Day > asked.Today) return Refusals.OutsideChallenge;
        if (asked.Today > plan.LastDay().AddDays(GraceDays) && !asked.As.Coordinator) return Refusals.TooLate;
        if (state.Entrants.Count == 0
            || list.Done.Concat(list.Undone).Any(id => !state.Entrants.Any(e => e.Id == id && !e.Left)))
            return Refusals.EntrantUnknown;

        var known = state.DoneOn(list.Day);
        Items<string> done = [.. list.Done.Distinct().Where(id => !known.Contains(id))];
        Items<string> undone = [.. list.Undone.Distinct().Where(id => known.Contains(id) && !list.Done.Contains(id))];
        return done.Count + undone.Count == 0
            ? Decision<ChallengeGroupEvent>.Nothing
            : new ChallengeGroupEvent.CheckedIn(list.Day, done, undone);
    }

    private static Decision<ChallengeGroupEvent> Leave(
        ChallengeGroupState state, ChallengeGroupCommand.Leave leave, Asked asked)
    {
        if (!asked.SpeaksFor(leave.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (state.Entrants.FirstOrDefault(e => e.Id == leave.EntrantId) is not { } known)
            return Asked.Refusals.NotFound;

        return known.Left ? Decision<ChallengeGroupEvent>.Nothing : new ChallengeGroupEvent.Left(leave.EntrantId);
    }

    private static ChallengeGroupState Evolve(ChallengeGroupState state, ChallengeGroupEvent recorded) =>
        recorded switch
        {
            ChallengeGroupEvent.Joined e => state with { Entrants = state.Entrants.Add(e.Who) },
            ChallengeGroupEvent.CheckedIn e => state with
            {
                Days = state.Days.Where(d => d.Day != e.Day).Add(new(
                    e.Day, [.. state.DoneOn(e.Day).Where(id => !e.Undone.Contains(id)), .. e.Done])),
            },
            ChallengeGroupEvent.Left e => state with
            {
                Entrants = [.. state.Entrants.Select(w => w.Id == e.EntrantId ? w with { Left = true } : w)],
            },
            _ => throw new UnreachableException(recorded.GetType().Name),
        };
}
