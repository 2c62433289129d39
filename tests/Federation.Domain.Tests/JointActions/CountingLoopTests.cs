using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using Federation.Log.Counting;
using Federation.Log.JointActions;

namespace Federation.Tests.JointActions;

/// <summary>Whatever is planned, reported, corrected, moved and cancelled: the counters say what counting again
/// says.</summary>
public class CountingLoopTests
{
    private static readonly string[] Villages = ["440605121001", "440605121002", "440605122001", "441900003001"];
    private static readonly string[] Organisations = ["org-a", "org-b", "org-c"];
    private static readonly DateOnly First = new(2025, 11, 20);

    private readonly MemoryTables _tables = new();
    private readonly Dictionary<string, SessionState> _sessions = [];
    private readonly Dictionary<string, PledgeState> _pledges = [];
    private readonly HashSet<string> _claims = [];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Tallies_equal_what_the_sessions_themselves_add_up_to(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < 1_500; turn++) AskSession(random,
            $"{Pick(random, "food", "fire")}/s{random.Next(80)}");

        Assert.Contains(_sessions.Values, session => session.Report is not null);
        Assert.Contains(_sessions.Values, session => session.Cancelled);
        foreach (var asked in Questions(random))
        {
            Assert.Equal(Recounted(asked), Counted(asked));
            Assert.Equal(VillagesOf(asked), ReachedBy(asked));
        }

        foreach (var village in Villages)
        foreach (var asOf in new[] { First.AddDays(20), Askers.Today })
            Assert.Equal(
                Held(new(village, new(DateOnly.MinValue, asOf))).Select(session =>
                    session.Value.Day()).Order().LastOrDefault(),
                LastDay(village, asOf));
        ByScope();
        GridCells();
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7)]
    public void Pledges_and_merchants_as_of_any_day_equal_a_count_of_the_shops(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < 800; turn++) AskPledge(random, $"{Pick(random, "food", "fire")}/p{random.Next(60)}");

        Assert.Contains(_pledges.Values, pledge => pledge.Cancelled);
        Assert.Contains(_pledges.Values, pledge => pledge.Signed == true && !pledge.HoldsOn(Askers.Today));
        foreach (var asked in Questions(random).Select(q => q with { Days = q.Days with { From = DateOnly.MinValue } }))
        {
            var standing = _pledges.Values.Where(pledge =>
                pledge is { Recorded: not null, Cancelled: false }
                && pledge.Recorded.Of.VillageCode.StartsWith(asked.Region, StringComparison.Ordinal)).ToArray();
            Assert.Equal(standing.Sum(pledge => Sum(pledge, change => change.Signed, asked)), Counted(asked).Pledges);
            Assert.Equal(standing.Sum(pledge => Sum(pledge, change => change.NotStated, asked)),
                Counted(asked).PledgesNotStated);
            Assert.Equal(
                standing.Where(pledge => Sum(pledge, change => change.Joined, asked) > 0)
                    .Select(pledge => (pledge.Recorded!.Of.VillageCode, pledge.Recorded.Of.ShopKey)).Distinct().Count(),
                MerchantsOf(asked));
        }
    }

    /// <summary>A region by the prefix of its villages' codes, and days.</summary>
    private sealed record Question(string Region, Period Days);

    private static IEnumerable<Question> Questions(Random random) =>
        from region in new[] { "", "44", "4406", "440605121", Villages[0], Villages[3] }
        from turn in Enumerable.Range(0, 12)
        let start = First.AddDays(random.Next(100))
        select new Question(region,
            new Period(start, start.AddDays(random.Next(100))).AsOf(First.AddDays(random.Next(20, 110))));

    private void AskSession(Random random, string id)
    {
        var action = Facts(id.Split('/')[0]);
        var startsAt = new DateTimeOffset(First.AddDays(random.Next(95)), new(random.Next(24), 0), TimeSpan.Zero);
        var report = new SessionReport(Stated(random), random.Next(9), random.Next(200),
            [.. Enumerable.Range(0, random.Next(3)).Select(n =>
                new Material($"册{n}", random.Next(50), Stated(random).Precision))]);
        SessionCommand command = random.Next(6) switch
        {
            0 or 1 => new SessionCommand.Plan(
                Pick(random, "workshop", "meeting"), Pick(random, Villages), Pick(random, Organisations), startsAt,
                    "文化中心",
                action, random.Next(4) == 0),
            2 => new SessionCommand.Reschedule(startsAt, "广场", action),
            5 when random.Next(3) == 0 => new SessionCommand.Cancel(null, ActionPhase.Launched),
            _ => new SessionCommand.Report(report, ActionPhase.Launched),
        };
        var decider = Session.Decider(id);
        var state = _sessions.GetValueOrDefault(id, decider.Initial);
        var events = decider.Decide(state, command, Askers.Coordinator).Events;
        _sessions[id] = decider.Fold(state, events);
        _tables.Record($"session/{id}", Askers.Today, events);
    }

    private void AskPledge(Random random, string id)
    {
        var day = First.AddDays(random.Next(95));
        // Some texts hold so short that their pledges lapse, are renewed and withdrawn within the days asked about.
        var text = Pick(random, null, new TextFacts(1, First, 1), new TextFacts(2, First, 2));
        PledgeCommand command = random.Next(9) switch
        {
            0 or 1 => new PledgeCommand.RecordVisit(
                new($"店{random.Next(15)}"), Pick(random, Villages), day, Pick<bool?>(random, true, false, null), [],
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
        var state = _pledges.GetValueOrDefault(id, decider.Initial);
        var decision = decider.Decide(state, command, Askers.Coordinator.On(day));
        if (decision.Claims.Any(claim => _claims.Contains(claim.Value))) return;

        _claims.UnionWith(decision.Claims.Select(claim => claim.Value));
        _claims.ExceptWith(decision.Releases.Select(claim => claim.Value));
        _pledges[id] = decider.Fold(state, decision.Events);
        _tables.Record($"pledge/{id}", day, decision.Events);
    }

    private static ActionFacts Facts(string action) => new(action, "jiujiang", action, ActionPhase.Launched,
        new(First, new(2026, 3, 2)), [new("workshop", new("工作坊"), 1, ["outreach"]), new("meeting", new("会议"), 2, [])],
        [.. from village in Villages from organisation in Organisations select new Participant(organisation, village,
            [])]);

    // The answers as the gateway reads them: whole months from one table, the days left over from the other.
    private IEnumerable<Dictionary<string, object?>> RowsFor(Question asked)
    {
        var months = asked.Days.WholeMonths(out var leftOver);
        return _tables.Rows(TallyRows.TallyMonth).Where(row => months is var (first, last)
                && string.CompareOrdinal(first, (string)row["month"]!) <= 0
                && string.CompareOrdinal((string)row["month"]!, last) <= 0)
            .Concat(_tables.Rows(TallyRows.TallyDay)
                .Where(row => leftOver.Any(days => days.Covers(DateOnly.Parse((string)row["day"]!)))))
            .Where(row => ((string)row["village"]!).StartsWith(asked.Region, StringComparison.Ordinal));
    }

    private Tally Counted(Question asked) => Sum(RowsFor(asked));

    private string[] ReachedBy(Question asked) =>
        [.. RowsFor(asked).Where(row => (long)row["sessions"]! > 0).Select(row =>
            (string)row["village"]!).Distinct().Order()];

    private DateOnly LastDay(string village, DateOnly asOf) => _tables.Rows(TallyRows.HeldDays)
        .Where(row => (string)row["village"]! == village && (long)row["sessions"]! > 0)
        .Select(row => DateOnly.Parse((string)row["day"]!)).Where(day => day <= asOf).Order().LastOrDefault();

    private int MerchantsOf(Question asked) => _tables.Rows(TallyRows.MerchantDays)
        .Where(row => ((string)row["village"]!).StartsWith(asked.Region, StringComparison.Ordinal)
            && DateOnly.Parse((string)row["day"]!) <= asked.Days.To)
        .GroupBy(row => (row["village"], row["shop"])).Count(shop => shop.Sum(row => (long)row["joined"]!) > 0);

    private IEnumerable<KeyValuePair<string, SessionState>> Held(Question asked) => _sessions.Where(session =>
        session.Value is { Report: not null, Planned.Of.VillageCode: var village }
        && village.StartsWith(asked.Region, StringComparison.Ordinal) && asked.Days.Covers(session.Value.Day()));

    private Tally Recounted(Question asked) => Sum(Held(asked));

    private string[] VillagesOf(Question asked) =>
        [.. Held(asked).Select(session => session.Value.Planned!.Of.VillageCode).Distinct().Order()];

    private void ByScope()
    {
        var all = Held(new("", new(DateOnly.MinValue, DateOnly.MaxValue))).ToArray();
        foreach (var action in new[] { "food", "fire" })
        foreach (var scope in new[] { "", "outreach", "series/workshop", "series/meeting" })
        foreach (var table in new[] { TallyRows.ActionDay, TallyRows.ActionMonth })
            Assert.Equal(
                Sum(all.Where(session => session.Key.StartsWith(action, StringComparison.Ordinal)
                    && (scope == "" || scope == "outreach" && session.Value.Planned!.Of.SeriesId == "workshop"
                        || scope == $"series/{session.Value.Planned!.Of.SeriesId}"))),
                Sum(_tables.Rows(table).Where(row => (string)row["action"]! == action
                    && (string)row["scope"]! == scope)));
    }

    private void GridCells() => Assert.All(_tables.Rows(TallyRows.Grid), cell =>
    {
        var here = _sessions.Where(session => session.Value.Planned?.Of is { } of && !session.Value.Cancelled
            && (session.Key.Split('/')[0], of.SeriesId, of.VillageCode)
                == ((string)cell["action"]!, (string)cell["series"]!, (string)cell["village"]!)).ToArray();
        Assert.Equal((here.LongLength, here.LongCount(session => session.Value.Report is not null)),
            ((long)cell["planned"]!, (long)cell["held"]!));
        Assert.Equal(here.Sum(session => session.Value.Report?.PersonTimes.Value ?? 0), (long)cell["person_times"]!);
    });

    private static Tally Sum(IEnumerable<KeyValuePair<string, SessionState>> sessions) =>
        sessions.Aggregate(default(Tally), (sum, session) =>
            sum + session.Value.Report!.Tally(session.Value.Planned!.Of.Illustrative));

    private static Tally Sum(IEnumerable<Dictionary<string, object?>> rows) =>
        rows.Aggregate(default(Tally), (sum, row) => sum + TallyRows.Read(column => (long)row[column]!));

    private static int Sum(PledgeState pledge, Func<PledgeChange, int> what, Question asked) =>
        pledge.Changes.Where(change => asked.Days.Covers(change.Day)).Sum(what);

    private static Counted Stated(Random random) => new(random.Next(100), (Precision)random.Next(5));

    private static T Pick<T>(Random random, params T[] all) => all[random.Next(all.Length)];
}
