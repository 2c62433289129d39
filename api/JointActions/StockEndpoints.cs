using Federation.Api.Help;
using Federation.Api.Organisations;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="OrganisationId">The member that holds it; not given: the alliance itself.</param>
public sealed record StockBody(
    string AllianceId, Name Material, string? OrganisationId = null, string? Id = null, DateOnly? On = null) : IDated;

public sealed record ReceiptBody(long Count, string? Source = null, DateOnly? On = null) : IDated;

/// <param name="SessionId">Of the action that is named with it.</param>
public sealed record IssueBody(
    long Count, string? OrganisationId = null, string? ActionId = null, string? SessionId = null,
    DateOnly? On = null) : IDated;

/// <param name="Reason">Needed where the count differs from the books; sealed.</param>
public sealed record StockTakeBody(long Found, string? Reason = null, DateOnly? On = null) : IDated;

/// <summary>Stocks of material that an alliance or a member holds: what came, what was taken, what is left.</summary>
public static class StockEndpoints
{
    private const string At = "/api/v1/stocks";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/receipts", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/issues", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/stock-takes", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/closing", Who.Staff | Who.Coordinators),
        new("GET", At, Who.SignedIn),
        new("GET", At + "/{id}", Who.SignedIn),
    ];

    public static void MapStocks(this IEndpointRouteBuilder api)
    {
        var stocks = api.MapGroup("/stocks");
        stocks.MapPost("", async (Asked<StockBody> asked) =>
        {
            var done = await Open(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        stocks.MapPost("/{id}/receipts", async (string id, Asked<ReceiptBody> asked) =>
            (await Receive(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        stocks.MapPost("/{id}/issues", async (string id, Asked<IssueBody> asked) =>
            (await Issue(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        stocks.MapPost("/{id}/stock-takes", async (string id, Asked<StockTakeBody> asked) =>
            (await CountAgain(asked.Asking, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        stocks.MapPost("/{id}/closing", async (string id, Asked<Nothing> asked) =>
            (await Close(asked.Asking, id)).Answer(asked.Http));
        stocks.MapGet("", (Reading reading) => reading.List(StockReading.Found(reading), stock => stock.Id));
        stocks.MapGet("/{id}", (string id, Reading reading) => StockReading.Find(reading, id) is { } found
            ? reading.Answer(found) : reading.NotFound());
    }

    public static Task<Done> Open(Asking asking, StockBody body)
    {
        var id = asking.Id(body.Id);
        asking.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.OrganisationId is { } holder) asking.RequireOrganisation(holder, "organisationId");
        return asking.Run(
            Stock.Boundary.Stream(id),
            () => new StockCommand.Open(
                body.AllianceId, body.OrganisationId, body.Material,
                body.OrganisationId is { } own ? asking.MemberFacts(body.AllianceId, own) : null),
            asking.Caller.CoordinatesAlliance(asking.Rows, body.AllianceId), id);
    }

    public static Task<Done> Receive(Asking asking, string id, ReceiptBody body) =>
        Run(asking, id, _ => new StockCommand.Receive(body.Count, body.Source));

    public static Task<Done> Issue(Asking asking, string id, IssueBody body) => Run(asking, id, alliance =>
        new StockCommand.Issue(body.Count, To(asking, alliance, body)));

    public static Task<Done> CountAgain(Asking asking, string id, StockTakeBody body) =>
        Run(asking, id, _ => new StockCommand.CountAgain(body.Found, asking.Text(body.Reason, "reason", id)));

    public static Task<Done> Close(Asking asking, string id) => Run(asking, id, _ => new StockCommand.Close());

    /// <summary>What was named is there; nothing of it is ever taken away, so that no basis is needed.</summary>
    private static IssuedTo To(Asking asking, string alliance, IssueBody body)
    {
        if (body.OrganisationId is { } own) asking.RequireOrganisation(own, "organisationId");
        if (body.ActionId is { } action
            && asking.Rows.FindAction(Asking.Reference(action, "actionId"))?.AllianceId != alliance)
            throw Filters.Absent(
                "action-not-found", "actionId", "联盟没有这项行动。", "The alliance has no such joint action.");
        if (body.SessionId is { } session && asking.Rows.One(
            "select 1 from sessions where action = @action and session = @session", r => r.GetInt64(0),
            ("action", body.ActionId ?? ""), ("session", Asking.Reference(session, "sessionId"))) == 0)
            throw Filters.Absent(
                "session-not-found", "sessionId", "这项行动没有这一场活动；请同时填写行动和场次。",
                "The action has no such session; name the action together with its session.");
        return new(body.OrganisationId, body.ActionId, body.SessionId);
    }

    private static Task<Done> Run(Asking asking, string id, Func<string, object> command)
    {
        var alliance = asking.Rows.One(
            "select alliance from stocks where stock = @id", r => r.GetString(0), ("id", Asking.Reference(id, "id")))
            ?? throw new ProblemException(Problem.NotFound);
        return asking.Run(
            Stock.Boundary.Stream(id), () => command(alliance),
            asking.Caller.CoordinatesAlliance(asking.Rows, alliance), id);
    }
}
