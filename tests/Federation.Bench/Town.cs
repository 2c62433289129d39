using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Federation.Bench;

/// <summary>A town with an alliance and a launched joint action, made by the product's public commands.</summary>
internal sealed class Town(Server server) : IDisposable
{
    public const string Code = "440605121", Action = "bench-action";
    public const int Organisations = 8, DaysBack = 330;
    private const string Alliance = "bench-alliance";
    private readonly HttpClient _http = server.Http();
    private readonly DateTime _today = DateTime.UtcNow.AddHours(8).Date;
    private string[] _villages = [];

    /// <summary>The administrator's: sees and may do everything.</summary>
    public string Admin { get; private set; } = "";

    /// <summary>One per organisation: those who report.</summary>
    public string[] Staff { get; } = new string[Organisations];

    public string Coverage => CoverageFrom(_today.AddDays(-DaysBack));

    /// <summary>All its sessions, asked for by other first and last days each time: as much work, and no answer that
    /// was kept, for some 90,000 numbers.</summary>
    public string CoverageAnew(long number) =>
        CoverageFrom(_today.AddDays(-DaysBack - number % 3_000)) + $"&to={Day((int)(number / 3_000 % 30))}";

    private static string CoverageFrom(DateTime from) =>
        $"/api/v1/coverage/{Code}?by=village&from={from:yyyy-MM-dd}";

    public static string SessionsPath => $"/api/v1/joint-actions/{Action}/sessions";

    public static string ReportPath(string session) =>
        $"/api/v1/joint-actions/{Action}/sessions/{session}/report";

    /// <summary>Client n's organisation holds sessions n, n + 64, …: <see cref="Organisations"/> divides 64.</summary>
    public static string[] ReportPaths(string series, int count) =>
        [.. Enumerable.Range(0, count).Select(n => ReportPath($"{series}-{n}"))];

    public async Task SetUp()
    {
        await SignIn();
        var children = await _http.GetFromJsonAsync<JsonNode>($"/api/v1/regions/{Code}/children");
        _villages = [.. children!["items"]!.AsArray().Where(v => !(bool)v!["placeholder"]!)
            .Select(v => (string)v!["code"]!).Take(Organisations)];
        await Post($"/regions/{Code}/adoption", new { });
        await Post("/alliances", new { id = Alliance, name = "联合总队", regionCode = Code, kind = "town-federation" });
        await Post("/joint-actions", new
        {
            id = Action, allianceId = Alliance, title = "联合行动", theme = "助老", from = Day(-DaysBack), to = Day(30),
        });
        await Post($"/joint-actions/{Action}/series", new { id = "visits", title = "探访", order = 1 });
        for (var n = 0; n < Organisations; n++) await Join(n);
        await Post($"/joint-actions/{Action}/launch", new { });
    }

    /// <summary>Sessions of the past year, planned; reported when <see cref="Scripts.Report"/> says so.</summary>
    public Task Plan(string series, int first, int count) => Load.Each(
        server.Port, Scripts.Post(shot =>
        {
            var n = first + (int)shot.Turn;
            return (SessionsPath, Session($"{series}-{n}", n));
        }, Admin), count);

    /// <summary>The body that plans a session of one of the organisations in its village, on one of the days.</summary>
    public string Session(string id, int n) => new JsonObject
    {
        ["id"] = id, ["seriesId"] = "visits", ["villageCode"] = Village(n),
        ["organisationId"] = $"org-{n % Organisations}", ["place"] = "党群服务中心",
        ["startsAt"] = $"{Day(-1 - n % DaysBack)}T09:30:00+08:00",
    }.ToJsonString();

    public string Village(int n) => _villages[n % Organisations];

    public Task Report(string series, int first, int count)
    {
        var paths = Enumerable.Range(first, count).Select(n => ReportPath($"{series}-{n}")).ToArray();
        return Load.Each(server.Port, Scripts.Post(
            shot => (paths[shot.Turn], """{"personTimes":{"value":37},"volunteers":6,"minutes":90}"""),
            Admin), count);
    }

    /// <summary>Events in the log.</summary>
    public async Task<long> Position() =>
        long.Parse((await _http.GetStringAsync("/health/ready"))["ready at ".Length..]);

    public async Task<byte[]> Bytes(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", Admin);
        using var answer = (await _http.SendAsync(request)).EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();

    private async Task Join(int n)
    {
        var (id, village) = ($"org-{n}", _villages[n]);
        await Post("/organisations", new
        {
            id, name = $"街坊会{n}", kind = "neighbourhood-association", villageCode = village, legalStatus = "filed",
        });
        await Post($"/alliances/{Alliance}/applications", new { organisationId = id });
        await Post($"/alliances/{Alliance}/applications/{id}/admission", new { });
        await Post($"/joint-actions/{Action}/participants", new { organisationId = id, villageCode = village });
        var roles = new[] { new { role = "organisation-staff", scope = id } };
        await Post("/accounts", new { userName = $"staff-{n}", roles, password = Server.Password });
        Staff[n] = await SignIn($"staff-{n}");
    }

    private string Day(int days) => $"{_today.AddDays(days):yyyy-MM-dd}";

    public async Task SignIn() => Admin = await SignIn("admin");

    private async Task<string> SignIn(string userName)
    {
        var answer = await _http.PostAsJsonAsync("/api/v1/session", new { userName, password = Server.Password });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
    }

    private async Task Post(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Authorization = new("Bearer", Admin);
        request.Content = JsonContent.Create(body);
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
