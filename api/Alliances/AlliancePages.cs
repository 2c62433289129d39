using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Api.Places;
using Federation.Domain.Alliances;

namespace Federation.Api.Alliances;

/// <summary>Pages of alliances: the list, one alliance, and the coordinator's forms for it and its areas.</summary>
public static class AlliancePages
{
    private const string One = "/alliances/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/alliances", Who.Everyone),
        new("GET", "/alliances/new", Who.Coordinators),
        new("POST", "/alliances/new", Who.Coordinators),
        new("GET", One, Who.Everyone),
        new("GET", One + "/edit", Who.Coordinators),
        new("POST", One + "/profile", Who.Coordinators),
        new("POST", One + "/founding", Who.Coordinators),
        new("GET", One + "/areas/{areaId}", Who.Coordinators),
        new("POST", One + "/areas/{areaId}", Who.Coordinators),
        new("POST", One + "/areas/{areaId}/representative", Who.Coordinators),
    ];

    /// <summary>Stands for an area that is still to be made.</summary>
    private const string NewArea = "new";

    public static void MapAlliancePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/alliances", List);
        pages.MapGet("/alliances/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost("/alliances/new", FoundAsync);
        pages.MapGet(One, (string id, Reading reading) => AllianceReading.Find(reading, id) is { } found
            ? Pages.Of<AlliancePage>(new
            {
                Found = found, Parent = ParentOf(reading, found), reading.Caller.SignedIn,
                Done = reading.Text("done"),
            })
            : Pages.Problem(reading.Http, Problem.NotFound));
        pages.MapGet(One + "/edit", (string id, Reading reading) => Edit(reading, id));
        pages.MapPost(One + "/profile", (string id, Posted posted, Reading reading) =>
        {
            var body = new AllianceProfileBody(
                posted.Name("name"), posted.Names("principles"), posted.Names("guidance"));
            return posted.Run(
                () => AllianceEndpoints.ChangeProfile(posted.Post, id, body), _ => $"/alliances/{id}?done=saved",
                state => Edit(reading, id, "profile", state),
                ("alliance-name-unfit", "name"), ("alliance-lists-too-long", "principles"));
        });
        pages.MapPost(One + "/founding", (string id, Posted posted, Reading reading) => posted.Run(
            () => AllianceEndpoints.StateFounding(posted.Post, id, new(posted.Day("foundedOn"))),
            _ => $"/alliances/{id}?done=saved", state => Edit(reading, id, "founding", state),
            ("founded-in-future", "foundedOn")));
        pages.MapGet(One + "/areas/{areaId}", (string id, string areaId, Reading reading, Lang lang) =>
            Area(reading, lang, id, areaId));
        pages.MapPost(One + "/areas/{areaId}", SaveAreaAsync);
        pages.MapPost(One + "/areas/{areaId}/representative", (
            string id, string areaId, Posted posted, Reading reading) => posted.Run(
            () => AllianceEndpoints.Appoint(posted.Post, id, areaId, new(posted.Text("personId"))),
            _ => $"/alliances/{id}?done=saved#areas",
            state => Area(reading, posted.L, id, areaId, "representative", state)));
    }

    private static IResult List(Reading reading)
    {
        var found = AllianceReading.Found(reading);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<AlliancesPage>(new
        {
            Alliances = shown,
            MayFound = reading.Caller.Administrator
                || reading.Caller.Has(Federation.Domain.Accounts.Role.Coordinator),
            Next = more ? reading.Next(shown[^1].Id) : null, First = reading.First,
        });
    }

    private static (string Id, Name Name)? ParentOf(Reading reading, AllianceDetail found)
    {
        if (found.Shown.ParentId is not { } parent) return null;
        var name = reading.Rows.One(
            "select name, name_en from alliances where id = @id", r => r.Name(0), ("id", parent));
        return (parent, name!);
    }

    private static IResult New(Reading reading, Lang lang, FormState? state) => Pages.Of<NewAlliancePage>(
        new
        {
            State = state,
            Parents = reading.Rows.All(
                "select id, name, name_en from alliances order by id",
                r => new Choice(r.GetString(0), lang.Of(r.Name(1)))),
            Towns = reading.Rows.All(
                "select code, name, name_en from towns order by code",
                r => new Choice(r.GetString(0), lang.Of(r.Name(1)))),
        }, state);

    private static Task<IResult> FoundAsync(Posted posted, Reading reading)
    {
        var (name, kind) = (posted.Name("name"), posted.Choice<AllianceKind>("kind"));
        var region = posted.Text("otherRegion") ?? posted.Required("regionCode");
        var (founded, parent) = (posted.Day("foundedOn"), posted.Text("parentId"));
        return posted.Run(
            () => AllianceEndpoints.Found(posted.Post, new(
                name, region, kind!.Value, posted.Names("principles"), parent, founded, posted.Names("guidance"))),
            done => $"/alliances/{done.Id}?done=founded", state => New(reading, posted.L, state),
            ("alliance-name-unfit", "name"), ("alliance-lists-too-long", "principles"),
            ("alliance-region-unfit", "regionCode"), ("region-not-found", "regionCode"),
            ("alliance-parent-elsewhere", "parentId"), ("founded-in-future", "foundedOn"));
    }

    private static IResult Edit(Reading reading, string id, string? form = null, FormState? state = null) =>
        Found(reading, id, out var problem) is { } found
            ? Pages.Of<EditAlliancePage>(new { found.Shown, Form = form, State = state }, state)
            : problem!;

    /// <summary>The alliance for those who coordinate it; else the page that says why not.</summary>
    internal static AllianceDetail? Found(Reading reading, string id, out IResult? problem)
    {
        var found = AllianceReading.Find(reading, id);
        problem = found is null ? Pages.Problem(reading.Http, Problem.NotFound)
            : found.Coordinates ? null : Pages.Problem(reading.Http, Problem.NotAllowed);
        return problem is null ? found : null;
    }

    private static IResult Area(
        Reading reading, Lang lang, string id, string areaId, string? form = null, FormState? state = null)
    {
        if (Found(reading, id, out var problem) is not { } found) return problem!;
        var area = found.Areas.FirstOrDefault(a => a.Id == areaId);
        if (area is null && areaId != NewArea) return Pages.Problem(reading.Http, Problem.NotFound);
        var taken = found.Areas.Where(a => a != area).SelectMany(a => a.Villages).Select(v => v.Code).ToHashSet();
        return Pages.Of<AreaPage>(
            new
            {
                found.Shown, Area = area, Form = form, State = state, AreaId = areaId,
                Villages = VillageChoices.Of(reading, lang, found.Shown.RegionCode)
                    .Where(v => !taken.Contains(v.Value)).ToArray(),
                People = area is null ? [] : People(reading, lang, id, areaId),
            }, state);
    }

    /// <summary>Whom one may appoint, by name and organisation: leaders and representatives of members, and of what
    /// stands in the area's villages, for an area may hold villages of which nobody has joined.</summary>
    private static Choice[] People(Reading reading, Lang lang, string alliance, string area)
    {
        var people = reading.Rows.All(
            "select p.id, o.name, o.name_en from persons p join organisations o on o.id = p.organisation " +
            "left join memberships m on m.organisation = o.id and m.alliance = @alliance and m.state = 'member' " +
            "left join area_villages v on v.alliance = @alliance and v.area = @area and v.village = o.village " +
            "where p.erased = 0 and (p.roles like '%leader%' or p.roles like '%area-representative%') " +
            "and (m.organisation is not null or v.village is not null) " +
            "order by o.village, o.id, p.id",
            r => (Id: r.GetString(0), Organisation: r.Name(1)), ("alliance", alliance), ("area", area));
        var details = reading.Details(people.Select(p => (p.Id, Sight.Full)), "choosing an area's representative");
        return [.. people.Where(p => details.ContainsKey(p.Id))
            .Select(p => new Choice(p.Id, $"{details[p.Id].Name} · {lang.Of(p.Organisation)}"))];
    }

    private static Task<IResult> SaveAreaAsync(string id, string areaId, Posted posted, Reading reading)
    {
        var (name, villages) = (posted.Name("name"), posted.Many("villageCodes"));
        return posted.Run(
            () => areaId == NewArea
                ? AllianceEndpoints.AddArea(posted.Post, id, new(name, [.. villages]))
                : AllianceEndpoints.ChangeArea(posted.Post, id, areaId, new(name, [.. villages])),
            _ => $"/alliances/{id}?done=saved#areas", state => Area(reading, posted.L, id, areaId, "area", state),
            ("alliance-name-unfit", "name"), ("area-village-elsewhere", "villageCodes"),
            ("village-in-another-area", "villageCodes"), ("region-not-found", "villageCodes"));
    }
}
