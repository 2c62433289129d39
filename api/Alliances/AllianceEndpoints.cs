using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Api.Places;
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
        api.MapPost("/alliances", async (Post<FoundAllianceBody> asked) =>
        {
            var done = await Found(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/alliances/{done.Id}");
        });
        api.MapGet("/alliances", (Reading reading) => AllianceReading.Alliances(reading));
        api.MapGet("/alliances/{id}", (string id, Reading reading) => AllianceReading.Alliance(reading, id));
        api.MapPost("/alliances/{id}/profile", async (string id, Post<AllianceProfileBody> asked) =>
            (await ChangeProfile(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/alliances/{id}/founding", async (string id, Post<FoundingBody> asked) =>
            (await StateFounding(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/alliances/{id}/areas", async (string id, Post<AddAreaBody> asked) =>
        {
            var done = await AddArea(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/alliances/{id}", new { areaId = done.Id });
        });
        api.MapPost("/alliances/{id}/areas/{areaId}", async (string id, string areaId, Post<ChangeAreaBody> asked) =>
            (await ChangeArea(asked, id, areaId, asked.Body)).Answer(asked.Http));
        api.MapPost(
            "/alliances/{id}/areas/{areaId}/representative",
            async (string id, string areaId, Post<RepresentativeBody> asked) =>
                (await Appoint(asked, id, areaId, asked.Body)).Answer(asked.Http));
    }

    public static Task<Done> Found(Post post, FoundAllianceBody body)
    {
        var id = post.Id(body.Id);
        if (body.Id?.All(char.IsAsciiDigit) == true) throw Reading.Wrong(
            "id", "联盟编号不能只含数字，以免与区划代码混淆。", "An alliance's id is not all digits: it would pass for a region's code.");
        var parentId = body.ParentId is null ? null : Post.Reference(body.ParentId, "parentId");
        var above = parentId is null ? null : AllianceReading.RegionOf(post.Rows, parentId);
        return post.Run(
            Alliance.Boundary.Stream(id),
            () =>
            {
                post.RequireRegion(body.RegionCode, "regionCode");
                return new AllianceCommand.FoundAlliance(
                    new(body.Name, body.Principles, body.Guidance), body.RegionCode, body.Kind,
                    Parent(post, parentId), body.FoundedOn, body.Illustrative);
            },
            post.Caller.Coordinates(id, body.RegionCode)
                || (above is not null && post.Caller.Coordinates(parentId!, above)), id);
    }

    public static Task<Done> ChangeProfile(Post post, string id, AllianceProfileBody body) => Run(
        post, id, _ => new AllianceCommand.ChangeProfile(new(body.Name, body.Principles, body.Guidance)), id);

    public static Task<Done> StateFounding(Post post, string id, FoundingBody body) =>
        Run(post, id, _ => new AllianceCommand.StateFounding(body.FoundedOn), id);

    public static Task<Done> AddArea(Post post, string id, AddAreaBody body)
    {
        var areaId = post.Id(body.Id);
        return Run(post, id, region =>
        {
            RequireInside(post, region, body.VillageCodes);
            return new AllianceCommand.AddArea(areaId, body.Name, body.VillageCodes);
        }, areaId);
    }

    public static Task<Done> ChangeArea(Post post, string id, string areaId, ChangeAreaBody body)
    {
        Post.Reference(areaId, "areaId");
        return Run(post, id, region =>
        {
            RequireInside(post, region, body.VillageCodes);
            return new AllianceCommand.ChangeArea(areaId, body.Name, body.VillageCodes);
        }, areaId);
    }

    public static Task<Done> Appoint(Post post, string id, string areaId, RepresentativeBody body)
    {
        Post.Reference(areaId, "areaId");
        return Run(post, id, region =>
        {
            if (body.PersonId is { } person) RequireNear(post, id, region, person);
            return new AllianceCommand.AppointRepresentative(areaId, body.PersonId);
        }, areaId);
    }

    private static Task<Done> Run(Post post, string id, Func<string, object> prepare, string made)
    {
        var region = AllianceReading.RegionOf(post.Rows, Post.Reference(id, "id"))
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            Alliance.Boundary.Stream(id), () => prepare(region), post.Caller.Coordinates(id, region), made);
    }

    private static AllianceFacts? Parent(Post post, string? id)
    {
        if (id is null) return null;
        post.RestOn(Alliance.Boundary.Stream(id));
        return AllianceReading.RegionOf(post.Rows, id) is { } region ? new(id, region) : throw Problem.Absent(
            "alliance-not-found", "parentId", "没有这个上级联盟，请先建立。", "There is no such alliance above; found it first.");
    }

    /// <summary>Villages of other regions are left to the rule that refuses them.</summary>
    private static void RequireInside(Post post, string region, Items<string> villages) => post.RequireVillages(
        villages.Where(v => !Regions.IsVillageCode(v) || Regions.Contains(region, v)), "villageCodes");

    /// <summary>Of a member, or of an organisation in the region: an appointment shows the person's name to
    /// coordinators, so it must not reach for strangers.</summary>
    private static void RequireNear(Post post, string id, string region, string person)
    {
        var organisation = post.RequirePerson(person, "personId");
        var village = OrganisationReading.VillageOf(post.Rows, organisation);
        if (village is not null && Regions.Contains(region, village)) return;
        post.RestOn(Membership.Boundary.Stream(id, organisation));
        if (!MembershipReading.IsMember(post.Rows, id, organisation)) throw Problem.Absent(
            "person-outside-alliance", "personId", "片区代表须来自联盟成员或本地区的组织。",
            "A representative comes from a member of the alliance or an organisation of its region.");
    }
}
