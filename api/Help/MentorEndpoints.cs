using Federation.Api.Alliances;
using Federation.Api.People;
using Federation.Domain.Help;
using Federation.Domain.People;

namespace Federation.Api.Help;

/// <param name="Name">Of a person not yet known, who is registered with it; or give <c>personId</c>.</param>
/// <param name="AllianceId">The alliance the organisation is a member of, when not given.</param>
public sealed record NominateBody(
    string OrganisationId, Items<string> Topics, Items<MentorMode> Modes, string? Name = null, string? PersonId = null,
    string? Phone = null, string? AllianceId = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated;

public sealed record SkillsBody(Items<string> Topics, Items<MentorMode> Modes, DateOnly? On = null) : IDated;

/// <summary>The mentor pool: put forward by a member, accepted by a coordinator.</summary>
public static class MentorEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/mentors", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/mentors", Who.SignedIn),
        new("GET", "/api/v1/mentors/{id}", Who.SignedIn),
        new("POST", "/api/v1/mentors/{id}/acceptance", Who.Coordinators),
        new("POST", "/api/v1/mentors/{id}/declining", Who.Coordinators),
        new("POST", "/api/v1/mentors/{id}/skills", Who.Members),
        new("POST", "/api/v1/mentors/{id}/retirement", Who.Members),
    ];

    public static void MapMentors(this IEndpointRouteBuilder api)
    {
        api.MapPost("/mentors", async (Post<NominateBody> asked) =>
        {
            var done = await Nominate(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/mentors/{done.Id}");
        });
        api.MapPost("/mentors/{id}/acceptance", async (string id, Post<Nothing> asked) =>
            (await Accept(asked, id)).Answer(asked.Http));
        api.MapPost("/mentors/{id}/declining", async (string id, Post<ReasonBody> asked) =>
            (await Decline(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/mentors/{id}/skills", async (string id, Post<SkillsBody> asked) =>
            (await ChangeSkills(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/mentors/{id}/retirement", async (string id, Post<ReasonBody> asked) =>
            (await Retire(asked, id, asked.Body)).Answer(asked.Http));
        api.MapGet("/mentors", (Reading reading) => MentorReading.Mentors(reading));
        api.MapGet("/mentors/{id}", (string id, Reading reading) => MentorReading.Mentor(reading, id));
    }

    /// <summary>Nominates, then registers the person who came by name; a retry completes what was begun.</summary>
    public static async Task<Done> Nominate(Post post, NominateBody body)
    {
        if (body.Name is null == body.PersonId is null) throw Reading.Wrong(
            "name", "请填写导师姓名，或已登记人员的编号（二者之一）。", "Give the mentor's name or a personId, one of the two.");
        var details = body.Name is null ? null : new PersonDetails(body.Name, body.Phone).Checked();
        var (id, person) = (post.Id(body.Id), body.PersonId ?? post.Id(null, "person"));
        var organisation = Post.Reference(body.OrganisationId, "organisationId");
        var alliance = body.AllianceId is { } given ? Post.Reference(given, "allianceId")
            : Parties.MembershipOf(post.Rows, organisation);
        var coordinator = post.Caller.CoordinatesAlliance(
            post.Rows, alliance ?? Parties.AllianceOf(post.Rows, organisation));
        var done = await post.Run(
            Mentor.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(organisation, "organisationId");
                if (body.PersonId is not null) RequireOwn(post, person, organisation);
                var member = alliance is null ? new(false) : post.MemberFacts(alliance, organisation);
                return new MentorCommand.Nominate(
                    person, organisation, alliance ?? "", body.Topics, body.Modes, body.Illustrative, member);
            },
            coordinator, id);
        if (!done.Accepted || details is null) return done;
        var registered = await PersonEndpoints.Register(
            post.For("person"), person, organisation, details, [PersonRole.Mentor], coordinator);
        return registered.Accepted ? done : registered;
    }

    public static Task<Done> Accept(Post post, string id) =>
        post.Run(Stream(id), () => new MentorCommand.Accept(), Coordinates(post, id), id);

    public static Task<Done> Decline(Post post, string id, ReasonBody body) => post.Run(
        Stream(id), () => new MentorCommand.Decline(post.Text(body.Reason, "reason", id)),
        Coordinates(post, id), id);

    public static Task<Done> ChangeSkills(Post post, string id, SkillsBody body) => post.Run(
        Stream(id), () => new MentorCommand.ChangeSkills(body.Topics, body.Modes), Coordinates(post, id), id);

    public static Task<Done> Retire(Post post, string id, ReasonBody body) => post.Run(
        Stream(id), () => new MentorCommand.Retire(post.Text(body.Reason, "reason", id)),
        Coordinates(post, id), id);

    /// <summary>The alliance in whose pool the mentor is or was; null for an unknown mentor.</summary>
    public static string? AllianceOf(Rows rows, string id) =>
        rows.One("select alliance from mentors where mentor = @id", r => r.GetString(0), ("id", id));

    /// <summary>Coordinates the alliance whose mentor this is.</summary>
    public static bool Coordinates(Post post, string id) =>
        post.Caller.CoordinatesAlliance(post.Rows, AllianceOf(post.Rows, id));

    private static string Stream(string id) => Mentor.Boundary.Stream(Post.Reference(id, "id"));

    private static void RequireOwn(Post post, string person, string organisation)
    {
        if (post.RequirePerson(person, "personId") != organisation) throw Problem.Absent(
            "person-of-another-organisation", "personId", "此人登记在另一个组织，请由该组织推荐。",
            "This person belongs to another organisation; let that one put them forward.");
    }
}
