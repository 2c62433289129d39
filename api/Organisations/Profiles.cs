using Federation.Domain.Organisations;
using Federation.Domain.People;

namespace Federation.Api.Organisations;

/// <summary>What comes with people: registering an organisation, and changing its profile.</summary>
internal static class Profiles
{
    private const string Contact = "contact", Leader = "leader";

    private sealed record NewPerson(string Field, string Id, PersonDetails Details, PersonRole Role);

    public static async Task<Done> Register(Post<RegisterOrganisationBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        var people = NewPeople(post, body.Contact, body.Leader);
        // A coordinator may register an organisation in any village; admission is the alliance's decision.
        var coordinator = post.Caller.Is(Who.Coordinators);
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
        return (await WithPeople(post, done, id, people, coordinator))
            .With("contactPersonId", IdOf(people, Contact)).With("leaderPersonId", IdOf(people, Leader))
            .With("creditCodeWarning", CreditCode.WarningFor(CreditCode.Normal(body.CreditCode)));
    }

    public static async Task<Done> Change(Post<OrganisationProfileBody> post)
    {
        var (id, body) = (post["id"], post.Body);
        var stream = Organisation.Boundary.Stream(id);
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
        personId is null ? null : post.RequirePersonOf(personId, field, organisation);
}
