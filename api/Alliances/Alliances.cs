using Federation.Domain.Alliances;
using Federation.Domain.Places;

namespace Federation.Api.Alliances;

public sealed record FoundAllianceBody(
    Name Name, string RegionCode, AllianceKind Kind, Items<Name> Principles = default, string? ParentId = null,
    DateOnly? FoundedOn = null, Items<Name> Guidance = default, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated, IFromForm<FoundAllianceBody>
{
    /// <summary>The form asks for an adopted town, or for another region's code.</summary>
    public static FoundAllianceBody Of(Posted form) => new(
        form.Name("name"), form.Text("otherRegion") ?? form.Required("regionCode"),
        form.Choice<AllianceKind>("kind") ?? default, form.Names("principles"), form.Text("parentId"),
        form.Day("foundedOn"), form.Names("guidance"));
}

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
public static class Alliances
{
    /// <summary>Stands for an area that is still to be made, in the address of its page.</summary>
    public const string NewArea = "new";

    private static readonly Told Saved = new("已保存", "Saved", "saved");

    public static readonly Feature Feature = new("/alliances", [typeof(Alliance.Refusals)], alliances =>
    {
        alliances.Get<Listed<AllianceShown>, AlliancesPage>(
            "", Who.Everyone, AllianceReading.Found, "q region kind parentId");
        var form = alliances.Form<NewAlliancePage>("/new", Who.Coordinators);
        var one = alliances.Get<AllianceDetail, AlliancePage>("/{id}", Who.Everyone, AllianceReading.Find);
        var edit = alliances.Page<AllianceDetail, EditAlliancePage>(
            "/{id}/edit", Who.Coordinators, AllianceReading.Coordinated);
        var area = alliances.Page<AreaView, AreaPage>("/{id}/areas/{areaId}", Who.Coordinators, AreaReading.Find);
        alliances.Add<FoundAllianceBody>("", Who.Coordinators, Found, form, then: one, told: new(
            "联盟已建立", "The alliance is founded", "founded"));
        alliances.Do<AllianceProfileBody>("/{id}/profile", Who.Coordinators, ChangeProfile, edit, one, Saved);
        alliances.Do<FoundingBody>("/{id}/founding", Who.Coordinators, StateFounding, edit, one, Saved);
        alliances.Add<AddAreaBody>("/{id}/areas", Who.Coordinators, AddArea);
        alliances.Do<ChangeAreaBody>("/{id}/areas/{areaId}", Who.Coordinators, post =>
            ChangeArea(post, post.Body.Name, post.Body.VillageCodes));
        alliances.Send<AddAreaBody>(
            "/{id}/areas/{areaId}", Who.Coordinators, post => post["areaId"] == NewArea ? AddArea(post)
                : ChangeArea(post, post.Body.Name, post.Body.VillageCodes), area, one, Saved, "#areas");
        alliances.Do<RepresentativeBody>(
            "/{id}/areas/{areaId}/representative", Who.Coordinators, Appoint, area, one, Saved, section: "#areas");
    });

    private static Task<Done> Found(Post<FoundAllianceBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
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
            post.Caller.CoordinatesRegion(body.RegionCode)
                || (above is not null && post.Caller.Coordinates(parentId!, above)), id);
    }

    private static Task<Done> ChangeProfile(Post<AllianceProfileBody> post) => Run(post, post["id"], _ =>
        new AllianceCommand.ChangeProfile(new(post.Body.Name, post.Body.Principles, post.Body.Guidance)));

    private static Task<Done> StateFounding(Post<FoundingBody> post) =>
        Run(post, post["id"], _ => new AllianceCommand.StateFounding(post.Body.FoundedOn));

    private static async Task<Done> AddArea(Post<AddAreaBody> post)
    {
        var (areaId, body) = (post.Id(post.Body.Id), post.Body);
        var done = await Run(post, areaId, region =>
        {
            RequireInside(post, region, body.VillageCodes);
            return new AllianceCommand.AddArea(areaId, body.Name, body.VillageCodes);
        });
        return done.With("areaId", areaId);
    }

    private static Task<Done> ChangeArea(Post post, Name name, Items<string> villages) =>
        Run(post, post["areaId"], region =>
        {
            RequireInside(post, region, villages);
            return new AllianceCommand.ChangeArea(post["areaId"], name, villages);
        });

    private static Task<Done> Appoint(Post<RepresentativeBody> post) => Run(post, post["areaId"], region =>
    {
        if (post.Body.PersonId is { } person) RequireNear(post, region, person);
        return new AllianceCommand.AppointRepresentative(post["areaId"], post.Body.PersonId);
    });

    /// <param name="made">The alliance or the area that the answer names.</param>
    private static Task<Done> Run(Post post, string made, Func<string, object> prepare)
    {
        var id = post["id"];
        var region = AllianceReading.RegionOf(post.Rows, id) ?? throw new ProblemException(Problem.NotFound);
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

    /// <summary>Of a member, or of an organisation of the region that the asker speaks for: an appointment shows the
    /// person's name to coordinators, so it must not reach for strangers, be they of the same region.</summary>
    private static void RequireNear(Post post, string region, string person)
    {
        var id = post["id"];
        if (!post.Caller.Coordinates(id, region)) throw new ProblemException(Problem.Of(Asked.Refusals.NotCoordinator));
        var organisation = post.RequirePerson(person, "personId");
        post.RestOn(Membership.Boundary.Stream(id, organisation));
        if (MembershipReading.IsMember(post.Rows, id, organisation)) return;
        if (!post.Caller.SpeaksAsCoordinator(post.Rows, organisation)) throw Persons.NobodyThere("personId");
        if (OrganisationReading.VillageOf(post.Rows, organisation) is { } village && Regions.Contains(region, village))
            return;
        throw Problem.Absent(
            "person-outside-alliance", "personId", "片区代表须来自联盟成员或本地区的组织。",
            "A representative comes from a member of the alliance or an organisation of its region.");
    }
}
