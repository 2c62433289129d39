using Federation.Api.SigningIn;
using Federation.Domain.People;

namespace Federation.Api.People;

public sealed record RegisterPersonBody(
    string OrganisationId, string Name, string? Phone = null, Items<PersonRole> Roles = default, string? Id = null,
    DateOnly? On = null) : IDated;

public sealed record PersonRolesBody(Items<PersonRole> Roles, DateOnly? On = null) : IDated;

/// <summary>A person known through an organisation: registered, shown to whom it concerns, copied, erased.</summary>
public static class Persons
{
    private const Who Keepers = Who.Staff | Who.Coordinators;

    public static readonly Feature Feature = new("/people", [typeof(Person.Refusals)], people =>
    {
        people.Json("", Who.Staff | Who.Officials, PersonReading.Found, "organisationId role");
        people.Json("/{id}", Who.Staff | Who.Officials, PersonReading.One);
        people.Marked(new AskAgain(), new IsTold(Trails.Exported)).Json("/{id}/copy", Who.SignedIn, PersonReading.Copy);
        people.Add<RegisterPersonBody>("", Keepers, async post =>
        {
            var (body, organisation) = (post.Body, Post.Reference(post.Body.OrganisationId, "organisationId"));
            var done = await Register(
                post, post.Id(body.Id), organisation, new PersonDetails(body.Name, body.Phone).Checked(), body.Roles,
                post.Caller.SpeaksAsCoordinator(post.Rows, organisation));
            return done.With("personId", done.Id);
        });
        people.Do<PersonRolesBody>("/{id}/roles", Keepers, post =>
            Run(post, new PersonCommand.ChangeRoles(post.Body.Roles)));
        people.Marked(new AskAgain(), new IsTold(Trails.Erased)).Do<Nothing>("/{id}/erasure", Keepers, Erase);
    });

    /// <summary>Also for a person who comes with something else: an organisation's contact, a mentor.</summary>
    internal static Task<Done> Register(
        Post post, string id, string organisation, PersonDetails details, Items<PersonRole> roles,
        bool coordinator) => post.Run(
        Person.Boundary.Stream(id),
        () =>
        {
            post.RequireOrganisation(organisation, "organisationId");
            // The standing first: nothing is looked at for those who may not register anybody here.
            if (!coordinator && !post.Caller.Organisations.Contains(organisation))
                throw new ProblemException(Problem.Of(Asked.Refusals.NotYourOrganisation));
            RequireFree(post, id, organisation, details);
            post.Person(id, owner: id, details.ToJson());
            return new PersonCommand.Register(organisation, roles);
        },
        coordinator, id);

    /// <summary>Ends the request unless the person can be referred to; the person joins the basis.</summary>
    /// <returns>The person's organisation.</returns>
    public static string RequirePerson(this Post post, string id, string field)
    {
        post.RestOn(Person.Boundary.Stream(Post.Reference(id, field)));
        return post.Rows.One(
            "select organisation from persons where id = @id and erased = 0", r => r.GetString(0), ("id", id))
            ?? throw NobodyThere(field);
    }

    internal static ProblemException NobodyThere(string field) => Problem.Absent(
        "person-not-found", field, "没有这位人员，或其资料已清除，请先登记。",
        "There is no such person, or their data was erased; register them first.");

    /// <summary>The same for one of this organisation's own people, asked by who speaks for it. Somebody of an
    /// organisation that the asker does not speak for is answered as somebody who is not there.</summary>
    public static string RequirePersonOf(this Post post, string id, string field, string organisation)
    {
        if (!post.Caller.SpeaksFor(post.Rows, organisation))
            throw new ProblemException(Problem.Of(Asked.Refusals.NotYourOrganisation));
        if (PersonReading.OrganisationOf(post.Rows, Post.Reference(id, field)) is { } other && other != organisation)
            throw post.Caller.SpeaksFor(post.Rows, other) ? Problem.Absent(
                "person-of-another-organisation", field, "此人登记在另一个组织，请先在本组织登记，或由该组织办理。",
                "This person belongs to another organisation; register them with this one, or let that one do it.")
                : NobodyThere(field);
        post.RequirePerson(id, field);
        return id;
    }

    /// <summary>The fact is recorded first; then the keys of all that was sealed of the person are destroyed.</summary>
    /// <remarks>Safe to send again, under the same key or another, until it is answered.</remarks>
    private static async Task<Done> Erase(Post post)
    {
        var done = await Run(post, new PersonCommand.Erase());
        if (done.Accepted) await post.Log.EraseAll(post["id"], post.Caller.Account!);
        return done;
    }

    /// <summary>Whether somebody is known here is private too: no trace for those whom it does not concern.</summary>
    private static Task<Done> Run(Post post, PersonCommand command)
    {
        var id = post["id"];
        if (PersonReading.OrganisationOf(post.Rows, id) is not { } organisation
            || !post.Caller.SpeaksFor(post.Rows, organisation)) throw new ProblemException(Problem.NotFound);
        return post.Run(
            Person.Boundary.Stream(id), () => command, post.Caller.SpeaksAsCoordinator(post.Rows, organisation), id);
    }

    /// <summary>An id that holds somebody else's words or details is not overwritten, whoever names it. Whether they
    /// are the same is looked at for the organisation's own people alone: to anybody else each taken id answers alike,
    /// or a telephone number could be guessed.</summary>
    private static void RequireFree(Post post, string id, string organisation, PersonDetails details)
    {
        var taken = PersonReading.OrganisationOf(post.Rows, id) is { } known
            ? known != organisation || (post.Log.Open(id) is { } plain && plain != details.ToJson())
            : post.Rows.One("select 1 from sealed where id = @id", r => r.GetInt64(0), ("id", id)) == 1;
        if (taken) throw Problem.Absent(
            "person-id-taken", "id", "该编号已被使用，内容不同，请换一个编号。",
            "This id is in use with other content; choose another one.");
    }
}
