using System.Diagnostics;
using System.Text.Json.Nodes;
using Federation.Log;
using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Faults;

/// <summary>Two gateways over one PostgreSQL database, and the town that both serve.</summary>
public sealed class TwoGateways : IAsyncLifetime
{
    private Deployment _deployment = null!;

    public TestDatabase Database { get; private set; } = null!;

    public Gateway First => (Gateway)_deployment.Gateways[0].Running;

    public Gateway Second => (Gateway)_deployment.Gateways[1].Running;

    public World World { get; private set; } = null!;

    /// <summary>All at once: each also tries to make the tables.</summary>
    public async Task InitializeAsync()
    {
        Database = await TestDatabases.Create(BothDatabases.PostgreSql);
        _deployment = await Deployment.Of(Database, gateways: 2);
        World = await World.Founded(First);
    }

    public async Task Stop() => await _deployment.DisposeAsync();

    public async Task DisposeAsync()
    {
        await Stop();
        await Database.DisposeAsync();
    }
}

/// <summary>Two gateways over one database together answer as one would.</summary>
[Collection(LongestFirst.Processes)]
public sealed class TwoProcessesTests(TwoGateways two, ITestOutputHelper output) : IClassFixture<TwoGateways>
{
    private const int Clients = 24, Steps = 6_000, Rounds = 40;
    private const string Data = "data: ";
    private static readonly TimeSpan NudgeWithin = TimeSpan.FromSeconds(2);
    private readonly Gateway _first = two.First, _second = two.Second;
    private readonly World _world = two.World;

    [Fact]
    public async Task Mixed_load_on_both_loses_and_doubles_nothing()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var own = new TwoGateways();
        await own.InitializeAsync();
        var crowd = new Crowd(own.World, Clients, seed);
        var (stretch, clock) = (new Stretch(Steps), Stopwatch.StartNew());
        var load = crowd.Go(stretch, own.First, own.Second);
        await await Task.WhenAny(stretch.Worn, load);
        stretch.End();
        await load;
        clock.Stop();
        await crowd.Settle(own.Second, own.First);
        var (sent, different) = await crowd.SendAgain(own.Second, own.First);

        Assert.True(different.Count == 0, $"seed {seed}: {different.Count} differ: {different.FirstOrDefault()}");
        foreach (var gateway in new[] { own.First, own.Second })
            Assert.False(gateway.Complained, $"seed {seed}\n{gateway.Said}");
        await own.Stop();
        Prefixes prefixes;
        using (var log = Oracle.Open(own.Database)) prefixes = await Oracle.Check(log, crowd.Journal);
        await own.DisposeAsync();
        output.WriteLine(
            $"{crowd.Journal.Operations.Count} commands, {sent} acknowledged, {crowd.Busy} told to come back, " +
            $"{crowd.Journal.Operations.Count / clock.Elapsed.TotalSeconds:0} a second, {prefixes.Bookings} bookings");
    }

    [Fact]
    public async Task Turns_on_one_stream_from_both_are_never_refused_on_an_old_state()
    {
        var (here, there) = (_first.As(_world.Tokens[1]), _second.As(_world.Tokens[1]));
        var member = $"/alliances/{World.Alliance}/members/{_world.Pick("member", new(1))}";
        var version = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var suspended = await here.Done($"{member}/suspension");
            var reinstated = await there.Done($"{member}/reinstatement");
            if (round > 0) Assert.Equal(version + 1, (long)suspended["version"]!);
            version = (long)reinstated["version"]!;
            Assert.Equal((long)suspended["version"]! + 1, version);
            (here, there) = (there, here);
        }
    }

    [Fact]
    public async Task What_one_sets_free_the_other_gives_away_at_once()
    {
        var (here, there) = (_first.As(_world.Tokens[1]), _second.As(_world.Tokens[1]));
        var (mentor, random) = (_world.Pick("mentor", new(1)), new Random(1));
        var from = new DateTimeOffset(2020, 1, 1, 10, 0, 0, TimeSpan.FromHours(8));
        from = from.AddDays((TimeProvider.System.GetUtcNow() - from).Days + 3);
        var slot = await here.Done($"/mentors/{mentor}/slots", new { from, to = from.AddHours(1) });
        var slotId = (string)slot["slotId"]!;
        for (var round = 0; round < Rounds; round++)
        {
            var booked = await here.Done(
                $"/mentors/{mentor}/bookings", new { slotId, organisationId = Receiver(random) });
            var taken = await there.Post(
                $"/mentors/{mentor}/bookings", new { slotId, organisationId = Receiver(random) });
            Assert.Equal(409, taken.Status);
            await there.Done($"/mentors/{mentor}/bookings/{(string)booked["bookingId"]!}/cancellation");
            (here, there) = (there, here);
        }
    }

    [Fact]
    public async Task What_one_wrote_the_other_reads_after_its_position()
    {
        var (here, there) = (_first.As(_world.Tokens[1]), _second.As(_world.Tokens[1]));
        for (var round = 0; round < Rounds; round++)
        {
            var body = RegistryWishes.Organisation($"第 {round} 会", _world.Villages[0]);
            var made = await here.Done("/organisations", body);
            var read = await there.Read($"/organisations/{(string)made["id"]!}?after={(long)made["position"]!}");
            Assert.Equal($"第 {round} 会", (string)read["name"]!["zh"]!);
            (here, there) = (there, here);
        }
    }

    [Fact]
    public async Task A_role_given_on_one_counts_on_the_other_at_once()
    {
        var here = _first.As(_world.Tokens[0]);
        for (var round = 0; round < 5; round++)
        {
            var userName = $"newcomer-{round}";
            var account = await here.Made("/accounts", new
            {
                userName, roles = Array.Empty<object>(), password = Product.Password,
            });
            var newcomer = _second.As(await _second.SignIn(userName));
            var body = RegistryWishes.Organisation($"新人会 {round}", _world.Villages[0]);
            Assert.Equal(403, (await newcomer.Post("/organisations", body)).Status);

            var coordinator = new { role = "coordinator", scope = World.Town };
            await here.Done($"/accounts/{account}/roles", new { roles = new[] { coordinator } });
            await newcomer.Done("/organisations", body);

            await here.Done($"/accounts/{account}/roles", new { roles = Array.Empty<object>() });
            Assert.Equal(403, (await newcomer.Post("/organisations", body)).Status);
        }
    }

    [Fact]
    public async Task Listeners_of_one_hear_of_changes_on_the_other()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var stream = new StreamReader(await _second.Http.GetStreamAsync("/api/v1/changes", limit.Token));
        var (here, slowest) = (_first.As(_world.Tokens[1]), TimeSpan.Zero);
        Assert.NotNull(await stream.ReadLineAsync(limit.Token)); // Connected: the retry line came.
        for (var round = 0; round < 5; round++)
        {
            var made = await here.Done("/organisations", RegistryWishes.Organisation($"会 {round}", _world.Villages[0]));
            var clock = Stopwatch.StartNew();
            while (await Heard(stream, limit.Token) < (long)made["position"]!) { }
            if (clock.Elapsed > slowest) slowest = clock.Elapsed;
        }

        output.WriteLine($"slowest {slowest.TotalMilliseconds:0} ms");
        Assert.True(slowest <= NudgeWithin, $"{slowest}");
    }

    /// <summary>One of the later members: the first ones provide the mentors, and nobody helps itself.</summary>
    private string Receiver(Random random) => _world.Pick("member", random, among: 3)!;

    /// <summary>The position of the next nudge.</summary>
    private static async Task<long> Heard(StreamReader stream, CancellationToken cancel)
    {
        while (await stream.ReadLineAsync(cancel) is { } line)
            if (line.StartsWith(Data, StringComparison.Ordinal))
                return (long)JsonNode.Parse(line[Data.Length..])!["position"]!;
        throw new InvalidOperationException("The stream ended.");
    }
}
