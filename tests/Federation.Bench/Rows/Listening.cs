using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Federation.Bench.Rows;

/// <summary>P7: open pages that listen for changes: how long until all have seen one change, and what they cost those
/// who write.</summary>
internal static partial class Listening
{
    private const string Path = "/api/v1/changes", Alone = "nobody listens";

    /// <summary>Beside the listeners: files and connections of anything else.</summary>
    private const int OtherFiles = 1_000;

    /// <summary>Of writes, with the first number of listeners; milliseconds until all have seen a change.</summary>
    private const double KeepsOfWrites = 0.8, SeenBy = 1_000;

    /// <summary>Longer than the product waits between two nudges, so that a lone change is told at once.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.2), BetweenMarks = TimeSpan.FromMilliseconds(230);

    public static async Task Measure(Options options, string kind, Table table)
    {
        await using var filled = await Filled.Create(kind, "P7, open pages", table);
        // As an operator would who expects so many: a fifth of the places is kept for those who are signed in.
        await using var gateway = await Server.Gateway(
            filled.Database, more: ("Federation__ListenersMax", $"{options.Listeners.Max() * 5 / 4}"));
        await using var bare = await Server.CeilingR();
        using var town = new Town(gateway);
        await town.SetUp();
        await town.Plan("p7", 0, options.Sessions);
        var counts = options.Listeners.Where(count => count + OtherFiles <= Machine.OpenFilesMax()).ToArray();
        foreach (var count in options.Listeners.Except(counts))
            table.Note(
                "P7", $"{kind}: {count:#,0} listeners", $"not measured: {Machine.OpenFilesMax()} open files at most");
        var (before, bareBefore) = (gateway.Memory, bare.Memory);
        foreach (var count in counts)
            await OneChange(
                options, kind, table, town, count, (gateway, new([], [], before)), (bare, new([], [], bareBefore)));
        foreach (var count in counts) await LookAgain(kind, table, town, count, gateway, bare);
        foreach (var count in counts) await Writing(options, kind, table, town, count, gateway);
    }

    private static async Task OneChange(
        Options options, string kind, Table table, Town town, int count, (Server Server, Costs Costs) gateway,
        (Server Server, Costs Costs) bare)
    {
        const string Bare = "R: the same bytes to as many";
        var change = Scripts.Report([Town.ReportPath("p7-0")], [town.Staff[0]]);
        var tell = Scripts.Report(["/change"], [""]);
        var times = await table.TimedRounds(
            ("product", () => Seen(options, gateway.Server, Path, change, count, gateway.Costs)),
            (Bare, () => Seen(options, bare.Server, "/changes", tell, count, bare.Costs)));
        table.Row(
            "P7", $"{kind}: {count:#,0} listeners, from sending one change until they have seen it", times,
            new Goal(null, SeenBy, AtMost: true));
        var what = $"{kind}: one of {count:#,0} listeners costs the server";
        Compare("memory", " KiB", c => c.Memory);
        Compare("processor time of telling it one change", " µs", c => c.Telling);

        void Compare(string name, string unit, Func<Costs, List<double>> of) => table.Row(
            "P7", $"{what}: {name}", unit,
            [new("product", [.. of(gateway.Costs)]), new(Bare, [.. of(bare.Costs)])]);
    }

    /// <summary>What one listener costs, in each round: KiB of memory, microseconds of the server's processor time
    /// for telling it one change.</summary>
    /// <param name="Before">MiB held before anybody listened: what was once used is not given back between
    /// rounds.</param>
    private sealed record Costs(List<double> Memory, List<double> Telling, double Before)
    {
        public void Add(double memory, double telling)
        {
            Memory.Add(memory);
            Telling.Add(telling);
        }
    }

    private static async Task<Times> Seen(
        Options options, Server server, string path, Script change, int count, Costs costs)
    {
        if (options is { Quick: true, Warming: true }) return default;
        using var crowd = await Crowd.Open(server.Port, path, count);
        await Pause(Quiet);
        var memory = server.Memory - costs.Before;
        crowd.Forget();
        using var wire = await Wire.Open(server.Port);
        var processor = server.Processor;
        var mark = await Send(wire, change);
        await crowd.Hears(mark.Position);
        var telling = (server.Processor - processor).TotalMicroseconds;
        if (!options.Warming) costs.Add(1_024 * memory / count, telling / count);
        return Times.Of(crowd.Delays(mark.Position, mark.Sent));
    }

    /// <summary>What pages do when they are told: each asks again. Who asks before the answer is kept has it
    /// made.</summary>
    private static async Task LookAgain(
        string kind, Table table, Town town, int count, Server gateway, Server bare)
    {
        var bytes = await town.Bytes(town.Coverage);
        using (var http = bare.Http()) await http.PutAsync("/bytes", new ByteArrayContent(bytes));
        var change = Scripts.Report([Town.ReportPath("p7-0")], [town.Staff[0]]);
        var figures = await table.Rounds(
            ("product", async () =>
            {
                using var wire = await Wire.Open(gateway.Port);
                var mark = await Send(wire, change);
                return await Answered(gateway, $"{town.Coverage}&after={mark.Position}");
            }),
            ("R GET", () => Answered(bare, "/bytes")));
        table.Row(
            "P7", $"{kind}: {count:#,0} coverage answers asked for after one change, until all are there", " ms",
            figures);

        async Task<double> Answered(Server server, string path)
        {
            var began = Stopwatch.GetTimestamp();
            await Load.Each(server.Port, Scripts.Get(path, town.Admin), count);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    private static async Task Writing(
        Options options, string kind, Table table, Town town, int count, Server gateway)
    {
        var reports = Scripts.Report(Town.ReportPaths("p7", options.Sessions), town.Staff);
        var delays = new List<Times>();
        var figures = await table.Rounds(
            ($"{count:#,0} listen", async () =>
            {
                if (options is { Quick: true, Warming: true }) return 0;
                using var crowd = await Crowd.Open(gateway.Port, Path, count);
                await Pause(Quiet);
                crowd.Forget();
                var marking = Marks(gateway, town, options.Seconds);
                var rate = await gateway.Rate(reports, options.Seconds);
                var marks = await marking;
                await crowd.Hears(marks[^1].Position);
                var took = marks.SelectMany(m => crowd.Delays(m.Position, m.Sent)).Order();
                if (!options.Warming) delays.Add(Times.Of([.. took]));
                return rate;
            }),
            (Alone, async () =>
            {
                var marking = Marks(gateway, town, options.Seconds);
                var rate = await gateway.Rate(reports, options.Seconds);
                await marking;
                return rate;
            }));
        var what = $"{kind}: reports while {count:#,0} listen";
        table.Row(
            "P7", what, "/s", figures, count == options.Listeners[0] ? [new Goal(Alone, KeepsOfWrites)] : []);
        table.Row(
            "P7", $"{what}: from sending a change until they have seen it, told once a second",
            [new Timed("product", [.. delays])], new Goal(null, SeenBy, AtMost: true));
        gateway.CostOf();
    }

    /// <summary>Changes now and then while others write, each with its position and when it was sent.</summary>
    private static async Task<List<(long Position, long Sent)>> Marks(Server gateway, Town town, double seconds)
    {
        using var wire = await Wire.Open(gateway.Port);
        using var timer = new PeriodicTimer(BetweenMarks);
        var (marks, began) = (new List<(long, long)>(), Stopwatch.GetTimestamp());
        var change = Scripts.Report([Town.ReportPath("p7-0")], [town.Staff[0]]);
        do marks.Add(await Send(wire, change));
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds && await timer.WaitForNextTickAsync());
        return marks;
    }

    private static async Task<(long Position, long Sent)> Send(Wire wire, Script change)
    {
        var request = new byte[Load.RequestMax];
        var length = change(new(0, 0, Load.NextNumber()), request);
        var sent = Stopwatch.GetTimestamp();
        Load.Check(await wire.Ask(request.AsMemory(0, length)), wire);
        return (long.Parse(Position().Match(wire.Text).Groups[1].Value), sent);
    }

    private static async Task Pause(TimeSpan length)
    {
        using var timer = new PeriodicTimer(length);
        await timer.WaitForNextTickAsync();
    }

    [GeneratedRegex("\"position\":([0-9]+)")]
    private static partial Regex Position();
}
