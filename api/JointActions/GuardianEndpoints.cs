using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Domain.JointActions;
using Federation.Domain.People;

namespace Federation.Api.JointActions;

/// <param name="To">The last day; null while it goes on.</param>
/// <param name="PersonId">Who fills the role; one of the organisation's people.</param>
public sealed record GuardianBody(
    string OrganisationId, GuardianKind Kind, DateOnly From, DateOnly? To = null, string? PersonId = null,
    bool Illustrative = false, string? Source = null, DateOnly? On = null) : IDated;

public sealed record GuardianEndBody(GuardianKind Kind, DateOnly From, DateOnly? On = null) : IDated;

/// <param name="Person">The person's name, for those who keep the organisation's people.</param>
public sealed record GuardianShown(
    string OrganisationId, GuardianKind Kind, DateOnly From, DateOnly? To, string? Person, bool Illustrative,
    string? Source);

/// <summary>Guardian roles (安全师, 健康师) of organisations in a joint action.</summary>
public static class GuardianEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/guardians";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{organisationId}/ending", Who.Coordinators),
        new("GET", At, Who.Everyone),
    ];

    public static void MapGuardians(this IEndpointRouteBuilder actions)
    {
        var guardians = actions.MapGroup("/{id}/guardians");
        guardians.MapPost("", async (string id, Post<GuardianBody> asked) =>
            (await Appoint(asked, id, asked.Body)).Created(
                asked.Http, $"/api/v1/joint-actions/{id}/guardians"));
        guardians.MapPost("/{organisationId}/ending",
            async (string id, string organisationId, Post<GuardianEndBody> asked) =>
            (await End(asked, id, organisationId, asked.Body)).Answer(asked.Http));
        guardians.MapGet("", (string id, Reading reading) => reading.Answer(new
        {
            items = Of(reading, reading.Rows.RequireAction(id)),
        }));
    }

    public static Task<Done> Appoint(Post post, string action, GuardianBody body)
    {
        Post.Reference(body.OrganisationId, "organisationId");
        return Run(post, action, body.OrganisationId, of =>
        {
            post.RequireOrganisation(body.OrganisationId, "organisationId");
            return new GuardianCommand.Appoint(
                new(body.Kind, body.From, body.To, body.PersonId), PersonOf(post, body.PersonId),
                body.OrganisationId, ActionFactsReading.TakesPart(post.Rows, of.Id, body.OrganisationId),
                post.Desk(of), body.Illustrative, body.Source);
        });
    }

    public static Task<Done> End(Post post, string action, string organisation, GuardianEndBody body) => Run(
        post, action, Post.Reference(organisation, "organisationId"), of =>
            new GuardianCommand.End(body.Kind, body.From, post.Desk(of)));

    /// <summary>Null for nobody named and for nobody there: the rule tells the two apart.</summary>
    private static GuardianPerson? PersonOf(Post post, string? person)
    {
        if (person is null) return null;
        post.RestOn(Person.Boundary.Stream(Post.Reference(person, "personId")));
        return post.Rows.One(
            "select organisation, erased from persons where id = @id",
            r => new GuardianPerson(r.GetString(0), r.Flag(1)), ("id", person));
    }

    private static Task<Done> Run(Post post, string action, string organisation, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            Guardian.Boundary.Stream(of.Id, organisation), () => command(of), post.Caller.Coordinates(of),
            organisation);
    }

    /// <summary>Every spell, by organisation. Names of people for those who keep them, masked for officials.</summary>
    public static IReadOnlyList<GuardianShown> Of(Reading reading, ActionOf of)
    {
        var spells = Spells(reading, of.Id);
        var people = reading.Details(
            spells.Where(s => s.Person is not null).Select(s => (s.Person!, reading.SightOf(s.OrganisationId))),
            "guardians of an action");
        return
        [
            .. spells.Select(s => s with
            {
                Person = s.Person is { } id && people.TryGetValue(id, out var known) ? known.Name : null,
            }),
        ];
    }

    /// <summary>The same with the person's id in place of the name; nobody's name is read.</summary>
    internal static IReadOnlyList<GuardianShown> Spells(Reading reading, string action) => reading.Rows.All(
        "select organisation, kind, from_day, to_day, person, illustrative, source from action_guardians " +
        "where action = @action order by organisation, kind, from_day limit @max",
        r => new GuardianShown(
            r.GetString(0), RowText.Parse<GuardianKind>(r.GetString(1)), r.Day(2)!.Value, r.Day(3), r.Text(4),
            r.Flag(5), r.Text(6)), ("action", action), ("max", Reading.LimitMax));
}
