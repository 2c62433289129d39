using Federation.Domain.People;

namespace Federation.Api.JointActions;

/// <param name="To">The last day; null while it goes on.</param>
/// <param name="PersonId">Who fills the role; one of the organisation's people.</param>
public sealed record GuardianBody(
    string OrganisationId, [Says("角色", "Role")] GuardianKind Kind, [Says("从哪天起", "From")] DateOnly From,
    [Says("到哪天止", "To")] DateOnly? To = null,
    [Says("由谁担任", "Filled by", "姓名只给能看该组织人员资料的人看",
        "The name is shown to those who may see the organisation’s people",
        NothingZh = "不指明", NothingEn = "Nobody named")]
    string? PersonId = null, bool Illustrative = false, string? Source = null, DateOnly? On = null) : IDated;

public sealed record GuardianEndBody(GuardianKind Kind, DateOnly From, DateOnly? On = null) : IDated;

/// <param name="Person">The person's name, for those who keep the organisation's people.</param>
public sealed record GuardianShown(
    string OrganisationId, GuardianKind Kind, DateOnly From, DateOnly? To, string? Person, bool Illustrative,
    string? Source);

/// <summary>The page of the roles.</summary>
/// <param name="Chosen">The organisation chosen for a new role, which comes first: a person is chosen among its own
/// <paramref name="People"/>. Null before.</param>
public sealed record GuardiansShown(
    IReadOnlyList<GuardianShown> Roles, string? Chosen, IReadOnlyList<Choice> People);

/// <summary>Guardian roles (安全师, 健康师) of organisations in a joint action.</summary>
public static class Guardians
{
    public static readonly Feature Feature = new(
        "/joint-actions/{id}/guardians", [typeof(Guardian.Refusals)], guardians =>
    {
        guardians.Json<Whole<GuardianShown>>("", Who.Everyone, reading =>
            new(Of(reading, reading.Rows.RequireAction(reading["id"]))));
        var page = guardians.PageIn<GuardiansShown, GuardiansPage>("", Who.Everyone, Shown);
        guardians.Add<GuardianBody>(
            "", Who.Coordinators, Appoint, page, told: new("已登记", "Recorded", "appointed"),
            made: (post, _) => $"/api/v1/joint-actions/{post["id"]}/guardians");
        guardians.Do<GuardianEndBody>("/{organisationId}/ending", Who.Coordinators, post =>
            Run(post, post["organisationId"], of =>
                new GuardianCommand.End(post.Body.Kind, post.Body.From, post.Desk(of))),
            page, told: new("已结束", "Ended", "ended"));
    });

    private static Task<Done> Appoint(Post<GuardianBody> post)
    {
        var (body, own) = (post.Body, Post.Reference(post.Body.OrganisationId, "organisationId"));
        return Run(post, own, of =>
        {
            post.RequireOrganisation(own, "organisationId");
            return new GuardianCommand.Appoint(
                new(body.Kind, body.From, body.To, body.PersonId), PersonOf(post, own, body.PersonId), own,
                ActionFactsReading.TakesPart(post.Rows, of.Id, own), post.Desk(of), body.Illustrative, body.Source);
        });
    }

    /// <summary>Null for nobody named and for nobody there: the rule tells the two apart. Whom another organisation has
    /// registered is nobody to those who do not speak for it.</summary>
    private static GuardianPerson? PersonOf(Post post, string own, string? person)
    {
        if (person is null) return null;
        post.RestOn(Person.Boundary.Stream(Post.Reference(person, "personId")));
        var known = post.Rows.One<GuardianPerson>(
            "select organisation as organisation_id, erased from persons where id = @id", ("id", person));
        return known is null || known.OrganisationId == own || post.Caller.SpeaksFor(post.Rows, known.OrganisationId)
            ? known : null;
    }

    private static Task<Done> Run(Post post, string organisation, Func<ActionOf, object> command) =>
        post.AskIn(Guardian.Boundary, post["id"], organisation, command);

    private static GuardiansShown Shown(Reading reading, ActionOf of, ActionHead action)
    {
        var chosen = reading.Sent?.Typed("organisationId") ?? reading.Text("organisation");
        if (chosen is null || !action.Coordinates || !ActionFactsReading.TakesPart(reading.Rows, of.Id, chosen))
            return new(Of(reading, of), null, []);
        var ids = reading.Rows.All(
            "select id from persons where organisation = @organisation and erased = 0 order by id limit @max",
            r => r.GetString(0), ("organisation", chosen), ("max", Reading.LimitMax));
        var sight = reading.SightOf(chosen);
        var people = reading.Details(ids.Select(id => (id, sight)), "choosing a guardian");
        return new(Of(reading, of), chosen, [.. people.Select(p => new Choice(p.Key, p.Value.Name))]);
    }

    /// <summary>Every spell, by organisation. Names of people for those who keep them, masked for officials.</summary>
    private static IReadOnlyList<GuardianShown> Of(Reading reading, ActionOf of)
    {
        var spells = Spells(reading, of.Id);
        var people = reading.Details(
            spells.Where(s => s.Person is not null).Select(s => (s.Person!, reading.SightOf(s.OrganisationId))),
            "guardians of an action");
        return [.. spells.Select(s => s with { Person = people.GetValueOrDefault(s.Person ?? "")?.Name })];
    }

    /// <summary>The same with the person's id in place of the name; nobody's name is read.</summary>
    internal static IReadOnlyList<GuardianShown> Spells(Reading reading, string action) =>
        reading.Rows.All<GuardianShown>(
            "select organisation as organisation_id, kind, from_day as \"from\", to_day as \"to\", person, " +
            "illustrative, source from action_guardians where action = @action " +
            "order by organisation, kind, from_day limit @max", ("action", action), ("max", Reading.LimitMax));
}
