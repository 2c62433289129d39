using System.Diagnostics;
using System.Text.Json.Nodes;
using Federation.Bench.Nation;

namespace Federation.Bench.Rows;

/// <summary>P5: the whole country, imported from files and asked about at every level while commands come in.</summary>
internal static class National
{
    private const int Seed = 1, ShareQuick = 2_000, AsksEach = 20, AsksQuick = 3, Colds = 200, ColdsQuick = 20;
    private const int ToldMax = 3;
    private const double EventsRate = 20_000, AnswerMs = 20, ReadySeconds = 5, MemoryMiB = 2_048;

    public static async Task Measure(Options options, string kind, Table table)
    {
        var folder = options.Country ?? Path.Combine(
            Path.GetTempPath(), $"federation-country-{(options.Quick ? $"1-{ShareQuick}" : "whole")}");
        if (!File.Exists(Path.Combine(folder, "totals.json")))
            new NationMaker(folder, Seed, options.Quick ? ShareQuick : 1).Make();
        var totals = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "totals.json")))!;
        var asking = new Asking(totals["regions"]!.AsArray());
        await using var filled = await Filled.Create(kind, "P5, the country", table);
        var data = Directory.CreateTempSubdirectory("federation-bench");
        var what = $"{kind}: the country ({totals["share"]}), {(long)totals["events"]!:#,0} events";
        var rate = await Import(filled.Database.ConnectionString, folder, (long)totals["events"]!);
        table.Row("P5", $"{what}: import by the verb", "/s", [new("", [rate])], new Goal(null, EventsRate));

        (string, string)[] settings = [("Federation__Data", data.FullName)];
        await using (var first = await Server.Gateway(filled.Database, more: settings))
        {
            table.Note("P5", $"{what}: first start, to ready", $"{first.StartedIn / 1_000:0.0} s");
            await Kept(filled.Database.ConnectionString, data.FullName);
        }

        await using var gateway = await Server.Gateway(filled.Database, more: settings);
        table.Row("P5", $"{what}: started again, to ready", " s",
            [new("", [gateway.StartedIn / 1_000])], new Goal(null, ReadySeconds, AtMost: true));
        using var town = new Town(gateway);
        await town.SignIn();
        using var http = gateway.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", town.Admin);
        await Compare(table, what, http, asking);
        await Cold(options, table, what, http, asking);
        await Ask(options, table, what, http, asking);
        table.Row("P5", $"{what}: memory held after all that", " MiB",
            [new("", [gateway.Memory])], new Goal(null, MemoryMiB, AtMost: true));
    }

    private static async Task<double> Import(string database, string folder, long events)
    {
        var start = new ProcessStartInfo("dotnet", [Server.Dll("Federation.Silo"), "import", "--from", folder])
            { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Federation"] = database;
        start.Environment["Federation__MasterKey"] = Server.MasterKey;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var (said, warned) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var last = (await said).TrimEnd().Split('\n')[^1];
        if (process.ExitCode != 0 || !last.Contains(" 0 refused"))
            throw new InvalidOperationException($"{last} {await warned}");
        return events / seconds;
    }

    /// <summary>Until its counts are kept beside it: whoever is killed before that counts anew.</summary>
    private static async Task Kept(string database, string data)
    {
        var file = database.Contains("Data Source=", StringComparison.Ordinal)
            ? database.Split("Data Source=")[1].Split(';')[0] + ".books" : Path.Combine(data, "federation.books");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; !File.Exists(file) && tries < 600; tries++) await timer.WaitForNextTickAsync();
    }

    /// <summary>Sessions planned in villages of which nothing is in memory yet.</summary>
    private static async Task Cold(
        Options options, Table table, string what, HttpClient http, Asking asking)
    {
        var (times, refused) = (new List<double>(), 0);
        for (var n = 0; n < (options.Quick ? ColdsQuick : Colds); n++)
        {
            var began = Stopwatch.GetTimestamp();
            var accepted = await Plan(http, asking, n);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!accepted) refused++; // Its association was dissolved, or left.
        }

        table.Row("P5", $"{what}: a village's first command, p99 of {times.Count} ({refused} refused)", " ms",
            [new("", [Times.Of([.. times.Skip(1).Order()]).P99])], new Goal(null, AnswerMs, AtMost: true));
    }

    private static async Task<bool> Plan(HttpClient http, Asking asking, long number)
    {
        var (path, body) = asking.Plan(number);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }

    private static async Task Ask(Options options, Table table, string what, HttpClient http, Asking asking)
    {
        var (random, plans) = (new Random(Seed), 1_000L);
        foreach (var level in Asking.AllLevels)
        {
            var times = new List<(string Question, double Ms)>();
            foreach (var question in Asking.Questions)
            for (var n = 0; n < (options.Quick ? AsksQuick : AsksEach); n++)
            {
                // Something was written since the last question: no kept answer helps.
                await Plan(http, asking, plans++);
                var asked = asking.Path(level, question, random);
                var began = Stopwatch.GetTimestamp();
                await http.GetByteArrayAsync(asked);
                if (n > 0) times.Add((question.Name, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
            }

            var all = Times.Of([.. times.Select(t => t.Ms).Order()]);
            table.Row(
                "P5", $"{what}: ten questions of a {level}, p99 (p50 {Figures.Number(all.P50)}, max "
                + $"{Figures.Number(all.Max)}: {times.MaxBy(t => t.Ms).Question})", " ms", [new("", [all.P99])],
                new Goal(null, AnswerMs, AtMost: true));
        }
    }

    private static async Task Compare(Table table, string what, HttpClient http, Asking asking)
    {
        var (figures, wrong) = await asking.Compare(async path => JsonNode.Parse(await http.GetStringAsync(path))!);
        table.Row("P5", $"{what}: figures that differ from the generator's own, of {figures:#,0} compared", "",
            [new("", [wrong.Count])], new Goal(null, 0, AtMost: true));
        foreach (var one in wrong.Take(ToldMax)) table.Note("P5", "differs", one);
    }
}
