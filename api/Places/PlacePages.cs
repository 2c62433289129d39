using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Api.Places;

/// <summary>A village of a town as its page lists it.</summary>
/// <param name="Until">The first day on which it is no more.</param>
public sealed record VillageLineShown(string Code, Name Name, bool Placeholder, DateOnly? From, DateOnly? Until);

public sealed record TownShown(string Code, Name Name, DateOnly AdoptedOn, long Villages, long Placeholders);

/// <summary>Pages for finding a town, adopting it, and importing later changes of its villages.</summary>
public static class PlacePages
{
    private const int FoundMax = 50;

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/admin/places", Who.Coordinators),
        new("GET", "/admin/places/{code}", Who.Coordinators),
        new("POST", "/admin/places/{code}/adoption", Who.Coordinators),
        new("GET", "/admin/places/import", Who.Coordinators),
        new("POST", "/admin/places/import", Who.Coordinators),
    ];

    public static void MapPlacePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/admin/places", (Reading reading, Country country) => Browse(reading, country, null));
        pages.MapGet("/admin/places/{code}", (string code, Reading reading, Country country) =>
            Show(code, reading, country, null));
        pages.MapPost("/admin/places/{code}/adoption", (string code, Posted posted, Reading reading, Country country) =>
            posted.Run(
                () => PlaceEndpoints.Adopt(posted.Post, code), _ => $"/admin/places/{code}?done=adopted",
                state => Show(code, reading, country, state)));
        pages.MapGet("/admin/places/import", () => Pages.Of<ImportPage>());
        pages.MapPost("/admin/places/import", (Delegate)ImportAsync);
    }

    private static IResult Show(string code, Reading reading, Country country, FormState? state)
    {
        if (country.Find(code) is not { } region) return Pages.Problem(reading.Http, Problem.NotFound);
        return region.Level switch
        {
            RegionLevel.Village => Results.Redirect($"/admin/places/{Regions.TownOf(code)}"),
            RegionLevel.Town => Town(reading, country, region, state),
            _ => Browse(reading, country, region),
        };
    }

    private static IResult Browse(Reading reading, Country country, Region? within)
    {
        var words = reading.Text("q")?.Trim() is { Length: > 0 } q ? q : null;
        return Pages.Of<PlacesPage>(new
        {
            Within = within, Words = words, Path = within is null ? [] : country.Path(within.Code),
            Children = words is null ? country.Children(within?.Code ?? "") : [],
            Found = words is null ? [] : country.Search(words, within?.Code, FoundMax)
                .Select(r => (r, string.Join(" / ", country.Path(r.Code).Select(above => above.Name)))).ToArray(),
            Towns = within is null && words is null ? Adopted(reading) : [],
        });
    }

    private static IResult Town(Reading reading, Country country, Region town, FormState? state)
    {
        var adopted = Adopted(reading, town.Code).FirstOrDefault();
        return Pages.Of<TownPage>(
            new
            {
                Town = town, Path = country.Path(town.Code), Adopted = adopted,
                CodesOf = country.CodesDate, State = state,
                Villages = adopted is null ? FromFile(country, town.Code) : Recorded(reading.Rows, town.Code),
                MayAdopt = reading.Caller.Coordinates("", town.Code), Done = reading.Text("done") == "adopted",
            }, state);
    }

    /// <summary>Adopted towns by code with how many villages they have today; placeholders apart.</summary>
    private static IReadOnlyList<TownShown> Adopted(Reading reading, string? code = null) => reading.Rows.All(
        "select t.code, t.name, t.name_en, t.adopted_on, " +
        "coalesce(sum(case when v.placeholder = 0 then 1 else 0 end), 0), coalesce(sum(v.placeholder), 0) " +
        "from towns t left join villages v on v.town = t.code and (v.valid_to is null or v.valid_to > @today) " +
        (code is null ? "" : "where t.code = @code ") +
        "group by t.code, t.name, t.name_en, t.adopted_on order by t.code",
        r => new TownShown(
            r.GetString(0), new(r.GetString(1), r.Text(2)), r.Day(3)!.Value,
            Convert.ToInt64(r.GetValue(4)), Convert.ToInt64(r.GetValue(5))),
        ("today", reading.Today), ("code", code));

    private static VillageLineShown[] FromFile(Country country, string town) =>
        [.. country.Villages(town).Select(v => new VillageLineShown(v.Code, new(v.Name), v.Placeholder, null, null))];

    private static IReadOnlyList<VillageLineShown> Recorded(Rows rows, string town) => rows.All(
        "select code, name, name_en, placeholder, valid_from, valid_to from villages where town = @town order by code",
        r => new VillageLineShown(
            r.GetString(0), new(r.GetString(1), r.Text(2)), r.Flag(3),
            r.Day(4) is { } from && from > Federation.Domain.Places.Town.Always ? from : null, r.Day(5)),
        ("town", town));

    /// <summary>A file from a spreadsheet, or rows typed or pasted. What came of it is
    /// shown at once, with a fresh form.</summary>
    private static async Task<IResult> ImportAsync(Posted posted)
    {
        var file = posted.Form.Files.GetFile("file");
        if (file is null or { Length: 0 } && posted.Text("rows") is null)
        {
            posted.State.Wrong("file", posted.L.T("请选择文件，或在下面粘贴内容", "Choose a file, or paste the rows below"));
            return Again(posted.State);
        }

        try
        {
            await using var csv = file is { Length: > 0 } ? file.OpenReadStream() : new MemoryStream(
                System.Text.Encoding.UTF8.GetBytes(posted.Text("rows")!));
            return Pages.Of<ImportPage>(new { Result = await PlaceEndpoints.Import(posted.Post, csv) });
        }
        catch (ProblemException refused)
        {
            posted.Tell(refused.Problem);
            return Again(posted.State);
        }
    }

    private static IResult Again(FormState state) =>
        Pages.Of<ImportPage>(new { State = state }, state);
}
