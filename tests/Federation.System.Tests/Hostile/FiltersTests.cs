using System.Collections.Concurrent;
using Federation.Api.Http;
using Federation.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Federation.Tests.Hostile;

/// <summary>What a list looks at in its query is what the documents say that it takes.</summary>
[Collection(LongestFirst.Hostile)] // It listens to what every read looks for, and so does another test.
public class FiltersTests
{
    private static readonly string[] OfEveryRead = ["after", "limit", "cursor", "lang", "done"];

    [Fact]
    public async Task No_route_looks_for_a_filter_that_it_does_not_name()
    {
        var target = await Target.On(BothDatabases.Sqlite);
        var (silent, looked, random) = (new ConcurrentDictionary<string, bool>(), 0, new Random(1));
        Reading.Listener = (http, name) =>
        {
            Interlocked.Increment(ref looked);
            if (http.GetEndpoint()?.Metadata.GetMetadata<Described>() is not { Body: null } told) return;
            var named = told.Filters.Split(' ').Select(filter => filter.Split(':')[0]);
            if (HttpMethods.IsGet(http.Request.Method) && !named.Concat(OfEveryRead).Contains(name))
                silent[$"{http.Request.Path} looks for {name}"] = true;
        };
        try
        {
            foreach (var route in target.Routes.Where(r =>
                r.Method == "GET" && r.Template.StartsWith("/api/v1/") && r.Template != "/api/v1/changes"))
            foreach (var caller in target.Callers.Values)
                await caller.Http.GetAsync(target.PathOf(route, random));
        }
        finally
        {
            Reading.Listener = null;
        }

        Assert.True(looked > 1_000, $"Only {looked} looks.");
        Assert.Empty(silent.Keys.Order());
    }
}
