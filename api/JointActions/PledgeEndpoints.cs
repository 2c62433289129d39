using Federation.Api.Merchants;
using Federation.Domain.JointActions;

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
        pledges.MapPost("", async (string id, Post<PledgeBody> asked) =>
            (await Record(asked, id, asked.Body)).Created(asked.Http, $"/api/v1/joint-actions/{id}/pledges"));
        pledges.MapPost("/{pledgeId}/signing", async (string id, string pledgeId, Post<SigningBody> asked) =>
            (await Sign(asked, id, pledgeId, asked.Body.Version)).Answer(asked.Http));
        pledges.MapPost("/{pledgeId}/withdrawal", async (string id, string pledgeId, Post<ReasonBody> asked) =>
            (await Withdraw(asked, id, pledgeId, asked.Body.Reason)).Answer(asked.Http));
        foreach (var (step, command) in Steps)
            pledges.MapPost($"/{{pledgeId}}/{step}", async (string id, string pledgeId, Post<Nothing> asked) =>
                (await Take(asked, id, pledgeId, command())).Answer(asked.Http));
        pledges.MapGet("", (string id, Reading reading) =>
        {
            var of = reading.Rows.RequireAction(id);
            return reading.List(
                Pledges(reading, "p.action = @action", reading.Today, ("action", of.Id)), p =>
                    $"{p.VisitedOn:yyyy-MM-dd}|{p.Id}");
        });
    }

    public static Task<Done> Record(Post post, string action, PledgeBody body)
    {
        Post.Reference(body.VillageCode, "villageCode");
        if (body.OrganisationId is { } organisation) Post.Reference(organisation, "organisationId");
        return Run(post, action, post.Id(body.Id), of => new PledgeCommand.RecordVisit(
            body.Merchant, body.VillageCode, body.VisitedOn, body.Signed, body.Promises, body.JoinsAlliance,
            post.ActionFacts(of.Id, body.VillageCode), body.OrganisationId, body.Illustrative, body.Source,
            body.Signed == true ? post.TextFacts(of.Id, body.Version, body.VisitedOn) : null));
    }

    public static Task<Done> Sign(Post post, string action, string pledge, int? version) =>
        Run(post, action, Post.Reference(pledge, "pledgeId"), of => new PledgeCommand.Sign(
            post.TextFacts(of.Id, version, post.On)));

    /// <summary>The reason is sealed under the organisation that keeps the record.</summary>
    public static Task<Done> Withdraw(Post post, string action, string pledge, string? reason) =>
        Run(post, action, Post.Reference(pledge, "pledgeId"), of => new PledgeCommand.Withdraw(
            post.Text(reason, "reason", post.KeeperOf(of, pledge))));

    public static Task<Done> Take(Post post, string action, string pledge, PledgeCommand step) =>
        Run(post, action, Post.Reference(pledge, "pledgeId"), _ => step);

    internal static Task<Done> Run(Post post, string action, string pledge, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            Pledge.Boundary.Stream(of.Id, pledge), () => command(of), post.Caller.Coordinates(of), pledge);
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
