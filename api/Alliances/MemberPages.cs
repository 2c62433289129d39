using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Domain.Alliances;

namespace Federation.Api.Alliances;

/// <summary>Pages of an alliance's members, and of one membership with the forms that decide about it.</summary>
public static class MemberPages
{
    private const string All = "/alliances/{id}/members", One = All + "/{organisationId}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", All, Who.Everyone),
        new("GET", One, Who.Staff | Who.Coordinators),
        new("POST", One + "/admission", Who.Coordinators),
        new("POST", One + "/refusal", Who.Coordinators),
        new("POST", One + "/suspension", Who.Coordinators),
        new("POST", One + "/reinstatement", Who.Coordinators),
        new("POST", One + "/departure", Who.Staff | Who.Coordinators),
    ];

    public static void MapMemberPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, List);
        pages.MapGet(One, (string id, string organisationId, Reading reading) => Show(reading, id, organisationId));
        pages.MapPost(One + "/admission", (string id, string organisationId, Posted posted, Reading reading) => Step(
            posted, reading, id, organisationId, "admission",
            _ => MembershipEndpoints.Admit(posted.Post, id, organisationId)));
        pages.MapPost(One + "/refusal", (string id, string organisationId, Posted posted, Reading reading) => Step(
            posted, reading, id, organisationId, "refusal",
            reason => MembershipEndpoints.Refuse(posted.Post, id, organisationId, reason)));
        pages.MapPost(One + "/suspension", (string id, string organisationId, Posted posted, Reading reading) => Step(
            posted, reading, id, organisationId, "suspension",
            reason => MembershipEndpoints.Suspend(posted.Post, id, organisationId, reason)));
        pages.MapPost(One + "/reinstatement", (
            string id, string organisationId, Posted posted, Reading reading) => Step(
            posted, reading, id, organisationId, "reinstatement",
            _ => MembershipEndpoints.Reinstate(posted.Post, id, organisationId)));
        pages.MapPost(One + "/departure", (string id, string organisationId, Posted posted, Reading reading) => Step(
            posted, reading, id, organisationId, "departure",
            reason => MembershipEndpoints.Depart(posted.Post, id, organisationId, reason)));
    }

    /// <summary>One step, whose reason stands in a field of the step's own name: several forms share the
    /// page.</summary>
    private static Task<IResult> Step(
        Posted posted, Reading reading, string id, string organisation, string step,
        Func<string?, Task<Done>> command) => posted.Run(
        () => command(posted.Text(step + "Reason")), _ => $"/alliances/{id}/members/{organisation}?done={step}",
        state => Show(reading, id, organisation, step, state), ("reason", step + "Reason"));

    private static IResult List(string id, Reading reading)
    {
        var region = AllianceReading.RegionOf(reading.Rows, Post.Reference(id, "id"));
        if (region is null) return Pages.Problem(reading.Http, Problem.NotFound);
        var coordinates = reading.Caller.Coordinates(id, region);
        var state = reading.Choice<MembershipStep>("state") ?? "member";
        var deciding = state is "applied" or "refused";
        if (deciding && !coordinates) return Pages.Problem(reading.Http, Problem.NotAllowed);
        var found = deciding ? Applications(reading, id) : MembershipReading.MembersOf(reading, id, state);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<MembersPage>(new
        {
            Alliance = (id, NameOf(reading, "alliances", id)), Members = shown, Active = state,
            Coordinates = coordinates,
            Counts = reading.Rows.All(
                "select state, count(*) from memberships where alliance = @id group by state",
                r => (State: r.GetString(0), Count: r.GetInt64(1)), ("id", id))
                .ToDictionary(c => c.State, c => c.Count),
            Q = reading.Text("q"), Kind = reading.Text("kind"), Own = reading.Caller.Organisations.ToHashSet(),
            Next = more ? reading.Next(shown[^1].OrganisationId) : null, First = reading.First,
        });
    }

    private static MemberShown[] Applications(Reading reading, string id) =>
    [
        .. MembershipReading.ApplicationsOf(reading, id, own: null).Select(a => new MemberShown(
            a.OrganisationId, a.Name, a.Kind, a.VillageCode, a.Village, a.State, a.RefusedOn ?? a.AppliedOn, null,
            a.Illustrative)),
    ];

    private static Federation.Domain.Name NameOf(Reading reading, string table, string id) => reading.Rows.One(
        $"select name, name_en from {table} where id = @id", r => r.Name(0), ("id", id))!;

    private static IResult Show(
        Reading reading, string id, string organisation, string? form = null, FormState? state = null)
    {
        if (MembershipReading.ApplicationOf(reading, id, organisation) is not { } membership)
            return Pages.Problem(reading.Http, Problem.NotFound);
        var dates = reading.Rows.One(
            "select suspended_on, departed_on, reason from memberships " +
            "where alliance = @id and organisation = @organisation",
            r => (Suspended: r.Day(0), Departed: r.Day(1), Reason: r.Text(2)),
            ("id", id), ("organisation", organisation));
        return Pages.Of<MembershipPage>(
            new
            {
                Alliance = (id, NameOf(reading, "alliances", id)), Membership = membership, Form = form, State = state,
                SuspendedOn = dates.Suspended, DepartedOn = dates.Departed,
                Reason = dates.Reason is null ? null : reading.OpenWords([dates.Reason], "a membership")
                    .GetValueOrDefault(dates.Reason),
                Coordinates = reading.Caller.Coordinates(id, AllianceReading.RegionOf(reading.Rows, id)),
                Done = reading.Text("done"),
            }, state);
    }
}
