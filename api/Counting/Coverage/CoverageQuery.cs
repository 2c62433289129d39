using Federation.Log.Counting;
using Federation.Domain.Places;

namespace Federation.Api.Counting;

/// <summary>What a coverage answer was asked for.</summary>
/// <param name="From">Null: from the first record on.</param>
/// <param name="To">Null: up to <paramref name="AsOf"/>.</param>
internal sealed record CoverageQuery(
    string Region, Name Name, string? Alliance, Name? AllianceName, DateOnly? From, DateOnly? To, DateOnly AsOf,
    CoverageBy? By, string? Theme = null)
{
    /// <summary>The whole country's, in addresses; none of its parts has a code that could be taken for it.</summary>
    public const string Country = "cn";

    /// <summary>As addresses have it.</summary>
    public string Code { get; } = CodeOf(Region);

    /// <summary>Its rows are the regions next below, not villages.</summary>
    public bool IsAboveTowns => Region.Length < Regions.TownDigits;

    public RegionRange Range { get; } = new(Region);

    /// <summary>The days that count: those asked for, cut at the day as of which is asked.</summary>
    public Period Period { get; } = new Period(From ?? DateOnly.MinValue, To ?? AsOf).AsOf(AsOf);

    /// <summary>As it is put to the books.</summary>
    public Question Question => new(Period, Region, Alliance, Theme);

    /// <summary>The day on which states (members, villages, pledges) are told.</summary>
    public DateOnly Day => Period.To;

    public Scope Scope { get; } = Alliance is null
        ? new(ScopeKind.Region, CodeOf(Region), Name)
        : new(ScopeKind.Alliance, Alliance, AllianceName!);

    /// <summary>Who asks is an official or auditor of the region, or coordinates what was asked for.</summary>
    public bool LooksAfter(Caller caller) => caller.Oversees(Region) || caller.Coordinates(Alliance ?? "", Region);

    public static CoverageQuery Of(Reading reading, string region)
    {
        var name = NameOf(reading, region) ?? throw new ProblemException(Problem.NotFound);
        var alliance = reading.Text("alliance");
        var allianceName = alliance is null ? null : AllianceNameOf(reading.Rows, alliance)
            ?? throw Reading.Wrong("alliance", "没有这个联盟。", "There is no such alliance.");
        var (asOf, by) = (AsOfDay(reading), reading.Text("by"));
        CoverageBy? choice = by is null ? null : Enum.GetValues<CoverageBy>().Cast<CoverageBy?>()
            .FirstOrDefault(one => RowText.Of(one!.Value) == by) ?? throw Reading.Wrong(
            "by", "“by”须为 region、village、month、theme 或 organisation。",
            "'by' is region, village, month, theme or organisation.");
        var (from, to) = (reading.DayOrMonth("from", last: false), reading.DayOrMonth("to", last: true));
        return from > (to ?? asOf)
            ? throw Reading.Wrong("from", "起始日期不能晚于结束日期。", "'from' must not be after 'to'.")
            : new(Prefix(region), name, alliance, allianceName, from, to, asOf, choice, reading.Text("theme"));
    }

    /// <summary>Today unless asked for; nothing is known of a later day.</summary>
    public static DateOnly AsOfDay(Reading reading)
    {
        var asOf = reading.DayOrMonth("asOf", last: true) ?? reading.Today;
        return asOf <= reading.Today || reading.Text("asOf") is { Length: 7 }
            ? (asOf > reading.Today ? reading.Today : asOf)
            : throw Reading.Wrong("asOf", "截至日期不能晚于今天。", "'asOf' must not be later than today.");
    }

    private static string CodeOf(string prefix) => prefix.Length == 0 ? Country : prefix;

    /// <summary>With which its villages' codes begin.</summary>
    public static string Prefix(string region) => region == Country ? "" : region;

    /// <summary>The region's name: the adopted village's own, else the country's; null for an unknown code.</summary>
    public static Name? NameOf(Reading reading, string code)
    {
        if (code == Country) return new("全国", "China");
        if (code.Length > Regions.VillageDigits || !code.All(char.IsAsciiDigit)) return null;
        if (reading.Books.NameOf(code) is { } name) return name;
        var country = reading.Http.RequestServices.GetRequiredService<Federation.Log.Places.Country>();
        return country.Find(code) is { } region ? new(region.Name) : null;
    }

    public static Name? AllianceNameOf(Rows rows, string id) => rows.One(
        "select name, name_en from alliances where id = @id", r => r.Name(0), ("id", id));

    /// <summary>Addresses of what is behind the figures of the whole answer or of one row. They end alike, but for the
    /// figures that are told of a day.</summary>
    public Func<Figure, string> RecordsOf(string? rowKey = null)
    {
        string? spans = null, states = null;
        return figure =>
        {
            var state = figure.Key is FigureRegistry.Pledges or FigureRegistry.AllianceMerchants;
            ref var end = ref state ? ref states : ref spans;
            return $"/api/v1/figures/{figure.Key}/records{end ??= EndOf(rowKey, state)}";
        };
    }

    private string EndOf(string? rowKey, bool state)
    {
        var (from, to) = By == CoverageBy.Month && rowKey is not null
            ? (rowKey, rowKey)
            : (From is { } f && !state ? Days.Text(f) : null, To is { } t ? Days.Text(t) : null);
        return FigureAnswers.Asked(
            ("region", By is CoverageBy.Region or CoverageBy.Village && rowKey is not null ? rowKey : Code),
            ("alliance", Alliance),
            ("theme", By == CoverageBy.Theme && rowKey is not null ? rowKey : Theme),
            ("organisation", By == CoverageBy.Organisation ? rowKey : null),
            ("from", from), ("to", to), ("asOf", Days.Text(AsOf)));
    }
}
