using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Federation.Api.Http;
using Federation.Log;
using Federation.Tests.Rig;
using Federation.Tests.SecondTown;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Hostile;

/// <summary>One POST or GET of the product, as its own endpoint data tell it.</summary>
/// <param name="Body">The record its body is read into; null where it takes something else.</param>
/// <param name="Filters">What its query may narrow a list to.</param>
public sealed record Route(string Method, string Template, Type? Body, string Filters = "")
{
    public IEnumerable<string> FilterNames => Filters.Split(' ').Select(filter => filter.Split(':')[0]);

    public bool IsApi => Template.StartsWith("/api/v1", StringComparison.Ordinal);
}

/// <summary>A town with something of every kind in it, for hostile callers to try themselves on: what they name is
/// there, so that they are stopped by rules and not by its absence.</summary>
public sealed partial class Target
{
    /// <summary>Staff of an organisation of its own, to whom everything else here is foreign.</summary>
    public const string Stranger = "stranger";

    private static readonly Dictionary<string, Lazy<Task<Target>>> Shared = BothDatabases.All
        .Select(row => (string)row[0]).ToDictionary(kind => kind, kind => new Lazy<Task<Target>>(() => Build(kind)));

    private readonly Dictionary<string, string[]> _ids = [];

    private Target(Danzao town) => Town = town;

    public Danzao Town { get; }

    /// <summary>Callers by what they are; the administrator gets past every gate, to the rules.</summary>
    public Dictionary<string, Client> Callers { get; } = [];

    /// <summary>The accounts of <see cref="Callers"/>: what they were refused must not be written.</summary>
    public HashSet<string> Accounts { get; } = [];

    public EventLog Log => Town.Product.Services.GetRequiredService<EventLog>();

    /// <summary>Every route there is; one that is added tomorrow is in it.</summary>
    public IReadOnlyList<Route> Routes { get; private set; } = [];

    public IEnumerable<string> AllIds => _ids.Values.SelectMany(ids => ids);

    public static Task<Target> On(string kind) => Shared[Formation.Chosen.DatabaseFor(kind)].Value;

    private static async Task<Target> Build(string kind)
    {
        var town = await Danzao.In(await Product.Start(kind));
        await town.SetUp();
        var target = new Target(town);
        await target.Know();
        foreach (var (role, scope) in new[]
        {
            ("platform-administrator", "*"), ("coordinator", Danzao.Town), ("coordinator", "110101001"),
            ("organisation-staff", "bak"), ("town-official", "110101001"), ("mentor", town.Mentor),
        })
        {
            var name = $"hostile{target.Callers.Count}";
            target.Callers[$"{role} {scope}"] = await town.Product.As(role, scope, name);
            target.Accounts.Add((string)(await target.Callers[$"{role} {scope}"].Read("/me"))["id"]!);
        }

        await target.Register(Stranger);
        target.Callers[Stranger] = await town.Product.As("organisation-staff", Stranger, Stranger);
        target.Accounts.Add((string)(await target.Callers[Stranger].Read("/me"))["id"]!);
        target.Routes = RoutesOf(town.Product);
        return target;
    }

    /// <summary>Every route of a product, as its endpoints tell them; a form of a page takes what the command at the
    /// same address takes.</summary>
    public static IReadOnlyList<Route> RoutesOf(Product product)
    {
        Route[] told =
        [
            .. product.Services.GetRequiredService<EndpointDataSource>().Endpoints
                .OfType<RouteEndpoint>().Where(e => !RoleTable.IsStatic(e))
                .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m =>
                    new Route(
                        m, RoleTable.Template(e), e.Metadata.GetMetadata<Described>()?.Body,
                        e.Metadata.GetMetadata<Described>()?.Filters ?? ""))),
        ];
        var bodies = told.Where(r => r is { Method: "POST", IsApi: true }).ToDictionary(r => r.Template, r => r.Body);
        return [.. told.Select(r => r is { Method: "POST", Body: null, IsApi: false }
            ? r with { Body = bodies.GetValueOrDefault("/api/v1" + Made(r.Template)) } : r)];

        static string Made(string form) => form is [.. var made, '/', 'n', 'e', 'w'] ? made : form;
    }

    /// <summary>A path of the route to things that are there, or that hold a junk word in one place.</summary>
    public string PathOf(Route route, Random random, bool junk = false)
    {
        var places = Place().Matches(route.Template);
        var spoilt = junk && places.Count > 0 ? places[random.Next(places.Count)].Index : -1;
        return Place().Replace(route.Template, place => Uri.EscapeDataString(
            place.Index == spoilt ? Junk.InPaths[random.Next(Junk.InPaths.Length)]
            : IdOf(route.Template[..place.Index].Split('/', StringSplitOptions.RemoveEmptyEntries)[^1], random)));
    }

    /// <summary>An id of a thing of the kind that a field or a path names.</summary>
    public string IdOf(string kind, Random random)
    {
        var ids = _ids.GetValueOrDefault(kind) ?? [.. AllIds];
        return ids[random.Next(ids.Length)];
    }

    /// <summary>What a field of a body names, where it names something of the town.</summary>
    public JsonNode? IdFor(string field, Random random) => field switch
    {
        "organisationId" => IdOf("organisations", random), "mentorId" => IdOf("mentors", random),
        "libraryItemId" => IdOf("library", random), "teamId" => IdOf("teams", random),
        "slotId" => IdOf("slots", random), "allianceId" or "parentId" => Danzao.Alliance,
        _ when field.EndsWith("ersonId", StringComparison.Ordinal) => IdOf("people", random),
        _ => null,
    };

    /// <summary>An organisation that nothing in the town refers to.</summary>
    private Task Register(string id) => Town.Coordinator.Made("/organisations", new
    {
        id, name = "路过的协会", kind = "other", villageCode = Danzao.Liangdeng, legalStatus = "not-filed",
    });

    /// <summary>A report that was handed in, a case, and a complaint, whose number is answered.</summary>
    private async Task<string> Tell()
    {
        await Town.Coordinator.Done($"{Danzao.Action}/report/handing-in");
        await Town.Coordinator.Made("/cases", new
        {
            id = "danzao-case", actionId = Danzao.Action.Split('/')[^1], title = "街坊一起办",
            story = "办了{{figure:sessions}}",
        });
        return await Town.Product.Anonymous().Made("/complaints", new
        {
            allianceId = Danzao.Alliance, about = "money", text = "账目没有公开",
        });
    }

    private async Task Know()
    {
        async Task Of(string kind, string path, string id = "id") => _ids[kind] =
            [.. (await Town.Coordinator.Read(path))["items"]!.AsArray().Select(i => (string)i![id]!)];
        await Of("organisations", "/organisations");
        await Of("mentors", "/mentors");
        await Of("requests", "/requests");
        await Of("library", "/library");
        await Of("teams", "/teams");
        await Of("people", "/people?organisationId=dan");
        await Of("sessions", $"{Danzao.Action}/sessions");
        await Of("pledges", $"{Danzao.Action}/pledges");
        await Of("slots", $"/mentors/{Town.Mentor}/slots?month=2025-11", "slotId");
        _ids["bookings"] = _ids["requests"];
        (_ids["offers"], _ids["areas"], _ids["series"]) = (["o-1"], ["east", "west"], ["street", "kitchen"]);
        (_ids["alliances"], _ids["joint-actions"]) = ([Danzao.Alliance], [Danzao.Action.Split('/')[^1]]);
        _ids["applications"] = _ids["members"] = _ids["organisations"];
        _ids["regions"] = _ids["coverage"] = _ids["places"] = [Danzao.Town, Danzao.Nansha, "440605"];
        (_ids["figures"], _ids["attachments"]) = (["sessions", "villages", "pledges"], [new string('a', 64)]);
        _ids["accounts"] = ["nobodys-account"];
        var complaint = await Tell();
        (_ids["cases"], _ids["complaints"]) = (["danzao-case"], [complaint]);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();
}
