using Federation.Api.Alliances;
using Federation.Api.People;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Domain.People;
using Federation.Log;

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
        api.MapPost("/mentors", async (Asked<NominateBody> asked) =>
        {
            var done = await Nominate(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"/api/v1/mentors/{done.Id}");
        });
        api.MapPost("/mentors/{id}/acceptance", async (string id, Asked<Nothing> asked) =>
            (await Accept(asked.Asking, id)).Answer(asked.Http));
        api.MapPost("/mentors/{id}/declining", async (string id, Asked<ReasonBody> asked) =>
            (await Decline(asked.Asking, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/mentors/{id}/skills", async (string id, Asked<SkillsBody> asked) =>
            (await ChangeSkills(asked.Asking, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/mentors/{id}/retirement", async (string id, Asked<ReasonBody> asked) =>
            (await Retire(asked.Asking, id, asked.Body)).Answer(asked.Http));
        api.MapGet("/mentors", (Reading reading) => MentorReading.Mentors(reading));
        api.MapGet("/mentors/{id}", (string id, Reading reading) => MentorReading.Mentor(reading, id));
    }

    /// <summary>Nominates, then registers the person who came by name; a retry completes what was begun.</summary>
    public static async Task<Done> Nominate(Asking asking, NominateBody body)
    {
        if (body.Name is null == body.PersonId is null) throw Reading.Wrong(
            "name", "请填写导师姓名，或已登记人员的编号（二者之一）。", "Give the mentor's name or a personId, one of the two.");
        var details = body.Name is null ? null : new PersonDetails(body.Name, body.Phone).Checked();
        var (id, person) = (asking.Id(body.Id), body.PersonId ?? asking.Id(null, "person"));
        var organisation = Asking.Reference(body.OrganisationId, "organisationId");
        var alliance = body.AllianceId is { } given ? Asking.Reference(given, "allianceId")
            : Parties.MembershipOf(asking.Rows, organisation);
        var coordinator = asking.Caller.CoordinatesAlliance(
            asking.Rows, alliance ?? Parties.AllianceOf(asking.Rows, organisation));
        var done = await asking.Run(
            Mentor.Boundary.Stream(id),
            () =>
            {
                asking.RequireParty(organisation, "organisationId");
                if (body.PersonId is not null) RequireOwn(asking, person, organisation);
                var member = alliance is null ? new(false) : asking.MemberFacts(alliance, organisation);
                return new MentorCommand.Nominate(
                    person, organisation, alliance ?? "", body.Topics, body.Modes, body.Illustrative, member);
            },
            coordinator, id);
        if (!done.Accepted || details is null) return done;
        var registered = await PersonEndpoints.Register(
            asking.For("person"), person, organisation, details, [PersonRole.Mentor], coordinator);
        return registered.Accepted ? done : registered;
    }

    public static Task<Done> Accept(Asking asking, string id) =>
        asking.Run(Stream(id), () => new MentorCommand.Accept(), Coordinates(asking, id), id);

    public static Task<Done> Decline(Asking asking, string id, ReasonBody body) => asking.Run(
        Stream(id), () => new MentorCommand.Decline(asking.Text(body.Reason, "reason", id)),
        Coordinates(asking, id), id);

    public static Task<Done> ChangeSkills(Asking asking, string id, SkillsBody body) => asking.Run(
        Stream(id), () => new MentorCommand.ChangeSkills(body.Topics, body.Modes), Coordinates(asking, id), id);

    public static Task<Done> Retire(Asking asking, string id, ReasonBody body) => asking.Run(
        Stream(id), () => new MentorCommand.Retire(asking.Text(body.Reason, "reason", id)),
        Coordinates(asking, id), id);

    /// <summary>The alliance in whose pool the mentor is or was; null for an unknown mentor.</summary>
    public static string? AllianceOf(Rows rows, string id) =>
        rows.One("select alliance from mentors where mentor = @id", r => r.GetString(0), ("id", id));

    /// <summary>Coordinates the alliance whose mentor this is.</summary>
    public static bool Coordinates(Asking asking, string id) =>
        asking.Caller.CoordinatesAlliance(asking.Rows, AllianceOf(asking.Rows, id));

    private static string Stream(string id) => Mentor.Boundary.Stream(Asking.Reference(id, "id"));

    private static void RequireOwn(Asking asking, string person, string organisation)
    {
        if (asking.RequirePerson(person, "personId") != organisation) throw Filters.Absent(
            "person-of-another-organisation", "personId", "此人登记在另一个组织，请由该组织推荐。",
            "This person belongs to another organisation; let that one put them forward.");
    }
}
