using Federation.Api.Merchants;
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
        pledges.MapPost("/{pledgeId}/signing", async (string id, string pledgeId, Asked<SigningBody> asked) =>
            (await Sign(asked.Asking, id, pledgeId, asked.Body.Version)).Answer(asked.Http));
        pledges.MapPost("/{pledgeId}/withdrawal", async (string id, string pledgeId, Asked<ReasonBody> asked) =>
            (await Withdraw(asked.Asking, id, pledgeId, asked.Body.Reason)).Answer(asked.Http));
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
            asking.ActionFacts(of.Id, body.VillageCode), body.OrganisationId, body.Illustrative, body.Source,
            body.Signed == true ? asking.TextFacts(of.Id, body.Version, body.VisitedOn) : null));
    }

    public static Task<Done> Sign(Asking asking, string action, string pledge, int? version) =>
        Run(asking, action, Asking.Reference(pledge, "pledgeId"), of => new PledgeCommand.Sign(
            asking.TextFacts(of.Id, version, asking.On)));

    /// <summary>The reason is sealed under the organisation that keeps the record.</summary>
    public static Task<Done> Withdraw(Asking asking, string action, string pledge, string? reason) =>
        Run(asking, action, Asking.Reference(pledge, "pledgeId"), of => new PledgeCommand.Withdraw(
            asking.Text(reason, "reason", asking.KeeperOf(of, pledge))));

    public static Task<Done> Take(Asking asking, string action, string pledge, PledgeCommand step) =>
        Run(asking, action, Asking.Reference(pledge, "pledgeId"), _ => step);

    internal static Task<Done> Run(Asking asking, string action, string pledge, Func<ActionOf, object> command)
    {
        var of = asking.Rows.RequireAction(action);
        return asking.Run(
            Pledge.Boundary.Stream(of.Id, pledge), () => command(of), asking.Caller.Coordinates(of), pledge);
    }

    /// <summary>A visited shop. Merchants are shops: their business names are no personal data.</summary>
    /// <param name="VisitedOn">Null: a visit is only planned.</param>
    /// <param name="Signed">yes, no, not-stated, withdrawn or (only planned) not-visited.</param>
    /// <param name="Version">Of the text it was signed or renewed under; null: not stated.</param>
    /// <param name="ValidUntil">The last day of the latest pledge; null: it does not lapse.</param>
    /// <param name="Standing">As Signed, but a pledge is valid or, after its last day, lapsed.</param>
    /// <param name="Leaflets">Handed out at its visits.</param>
    public sealed record PledgeRow(
        string ActionId, string Id, Name Merchant, string VillageCode, string? OrganisationId, DateOnly? VisitedOn,
        string Signed, DateOnly? SignedOn, DateOnly? WithdrawnOn, bool InAlliance, DateOnly? JoinedOn, DateOnly? LeftOn,
        IReadOnlyList<string> Promises, string? Source, bool Illustrative, long? Version, DateOnly? RenewedOn,
        DateOnly? ValidUntil, string Standing, long Leaflets);

    internal const string Columns =
        "p.action, p.pledge, p.merchant_zh, p.merchant_en, p.village, p.organisation, p.visited_on, p.signed, " +
        "p.signed_on, p.withdrawn_on, p.member, p.joined_on, p.left_on, p.promises, p.source, p.illustrative, " +
        "p.version, p.renewed_on, p.valid_until, p.leaflets";

    /// <summary>A page of shops visited up to a day, oldest visit first.</summary>
    public static IReadOnlyList<PledgeRow> Pledges(
        Reading reading, string where, DateOnly asOf, params (string, object?)[] values)
    {
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("", "");
        return reading.Rows.All(
            $"select {Columns} from pledges p where {where} and p.visited_on <= @asOf " +
            "and (p.visited_on > @day or (p.visited_on = @day and p.pledge > @id)) order by p.visited_on, " +
                "p.pledge limit @max",
            r => Read(r, asOf),
            [.. values, ("asOf", asOf), ("day", day), ("id", id), ("max", reading.Limit + 1)]);
    }

    /// <summary>A row of <see cref="Columns"/>, as it stands on a day.</summary>
    internal static PledgeRow Read(System.Data.Common.DbDataReader r, DateOnly on)
    {
        var (signed, until) = (r.Text(7) ?? "not-visited", r.Day(18));
        var standing = signed switch
        {
            "yes" => until < on ? "lapsed" : "valid",
            "no" => "not-signed",
            _ => signed,
        };
        return new(
            r.GetString(0), r.GetString(1), r.Name(2), r.GetString(4), r.Text(5), r.Day(6), signed, r.Day(8),
            r.Day(9), r.Flag(10), r.Day(11), r.Day(12), RowText.Words(r.Text(13)), r.Text(14), r.Flag(15),
            r.Number(16) is > 0 and var version ? version : null, r.Day(17), signed == "yes" ? until : null, standing,
            r.Number(19) ?? 0);
    }
}
