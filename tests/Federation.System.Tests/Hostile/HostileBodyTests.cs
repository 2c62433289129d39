using System.Net.Http.Headers;
using Federation.Tests.Rig;

namespace Federation.Tests.Hostile;

/// <summary>Every POST of the API meets bodies that nobody should send.</summary>
[Collection(LongestFirst.Hostile)] // One after another: each watches what its own callers write.
public class HostileBodyTests
{
    private const int Seed = 20_261_125;

    /// <summary>Rounds over the kinds of spoiling, per route.</summary>
    private const int Rounds = 2;

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Hostile_bodies_are_told_in_the_callers_language_and_change_nothing(string kind)
    {
        var atLeast = 5_000 / Every(kind);
        var target = await Target.On(kind);
        var (random, wrong, sent, refused) = (new Random(Seed), new List<string>(), 0, 0);
        foreach (var route in target.Routes.Where(r => r is { Method: "POST", IsApi: true })
            .Where((_, n) => n % Every(kind) == 0))
        foreach (var one in new Spoiling(target, random).Of(route, Rounds))
        {
            sent++;
            var caller = target.Callers.ElementAt(random.Next(3) == 0 ? random.Next(target.Callers.Count) : 0);
            var path = target.PathOf(route, random, junk: random.Next(20) == 0);
            var (status, fault) = await Try(target, caller.Value, route, path, one, sent % 2 == 0 ? "en" : "zh-CN");
            if (status >= 400) refused++;
            if (fault is not null) wrong.Add($"{route.Template} as {caller.Key}, {one.Name}: {fault}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(sent >= atLeast, $"Only {sent} cases.");
        Assert.InRange(refused, sent * 3 / 4, sent - 1); // Most are no command; a few are odd, but well-formed.
        Assert.Empty(Federation.Log.Maintenance.Verify(target.Log));
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Nothing_of_another_organisation_is_changed_by_a_strangers_well_formed_wish(string kind)
    {
        var target = await Target.On(kind);
        var (random, stranger, wrong) = (new Random(Seed), target.Callers[Target.Stranger], new List<string>());
        var statuses = new List<int>();
        var shapes = new Shapes(target, random);
        // What is below /me and /session is the stranger's own.
        foreach (var route in target.Routes.Where(r => r is { Method: "POST", IsApi: true, Body: not null }
            && !r.Template.StartsWith("/api/v1/me/", StringComparison.Ordinal)
            && !r.Template.StartsWith("/api/v1/session/", StringComparison.Ordinal)))
        for (var round = 0; round < 6; round++)
        {
            var body = System.Text.Encoding.UTF8.GetBytes(shapes.Of(route.Body!).ToJsonString());
            var one = new Case("foreign", body);
            var (status, fault) = await Try(target, stranger, route, target.PathOf(route, random), one, "en");
            statuses.Add(status);
            if (fault is not null) wrong.Add($"{route.Template}: {fault}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(statuses.Count(s => s is 403 or 404), statuses.Count / 2, statuses.Count);
    }

    /// <summary>What is no command is told before any database is asked: on the second one a fourth of the routes will
    /// do.</summary>
    internal static int Every(string kind) => kind == BothDatabases.Sqlite ? 1 : 4;

    private static async Task<(int Status, string? Fault)> Try(
        Target target, Client client, Route route, string path, Case one, string language)
    {
        var before = target.Log.StoredPosition();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (one.Key is { } key)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "fresh" ? $"{Guid.NewGuid()}" : key);
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Content = new ByteArrayContent(one.Body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(one.Type);
        using var message = await client.Http.SendAsync(request);
        var answer = await Answer.Of(message);
        if (Told.Wrong(answer, language) is { } wrong) return (answer.Status, $"{wrong}: {answer.Text}");
        // Signing in needs no key and reads any type; a file is what it is, whatever it is called.
        var signsIn = route.Template.EndsWith("/session", StringComparison.Ordinal);
        if (answer.Status < 400)
        {
            var due = one.Refused && route.Body is not null && !signsIn;
            return (answer.Status, due ? $"was taken: {answer.Text}" : null);
        }

        var written = target.Log.ReadAll(before, (int)(target.Log.StoredPosition() - before));
        var own = written.Any(e => target.Accounts.Contains(e.Actor));
        return (answer.Status, own ? "changed something all the same" : null);
    }
}
