using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Api.Places;

/// <summary>The country's places, and the towns that an alliance adopted.</summary>
public static class PlaceEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("GET", "/api/v1/regions/{code}", Who.Everyone),
        new("GET", "/api/v1/regions/{code}/children", Who.Everyone),
        new("POST", "/api/v1/regions/{townCode}/adoption", Who.Coordinators),
        new("POST", "/api/v1/regions/import", Who.Coordinators),
    ];

    public static void MapPlaces(this IEndpointRouteBuilder api)
    {
        api.MapGet("/regions/{code}", (string code, Country country, Reading reading) =>
            country.Find(code) is { } region ? reading.Answer(Shown(country, region)) : reading.NotFound());
        api.MapGet("/regions/{code}/children", (string code, Country country, Reading reading) =>
        {
            if (code != "cn" && country.Find(code) is null) return reading.NotFound();
            return reading.Answer(
                new { items = country.Children(code == "cn" ? "" : code).Select(r => Shown(country, r)) });
        });
        api.MapPost("/regions/{townCode}/adoption", async (string townCode, Post<Nothing> asked) =>
            (await Adopt(asked, townCode)).Created(asked.Http, $"/api/v1/regions/{townCode}"));
        api.MapPost("/regions/import", (Delegate)ImportAsync);
    }

    /// <summary>Records that the town takes part, with its villages as the country file has them.</summary>
    public static async Task<Done> Adopt(Post post, string townCode)
    {
        var country = post.Http.RequestServices.GetRequiredService<Country>();
        if (country.Find(townCode) is not { Level: RegionLevel.Town } town)
            throw new ProblemException(Problem.NotFound);
        var villages = country.Villages(townCode).Select(v => new VillageFacts(v.Code, new(v.Name)));
        return await post.Run(
            Town.Boundary.Stream(townCode),
            () => new TownCommand.AdoptTown(new(town.Name), country.CodesDate, [.. villages]),
            post.Caller.Coordinates("", townCode), townCode);
    }

    /// <summary>Later changes as a CSV of code, name and validFrom. Good rows take effect
    /// town by town; bad rows are told.</summary>
    private static async Task<IResult> ImportAsync(HttpContext http)
    {
        var bytes = await Bodies.ReadAsync(http.Request, VillageCsv.MaxBytes);
        var post = Post.Of(http, bytes, on: null);
        return (await Import(post, new MemoryStream(bytes))).Answer(http);
    }

    /// <summary>What came of an import: how many lines took effect, and which did not,
    /// with their row and reason.</summary>
    public sealed record Imported(int Accepted, IReadOnlyList<BadRow> Bad, long Position)
    {
        public IResult Answer(HttpContext http)
        {
            http.Response.Headers.ETag = $"\"{Position}\"";
            return Results.Json(
                new { id = "import", accepted = Accepted, bad = Bad, position = Position }, Bodies.Options);
        }
    }

    public static async Task<Imported> Import(Post post, Stream csv)
    {
        var sheet = await VillageCsv.ReadAsync(csv, post.Http.RequestAborted);
        var (accepted, position, bad) = (0, post.Log.Head.Position, sheet.Bad.ToList());
        foreach (var town in sheet.Good.GroupBy(r => r.Code[..Regions.TownDigits]))
        {
            var lines = town.Select(r => new VillageLine(r.Code, new(r.Name), r.ValidFrom));
            var done = await post.For(town.Key).Run(
                Town.Boundary.Stream(town.Key), () => new TownCommand.ChangeVillages([.. lines]),
                post.Caller.Coordinates("", town.Key));
            if (done.Problem is { Status: >= 500 } problem) throw new ProblemException(problem);
            if (done.Problem is { } refused) bad.AddRange(town.Select(r => new BadRow(r.Row, refused.Zh, refused.En)));
            else (accepted, position) = (accepted + town.Count(), done.Outcome.Position);
        }

        return new(accepted, [.. bad.OrderBy(b => b.Row)], position);
    }

    private static object Shown(Country country, Region region) => new
    {
        code = region.Code, name = new Name(region.Name), level = region.Level, placeholder = region.Placeholder,
        path = country.Path(region.Code).Select(r => new { code = r.Code, name = new Name(r.Name) }),
        codesAsOf = country.CodesDate,
    };
}
