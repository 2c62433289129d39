using Federation.Api.Service;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>The desk of those who keep a campaign's account, and of the second person who checks its
/// spendings.</summary>
public static class FundraiserManagePages
{
    private const string At = "/fundraisers/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At + "/manage", Who.Officials),
        new("POST", At + "/gifts", Who.Coordinators),
        new("POST", At + "/published-totals", Who.Coordinators),
        new("POST", At + "/relays", Who.Coordinators),
        new("POST", At + "/spendings", Who.Coordinators),
        new("POST", At + "/spendings/{spendingId}/approval", Who.Officials),
        new("POST", At + "/spendings/{spendingId}/refusal", Who.Officials),
        new("POST", At + "/reconciliations", Who.Coordinators),
        new("POST", At + "/corrections", Who.Coordinators),
        new("POST", At + "/closing", Who.Coordinators),
    ];

    public static void MapFundraiserManagePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At + "/manage", (string id, Reading reading) => Show(reading, id, "", null));
        Post("gifts", Gift, ("amountFen", "amount"), ("amount-invalid", "amount"), ("gift-outside-window", "givenAt"),
            ("gift-in-future", "givenAt"), ("gift-already-recorded", "externalId"), ("gift-invalid", "externalId"));
        Post("published-totals", Total, ("amount-invalid", "amount"), ("already-stated-for-day", "on"),
            ("before-opening", "on"), ("day-in-future", "on"));
        Post("relays", Relays, ("relays-invalid", "count"), ("already-stated-for-day", "on"), ("before-opening", "on"),
            ("day-in-future", "on"));
        Post("reconciliations", Reconcile, ("statement-differs", "explanation"), ("amount-invalid", "amount"),
            ("before-opening", "asOf"), ("day-in-future", "asOf"));
        Post("corrections", Correct, ("nothing-to-correct", "of"), ("amount-invalid", "value"), ("of", "of"),
            ("relays-invalid", "value"), ("below-spent", "value"), ("spending-beyond-balance", "value"));
        Post("closing", Close, ("remainder-unexplained", "remainder"));
        pages.MapPost(At + "/spendings", (Delegate)SpendAsync);
        Decide("approval", (posted, id, spending) => SpendingDeeds.Approve(posted.Post, id, spending));
        Decide("refusal", (posted, id, spending) =>
            SpendingDeeds.Refuse(posted.Post, id, spending, new(posted.Text("reason"))));

        void Post(string form, Func<Posted, string, Func<Task<Done>>> command, params (string, string)[] beside) =>
            pages.MapPost($"{At}/{form}", (string id, Posted posted, Reading reading) => posted.Run(
                command(posted, id), _ => $"/fundraisers/{id}/manage?done={form}",
                state => Show(reading, id, form, state), beside));

        void Decide(string step, Func<Posted, string, string, Task<Done>> command) => pages.MapPost(
            $"{At}/spendings/{{spendingId}}/{step}",
            (string id, string spendingId, Posted posted, Reading reading) => posted.Run(
                () => command(posted, id, spendingId), _ => $"/fundraisers/{id}/manage?done={step}",
                state => Show(reading, id, $"{step} {spendingId}", state)));
    }

    // Each reads its fields at once, so that a wrong one keeps the command from running.
    private static Func<Task<Done>> Gift(Posted posted, string id)
    {
        var (external, fen) = (posted.Required("externalId"), posted.Yuan("amount"));
        posted.Required("givenAt");
        var given = posted.State.ErrorOf("givenAt") is null ? posted.Moment("givenAt") : null;
        return async () => (await GiftImport.Add(posted.Post, id, new(external, fen!.Value, given!.Value))).Done;
    }

    private static Func<Task<Done>> Total(Posted posted, string id)
    {
        var body = new PublishedTotalBody(posted.Yuan("amount") ?? 0, posted.Text("source"));
        posted.Required("on");
        return () => FundraiserDeeds.PublishTotal(posted.Post, id, body);
    }

    private static Func<Task<Done>> Relays(Posted posted, string id)
    {
        posted.Required("count");
        var count = posted.State.ErrorOf("count") is null ? posted.Number("count") ?? 0 : 0;
        posted.Required("on");
        return () => FundraiserDeeds.StateRelays(posted.Post, id, new(count));
    }

    private static Func<Task<Done>> Reconcile(Posted posted, string id)
    {
        var fen = posted.Yuan("amount") ?? 0;
        posted.Required("asOf");
        var day = posted.State.ErrorOf("asOf") is null ? posted.Day("asOf") : null;
        var body = new ReconciliationBody(fen, day ?? default, NameOf(posted, "explanation"));
        return () => FundraiserDeeds.Reconcile(posted.Post, id, body);
    }

    private static Func<Task<Done>> Correct(Posted posted, string id)
    {
        var kind = posted.Choice<CorrectionKind>("kind") ?? CorrectionKind.Gift;
        posted.Required("value");
        var value = posted.State.ErrorOf("value") is not null ? 0
            : kind == CorrectionKind.Relays ? posted.Number("value") ?? 0 : posted.Yuan("value") ?? 0;
        var body = new MoneyCorrectionBody(kind, posted.Required("of"), value, posted.Required("reason"));
        return () => MoneyCorrections.Correct(posted.Post, id, body);
    }

    private static Func<Task<Done>> Close(Posted posted, string id)
    {
        var body = new FundraiserClosingBody(NameOf(posted, "remainder"));
        return () => FundraiserDeeds.Close(posted.Post, id, body);
    }

    private static Name? NameOf(Posted posted, string field) => posted.Text(field) is { } text ? new(text) : null;

    /// <summary>A voucher is a number, or a file that is sent along.</summary>
    private static async Task<IResult> SpendAsync(string id, Posted posted, Reading reading)
    {
        var (fen, purpose, voucher) = (posted.Yuan("amount") ?? 0, posted.Required("purpose"), posted.Text("voucher"));
        posted.Required("on");
        var note = NameOf(posted, "purposeNote");
        if (posted.Form.Files.GetFile("file") is { Length: > 0 } file)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content);
            var (kept, problem) = await AttachmentEndpoints.Keep(
                reading.Log, file.FileName, file.ContentType, content.ToArray());
            if (problem is not null) posted.State.Wrong("file", posted.L.T(problem.Zh, problem.En));
            voucher = kept ?? voucher;
        }

        if (voucher is null) posted.State.Wrong(
            "voucher", posted.L.T("请填写凭证编号，或上传凭证", "Give the voucher's number, or send the voucher"));
        var body = new SpendingBody(fen, new(purpose), voucher ?? "", !posted.Ticked("outside"), note);
        return await posted.Run(
            () => SpendingDeeds.Enter(posted.Post, id, body), _ => $"/fundraisers/{id}/manage?done=spendings",
            state => Show(reading, id, "spendings", state), ("spending-beyond-balance", "amount"),
            ("amount-invalid", "amount"), ("spending-outside-purpose", "purposeNote"), ("before-opening", "on"),
            ("day-in-future", "on"), ("spending-texts-invalid", "purpose"));
    }

    internal static IResult Show(Reading reading, string id, string form, FormState? state)
    {
        var view = FundraiserView.Of(reading, id);
        if (!view.LooksAfter) return Pages.Problem(reading.Http, Problem.NotAllowed);
        return Pages.Of<FundraiserManagePage>(
            new
            {
                View = view, Form = form, State = state, Done = state is null ? reading.Text("done") : null,
                Added = reading.Text("added"),
            }, state);
    }
}
