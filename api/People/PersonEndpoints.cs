using Federation.Api.Organisations;
using Federation.Domain.People;

namespace Federation.Api.People;

public sealed record RegisterPersonBody(
    string OrganisationId, string Name, string? Phone = null, Items<PersonRole> Roles = default, string? Id = null,
    DateOnly? On = null) : IDated;

public sealed record PersonRolesBody(Items<PersonRole> Roles, DateOnly? On = null) : IDated;

/// <summary>A person known through an organisation: registered, shown to whom it concerns, copied, erased.</summary>
public static class PersonEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/people", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/people", Who.Staff | Who.Officials),
        new("GET", "/api/v1/people/{id}", Who.Staff | Who.Officials),
        new("GET", "/api/v1/people/{id}/copy", Who.SignedIn),
        new("POST", "/api/v1/people/{id}/roles", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/people/{id}/erasure", Who.Staff | Who.Coordinators),
    ];

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        api.MapPost("/people", async (Post<RegisterPersonBody> asked) =>
        {
            var done = await Register(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/people/{done.Id}", new { personId = done.Id });
        });
        api.MapGet("/people", (Reading reading) => PersonReading.People(reading));
        api.MapGet("/people/{id}", (string id, Reading reading) => PersonReading.Person(reading, id));
        api.MapGet("/people/{id}/copy", (string id, Reading reading) => PersonReading.Copy(reading, id));
        api.MapPost("/people/{id}/roles", async (string id, Post<PersonRolesBody> asked) =>
            (await ChangeRoles(asked, id, asked.Body.Roles)).Answer(asked.Http));
        api.MapPost("/people/{id}/erasure", async (string id, Post<Nothing> asked) =>
            (await Erase(asked, id)).Answer(asked.Http));
    }

    public static Task<Done> Register(Post post, RegisterPersonBody body)
    {
        var organisation = Post.Reference(body.OrganisationId, "organisationId");
        return Register(
            post, post.Id(body.Id), organisation, new PersonDetails(body.Name, body.Phone).Checked(), body.Roles,
            post.Caller.SpeaksAsCoordinator(post.Rows, organisation));
    }

    /// <summary>Also for a person who comes with something else: an organisation's contact, a mentor.</summary>
    public static Task<Done> Register(
        Post post, string id, string organisation, PersonDetails details, Items<PersonRole> roles,
        bool coordinator) => post.Run(
        Person.Boundary.Stream(id),
        () =>
        {
            post.RequireOrganisation(organisation, "organisationId");
            RequireFree(post, id, details);
            post.Person(id, owner: id, details.ToJson());
            return new PersonCommand.Register(organisation, roles);
        },
        coordinator, id);

    public static Task<Done> ChangeRoles(Post post, string id, Items<PersonRole> roles) => post.Run(
        Person.Boundary.Stream(Known(post, id)), () => new PersonCommand.ChangeRoles(roles),
        Coordinates(post, id), id);

    /// <summary>The fact is recorded first; then the keys of all that was sealed of the person are destroyed.</summary>
    /// <remarks>Safe to send again, under the same key or another, until it is answered.</remarks>
    public static async Task<Done> Erase(Post post, string id)
    {
        var done = await post.Run(
            Person.Boundary.Stream(Known(post, id)), () => new PersonCommand.Erase(), Coordinates(post, id), id);
        if (done.Accepted) await post.Log.EraseAll(id, post.Caller.Account!);
        return done;
    }

    /// <summary>Ends the request unless the person can be referred to; the person joins the basis.</summary>
    /// <returns>The person's organisation.</returns>
    public static string RequirePerson(this Post post, string id, string field)
    {
        post.RestOn(Person.Boundary.Stream(Post.Reference(id, field)));
        return post.Rows.One(
            "select organisation from persons where id = @id and erased = 0", r => r.GetString(0), ("id", id))
            ?? throw Problem.Absent(
                "person-not-found", field, "没有这位人员，或其资料已清除，请先登记。",
                "There is no such person, or their data was erased; register them first.");
    }

    /// <summary>An id that holds somebody else's words or details is not overwritten, whoever names it.</summary>
    private static void RequireFree(Post post, string id, PersonDetails details)
    {
        var held = post.Rows.One("select 1 from sealed where id = @id", r => r.GetInt64(0), ("id", id)) == 1;
        if (held && post.Log.Open(id) is { } plain && plain != details.ToJson()) throw Problem.Absent(
            "person-id-taken", "id", "该编号已被使用，内容不同，请换一个编号。",
            "This id is in use with other content; choose another one.");
    }

    /// <summary>Whether somebody is known here is private too: no trace for those whom it does not concern.</summary>
    private static string Known(Post post, string id) =>
        PersonReading.OrganisationOf(post.Rows, Post.Reference(id, "id")) is { } organisation
        && post.Caller.SpeaksFor(post.Rows, organisation) ? id : throw new ProblemException(Problem.NotFound);

    private static bool Coordinates(Post post, string id) =>
        PersonReading.OrganisationOf(post.Rows, id) is { } organisation
        && post.Caller.SpeaksAsCoordinator(post.Rows, organisation);
}
