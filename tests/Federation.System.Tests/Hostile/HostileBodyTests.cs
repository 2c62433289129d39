using System.Net.Http.Headers;
using Federation.Tests.Rig;

namespace Federation.Tests.Hostile;

/// <summary>Every POST of the API meets bodies that nobody should send.</summary>
public class HostileBodyTests
{
    private const int Seed = 20_261_125;

    /// <summary>Rounds over the kinds of spoiling, per route.</summary>
    private const int Rounds = 2;

    [Theory, InlineData(BothDatabases.Sqlite, 5_000), InlineData(BothDatabases.PostgreSql, 5_000)]
    public async Task Hostile_bodies_are_told_in_the_callers_language_and_change_nothing(string kind, int atLeast)
    {
        var target = await Target.On(kind);
        var (random, wrong, sent) = (new Random(Seed), new List<string>(), 0);
        foreach (var route in target.Routes.Where(r => r is { Method: "POST", IsApi: true }))
        foreach (var one in new Spoiling(target, random).Of(route, Rounds))
        {
            sent++;
            var caller = target.Callers.ElementAt(random.Next(3) == 0 ? random.Next(target.Callers.Count) : 0);
            var path = target.PathOf(route, random, junk: random.Next(20) == 0);
            var fault = await Try(target, caller.Value, route, path, one, sent % 2 == 0 ? "en" : "zh-CN");
            if (fault is not null) wrong.Add($"{route.Template} as {caller.Key}, {one.Name}: {fault}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(sent >= atLeast, $"Only {sent} cases.");
        Assert.Empty(Federation.Log.Maintenance.Verify(target.Log));
    }

    private static async Task<string?> Try(
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
        if (Told.Wrong(answer, language) is { } wrong) return $"{wrong}: {answer.Text}";
        if (answer.Status < 400) return one.Refused && MustBeRefused(route, one) ? $"was taken: {answer.Text}" : null;
        var after = target.Log.StoredPosition();
        var written = target.Log.ReadAll(before, (int)(after - before)).Where(e => target.Accounts.Contains(e.Actor));
        return written.Any() ? "changed something all the same" : null;
    }

    /// <summary>Signing in needs no key and takes any content type; a file is what it is, whatever it is called.</summary>
    private static bool MustBeRefused(Route route, Case one) => route.Body is not null;
}
