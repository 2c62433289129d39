using Stopwatch = System.Diagnostics.Stopwatch;

namespace Federation.Api.Sample;

/// <summary>Loads the sample once, when it is asked for; an interrupted load is taken up
/// again at the next start.</summary>
internal sealed class SampleLoader(
    EventLog log, Loopback api, Callers callers, TimeProvider clock, ILogger<SampleLoader> logger)
{
    /// <summary>Remembers that the database holds the sample.</summary>
    internal const string Marker = "sample.jiujiang";
    private const long Started = -1;

    /// <summary>On an empty product, or where a load was begun and not finished.</summary>
    public async Task LoadIfEmpty(string password)
    {
        var marker = log.Rows.One(
            "select position from process_positions where process = @name", r => r.GetInt64(0), ("name", Marker));
        var empty = log.Rows.One("select count(*) from alliances", r => r.GetInt64(0)) == 0;
        if (marker > 0 || (marker == 0 && !empty)) return;
        await Mark(Started);
        var started = Stopwatch.GetTimestamp();
        var sample = await Begun(password);
        await sample.Load();
        await Mark(log.Head.Position);
        await sample.OpenFrom(Days.Of(clock.GetUtcNow()));
        callers.Forget();
        logger.LogInformation(
            "示例已载入 The Jiujiang sample is loaded: {Events} events in {Seconds:0.0} s", log.Head.Position,
            Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>The alliance first: a role is for something that is there.</summary>
    private async Task<JiujiangSample> Begun(string password)
    {
        var admin = new Caller("admin", "admin", [new(Role.PlatformAdministrator, Account.Everywhere)]);
        var grant = new RoleGrant(Role.Coordinator, JiujiangTown.Alliance);
        var sample = new JiujiangSample(api, admin, new("coordinator", "coordinator", [grant]), password);
        await sample.Found();
        await api.Post(
            admin, "/accounts",
            new { id = "coordinator", userName = "coordinator", roles = new[] { grant }, password });
        return sample;
    }

    private Task Mark(long position) => log.Write(Rowset.Put(log.ProcessPositions, Marker, position));
}
