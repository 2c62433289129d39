using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Federation.Api.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Federation.Tests.Browser;

/// <summary>Something wrong with a page: which rule, where, and what.</summary>
internal sealed record Fault(string Rule, string Where, string What)
{
    public override string ToString() => $"{Where}: {What}";
}

/// <summary>One reader's walk through the product by links alone, from the first page to one of every kind, looking at
/// each on the phone and on the desk.</summary>
internal sealed class Walk
{
    /// <summary>How many pages of one kind are looked at, as one action's page may differ from another's.</summary>
    private const int OfOneKindInChinese = 3, OfOneKindInEnglish = 2;

    private const int StepsMax = 600;

    private static readonly ConcurrentDictionary<(string, string), Lazy<Task<Walk>>> Walks = new();
    private static readonly string Inspection =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "inspect.js"));

    private readonly List<Fault> _faults = [];
    private readonly HashSet<string> _ofSample = [];
    private readonly Dictionary<string, int> _seen = new() { ["/"] = 1 };

    private Walk(IReadOnlyList<RoleRow> pages) => Pages = pages;

    /// <summary>The pages of the role table.</summary>
    public IReadOnlyList<RoleRow> Pages { get; }

    /// <summary>Routes of the pages that were found, and how many of each.</summary>
    public IReadOnlyDictionary<string, int> Seen => _seen;

    /// <summary>What is wrong by one of the rules.</summary>
    public IEnumerable<Fault> Faults(string rule) => _faults.Where(f => f.Rule == rule);

    /// <summary>The walk of this user in this language; done once for all tests.</summary>
    public static Task<Walk> Of(string userName, string language) =>
        Walks.GetOrAdd((userName, language), who => new(() => Begin(who.Item1, who.Item2))).Value;

    /// <summary>What is wrong with what a page shows now.</summary>
    public static async Task<IReadOnlyList<Fault>> Inspect(IPage page, int width, string language, bool named)
    {
        var found = await page.EvaluateAsync<Found[]>(Inspection, new { width, language, named });
        var path = new Uri(page.Url).PathAndQuery;
        return [.. found.Select(f => new Fault(f.Rule, $"{path} at {width} px in {language}", f.What))];
    }

    private static async Task<Walk> Begin(string userName, string language)
    {
        var table = (await Town.Loaded).Services.GetRequiredService<RoleTable>();
        var walk = new Walk([.. table.Rows.Where(r =>
            r.Method == "GET" && !r.Route.StartsWith("/api") && !r.Route.StartsWith("/health")
            && !r.Route.StartsWith("/openapi"))]);
        await using var reader = await Reader.Of(userName == "anonymous" ? null : userName, language: language);
        await walk.Through(reader, language);
        return walk;
    }

    private async Task Through(Reader reader, string language)
    {
        var (todo, known) = (new Queue<string>(["/"]), new HashSet<string> { "/" });
        for (var steps = 0; steps < StepsMax && todo.TryDequeue(out var path); steps++)
        {
            await Look(reader, path, language);
            foreach (var next in await Links(reader.Page))
            {
                if (!known.Add(next) || RouteOf(next) is not { } route) continue;
                var most = language == "zh" ? OfOneKindInChinese : OfOneKindInEnglish;
                if (_seen.GetValueOrDefault(route) >= most && !IsFirstOfSample(next, route)) continue;
                _seen[route] = _seen.GetValueOrDefault(route) + 1;
                todo.Enqueue(next);
            }
        }
    }

    /// <summary>Other tests add actions meanwhile, and lists show the newest first: whatever is beside the sample's
    /// action, and only there, is looked at once in any case.</summary>
    private bool IsFirstOfSample(string path, string route) =>
        path.StartsWith("/joint-actions/food-safety-2021", StringComparison.Ordinal) && _ofSample.Add(route);

    private async Task Look(Reader reader, string path, string language)
    {
        await reader.Widen(Screen.Phone);
        var answer = await reader.Page.GotoAsync(path);
        if (answer?.Status != 200) _faults.Add(new("answer", path, $"answered {answer?.Status}"));
        var named = RouteOf(new Uri(reader.Page.Url).AbsolutePath)?.Contains('{') ?? false;
        _faults.AddRange(await Inspect(reader.Page, Reader.PhoneWidth, language, named));
        await reader.Widen(Screen.Desk);
        _faults.AddRange(await Inspect(reader.Page, Reader.DeskWidth, language, named));
        _faults.AddRange(reader.Complaints().Select(what => new Fault("answer", path, what)));
    }

    /// <summary>Pages of ours that this one leads to, without marks that change nothing of what is shown.</summary>
    private static async Task<IEnumerable<string>> Links(IPage page)
    {
        var found = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('a[href]')].map(a => a.href)");
        var home = new Uri(page.Url);
        return found.Select(href => new Uri(href))
            .Where(u => u.Authority == home.Authority && !u.Query.Contains("lang="))
            .Select(u => Regex.Replace(u.PathAndQuery, @"(?<=[?&])after=\d+&?", "").TrimEnd('?', '&')).Distinct();
    }

    /// <summary>The page's row in the role table: the one with the fewest holes; null for what is no page.</summary>
    private string? RouteOf(string path) => Pages.Select(p => p.Route)
        .Where(route => Regex.IsMatch(
            path.Split('?')[0], $"^{Regex.Replace(route, @"\{[^}]*\}", "[^/]+")}$"))
        .MinBy(route => route.Count(c => c == '{'));

    private sealed record Found
    {
        public string Rule { get; set; } = "";

        public string What { get; set; } = "";
    }
}
