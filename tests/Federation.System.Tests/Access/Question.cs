using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Federation.Tests.Hostile;

namespace Federation.Tests.Access;

/// <summary>A request about one estate's things: where it goes, and what it says.</summary>
public static partial class Question
{
    private const string Status = "/complaints/status";

    /// <summary>What stands in a path and is nobody's.</summary>
    private static readonly Dictionary<string, string> Nobodys = new()
    {
        ["figures"] = "sessions", ["openapi"] = "v1", ["parked"] = "x", ["{process}"] = "1",
    };

    /// <summary>Fields of bodies that name a thing of somebody, by what estates call it.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["villageCode"] = "villageCode", ["villageCodes"] = "villageCode", ["regionCode"] = "regions",
        ["of"] = "requests", ["organisationIds"] = "organisationId", ["areaIds"] = "areaId", ["seriesIds"] = "seriesId",
        ["file"] = "file", ["attachments"] = "attachments", ["code"] = "code",
    };

    /// <summary>The address of the route with this estate's ids; null where the estate has no such thing.</summary>
    public static string? Path(Route route, Estate of)
    {
        var missing = false;
        var path = Place().Replace(route.Template, place =>
        {
            var kind = route.Template[..place.Index].Split('/', StringSplitOptions.RemoveEmptyEntries)[^1];
            var id = Nobodys.GetValueOrDefault(kind) ?? of.Known(kind == "{id}" ? "pledges" : kind);
            missing |= id is null;
            return id ?? "";
        });
        var codeless = route.Template.EndsWith(Status, StringComparison.Ordinal) && of.Known("code") is null;
        return missing || codeless ? null : path;
    }

    /// <summary>Whether it names anything of anybody.</summary>
    public static bool IsAboutSomething(Route route) => Place().IsMatch(route.Template);

    /// <summary>The same list, asked for by what it can be narrowed to.</summary>
    public static string Narrowed(Route route, Estate of) => route.Template + "?limit=100" + string.Concat(
        route.Filters.Split(' ').Select(filter => filter.Split(':')[0] switch
        {
            "organisationId" or "organisation" => $"&organisationId={of.Organisation}&organisation={of.Organisation}",
            "alliance" or "allianceId" => $"&alliance={of.Alliance}&allianceId={of.Alliance}",
            "region" => $"&region={of.Town}",
            "action" => $"&action={of.Known("joint-actions")}",
            "meeting" => $"&meeting={of.Known("open-spaces")}",
            _ => "",
        }).Distinct());

    /// <summary>A body that fits the route and names this estate's things; of one field, another's.</summary>
    public static JsonObject Body(Route route, Estate of, (string Field, Estate Of)? foreign = null)
    {
        if (route.Body is null) return [];
        var body = new Shapes(field => Named(route, field, foreign is { } f && f.Field == field ? f.Of : of), new(1))
            .Of(route.Body);
        var needed = Shapes.Needed(route.Body).ToHashSet();
        foreach (var field in body.Select(f => f.Key).ToArray())
            if (!needed.Contains(field) && (Named(route, field, of) is null || Fitting(route, field) is not null))
                body.Remove(field);
        return body;
    }

    /// <summary>Fields of the body in which something of somebody is named.</summary>
    public static IEnumerable<string> NamingFields(Route route, Estate of) => route.Body is null ? []
        : Body(route, of).Select(f => f.Key).Where(field =>
            field != "id" && Named(route, field, of) is not null && Fitting(route, field) is null);

    /// <summary>The field names other things in the one estate than in the other.</summary>
    public static bool Differs(Route route, string field, Estate one, Estate other) =>
        Named(route, field, other) is { } named && Named(route, field, one)?.ToJsonString() != named.ToJsonString();

    /// <summary>It has all that the body must name, as far as the other has it: else no rule is reached.</summary>
    public static bool CanName(Route route, Estate of, Estate other) => route.Body is null
        || Shapes.Needed(route.Body).All(field =>
            Named(route, field, of) is not null || Named(route, field, other) is null);

    public static HttpRequestMessage Post(string path, JsonNode body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    /// <summary>The body's fields as a form has them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FormFields(JsonObject body)
    {
        foreach (var (name, node) in body)
            foreach (var value in node is JsonArray list ? list.ToArray() : [node])
                switch (value)
                {
                    case JsonObject { Count: > 0 } inner when inner["zh"] is { } zh:
                        yield return new(name, (string)zh!);
                        break;
                    case JsonObject inner:
                        foreach (var field in FormFields(inner)) yield return field;
                        break;
                    case JsonValue plain:
                        yield return new(name, plain.GetValueKind() == JsonValueKind.String
                            ? (string)plain! : plain.ToJsonString());
                        break;
                }
    }

    private static JsonNode? Named(Route route, string field, Estate of) => field switch
    {
        "id" when route.Template.EndsWith(Status, StringComparison.Ordinal) => of.Known("complaints"),
        "id" => $"q{Guid.NewGuid():N}",
        "roles" when route.Template.Contains("/accounts", StringComparison.Ordinal) => new JsonArray(
            new JsonObject { ["role"] = "organisation-staff", ["scope"] = of.Organisation }),
        "opensOn" => Estate.Day(-20),
        "closesOn" => Estate.Day(30),
        "scope" when route.Template.StartsWith("/api/v1/alliances/", StringComparison.Ordinal) => new JsonObject
        {
            ["kind"] = "alliance",
        },
        "code" when !route.Template.EndsWith(Status, StringComparison.Ordinal) => null,
        _ when Fields.TryGetValue(field, out var kind) => of.Known(kind) is { } id ? id : null,
        _ when field.EndsWith("Id", StringComparison.Ordinal) => of.Known(
            field.EndsWith("ersonId", StringComparison.Ordinal) ? "personId" : field) is { } id ? id : null,
        _ => Fitting(route, field),
    };

    /// <summary>What names nobody's thing, but must fit what is there for the rules to be reached.</summary>
    private static JsonNode? Fitting(Route route, string field) => (route.Template.Split('/')[^1], field) switch
    {
        (_, "key") => "sessions",
        ("withdrawal" or "explanation", "source") => "《简报》",
        ("ending", "kind") => "safety",
        ("ending", "from") => Estate.Day(-5),
        (_, "startsAt" or "start") => Estate.At(3),
        (_, "end") => Estate.At(3, 11),
        (_, "heldOn" or "firstDay" or "visitedOn" or "day") => Estate.Day(0),
        (_, "plannedFor" or "dueOn") => Estate.Day(5),
        ("corrections", "kind") => "gift",
        ("corrections", "of") => "g1",
        _ => null,
    };

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();
}
