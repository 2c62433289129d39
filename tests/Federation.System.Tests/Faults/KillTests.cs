using System.Diagnostics;
using Federation.Log;
using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>The gateway is killed in the midst of its work, again and again: what it said holds, once.</summary>
[Collection(nameof(Faults))]
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>How many kills per database; a release sets more.</summary>
    public const string Variable = "FEDERATION_TEST_KILLS";

    private const int KillsUsual = 20, Clients = 24, Kinds = 8, InFlightPerKill = 5;

    /// <summary>Sendings and answers between a start and the kill.</summary>
    private const int StepsLeast = 40, StepsMost = 900;

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), out var kills) ? kills : KillsUsual;

    /// <summary>A start reads the head and a few rows, never the log: more work than this means it does.</summary>
    private static readonly TimeSpan WorkMost = TimeSpan.FromSeconds(15);

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task What_was_acknowledged_outlives_a_kill_and_happens_once(string kind)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var database = await TestDatabases.Create(kind);
        var run = new Run(database, seed);
        await run.KillAgainAndAgain();
        await run.EndWell();
        output.WriteLine(run.Figures);

        Assert.True(run.InFlight > InFlightPerKill * Kills, run.Figures);
        Assert.True(run.Stored > 0, $"No kill fell between append and answer: this proved nothing. {run.Figures}");
        Assert.True(run.KindsDone >= Kinds, run.Figures);
        Assert.True(run.WorkUntilReady < WorkMost, run.Figures);
    }

    private sealed class Run(TestDatabase database, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<TimeSpan> _ready = [];
        private readonly Stopwatch _loaded = new();
        private World _world = null!;
        private Crowd _crowd = null!;
        private string _end = "";

        public int InFlight { get; private set; }

        public int Stored { get; private set; }

        public int KindsDone => _crowd.Journal.Acknowledged.Select(o => o.Kind).Distinct().Count();

        /// <summary>Of the slowest start; in processor time, which a busy machine lengthens little.</summary>
        public TimeSpan WorkUntilReady { get; private set; }

        private TimeSpan MedianReady => _ready.Order().ElementAt(_ready.Count / 2);

        public string Figures =>
            $"{database.Kind}: {Kills} kills, {InFlight} in flight, {Stored} of them stored, " +
            $"ready in {_ready.Min().TotalSeconds:0.00} to {_ready.Max().TotalSeconds:0.00} s, median " +
            $"{MedianReady.TotalSeconds:0.00} s, {WorkUntilReady.TotalSeconds:0.00} s of work at most; " +
            $"{_crowd.Journal.Operations.Count} commands of {KindsDone} kinds, " +
            $"{_crowd.Journal.Acknowledged.Count()} acknowledged, {_crowd.Busy} told to come back, " +
            $"{_crowd.Journal.Operations.Count / _loaded.Elapsed.TotalSeconds:0} a second under load{_end}; " +
            $"seed {seed}";

        public async Task KillAgainAndAgain()
        {
            var gateway = await Gateway.Start(database);
            _world = await World.Founded(gateway);
            _crowd = new(_world, Clients, seed);
            for (var kill = 1; kill <= Kills; kill++)
            {
                var stretch = new Stretch(_random.Next(StepsLeast, StepsMost));
                _loaded.Start();
                var load = _crowd.Go(stretch, gateway);
                await await Task.WhenAny(stretch.Worn, load);
                stretch.End();
                await gateway.Kill();
                _loaded.Stop();
                await load;
                Assert.False(gateway.Complained, gateway.Said);
                await gateway.DisposeAsync();
                gateway = await Restarted();
            }

            await _crowd.Settle(gateway);
            await gateway.DisposeAsync();
        }

        /// <summary>Sends all that was acknowledged once more, ends in good order, and asks the oracle.</summary>
        public async Task EndWell()
        {
            await using (var gateway = await Gateway.Start(database))
            {
                var clock = Stopwatch.StartNew();
                var (sent, different) = await _crowd.SendAgain(gateway);
                Assert.True(different.Count == 0, $"{different.Count} differ: {different.FirstOrDefault()}");
                _end = $"; {sent} sent again in {clock.Elapsed.TotalSeconds:0.0} s";
                Assert.False(gateway.Complained, gateway.Said);
                gateway.AskToStop();
                Assert.Equal(0, await gateway.Ended(TimeSpan.FromSeconds(30)));
            }

            using var log = Oracle.Open(database);
            var prefixes = await Oracle.Check(log, _crowd.Journal);
            _end += $"; {prefixes.Bookings} bookings, {log.StoredPosition()} events";
        }

        private async Task<Gateway> Restarted()
        {
            var unknown = _crowd.Unknown;
            var gateway = await Gateway.Start(database);
            _ready.Add(gateway.ReadyAfter);
            if (gateway.WorkUntilReady > WorkUntilReady) WorkUntilReady = gateway.WorkUntilReady;
            var stored = await Journal.Stored(database, unknown);
            foreach (var one in unknown) one.WasStored |= stored.Contains(one.StoredKey);
            InFlight += unknown.Length;
            Stored += stored.Count;
            return gateway;
        }
    }
}
