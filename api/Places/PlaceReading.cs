using Federation.Domain.Places;
using Federation.Log.Places;

namespace Federation.Api.Places;

public sealed record RegionShown(
    string Code, Name Name, RegionLevel Level, bool Placeholder, IReadOnlyList<Place> Path, DateOnly CodesAsOf);

public sealed record RegionsShown(IReadOnlyList<RegionShown> Items);

/// <summary>A village of a town as its page lists it.</summary>
/// <param name="Until">The first day on which it is no more.</param>
public sealed record VillageShown(
    string Code, Name Name, bool Placeholder, DateOnly? From = null, DateOnly? Until = null);

public sealed record TownShown(string Code, Name Name, DateOnly AdoptedOn, long Villages);

/// <param name="Adopted">Null: not adopted yet; the villages are then those of the country file.</param>
public sealed record TownView(Region Town, TownShown? Adopted, IReadOnlyList<VillageShown> Villages);

/// <param name="Within">Where one looks for places; null: in the whole country.</param>
/// <param name="Town">What is recorded there, where that is a town.</param>
public sealed record PlaceView(Region? Within, TownView? Town = null);

/// <summary>What came of an import: how many lines took effect, and which did not,
/// with their row and reason.</summary>
public sealed record Imported(string Id, int Accepted, IReadOnlyList<BadRow> Bad, long Position);

public sealed record ImportView(Imported? Result);

/// <summary>Reads of the country file and of the towns that take part.</summary>
public static class PlaceReading
{
    public static RegionShown? Find(Reading reading) =>
        CountryOf(reading) is var country && country.Find(reading["code"]) is { } region
            ? Shown(country, region) : null;

    public static RegionsShown? Children(Reading reading)
    {
        var (code, country) = (reading["code"], CountryOf(reading));
        if (code != "cn" && country.Find(code) is null) return null;
        return new([.. country.Children(code == "cn" ? "" : code).Select(r => Shown(country, r))]);
    }

    /// <summary>A town, or a place above towns; a village leads to its town.</summary>
    public static PlaceView? Browse(Reading reading)
    {
        var country = CountryOf(reading);
        if (country.Find(reading["code"]) is not { } region) return null;
        if (region.Level is RegionLevel.Village) reading.Elsewhere = $"/admin/places/{Regions.TownOf(region.Code)}";
        if (region.Level is not RegionLevel.Town) return new(region);
        var adopted = Adopted(reading, region.Code).FirstOrDefault();
        return new(region, new(region, adopted, adopted is not null ? Recorded(reading.Rows, region.Code)
            : [.. country.Villages(region.Code).Select(v => new VillageShown(v.Code, new(v.Name), v.Placeholder))]));
    }

    /// <summary>Adopted towns by code with how many villages they have today, without placeholders.</summary>
    public static IReadOnlyList<TownShown> Adopted(Reading reading, string? code = null) =>
        reading.Rows.All<TownShown>(
            "select t.code, t.name, t.name_en, t.adopted_on, count(v.code) as villages from towns t " +
            "left join villages v on v.town = t.code and v.placeholder = 0 " +
            "and (v.valid_to is null or v.valid_to > @today) " + (code is null ? "" : "where t.code = @code ") +
            "group by t.code, t.name, t.name_en, t.adopted_on order by t.code",
            ("today", reading.Today), ("code", code));

    private static IReadOnlyList<VillageShown> Recorded(Rows rows, string town) => rows.All<VillageShown>(
        "select code, name, name_en, placeholder, case when valid_from > @always then valid_from end as \"from\", " +
        "valid_to as until from villages where town = @town order by code", ("town", town), ("always", Town.Always));

    private static Country CountryOf(Reading reading) =>
        reading.Http.RequestServices.GetRequiredService<Country>();

    private static RegionShown Shown(Country country, Region region) => new(
        region.Code, new(region.Name), region.Level, region.Placeholder,
        [.. country.Path(region.Code).Select(r => new Place(r.Code, new(r.Name)))], country.CodesDate);
}
