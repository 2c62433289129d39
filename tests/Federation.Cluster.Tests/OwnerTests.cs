using System.Collections.Concurrent;
using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Organisations;
using Federation.Grains;
using Federation.Grains.Engine;
using Federation.Log;
using Federation.Tests.Golden;
using Npgsql;
using Orleans;
using Orleans.Core.Internal;
using Orleans.Runtime;

namespace Federation.Cluster.Tests;

/// <summary>What only a cluster has: owners that move, die, or are two for a moment.</summary>
public sealed class OwnerTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const int Many = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Callers_gather_in_the_inbox_and_are_decided_in_turns()
    {
        const string stream = "organisation/gather";
        Assert.Null((await Register(cluster.Grains, stream)).Refusal);
        using var appends = new Spans("Federation.Grains");
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, Many).Select(i => Rename(cluster.Grains, stream, $"第 {i} 会")));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.Equal(Many, outcomes.Select(o => o.Version).Distinct().Count());
        Assert.InRange(appends.Ended.Count(a => stream.Equals(a.GetTagItem("stream"))), 1, Many / 2);
    }

    [Fact]
    public async Task An_owner_that_was_overtaken_decides_anew_and_goes()
    {
        const string stream = "organisation/overtaken";
        await Register(cluster.Grains, stream);
        var theirs = await Node.While(
            NodeSettings.Alone(cluster.Connection), cluster.Log, alone => Rename(alone, stream, "他人"));
        Assert.True(await IsAwake(stream));

        var ours = await Rename(cluster.Grains, stream, "自己");

        Assert.Equal((OutcomeKind.Accepted, theirs.Version + 1), (ours.Kind, ours.Version));
        using var limit = new CancellationTokenSource(Limit);
        while (await IsAwake(stream)) limit.Token.ThrowIfCancellationRequested();
        Assert.Equal(ours.Version + 1, (await Rename(cluster.Grains, stream, "又是自己")).Version);
    }

    [Fact]
    public async Task A_command_is_one_trace_from_the_caller_to_the_append_and_names_the_calling_node()
    {
        const string stream = "organisation/traced";
        using var spans = new Spans("Federation.Grains", "Microsoft.Orleans.Application");
        using var asking = new Activity("asking").SetIdFormat(ActivityIdFormat.W3C).Start();
        await Register(cluster.Grains, stream);
        var own = spans.Ended.Where(s => s.TraceId == asking.TraceId).ToArray();
        Assert.Contains(own, s => s.OperationName == "append" && stream.Equals(s.GetTagItem("stream")));
        Assert.Contains(own, s => "organisation".Equals(s.GetTagItem("federation.kind"))
            && "organisations.register".Equals(s.GetTagItem("command"))
            && s.GetTagItem("federation.caller") is string { Length: > 0 });
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_long_stream_wakes_from_its_snapshot_only_while_the_chain_agrees(bool agrees)
    {
        var stream = $"organisation/long-{agrees}";
        await Register(cluster.Grains, stream);
        for (var i = 0; i < 260; i++) await Rename(cluster.Grains, stream, $"第 {i} 会");
        using var limit = new CancellationTokenSource(Limit);
        while (await Tell("select count(*) from grain_states where extension = @id", stream) == 0)
            limit.Token.ThrowIfCancellationRequested();
        await Sleep(stream, limit.Token);

        // Without its beginning the stream can only be known from the snapshot.
        await Tell("delete from events where stream = 'organisation/' || @id and version < 10", stream);
        if (!agrees) await Tell(
            "update events set hash = '\\x00' where stream = 'organisation/' || @id and version > 150", stream);
        var outcome = await Rename(cluster.Grains, stream, "醒来");

        Assert.Equal(agrees ? null : Asked.Refusals.NotFound, outcome.Refusal);
        if (agrees) Assert.Equal(262, outcome.Version);
    }

    [Fact]
    public async Task What_a_killed_silo_owned_answers_from_another()
    {
        var own = new TestCluster();
        await own.InitializeAsync();
        var streams = Enumerable.Range(0, 20).Select(i => $"organisation/k{i}").ToArray();
        foreach (var stream in streams) await Register(own.Grains, stream);
        await own.Silos.KillSiloAsync(own.Silos.Silos[^1]);
        foreach (var stream in streams)
        {
            Outcome outcome;
            do outcome = await Rename(own.Grains, stream, "还在");
            while (outcome.Kind == OutcomeKind.Busy);
            Assert.Equal((OutcomeKind.Accepted, 2), (outcome.Kind, outcome.Version));
        }

        Assert.Empty(own.Log.Verify());
        await own.DisposeAsync();
    }

    [Fact]
    public async Task While_no_silo_is_there_a_caller_is_told_to_come_back_within_its_patience()
    {
        var clock = Stopwatch.StartNew();
        var nowhere = new NodeGrains(cluster.Log.Catalogue, () => null, TimeProvider.System);
        Assert.Equal(OutcomeKind.Busy, (await Register(nowhere, "organisation/nowhere")).Kind);
        Assert.InRange(clock.Elapsed, NodeGrains.Patience, NodeGrains.Patience * 2);
    }

    private async Task Sleep(string stream, CancellationToken limit)
    {
        var grain = cluster.Silos.Client.GetGrain(GrainId.Parse(stream));
        await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        while (await IsAwake(stream)) limit.ThrowIfCancellationRequested();
    }

    /// <summary>Whether the stream's grain is on a silo; asked of the silos, for their directories remember.</summary>
    private async Task<bool> IsAwake(string stream)
    {
        var id = GrainId.Parse(stream);
        var grains = await cluster.Silos.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return grains.Any(g => g.GrainId == id);
    }

    /// <summary>Straight in the database, about the stream's id; answers the first number.</summary>
    private async Task<long> Tell(string sql, string stream)
    {
        await using var connection = new NpgsqlConnection($"{cluster.Connection};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("id", stream.Split('/')[1]);
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    private static Task<Outcome> Register(IGrains grains, string stream)
    {
        var command = (OrganisationCommand.Register)Samples.Of(typeof(OrganisationCommand.Register));
        var standing = command.Standing with { VillageCode = "440605121001" };
        return grains.Execute(stream, command with { Standing = standing, CreditCode = null }, Fresh());
    }

    private static Task<Outcome> Rename(IGrains grains, string stream, string name)
    {
        var profile = (OrganisationProfile)Samples.Of(typeof(OrganisationProfile));
        return grains.Execute(
            stream, new OrganisationCommand.ChangeProfile(profile with { Name = new(name, null) }), Fresh());
    }

    private static CommandContext Fresh()
    {
        var now = TimeProvider.System.GetUtcNow();
        var asked = new Asked("tester", new(true, [], Administrator: true), now, Days.Of(now));
        return new(Guid.NewGuid().ToString("N"), "payload", asked);
    }

    /// <summary>What these sources traced since it was made.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans(params string[] sources)
        {
            _listener = new()
            {
                ShouldListenTo = source => sources.Contains(source.Name),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = Ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Ended { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
