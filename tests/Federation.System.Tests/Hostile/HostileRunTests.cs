using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Federation.Tests.Access;
using Federation.Tests.Faults;
using Federation.Tests.Rig;
using Xunit.Abstractions;

namespace Federation.Tests.Hostile;

/// <summary>Thousands of hostile requests against the product as an operator runs it, in a town where something of
/// every kind exists: it answers all of them, nobody changes what is another's, and its memory stays bounded.</summary>
/// <remarks>More of them, or the same once more: <c>FEDERATION_HOSTILE_REQUESTS</c> and
/// <c>FEDERATION_HOSTILE_SEED</c>.</remarks>
[Collection(LongestFirst.Processes)]
public sealed class HostileRunTests(ITestOutputHelper output)
{
    private const int Usually = 2_000, AtOnce = 6;
    private const long MemoryMax = 512L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _wrong = [];
    private readonly ConcurrentDictionary<int, int> _answered = [];
    private readonly Rules _rules = Rules.Reviewed();

    [Fact]
    public async Task Hostile_requests_are_all_answered_and_change_nothing_of_others()
    {
        var requests = Setting("FEDERATION_HOSTILE_REQUESTS", Usually);
        var seed = Setting("FEDERATION_HOSTILE_SEED", Environment.TickCount & 0xFFFFFF);
        output.WriteLine($"FEDERATION_HOSTILE_SEED={seed} FEDERATION_HOSTILE_REQUESTS={requests}");
        var routes = Target.RoutesOf(await Product.On(BothDatabases.Sqlite));
        await using var database = await TestDatabases.Create(BothDatabases.Sqlite);
        await using var gateway = await Gateway.Start(database, ("Federation__SignInsPerMinute", "100000"));
        var door = DoorOf(gateway);
        var realm = await Realm.Build(door);
        var (foreigners, before) = (Foreigners.Of(realm, door), await Foreigners.Position(realm));

        var next = new HostileRequest(routes, realm, new(seed));
        await Parallel.ForEachAsync(All(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, _) => await Judge(one, realm));

        var peak = Peak(gateway.Id);
        var kinds = _answered.OrderBy(a => a.Key).Select(a => $"{a.Key}xx {a.Value}");
        output.WriteLine($"answered {string.Join(", ", kinds)}; at most {peak / 1024 / 1024} MiB");
        foreach (var lost in await foreigners.Lost()) _wrong.Enqueue(lost);
        await gateway.Stop();
        foreach (var written in foreigners.Wrote(database, before)) _wrong.Enqueue(written);
        Assert.True(
            _wrong.IsEmpty,
            $"seed {seed}, {_wrong.Count} of {requests}:\n{string.Join('\n', _wrong.Take(60))}\n{gateway.Said}");
        Assert.False(gateway.Complained, gateway.Said);
        Assert.True(peak < MemoryMax, $"seed {seed}: it took {peak / 1024 / 1024} MiB.");
        // The run was hostile, and some of it came through to the rules.
        Assert.True(_answered.GetValueOrDefault(4) > requests / 3, "Few were refused.");
        Assert.True(_answered.GetValueOrDefault(0) < requests / 50, "Many were cut off.");
        Assert.True(_answered.GetValueOrDefault(2) > requests / 20, "Few were answered.");

        async IAsyncEnumerable<Attempt> All()
        {
            for (var i = 0; i < requests; i++) yield return await next.Next(foreigners.All);
        }
    }

    /// <summary>Whatever it is, it is answered; and a command is taken only from whom the table lets.</summary>
    private async Task Judge(Attempt one, Realm realm)
    {
        var what = $"{one.Message.Method} {one.Message.RequestUri} by {one.By.Name}";
        var (status, text, taken) = await Send(one);
        _answered.AddOrUpdate(status / 100, 1, (_, count) => count + 1);
        if (status >= 500) _wrong.Enqueue($"{what}: {status} {text}");
        if (!taken || one.Message.Method != HttpMethod.Post || one.Route.Method != "POST") return;
        var who = _rules.Of(one.Route)!.Who;
        if (!(one.Of.Length > 0 ? one.Of : [.. realm.Estates]).Any(of => WhoMay.Is(who, one.By.Now, of)))
            _wrong.Enqueue($"{what} of {string.Join(", ", one.Of.Select(e => e.Name))} was taken: {status} {text}");
    }

    /// <summary>0 where the connection was closed before all was sent: a body that is too large is not listened to.
    /// </summary>
    private static async Task<(int Status, string Text, bool Taken)> Send(Attempt one)
    {
        try
        {
            using var answer = await one.By.Now.Client.Http.SendAsync(
                one.Message, HttpCompletionOption.ResponseHeadersRead);
            var endless = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
            // A form that was taken leads on; one that was not may lead to signing in.
            var away = answer.Headers.Location?.ToString() is { } location
                && location.StartsWith("/sign-in", StringComparison.Ordinal);
            if (away || (int)answer.StatusCode == 401) one.By.IsOut();
            var taken = one.Route.IsApi ? answer.IsSuccessStatusCode : (int)answer.StatusCode == 303 && !away;
            return ((int)answer.StatusCode, endless ? "" : await answer.Content.ReadAsStringAsync(), taken);
        }
        catch (HttpRequestException)
        {
            return (0, "", false);
        }
    }

    /// <summary>Headers are sent in whatever signs they are given.</summary>
    private static Door DoorOf(Gateway gateway) => new(() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        BaseAddress = gateway.Http.BaseAddress, Timeout = Patience,
    });

    /// <summary>The most that the process ever held.</summary>
    private static long Peak(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(string.Concat(line.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture) * 1024;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set)
            ? set : otherwise;
}
