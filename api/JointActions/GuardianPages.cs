using Federation.Api.Counting;
using Federation.Api.People;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>The page of an action's guardian roles, and appointing and ending them.</summary>
public static class GuardianPages
{
    private const string At = "/joint-actions/{id}/guardians";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{organisationId}/ending", Who.Coordinators),
    ];

    public static void MapGuardianPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading, Lang lang) => Show(reading, lang, id, null));
        pages.MapPost(At, Appoint);
        pages.MapPost(At + "/{organisationId}/ending", End);
    }

    private static Task<IResult> Appoint(string id, Posted posted, Reading reading)
    {
        var (organisation, kind) = (posted.Required("organisationId"), posted.Choice<GuardianKind>("kind") ?? default);
        posted.Required("from");
        var from = posted.State.ErrorOf("from") is null ? posted.Day("from") : null;
        var body = new GuardianBody(
            organisation, kind, from ?? default, posted.Day("to"), posted.Text("personId"));
        return posted.Run(
            () => GuardianEndpoints.Appoint(posted.Post, id, body),
            _ => $"/joint-actions/{id}/guardians?done=appointed", state => Show(reading, posted.L, id, state),
            ("guardian-days-invalid", "to"), ("guardian-already-appointed", "kind"),
            ("guardian-person-elsewhere", "personId"), ("not-participating", "organisationId"));
    }

    private static Task<IResult> End(string id, string organisationId, Posted posted, Reading reading)
    {
        var kind = posted.Choice<GuardianKind>("kind") ?? default;
        var body = new GuardianEndBody(kind, posted.Day("from") ?? default);
        return posted.Run(
            () => GuardianEndpoints.End(posted.Post, id, organisationId, body),
            _ => $"/joint-actions/{id}/guardians?done=ended", state => Show(reading, posted.L, id, state));
    }

    /// <summary>A person is chosen among those of one organisation, so the organisation comes first.</summary>
    private static IResult Show(Reading reading, Lang lang, string id, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        var organisations = action.Coordinates ? action.Organisations(reading, lang) : [];
        var chosen = state?.Typed("organisationId") ?? reading.Text("organisation");
        if (organisations.All(o => o.Value != chosen)) chosen = null;
        return Pages.Of<GuardiansPage>(
            new
            {
                Action = action, Guardians = GuardianEndpoints.Of(reading, of), Organisations = organisations,
                Chosen = chosen, People = chosen is null ? [] : PeopleOf(reading, chosen), State = state,
                Names = new RecordNames(reading.Rows), reading.Today,
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }

    private static Choice[] PeopleOf(Reading reading, string organisation)
    {
        var ids = reading.Rows.All(
            "select id from persons where organisation = @organisation and erased = 0 order by id limit @max",
            r => r.GetString(0), ("organisation", organisation), ("max", Reading.LimitMax));
        var sight = reading.SightOf(organisation);
        return [.. reading.Details(ids.Select(id => (id, sight)), "choosing a guardian")
            .Select(p => new Choice(p.Key, p.Value.Name))];
    }
}
