using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.JointActions;
using Federation.Log;

namespace Federation.Api.JointActions;

/// <summary>Shops visited in a joint action: pledges and the merchants' alliance.</summary>
public static class PledgeEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/pledges";

    private static readonly (string Step, Func<PledgeCommand> Command)[] Steps =
    [
        ("signing", () => new PledgeCommand.Sign()),
        ("withdrawal", () => new PledgeCommand.Withdraw()),
        ("alliance-joining", () => new PledgeCommand.JoinAlliance()),
        ("alliance-leaving", () => new PledgeCommand.LeaveAlliance()),
        ("cancellation", () => new PledgeCommand.Cancel()),
    ];

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Staff | Who.Coordinators),
        new("POST", At + "/{pledgeId}/signing", Who.Staff | Who.Coordinators),
        new("POST", At + "/{pledgeId}/withdrawal", Who.Staff | Who.Coordinators),
        new("POST", At + "/{pledgeId}/alliance-joining", Who.Staff | Who.Coordinators),
        new("POST", At + "/{pledgeId}/alliance-leaving", Who.Staff | Who.Coordinators),
        new("POST", At + "/{pledgeId}/cancellation", Who.Staff | Who.Coordinators),
        new("GET", At, Who.Everyone),
    ];

    public static void MapPledges(this IEndpointRouteBuilder actions)
    {
        var pledges = actions.MapGroup("/{id}/pledges");
        pledges.MapPost("", async (string id, Asked<PledgeBody> asked) =>
            (await Record(asked.Asking, id, asked.Body)).Created(asked.Http, $"/api/v1/joint-actions/{id}/pledges"));
        foreach (var (step, command) in Steps)
            pledges.MapPost($"/{{pledgeId}}/{step}", async (string id, string pledgeId, Asked<Nothing> asked) =>
                (await Take(asked.Asking, id, pledgeId, command())).Answer(asked.Http));
        pledges.MapGet("", (string id, Reading reading) =>
        {
            var of = reading.Rows.RequireAction(id);
            return reading.List(
                Pledges(reading, "p.action = @action", reading.Today, ("action", of.Id)), p =>
                    $"{p.VisitedOn:yyyy-MM-dd}|{p.Id}");
        });
    }

    public static Task<Done> Record(Asking asking, string action, PledgeBody body)
    {
        Asking.Reference(body.VillageCode, "villageCode");
        if (body.OrganisationId is { } organisation) Asking.Reference(organisation, "organisationId");
        return Run(asking, action, asking.Id(body.Id), of => new PledgeCommand.RecordVisit(
            body.Merchant, body.VillageCode, body.VisitedOn, body.Signed, body.Promises, body.JoinsAlliance,
            asking.ActionFacts(of.Id, body.VillageCode), body.OrganisationId, body.Illustrative, body.Source));
    }

    public static Task<Done> Take(Asking asking, string action, string pledge, PledgeCommand step) =>
        Run(asking, action, Asking.Reference(pledge, "pledgeId"), _ => step);

    private static Task<Done> Run(Asking asking, string action, string pledge, Func<ActionOf, object> command)
    {
        var of = asking.Rows.RequireAction(action);
        return asking.Run(
            Pledge.Boundary.Stream(of.Id, pledge), () => command(of), asking.Caller.Coordinates(of), pledge);
    }

    /// <summary>A visited shop. Merchants are shops: their business names are no personal data.</summary>
    /// <param name="Signed">yes, no, not-stated or withdrawn.</param>
    public sealed record PledgeRow(
        string ActionId, string Id, Name Merchant, string VillageCode, string? OrganisationId, DateOnly VisitedOn,
        string Signed, DateOnly? SignedOn, DateOnly? WithdrawnOn, bool InAlliance, DateOnly? JoinedOn, DateOnly? LeftOn,
        IReadOnlyList<string> Promises, string? Source, bool Illustrative);

    /// <summary>A page of shops visited up to a day, oldest visit first.</summary>
    public static IReadOnlyList<PledgeRow> Pledges(
        Reading reading, string where, DateOnly asOf, params (string, object?)[] values)
    {
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("", "");
        return reading.Rows.All(
            "select p.action, p.pledge, p.merchant_zh, p.merchant_en, p.village, p.organisation, p.visited_on, " +
                "p.signed, " +
            "p.signed_on, p.withdrawn_on, p.member, p.joined_on, p.left_on, p.promises, p.source, p.illustrative " +
            $"from pledges p where {where} and p.visited_on <= @asOf " +
            "and (p.visited_on > @day or (p.visited_on = @day and p.pledge > @id)) order by p.visited_on, " +
                "p.pledge limit @max",
            r => new PledgeRow(
                r.GetString(0), r.GetString(1), new(r.GetString(2), r.Text(3)), r.GetString(4), r.Text(5),
                    r.Day(6)!.Value,
                r.GetString(7), r.Day(8), r.Day(9), r.Flag(10), r.Day(11), r.Day(12), RowText.Words(r.Text(13)),
                    r.Text(14),
                r.Flag(15)),
            [.. values, ("asOf", asOf), ("day", day), ("id", id), ("max", reading.Limit + 1)]);
    }
}
