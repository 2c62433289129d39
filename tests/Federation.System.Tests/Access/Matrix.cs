using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Federation.Tests.Hostile;

namespace Federation.Tests.Access;

/// <summary>Asks every route as everybody about everybody's things, and notes where the answer is not the table's.
/// </summary>
public sealed partial class Matrix(Realm realm, IReadOnlyList<Route> routes, Rules rules)
{
    private static readonly int[] Refusals = [401, 403, 404];

    /// <summary>Not about anybody's things; to sign in and out is tested on its own.</summary>
    private static readonly string[] Apart =
        ["/session", "/sign-in", "/sign-out", "/changes", "/me/password", "/me/sessions/ending"];

    /// <summary>Would end the sign-in of whoever asks next, or have nothing to do.</summary>
    private static readonly string[] Ends =
    [
        "/password", "/retry", "/session/confirmation", "/me/second-factor/recovery-codes", "/invitations/acceptance",
    ];

    private readonly ConcurrentQueue<(string What, string By, string Of)> _wrong = [];
    private int _asked;

    /// <summary>Routes whose answers are not the table's: what they answer, whom, about whose things.</summary>
    public IReadOnlyList<string> Wrong =>
    [
        .. _wrong.GroupBy(wrong => wrong.What).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind =>
            $"{kind.Key} ({kind.Count()}): {Names(kind.Select(w => w.By))}; of {Names(kind.Select(w => w.Of))}"),
    ];

    public int Asked => _asked;

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Distinct().Order());

    private IEnumerable<Route> Routes(string method) => routes.Where(route =>
        route.Method == method && !Apart.Any(apart => route.Template.EndsWith(apart, StringComparison.Ordinal)));

    /// <summary>Routes that the table does not speak of, and rows that speak of none.</summary>
    public IEnumerable<string> Gaps() =>
    [
        .. routes.Where(route => rules.Of(route) is null).Select(r => $"no row for {r.Method} {r.Template}"),
        .. rules.All.Where(rule => !routes.Any(route => rules.Of(route) == rule))
            .Select(rule => $"no route for {rule.Method} {rule.Path}"),
        .. rules.All.SelectMany(rule => WhoMay.Unknown(rule.Who).Select(word => $"no word {word} of {rule.Path}")),
    ];

    /// <summary>Every write by everybody who may not, by the API and by a form.</summary>
    public Task Refused() => Each(
        from route in Routes("POST")
        let rule = rules.Of(route)!
        from estate in About(route)
        let path = Question.Path(route, estate)
        where path is not null && Question.CanName(route, estate, realm.Estates[0])
        from party in realm.Parties
        where !WhoMay.Is(rule.Who, party, estate)
        select (Func<Task>)(() => Refused(route, path!, party, estate)));

    /// <summary>Own things in the path and another's in one field of the body, by those who may write there.</summary>
    public Task RefusedInBodies() => Each(
        from route in Routes("POST")
        where route.IsApi
        let rule = rules.Of(route)!
        let home = realm.Estates[0]
        let path = Question.Path(route, home)
        where path is not null
        from field in Question.NamingFields(route, home)
        from foreign in realm.Estates
        where !rule.Shares(field, home, foreign) && Question.Differs(route, field, home, foreign)
        from party in realm.Parties
        where WhoMay.Is(rule.Who, party, home) && !WhoMay.Is(rule.Who, party, foreign)
        select (Func<Task>)(() => Refused(route, path!, party, home, (field, foreign))));

    /// <summary>Every write by everybody who may: refused for other reasons if at all. What ends things comes last.
    /// </summary>
    public async Task Allowed()
    {
        var asked = Routes("POST").Where(route => route.IsApi
            && !Ends.Any(end => route.Template.EndsWith(end, StringComparison.Ordinal))).OrderBy(Ending);
        foreach (var (route, rule) in asked.Select(route => (route, rules.Of(route))))
        foreach (var estate in About(route))
        {
            if (rule is null || Question.Path(route, estate) is not { } path
                || !Question.CanName(route, estate, realm.Estates[0])) continue;
            var gone = false;
            foreach (var party in realm.Parties.Where(party => WhoMay.Is(rule.Who, party, estate)))
            {
                var (status, told, _) = await Send(party, Question.Post(path, Question.Body(route, estate)));
                if (status is 401 or 403 && await party.Enters()) // What came before may have ended the sign-in.
                    (status, told, _) = await Send(party, Question.Post(path, Question.Body(route, estate)));
                gone |= status < 300 && Ending(route) > 1; // The next who may finds nothing there.
                if (status >= 500 || (Refusals.Contains(status) && !(gone && status == 404)))
                    Note(route, $"refuses with {status} {Code(told)}", party, estate.Name);
            }
        }
    }

    /// <summary>Every read by everybody: who may, and whose words are in what is answered.</summary>
    public Task Read(Secrets secrets) => Each(
        from route in Routes("GET")
        from estate in About(route)
        let path = Question.Path(route, estate)
        where path is not null
        from party in realm.Parties
        from address in Addresses(route, path!, estate)
        select (Func<Task>)(() => Read(route, address, party, estate, secrets)));

    private IEnumerable<Estate> About(Route route) =>
        Question.IsAboutSomething(route) || route.Body is not null || route.Filters.Length > 0
            ? realm.Estates : realm.Estates.Take(1);

    /// <summary>A list is asked for whole, and by everything that it can be narrowed to.</summary>
    private string[] Addresses(Route route, string path, Estate estate) =>
        Question.IsAboutSomething(route) ? [path]
        : estate == realm.Estates[0] ? [path, Question.Narrowed(route, estate)]
        : [Question.Narrowed(route, estate)];

    private async Task Refused(
        Route route, string path, Party party, Estate estate, (string Field, Estate Of)? foreign = null)
    {
        var body = Question.Body(route, estate, foreign);
        var (status, told, location) = await Send(party, route.IsApi
            ? Question.Post(path, body) : await party.Form(path, Question.FormFields(body)));
        var refused = foreign is not null ? status is >= 400 and < 500
            : route.IsApi ? Refusals.Contains(status)
            : status is >= 400 and < 500 || location?.StartsWith("/sign-in", StringComparison.Ordinal) == true;
        if (refused) return;
        if (foreign is { } named) Note(
            route, $"with another's {named.Field} answers {status} {Code(told)}", party, named.Of.Name);
        else Note(route, $"answers {status} {Code(told)}", party, estate.Name);
    }

    private void Note(Route route, string what, Party party, string of) =>
        _wrong.Enqueue(($"{route.Method} {route.Template} {what.Trim()}", party.Name, of));

    /// <summary>The code of a problem; of anything else nothing.</summary>
    private static string Code(string told) => Problem().Match(told).Groups[1].Value;

    private async Task Read(Route route, string path, Party party, Estate estate, Secrets secrets)
    {
        var (status, text, location) = await Send(party, party.Get(path));
        var refused = Refusals.Contains(status) // Led elsewhere, and told nothing; but an official to their own region.
            || location?.StartsWith("/coverage/", StringComparison.Ordinal) == false;
        var may = rules.Of(route) is { } rule && WhoMay.Is(rule.Who, party, estate);
        if (status >= 500 || (refused == may && !path.Contains('?')))
            Note(route, $"answers {status}", party, estate.Name);
        foreach (var (what, of) in secrets.ToldTo(party, text)) Note(route, $"tells the {what}", party, of);
    }

    private async Task<(int Status, string Text, string? Location)> Send(Party party, HttpRequestMessage request)
    {
        Interlocked.Increment(ref _asked);
        using (request)
        using (var answer = await party.Client.Http.SendAsync(request))
        {
            var text = await answer.Content.ReadAsStringAsync();
            return ((int)answer.StatusCode, text, answer.Headers.Location?.ToString());
        }
    }

    private static Task Each(IEnumerable<Func<Task>> asked) =>
        Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (ask, _) => await ask());

    /// <summary>What takes away what the next one would be asked about is asked last.</summary>
    private static int Ending(Route route) => route.Template.Split('/')[^1] switch
    {
        "departure" or "closing" or "passing-on" => 4,
        "suspension" or "dissolution" or "erasure" => 3,
        "withdrawal" when route.Template.Contains("/offers/", StringComparison.Ordinal) => 3,
        "cancellation" or "withdrawal" or "disbanding" or "retirement" or "declining" or "refusal"
            or "roles" or "leaving" or "ending" or "no-quorum" or "decision" => 2,
        _ => 1,
    };

    [GeneratedRegex("\"code\":\"([a-z-]+)\"")]
    private static partial Regex Problem();
}

/// <summary>Whose words are for whom: <c>secrets.txt</c>.</summary>
public sealed class Secrets
{
    private readonly List<(string Word, string What, string Who, Estate Of)> _all = [];

    public Secrets(Realm realm)
    {
        var rules = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "secrets.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(parts => parts[0], parts => parts[1]);
        foreach (var estate in realm.Estates)
        foreach (var (what, word) in estate.Secrets)
            _all.Add((word, what, rules[what], estate));
        Assert.Equal(rules.Keys.Order(), _all.Select(s => s.What).Distinct().Order());
    }

    /// <summary>What stands in an answer and is not for its reader.</summary>
    public IEnumerable<(string What, string Of)> ToldTo(Party party, string text) => _all
        .Where(secret => text.Contains(secret.Word, StringComparison.Ordinal)
            && !WhoMay.Is(secret.Who, party, secret.Of))
        .Select(secret => (secret.What, secret.Of.Name));
}
