using System.Text.Json.Nodes;

namespace Federation.Bench.Rows;

/// <summary>Memory over a day's work in some minutes: officials look, staff report, and new sessions and organisations
/// come all the time, at a steady rate. Grains that nobody asked for ten minutes are let go, so that from half time on
/// as many go as come.</summary>
internal static class Day
{
    private const int Rate = 200, RateQuick = 100;

    /// <summary>At the end against half time.</summary>
    private const double Flat = 1.1;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static async Task Measure(Options options, Table table)
    {
        var kind = options.Databases[0];
        await using var filled = await Filled.Create(kind, "Memory, a day's work", table);
        await using var metrics = await Metrics.Start();
        await using var gateway = await Server.Gateway(filled.Database, more: metrics.Settings);
        using var town = new Town(gateway);
        await town.SetUp();
        await town.Plan("day", 0, options.Sessions);
        var (rate, before) = (options.Quick ? RateQuick : Rate, await town.Position());
        var working = Paced.Latency(gateway.Port, Work(town, options.Sessions), rate, 60 * options.Minutes);
        var (memory, grains) = await Watch(gateway, metrics, working);
        var events = await town.Position() - before;
        var what = $"{kind}: {options.Minutes:0.#} minutes of mixed work at {rate}/s, {events:#,0} events";
        table.Row("Memory", $"{what}: requests took from when they were due", [new Timed("", [await working])]);
        table.Note(
            "Memory", $"{what}: held by the process",
            $"{At(memory, 0.1):0} MiB when warm, {At(memory, 0.5):0} at half time, {memory[^1]:0} at the end, "
            + $"{memory.Max():0} at most");
        table.Row(
            "Memory", $"{what}: at the end, against half time", " MiB",
            [new("the end", [memory[^1]]), new("half time", [At(memory, 0.5)])],
            new Goal("half time", Flat, AtMost: true));
        table.Note(
            "Memory", $"{what}: grains held",
            $"{At(grains, 0.5):#,0} at half time, {grains[^1]:#,0} at the end, {grains.Max():#,0} at most; "
            + $"{metrics["orleans-catalog-activation-shutdown"]:#,0} let go");
    }

    /// <summary>Ten requests in turn: five look, three report, one plans a session, one registers an
    /// organisation.</summary>
    private static Script Work(Town town, int sessions)
    {
        var kept = Scripts.Get(town.Coverage, town.Admin);
        var anew = Scripts.GetAnew(town.CoverageAnew, town.Admin);
        var paths = Town.ReportPaths("day", sessions);
        var plan = Scripts.Post(
            shot => (Town.SessionsPath, town.Session($"more-{shot.Number}", (int)shot.Number)), town.Admin);
        var register = Scripts.Post(shot => ("/api/v1/organisations", new JsonObject
        {
            ["id"] = $"day-{shot.Number}", ["name"] = $"志愿队{shot.Number}", ["kind"] = "neighbourhood-association",
            ["villageCode"] = town.Village((int)shot.Number), ["legalStatus"] = "filed",
        }.ToJsonString()), town.Admin);
        return (shot, buffer) => (shot.Number % 10) switch
        {
            0 => anew(shot, buffer),
            1 or 2 => kept(shot, buffer),
            3 => Scripts.Get("/api/v1/organisations?limit=50", town.Admin)(shot, buffer),
            4 => Scripts.Get(
                $"/api/v1/organisations/org-{shot.Number / 10 % Town.Organisations}", town.Admin)(shot, buffer),
            5 => plan(shot, buffer),
            6 => register(shot, buffer),
            _ => Report(town, paths, shot, buffer),
        };
    }

    private static int Report(Town town, string[] paths, Shot shot, Span<byte> buffer)
    {
        var session = (int)(shot.Number % paths.Length);
        return Scripts.Report([paths[session]], [town.Staff[session % Town.Organisations]])(shot, buffer);
    }

    /// <summary>Memory in MiB and the number of grains, once a second until the work is done.</summary>
    private static async Task<(List<double> Memory, List<double> Grains)> Watch(
        Server gateway, Metrics metrics, Task working)
    {
        var (memory, grains) = (new List<double>(), new List<double>());
        using var timer = new PeriodicTimer(Every);
        do
        {
            await timer.WaitForNextTickAsync();
            memory.Add(gateway.Memory);
            if (metrics["orleans-catalog-activations"] is var held && !double.IsNaN(held)) grains.Add(held);
        }
        while (!working.IsCompleted);
        return (memory, grains.Count == 0 ? [double.NaN] : grains);
    }

    private static double At(List<double> samples, double share) => samples[(int)(share * (samples.Count - 1))];
}
