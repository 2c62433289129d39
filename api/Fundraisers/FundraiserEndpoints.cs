using Federation.Api.JointActions;
using Federation.Domain.Fundraisers;
using Federation.Log.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>Campaigns on licensed platforms, mirrored: no money passes through here.</summary>
public static class FundraiserEndpoints
{
    private const string At = "/api/v1/fundraisers";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/template", Who.Everyone),
        new("GET", At + "/{id}", Who.Everyone),
        new("GET", At + "/{id}/account", Who.Everyone),
        new("POST", At + "/{id}/gifts", Who.Coordinators),
        new("GET", At + "/{id}/gifts", Who.Everyone),
        new("POST", At + "/{id}/import", Who.Coordinators),
        new("POST", At + "/{id}/import/preview", Who.Coordinators),
        new("POST", At + "/{id}/relays", Who.Coordinators),
        new("POST", At + "/{id}/published-totals", Who.Coordinators),
        new("POST", At + "/{id}/spendings", Who.Coordinators),
        new("GET", At + "/{id}/spendings", Who.Everyone),
        new("POST", At + "/{id}/spendings/{spendingId}/approval", Who.Officials),
        new("POST", At + "/{id}/spendings/{spendingId}/refusal", Who.Officials),
        new("POST", At + "/{id}/reconciliations", Who.Coordinators),
        new("POST", At + "/{id}/corrections", Who.Coordinators),
        new("POST", At + "/{id}/closing", Who.Coordinators),
    ];

    public static void MapFundraisers(this IEndpointRouteBuilder api)
    {
        var campaigns = api.MapGroup("/fundraisers");
        campaigns.MapPost("", async (Post<CreateFundraiserBody> asked) =>
        {
            var done = await FundraiserDeeds.Create(asked, asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        campaigns.MapGet("", (Reading reading) => reading.List(FundraiserReading.Found(reading), f => f.Cursor));
        campaigns.MapGet("/{id}", (string id, Reading reading) => FundraiserReading.One(reading, id));
        campaigns.MapGet("/{id}/account", (string id, Reading reading) =>
            reading.Answer(FundraiserReading.Account(reading, id)));
        campaigns.MapGet("/{id}/gifts", (string id, Reading reading) => reading.List(
            GiftReading.Page(reading, reading.Rows.RequireFundraiser(id).Id), gift => gift.Cursor));
        campaigns.MapGet("/{id}/spendings", (string id, Reading reading) => reading.Answer(new
        {
            items = FundraiserReading.Spendings(reading, reading.Rows.RequireFundraiser(id)),
        }));
        campaigns.MapGet("/template", () => Results.File(
            [.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(GiftFile.Template)],
            "text/csv; charset=utf-8", "gifts.csv"));
        campaigns.MapPost("/{id}/import", (Delegate)ImportAsync);
        campaigns.MapPost("/{id}/import/preview", (Delegate)PreviewAsync);
        MapMoney(campaigns);
    }

    private static void MapMoney(IEndpointRouteBuilder campaigns)
    {
        campaigns.MapPost("/{id}/gifts", async (string id, Post<GiftBody> asked) =>
        {
            var (done, there) = await GiftImport.Add(asked, id, asked.Body);
            return there ? done.Answer(asked.Http, new { alreadyThere = true })
                : done.Created(asked.Http, $"{At}/{id}/gifts");
        });
        campaigns.MapPost("/{id}/relays", async (string id, Post<RelaysBody> asked) =>
            (await FundraiserDeeds.StateRelays(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        campaigns.MapPost("/{id}/published-totals", async (string id, Post<PublishedTotalBody> asked) =>
            (await FundraiserDeeds.PublishTotal(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        campaigns.MapPost("/{id}/spendings", async (string id, Post<SpendingBody> asked) =>
            (await SpendingDeeds.Enter(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}/spendings"));
        campaigns.MapPost("/{id}/spendings/{spendingId}/approval",
            async (string id, string spendingId, Post<Nothing> asked) =>
                (await SpendingDeeds.Approve(asked, id, spendingId)).Answer(asked.Http));
        campaigns.MapPost("/{id}/spendings/{spendingId}/refusal",
            async (string id, string spendingId, Post<SpendingRefusalBody> asked) =>
                (await SpendingDeeds.Refuse(asked, id, spendingId, asked.Body)).Answer(asked.Http));
        campaigns.MapPost("/{id}/reconciliations", async (string id, Post<ReconciliationBody> asked) =>
            (await FundraiserDeeds.Reconcile(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}"));
        campaigns.MapPost("/{id}/corrections", async (string id, Post<MoneyCorrectionBody> asked) =>
            (await MoneyCorrections.Correct(asked, id, asked.Body)).Created(asked.Http, $"{At}/{id}/account"));
        campaigns.MapPost("/{id}/closing", async (string id, Post<FundraiserClosingBody> asked) =>
            (await FundraiserDeeds.Close(asked, id, asked.Body)).Answer(asked.Http));
    }

    /// <summary>The platform's file (CSV or XLSX) as the body. All good rows are recorded in one go; bad rows are
    /// told.</summary>
    private static async Task<IResult> ImportAsync(string id, HttpContext http)
    {
        var bytes = await Bodies.ReadAsync(http.Request, GiftFile.MaxBytes);
        var came = await GiftImport.Import(Post.Of(http, bytes, on: null), id, GiftFile.Read(bytes));
        http.Response.Headers.ETag = $"\"{came.Position}\"";
        return Results.Json(came, Bodies.Options);
    }

    /// <summary>The same without recording anything.</summary>
    private static async Task<IResult> PreviewAsync(string id, HttpContext http)
    {
        var bytes = await Bodies.ReadAsync(http.Request, GiftFile.MaxBytes);
        var post = Post.Of(http, bytes, on: null);
        var of = post.Rows.RequireFundraiser(id);
        if (!post.Caller.Coordinates(of))
            throw new ProblemException(Problem.Of(Federation.Domain.Asked.Refusals.NotCoordinator));
        var sorted = GiftImport.Sort(
            post.Rows, post.Rows.CampaignFacts(of.Id), GiftFile.Read(bytes), post.Now);
        return Results.Json(
            new { fresh = sorted.Fresh.Count, sorted.FreshFen, sorted.AlreadyThere, sorted.Bad }, Bodies.Options);
    }
}
