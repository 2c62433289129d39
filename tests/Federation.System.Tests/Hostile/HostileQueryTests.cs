using Federation.Tests.Rig;

namespace Federation.Tests.Hostile;

/// <summary>Every GET, of the API and of the pages, meets questions that nobody should ask.</summary>
[Collection(LongestFirst.Hostile)] // One after another: each watches what its own callers write.
public class HostileQueryTests
{
    private const int Seed = 1_125;

    /// <summary>Every name that some route reads, and names that a route of a careless product might.</summary>
    internal static readonly string[] Names =
    [
        "q", "limit", "cursor", "after", "from", "to", "by", "asOf", "days", "state", "kind", "month", "region", "on",
        "villageCode", "organisationId", "allianceId", "alliance", "organisation", "topic", "mode", "role", "theme",
        "phase", "legalStatus", "dissolved", "stream", "actor", "action", "series", "scope", "done", "lang", "sort",
        "order", "orderBy", "fields", "tab", "year", "town", "village", "page", "id", "key",
    ];

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Hostile_questions_are_answered_or_told_and_never_break_anything(string kind)
    {
        var atLeast = 1_500 / HostileBodyTests.Every(kind);
        var target = await Target.On(kind);
        var (random, wrong, sent, refused) = (new Random(Seed), new List<string>(), 0, 0);
        foreach (var route in target.Routes.Where(Asks).Where((_, n) => n % HostileBodyTests.Every(kind) == 0))
        for (var round = 0; round < 24; round++)
        {
            sent++;
            var caller = target.Callers.ElementAt(random.Next(3) == 0 ? random.Next(target.Callers.Count) : 0);
            var path = target.PathOf(route, random, junk: round % 6 == 0) + Query(random, round);
            var (status, fault) = await Try(caller.Value, route, path, sent % 2 == 0 ? "en" : "zh-CN");
            if (status >= 400) refused++;
            if (fault is not null) wrong.Add($"{path} as {caller.Key}: {fault}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(sent >= atLeast, $"Only {sent} cases.");
        Assert.InRange(refused, sent / 10, sent * 9 / 10); // Both are met: what is read well and what is told.
    }

    /// <summary>What is told to sort by, or by an unheard-of field, is no part of any statement.</summary>
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_lists_order_cannot_be_told_from_outside(string kind)
    {
        var target = await Target.On(kind);
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        target.Log.Rows.Listener = seen.Enqueue;
        const string Word = "zzinjected";
        foreach (var route in target.Routes.Where(r => Asks(r) && r.IsApi && !r.Template.Contains('{')))
        foreach (var name in new[] { "sort", "order", "orderBy", "by", "q", "cursor", "state", "kind", "fields" })
            await target.Callers.ElementAt(0).Value.Get($"{route.Template["/api/v1".Length..]}?{name}={Word}' desc;--");

        target.Log.Rows.Listener = null;
        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, sql => sql.Contains(Word));
    }

    /// <summary>Also where a page catches what is wrong with a filter and reads it again while it is drawn.
    /// </summary>
    [Fact]
    public async Task A_word_with_a_character_that_no_text_has_is_refused_by_every_page()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var (random, others, asked) = (new Random(Seed), new List<string>(), 0);
        var client = target.Callers.ElementAt(0).Value;
        foreach (var route in target.Routes.Where(r => Asks(r) && !r.IsApi && !r.Template.StartsWith("/health")))
        foreach (var name in Names)
        {
            asked++;
            var path = $"{target.PathOf(route, random)}?{name}=x%00";
            var (status, fault) = await Try(client, route, path, "en");
            if (status != 400 || fault is not null) others.Add($"{path} answered {status}: {fault}");
        }

        Assert.True(asked > 3_000, $"Only {asked} questions.");
        Assert.True(others.Count == 0, $"{others.Count} of {asked}:\n{string.Join('\n', others.Take(20))}");
    }

    /// <summary>The stream of changes has no end; it has tests of its own.</summary>
    private static bool Asks(Route route) =>
        route.Method == "GET" && !route.Template.EndsWith("/changes", StringComparison.Ordinal)
        && !route.Template.StartsWith("/openapi", StringComparison.Ordinal);

    private static string Query(Random random, int round)
    {
        var pairs = Enumerable.Range(0, 1 + round % 3).Select(_ =>
        {
            var name = Names[random.Next(Names.Length)];
            // A position that is a number is waited for; here only what is none.
            var words = name == "after" ? ["x", "-1", "1.5", "99999999999999999999", "\0"] : Junk.Words;
            return $"{name}={Uri.EscapeDataString(words[random.Next(words.Length)])}";
        }).ToList();
        if (round % 7 == 0) pairs.Add(pairs[0]);
        if (round % 11 == 0) pairs.Add("q=%ff%fe&cursor=%ed%a0%80&%zz=%");
        return "?" + string.Join('&', pairs);
    }

    private static async Task<(int Status, string? Fault)> Try(
        Client client, Route route, string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (!route.IsApi && client.Http.DefaultRequestHeaders.Authorization?.Parameter is { } token)
            request.Headers.Add("Cookie", $"federation={token}");
        using var message = await client.Http.SendAsync(request);
        var answer = await Answer.Of(message);
        if (route.IsApi) return (answer.Status, Told.Wrong(answer, language));
        var marked = answer.Text.Contains("<script>alert(1)</script>") || answer.Text.Contains("\"><img src=x>");
        return (answer.Status,
            answer.Status >= 500 ? $"answered {answer.Status} {ErrorsSeen.Text}" : marked ? "wrote it as HTML" : null);
    }
}
