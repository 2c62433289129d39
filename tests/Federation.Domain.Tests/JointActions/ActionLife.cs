using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using Federation.Log.Counting;

namespace Federation.Tests.JointActions;

/// <summary>Sessions planned, reported, corrected, moved and cancelled, and shops visited that sign, renew, lapse, join
/// and leave, as the deciders let them; and all of it counted the plain way, from what stands in the end.</summary>
/// <param name="prefix">Its two actions, food and fire, and what they hold begin with it.</param>
public sealed class ActionLife(Random random, string[] villages, string prefix = "")
{
    public static readonly DateOnly First = new(2025, 11, 20);
    private static readonly string[] Organisations = ["org-a", "org-b", "org-c"];
    private readonly HashSet<string> _claims = [];

    public Dictionary<string, SessionState> Sessions { get; } = [];

    public Dictionary<string, PledgeState> Pledges { get; } = [];

    public string[] Actions { get; } = [prefix + "food", prefix + "fire"];

    /// <summary>What happened, in its order.</summary>
    public List<(string Stream, DateOnly Day, object Event)> Events { get; } = [];

    /// <summary>Questions about any days of these places, as of any day.</summary>
    public IEnumerable<Question> Questions(IEnumerable<string> regions, int each) =>
        from region in regions
        from turn in Enumerable.Range(0, each)
        let start = First.AddDays(random.Next(100))
        select new Question(
            new Period(start, start.AddDays(random.Next(100))).AsOf(First.AddDays(random.Next(20, 110))), region);

    /// <summary>Something is asked of one of some sessions.</summary>
    public void AskSession(int sessions)
    {
        var id = $"{Pick(random, Actions)}/{prefix}s{random.Next(sessions)}";
        var action = Facts(id.Split('/')[0]);
        var startsAt = new DateTimeOffset(First.AddDays(random.Next(95)), new(random.Next(24), 0), TimeSpan.Zero);
        var report = new SessionReport(Stated(random), random.Next(9), random.Next(200),
            [.. Enumerable.Range(0, random.Next(3)).Select(n =>
                new Material($"册{n}", random.Next(50), Stated(random).Precision))]);
        SessionCommand command = random.Next(6) switch
        {
            0 or 1 => new SessionCommand.Plan(
                Pick(random, "workshop", "meeting"), Pick(random, villages), Pick(random, Organisations), startsAt,
                    "文化中心",
                action, random.Next(4) == 0),
            2 => new SessionCommand.Reschedule(startsAt, "广场", action),
            5 when random.Next(3) == 0 => new SessionCommand.Cancel(null, ActionPhase.Launched),
            _ => new SessionCommand.Report(report, ActionPhase.Launched),
        };
        var decider = Session.Decider(id);
        var state = Sessions.GetValueOrDefault(id, decider.Initial);
        var events = decider.Decide(state, command, Askers.Coordinator).Events;
        Sessions[id] = decider.Fold(state, events);
        Events.AddRange(events.Select(body => ($"session/{id}", Askers.Today, (object)body)));
    }

    /// <summary>Something is asked about one of some shops.</summary>
    public void AskPledge(int shops)
    {
        var id = $"{Pick(random, Actions)}/{prefix}p{random.Next(shops)}";
        var day = First.AddDays(random.Next(95));
        // Some texts hold so short that their pledges lapse, are renewed and withdrawn within the days asked about.
        var text = Pick(random, null, new TextFacts(1, First, 1), new TextFacts(2, First, 2));
        PledgeCommand command = random.Next(9) switch
        {
            0 or 1 => new PledgeCommand.RecordVisit(
                new($"店{random.Next(15)}"), Pick(random, villages), day, Pick<bool?>(random, true, false, null), [],
                random.Next(2) == 0, Facts(id.Split('/')[0]), null, random.Next(4) == 0, Text: text),
            2 => new PledgeCommand.Sign(text),
            7 => new PledgeCommand.Renew(text),
            8 => new PledgeCommand.LogVisit(
                Pick(random, VisitResult.Signed, VisitResult.Closed), Visitors.NotStated, random.Next(9), null, null,
                null, [], random.Next(2) == 0, Facts(id.Split('/')[0]), text),
            3 => new PledgeCommand.Withdraw(),
            4 => new PledgeCommand.JoinAlliance(),
            5 => new PledgeCommand.LeaveAlliance(),
            _ => random.Next(4) == 0 ? new PledgeCommand.Cancel() : new PledgeCommand.Sign(),
        };
        var decider = Pledge.Decider(id);
        var state = Pledges.GetValueOrDefault(id, decider.Initial);
        var decision = decider.Decide(state, command, Askers.Coordinator.On(day));
        if (decision.Claims.Any(claim => _claims.Contains(claim.Value))) return;

        _claims.UnionWith(decision.Claims.Select(claim => claim.Value));
        _claims.ExceptWith(decision.Releases.Select(claim => claim.Value));
        Pledges[id] = decider.Fold(state, decision.Events);
        Events.AddRange(decision.Events.Select(body => ($"pledge/{id}", day, (object)body)));
    }

    private ActionFacts Facts(string action) => new(action, "jiujiang", action, ActionPhase.Launched,
        new(First, new(2026, 3, 2)), [new("workshop", new("工作坊"), 1, ["outreach"]), new("meeting", new("会议"), 2, [])],
        [.. from village in villages from organisation in Organisations select new Participant(organisation, village,
            [])]);

    public IEnumerable<KeyValuePair<string, SessionState>> Held(Question asked) => Sessions.Where(session =>
        session.Value is { Report: not null, Planned.Of.VillageCode: var village }
        && village.StartsWith(asked.Region, StringComparison.Ordinal) && asked.Days.Covers(session.Value.Day()));

    public Tally Recounted(Question asked) => Sum(Held(asked));

    public string[] VillagesOf(Question asked) =>
        [.. Held(asked).Select(session => session.Value.Planned!.Of.VillageCode).Distinct().Order()];

    public (long Signed, long NotStated, long Merchants) PledgesOf(Question asked)
    {
        var standing = Pledges.Values.Where(pledge =>
            pledge is { Recorded: not null, Cancelled: false }
            && pledge.Recorded.Of.VillageCode.StartsWith(asked.Region, StringComparison.Ordinal)).ToArray();
        var upTo = new Period(DateOnly.MinValue, asked.Days.To);
        return (
            standing.Sum(pledge => Sum(pledge, change => change.Signed, upTo)),
            standing.Sum(pledge => Sum(pledge, change => change.NotStated, upTo)),
            standing.Where(pledge => Sum(pledge, change => change.Joined, upTo) > 0)
                .Select(pledge => (pledge.Recorded!.Of.VillageCode, pledge.Recorded.Of.ShopKey)).Distinct().Count());
    }

    public static Tally Sum(IEnumerable<KeyValuePair<string, SessionState>> sessions) =>
        sessions.Aggregate(default(Tally), (sum, session) =>
            sum + session.Value.Report!.Tally(session.Value.Planned!.Of.Illustrative));

    private static int Sum(PledgeState pledge, Func<PledgeChange, int> what, Period days) =>
        pledge.Changes.Where(change => days.Covers(change.Day)).Sum(what);

    private static Counted Stated(Random random) => new(random.Next(100), (Precision)random.Next(5));

    private static T Pick<T>(Random random, params T[] all) => all[random.Next(all.Length)];
}
