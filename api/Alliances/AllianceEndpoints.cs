using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Api.Places;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.Places;

namespace Federation.Api.Alliances;

public sealed record FoundAllianceBody(
    Name Name, string RegionCode, AllianceKind Kind, Items<Name> Principles = default, string? ParentId = null,
    DateOnly? FoundedOn = null, Items<Name> Guidance = default, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated;

public sealed record AllianceProfileBody(
    Name Name, Items<Name> Principles, Items<Name> Guidance = default, DateOnly? On = null) : IDated;

/// <param name="FoundedOn">Null: not known after all.</param>
public sealed record FoundingBody(DateOnly? FoundedOn, DateOnly? On = null) : IDated;

public sealed record AddAreaBody(
    Name Name, Items<string> VillageCodes, string? Id = null, DateOnly? On = null) : IDated;

public sealed record ChangeAreaBody(Name Name, Items<string> VillageCodes, DateOnly? On = null) : IDated;

/// <param name="PersonId">Null: the seat falls vacant.</param>
public sealed record RepresentativeBody(string? PersonId, DateOnly? On = null) : IDated;

/// <summary>Alliances with their areas and representatives; all of it is the coordinator's business.</summary>
public static class AllianceEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/alliances", Who.Coordinators),
        new("GET", "/api/v1/alliances", Who.Everyone),
        new("GET", "/api/v1/alliances/{id}", Who.Everyone),
        new("POST", "/api/v1/alliances/{id}/profile", Who.Coordinators),
        new("POST", "/api/v1/alliances/{id}/founding", Who.Coordinators),
        new("POST", "/api/v1/alliances/{id}/areas", Who.Coordinators),
        new("POST", "/api/v1/alliances/{id}/areas/{areaId}", Who.Coordinators),
        new("POST", "/api/v1/alliances/{id}/areas/{areaId}/representative", Who.Coordinators),
    ];

    public static void MapAlliances(this IEndpointRouteBuilder api)
    {
        api.MapPost("/alliances", async (Asked<FoundAllianceBody> asked) =>
        {
            var done = await Found(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"/api/v1/alliances/{done.Id}");
        });
        api.MapGet("/alliances", (Reading reading) => AllianceReading.Alliances(reading));
        api.MapGet("/alliances/{id}", (string id, Reading reading) => AllianceReading.Alliance(reading, id));
        api.MapPost("/alliances/{id}/profile", async (string id, Asked<AllianceProfileBody> asked) =>
            (await ChangeProfile(asked.Asking, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/alliances/{id}/founding", async (string id, Asked<FoundingBody> asked) =>
            (await StateFounding(asked.Asking, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/alliances/{id}/areas", async (string id, Asked<AddAreaBody> asked) =>
        {
            var done = await AddArea(asked.Asking, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/alliances/{id}", new { areaId = done.Id });
        });
        api.MapPost("/alliances/{id}/areas/{areaId}", async (string id, string areaId, Asked<ChangeAreaBody> asked) =>
            (await ChangeArea(asked.Asking, id, areaId, asked.Body)).Answer(asked.Http));
        api.MapPost(
            "/alliances/{id}/areas/{areaId}/representative",
            async (string id, string areaId, Asked<RepresentativeBody> asked) =>
                (await Appoint(asked.Asking, id, areaId, asked.Body)).Answer(asked.Http));
    }

    public static Task<Done> Found(Asking asking, FoundAllianceBody body)
    {
        var id = asking.Id(body.Id);
        if (body.Id?.All(char.IsAsciiDigit) == true) throw Reading.Wrong(
            "id", "联盟编号不能只含数字，以免与区划代码混淆。", "An alliance's id is not all digits: it would pass for a region's code.");
        var parentId = body.ParentId is null ? null : Asking.Reference(body.ParentId, "parentId");
        var above = parentId is null ? null : AllianceReading.RegionOf(asking.Rows, parentId);
        return asking.Run(
            Alliance.Boundary.Stream(id),
            () =>
            {
                asking.RequireRegion(body.RegionCode, "regionCode");
                return new AllianceCommand.FoundAlliance(
                    new(body.Name, body.Principles, body.Guidance), body.RegionCode, body.Kind,
                    Parent(asking, parentId), body.FoundedOn, body.Illustrative);
            },
            asking.Caller.Coordinates(id, body.RegionCode)
                || (above is not null && asking.Caller.Coordinates(parentId!, above)), id);
    }

    public static Task<Done> ChangeProfile(Asking asking, string id, AllianceProfileBody body) => Run(
        asking, id, _ => new AllianceCommand.ChangeProfile(new(body.Name, body.Principles, body.Guidance)), id);

    public static Task<Done> StateFounding(Asking asking, string id, FoundingBody body) =>
        Run(asking, id, _ => new AllianceCommand.StateFounding(body.FoundedOn), id);

    public static Task<Done> AddArea(Asking asking, string id, AddAreaBody body)
    {
        var areaId = asking.Id(body.Id);
        return Run(asking, id, region =>
        {
            RequireInside(asking, region, body.VillageCodes);
            return new AllianceCommand.AddArea(areaId, body.Name, body.VillageCodes);
        }, areaId);
    }

    public static Task<Done> ChangeArea(Asking asking, string id, string areaId, ChangeAreaBody body)
    {
        Asking.Reference(areaId, "areaId");
        return Run(asking, id, region =>
        {
            RequireInside(asking, region, body.VillageCodes);
            return new AllianceCommand.ChangeArea(areaId, body.Name, body.VillageCodes);
        }, areaId);
    }

    public static Task<Done> Appoint(Asking asking, string id, string areaId, RepresentativeBody body)
    {
        Asking.Reference(areaId, "areaId");
        return Run(asking, id, region =>
        {
            if (body.PersonId is { } person) RequireNear(asking, id, region, person);
            return new AllianceCommand.AppointRepresentative(areaId, body.PersonId);
        }, areaId);
    }

    private static Task<Done> Run(Asking asking, string id, Func<string, object> prepare, string made)
    {
        var region = AllianceReading.RegionOf(asking.Rows, Asking.Reference(id, "id"))
            ?? throw new ProblemException(Problem.NotFound);
        return asking.Run(
            Alliance.Boundary.Stream(id), () => prepare(region), asking.Caller.Coordinates(id, region), made);
    }

    private static AllianceFacts? Parent(Asking asking, string? id)
    {
        if (id is null) return null;
        asking.RestOn(Alliance.Boundary.Stream(id));
        return AllianceReading.RegionOf(asking.Rows, id) is { } region ? new(id, region) : throw Filters.Absent(
            "alliance-not-found", "parentId", "没有这个上级联盟，请先建立。", "There is no such alliance above; found it first.");
    }

    /// <summary>Villages of other regions are left to the rule that refuses them.</summary>
    private static void RequireInside(Asking asking, string region, Items<string> villages) => asking.RequireVillages(
        villages.Where(v => !Regions.IsVillageCode(v) || Regions.Contains(region, v)), "villageCodes");

    /// <summary>Of a member, or of an organisation in the region: an appointment shows the person's name to
    /// coordinators, so it must not reach for strangers.</summary>
    private static void RequireNear(Asking asking, string id, string region, string person)
    {
        var organisation = asking.RequirePerson(person, "personId");
        var village = OrganisationReading.VillageOf(asking.Rows, organisation);
        if (village is not null && Regions.Contains(region, village)) return;
        asking.RestOn(Membership.Boundary.Stream(id, organisation));
        if (!MembershipReading.IsMember(asking.Rows, id, organisation)) throw Filters.Absent(
            "person-outside-alliance", "personId", "片区代表须来自联盟成员或本地区的组织。",
            "A representative comes from a member of the alliance or an organisation of its region.");
    }
}
