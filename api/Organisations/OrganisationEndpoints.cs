using Federation.Api.People;
using Federation.Api.Places;
using Federation.Domain.Accounts;
using Federation.Domain.Organisations;
using Federation.Domain.People;

namespace Federation.Api.Organisations;

/// <param name="EstablishedOn">Null: not known; it then counts from the day of registration.</param>
public sealed record RegisterOrganisationBody(
    Name Name, OrganisationKind Kind, string VillageCode, LegalStatus LegalStatus, string? CreditCode = null,
    Items<string> Specialities = default, PersonDetails? Contact = null, PersonDetails? Leader = null,
    DateOnly? EstablishedOn = null, bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>The whole profile. Contact and leader stay as they are unless a new or a known person is named.</summary>
public sealed record OrganisationProfileBody(
    Name Name, Items<string> Specialities, PersonDetails? Contact = null, PersonDetails? Leader = null,
    string? ContactPersonId = null, string? LeaderPersonId = null, DateOnly? On = null) : IDated;

public sealed record StandingBody(
    OrganisationKind Kind, string VillageCode, DateOnly? EstablishedOn = null, DateOnly? On = null) : IDated;

public sealed record LegalStatusBody(LegalStatus LegalStatus, DateOnly? On = null) : IDated;

/// <param name="CreditCode">Null: it has none after all.</param>
public sealed record CreditCodeBody(string? CreditCode, DateOnly? On = null) : IDated;

/// <summary>Organisations: registered by a coordinator, kept up to date by their own staff.</summary>
public static class OrganisationEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/organisations", Who.Coordinators),
        new("GET", "/api/v1/organisations", Who.Everyone),
        new("GET", "/api/v1/organisations/{id}", Who.Everyone),
        new("POST", "/api/v1/organisations/{id}/profile", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/organisations/{id}/standing", Who.Coordinators),
        new("POST", "/api/v1/organisations/{id}/legal-status", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/organisations/{id}/credit-code", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/organisations/{id}/dissolution", Who.Coordinators),
    ];

    public static void MapOrganisations(this IEndpointRouteBuilder api)
    {
        api.MapPost("/organisations", async (Post<RegisterOrganisationBody> asked) =>
        {
            var (post, body) = (asked, asked.Body);
            var done = await Register(post, body);
            return done.Created(asked.Http, $"/api/v1/organisations/{done.Id}", new
            {
                contactPersonId = body.Contact is null ? null : post.Id(null, Contact),
                leaderPersonId = body.Leader is null ? null : post.Id(null, Leader),
                creditCodeWarning = CreditCode.WarningFor(CreditCode.Normal(body.CreditCode)),
            });
        });
        api.MapGet("/organisations", (Reading reading) => OrganisationReading.Organisations(reading));
        api.MapGet("/organisations/{id}", (string id, Reading reading) =>
            OrganisationReading.Organisation(reading, id));
        api.MapPost("/organisations/{id}/profile", async (string id, Post<OrganisationProfileBody> asked) =>
            (await ChangeProfile(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/organisations/{id}/standing", async (string id, Post<StandingBody> asked) =>
            (await CorrectStanding(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/organisations/{id}/legal-status", async (string id, Post<LegalStatusBody> asked) =>
            (await ChangeLegalStatus(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/organisations/{id}/credit-code", async (string id, Post<CreditCodeBody> asked) =>
            (await StateCreditCode(asked, id, asked.Body)).Answer(asked.Http, new
            {
                creditCodeWarning = CreditCode.WarningFor(CreditCode.Normal(asked.Body.CreditCode)),
            }));
        api.MapPost("/organisations/{id}/dissolution", async (string id, Post<Nothing> asked) =>
            (await Dissolve(asked, id)).Answer(asked.Http));
    }

    private const string Contact = "contact", Leader = "leader";

    public static async Task<Done> Register(Post post, RegisterOrganisationBody body)
    {
        var id = post.Id(body.Id);
        var people = NewPeople(post, body.Contact, body.Leader);
        // A coordinator may register an organisation in any village; admission is the alliance's decision.
        var coordinator = post.Caller.Administrator || post.Caller.Has(Role.Coordinator);
        var done = await post.Run(
            Organisation.Boundary.Stream(id),
            () =>
            {
                post.RequireVillages([body.VillageCode], "villageCode");
                return new OrganisationCommand.Register(
                    new(body.Name, body.Specialities, IdOf(people, Contact), IdOf(people, Leader)),
                    new(body.Kind, body.VillageCode, body.EstablishedOn), body.LegalStatus, body.CreditCode,
                    body.Illustrative);
            },
            coordinator, id);
        return await WithPeople(post, done, id, people, coordinator);
    }

    public static async Task<Done> ChangeProfile(Post post, string id, OrganisationProfileBody body)
    {
        var stream = Organisation.Boundary.Stream(Post.Reference(id, "id"));
        var people = NewPeople(post, body.Contact, body.Leader);
        var coordinator = post.Caller.SpeaksAsCoordinator(post.Rows, id);
        var done = await post.Run(
            stream,
            () =>
            {
                post.RestOn(stream);
                var now = OrganisationReading.PeopleOf(post.Rows, id);
                return new OrganisationCommand.ChangeProfile(new(
                    body.Name, body.Specialities,
                    IdOf(people, Contact) ?? Own(post, id, body.ContactPersonId, "contactPersonId") ?? now.Contact,
                    IdOf(people, Leader) ?? Own(post, id, body.LeaderPersonId, "leaderPersonId") ?? now.Leader));
            },
            coordinator, id);
        return await WithPeople(post, done, id, people, coordinator);
    }

    public static Task<Done> CorrectStanding(Post post, string id, StandingBody body) => Run(post, id, () =>
    {
        post.RequireVillages([body.VillageCode], "villageCode");
        return new OrganisationCommand.CorrectStanding(new(body.Kind, body.VillageCode, body.EstablishedOn));
    });

    public static Task<Done> ChangeLegalStatus(Post post, string id, LegalStatusBody body) =>
        Run(post, id, () => new OrganisationCommand.ChangeLegalStatus(body.LegalStatus));

    public static Task<Done> StateCreditCode(Post post, string id, CreditCodeBody body) =>
        Run(post, id, () => new OrganisationCommand.StateCreditCode(body.CreditCode));

    public static Task<Done> Dissolve(Post post, string id) =>
        Run(post, id, () => new OrganisationCommand.Dissolve(post.MemberOf(id)));

    private static Task<Done> Run(Post post, string id, Func<object> prepare) => post.Run(
        Organisation.Boundary.Stream(Post.Reference(id, "id")), prepare,
        post.Caller.SpeaksAsCoordinator(post.Rows, id), id);

    /// <summary>People who come with the body, under ids that a retry derives again.</summary>
    private static IReadOnlyList<NewPerson> NewPeople(Post post, PersonDetails? contact, PersonDetails? leader) =>
    [
        .. contact is null ? Array.Empty<NewPerson>()
            : [new(Contact, post.Id(null, Contact), contact.Checked(Contact), PersonRole.Contact)],
        .. leader is null ? Array.Empty<NewPerson>()
            : [new(Leader, post.Id(null, Leader), leader.Checked(Leader), PersonRole.Leader)],
    ];

    /// <summary>The organisation goes first: whoever was to come with a refused one is never stored.</summary>
    private static async Task<Done> WithPeople(
        Post post, Done done, string organisation, IReadOnlyList<NewPerson> people, bool coordinator)
    {
        foreach (var one in people)
        {
            if (!done.Accepted) return done;
            var person = await Persons.Register(
                post.For(one.Field), one.Id, organisation, one.Details, [one.Role], coordinator);
            if (!person.Accepted) return person;
            var position = Math.Max(done.Outcome.Position, person.Outcome.Position);
            done = done with { Outcome = done.Outcome with { Position = position } };
        }

        return done;
    }

    private static string? IdOf(IReadOnlyList<NewPerson> people, string field) =>
        people.FirstOrDefault(p => p.Field == field)?.Id;

    /// <summary>A known person of this same organisation; another's are none of its business.</summary>
    private static string? Own(Post post, string organisation, string? personId, string field) =>
        personId is null || post.RequirePerson(personId, field) == organisation ? personId : throw Problem.Absent(
            "person-of-another-organisation", field, "此人登记在另一个组织，请先在本组织登记。",
            "This person belongs to another organisation; register them with this one first.");

    private sealed record NewPerson(string Field, string Id, PersonDetails Details, PersonRole Role);
}
