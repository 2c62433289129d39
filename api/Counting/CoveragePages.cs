using Federation.Domain.Accounts;
using Federation.Domain.Counting;

namespace Federation.Api.Counting;

/// <summary>The town official's page, the registry of figures, and the records behind each.</summary>
public static class CoveragePages
{
    private const string Region = "/coverage/{regionCode}";
    private static readonly string[] FilterFields = ["alliance", "theme", "from", "to", "asOf", "by", "show", "days"];

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/coverage", Who.Everyone),
        new("GET", Region, Who.Everyone),
        new("GET", "/figures", Who.Everyone),
        new("GET", "/figures/{key}/records", Who.Everyone),
    ];

    public static void MapCoveragePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/coverage", Towns);
        pages.MapGet(Region, Show);
        pages.MapGet("/figures", () => Pages.Of<FiguresPage>());
        pages.MapGet("/figures/{key}/records", Records);
    }

    /// <summary>An official goes to the own region at once, and so does everybody where there is only one
    /// town.</summary>
    private static IResult Towns(Reading reading)
    {
        var towns = reading.Rows.All(
            "select t.code, t.name, t.name_en, count(v.code) from towns t left join villages v on v.town = t.code " +
            "and v.placeholder = 0 and v.valid_to is null group by t.code, t.name, t.name_en order by t.code limit 500",
            r => new TownCovered(r.GetString(0), r.Name(1), r.GetInt64(3)));
        var own = reading.Caller.Scopes(Role.TownOfficial).FirstOrDefault(scope => scope != Account.Everywhere);
        if (own is not null && CoverageQuery.NameOf(reading, own) is not null)
            return Results.Redirect($"/coverage/{own}");
        return towns.Count == 1
            ? Results.Redirect($"/coverage/{towns[0].Code}") : Pages.Of<TownsPage>(new { Towns = towns });
    }

    private static IResult Show(string regionCode, Reading reading, Lang lang)
    {
        var filters = Typed(reading);
        var query = Understood(reading, regionCode, lang, filters);
        var view = query is null ? null : CoverageView.Of(reading, query, lang, filters);
        var name = CoverageQuery.NameOf(reading, regionCode) ?? throw new ProblemException(Problem.NotFound);
        return Pages.Of<CoveragePage>(
            new
            {
                Code = regionCode, Name = name, Filters = filters, View = view,
                Alliances = Alliances(reading, regionCode, lang), Themes = Themes(reading, regionCode),
                Above = regionCode.Length == 12 ? new RegionShown(
                    regionCode[..9], CoverageQuery.NameOf(reading, regionCode[..9]) ?? new(regionCode[..9])) : null,
            }, filters);
    }

    /// <summary>What was asked for, or null with the error beside its field.</summary>
    private static CoverageQuery? Understood(Reading reading, string region, Lang lang, FormState filters)
    {
        try
        {
            return CoverageQuery.Of(reading, region);
        }
        catch (ProblemException wrong) when (wrong.Problem.Field is { } field && FilterFields.Contains(field))
        {
            filters.Wrong(field, lang.T(wrong.Problem.Zh, wrong.Problem.En));
            return null;
        }
    }

    private static FormState Typed(Reading reading)
    {
        var typed = new FormState();
        foreach (var field in FilterFields) if (reading.Text(field) is { } value) typed.With(field, value);
        return typed;
    }

    private static Choice[] Alliances(Reading reading, string region, Lang lang) => [.. reading.Rows.All(
        "select id, name, name_en from alliances where region >= @low and region < @high order by id limit 200",
        r => new Choice(r.GetString(0), lang.Of(r.Name(1))), ("low", region[..Math.Min(9, region.Length)]),
        ("high", region[..Math.Min(9, region.Length)] + ":"))];

    private static Choice[] Themes(Reading reading, string region) => [.. reading.Rows.All(
        "select distinct a.theme from actions a join alliances l on l.id = a.alliance " +
        "where l.region >= @low and l.region < @high order by a.theme limit 200",
        r => new Choice(r.GetString(0), r.GetString(0)),
        ("low", region[..Math.Min(9, region.Length)]), ("high", region[..Math.Min(9, region.Length)] + ":"))];

    private static IResult Records(string key, Reading reading, Lang lang)
    {
        var figure = FigureRegistry.Find(key) ?? throw new ProblemException(Problem.NotFound);
        var (filters, names) = (Typed(reading), new RecordNames(reading.Rows));
        var found = new RecordsPage([], null);
        try
        {
            found = FigureRecords.Found(reading, key);
        }
        catch (ProblemException wrong) when (wrong.Problem is { Status: 400, Field: { } field })
        {
            filters.Wrong(field, lang.T(wrong.Problem.Zh, wrong.Problem.En));
        }

        return Pages.Of<RecordsPageView>(
            new
            {
                Figure = figure, Said = Said(reading, lang, names), Filters = filters, Names = names, found.Items,
                Spans = !FigureViews.Merchants.Contains(key) && !FigureViews.Money.Contains(key)
                    && !FigureViews.Reach.Except([FigureRegistry.VillagesReached]).Contains(key),
                Kept = RecordFilters.Where(f => reading.Text(f) is not null)
                    .Select(f => (f, reading.Text(f)!)).ToArray(),
                Next = found.Next is { } next ? reading.Next(next) : null, reading.First,
            }, filters);
    }

    private static readonly string[] RecordFilters =
        ["region", "alliance", "action", "series", "scope", "theme", "organisation", "village", "campaign"];

    /// <summary>The filters in words.</summary>
    private static (string, string)[] Said(Reading reading, Lang lang, RecordNames names)
    {
        var action = reading.Text("action") ?? "";
        (string Label, string? Text)[] said =
        [
            (lang.T("区域", "Region"), reading.Text("region") is { } code
                ? lang.Of(CoverageQuery.NameOf(reading, code) ?? new(code)) : null),
            (lang.T("联盟", "Alliance"), reading.Text("alliance") is { } id ? lang.Of(names.Alliance(id)) : null),
            (lang.T("联合行动", "Joint action"), action.Length > 0 ? lang.Of(names.Action(action)) : null),
            (lang.T("募捐项目", "Campaign"),
                reading.Text("campaign") is { } campaign ? lang.Of(names.Campaign(campaign)) : null),
            (lang.T("系列", "Series"),
                reading.Text("series") is { } series ? lang.Of(names.Series(action, series)) : null),
            (lang.T("部分", "Part"), reading.Text("scope") is { } part ? lang.Of(names.Part(action, part)) : null),
            (lang.T("主题", "Theme"), reading.Text("theme")),
            (lang.T("组织", "Organisation"),
                reading.Text("organisation") is { } o ? lang.Of(names.Organisation(o)) : null),
            (lang.T("村居", "Village"), reading.Text("village") is { } v ? lang.Of(names.Village(v)) : null),
            (lang.T("时段", "Period"), (reading.Text("from"), reading.Text("to")) is (null, null) ? null
                : $"{reading.Text("from") ?? lang.T("最早", "the first")} – {reading.Text("to") ?? lang.T("现在", "now")}"),
            (lang.T("截至", "As of"), reading.Text("asOf")),
        ];
        return [.. said.Where(s => s.Text is not null).Select(s => (s.Label, s.Text!))];
    }
}

/// <summary>An adopted town with its number of villages.</summary>
public sealed record TownCovered(string Code, Name Name, long Villages);
