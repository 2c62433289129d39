using Federation.Api.Alliances;
using Federation.Api.Counting;
using Federation.Api.Help;
using Federation.Api.Shell;
using Federation.Api.Spine;
using Federation.Domain.JointActions;
using Federation.Log;

namespace Federation.Api.JointActions;

/// <summary>Pages of stocks: the list, a new one, and one with its entries and forms.</summary>
public static class StockPages
{
    private const string At = "/stocks";
    private const int ChoicesMax = 500;

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.SignedIn),
        new("GET", At + "/new", Who.Staff | Who.Coordinators),
        new("POST", At + "/new", Who.Staff | Who.Coordinators),
        new("GET", At + "/{id}", Who.SignedIn),
        new("POST", At + "/{id}/receipts", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/issues", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/stock-takes", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/closing", Who.Staff | Who.Coordinators),
    ];

    public static void MapStockPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost(At + "/new", OpenAsync);
        pages.MapGet(At + "/{id}", (string id, Reading reading, Lang lang) => Show(reading, lang, id, null, null));
        pages.MapPost(At + "/{id}/receipts", (string id, Posted posted, Reading reading) =>
        {
            var body = new ReceiptBody(Count(posted, "came"), posted.Text("source"));
            return Step(posted, reading, id, "receipts", () => StockEndpoints.Receive(posted.Asking, id, body),
                ("stock-count-invalid", "came"), ("stock-too-large", "came"), ("stock-source-invalid", "source"));
        });
        pages.MapPost(At + "/{id}/issues", (string id, Posted posted, Reading reading) =>
        {
            var body = new IssueBody(Count(posted, "went"), posted.Text("organisationId"), posted.Text("actionId"));
            return Step(posted, reading, id, "issues", () => StockEndpoints.Issue(posted.Asking, id, body),
                ("stock-count-invalid", "went"), ("stock-beyond-left", "went"));
        });
        pages.MapPost(At + "/{id}/stock-takes", (string id, Posted posted, Reading reading) =>
        {
            var body = new StockTakeBody(Count(posted, "found"), posted.Text("reason"));
            return Step(posted, reading, id, "stock-takes", () => StockEndpoints.CountAgain(posted.Asking, id, body),
                ("stock-found-invalid", "found"), ("stock-reason-missing", "reason"));
        });
        pages.MapPost(At + "/{id}/closing", (string id, Posted posted, Reading reading) =>
            Step(posted, reading, id, "closing", () => StockEndpoints.Close(posted.Asking, id)));
    }

    private static long Count(Posted posted, string field) =>
        posted.Required(field).Length == 0 ? 0 : posted.Number(field) ?? 0;

    private static Task<IResult> Step(
        Posted posted, Reading reading, string id, string step, Func<Task<Done>> command,
        params (string, string)[] beside) => posted.Run(
        command, _ => $"{At}/{id}?done={step}", state => Show(reading, posted.L, id, step, state),
        [.. beside, ("stock-before-opening", "on"), ("back-dating-not-allowed", "on"), ("day-in-future", "on")]);

    private static IResult List(Reading reading)
    {
        var found = StockReading.Found(reading);
        return Pages.Of<StocksPage>(new
        {
            Rows = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            Alliance = reading.Id("alliance"), MayOpen = StockReading.MayOpen(reading.Caller),
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Id) : null, reading.First,
        });
    }

    private static Task<IResult> OpenAsync(Posted posted, Reading reading)
    {
        var whose = posted.Required("whose").Split('|', 2);
        if (whose.Length != 2 && whose[0].Length > 0)
            posted.State.Wrong("whose", posted.L.T("请从列表中选择", "Choose from the list"));
        var body = new StockBody(whose[0], posted.Name("material"), whose[^1] is { Length: > 0 } own ? own : null);
        return posted.Run(
            () => StockEndpoints.Open(posted.Asking, body), done => $"{At}/{done.Id}?done=opened",
            state => New(reading, posted.L, state),
            ("stock-material-invalid", "material"), ("stock-holder-not-member", "whose"), ("allianceId", "whose"),
            ("organisationId", "whose"), ("not-coordinator", "whose"), ("not-your-organisation", "whose"));
    }

    private static IResult New(Reading reading, Lang lang, FormState? state)
    {
        var alliances = reading.Coordinated();
        return Pages.Of<NewStockPage>(
            new
            {
                State = state,
                Whose = (Choice[])
                [
                    .. reading.Rows.All("select id, name, name_en from alliances order by id", r =>
                        (Id: r.GetString(0), Name: r.Name(1))).Where(a => alliances.Contains(a.Id))
                        .Select(a => new Choice($"{a.Id}|", lang.Of(a.Name))),
                    .. reading.OwnParties().Select(o => (Own: o, In: Parties.MembershipOf(reading.Rows, o.Id)))
                        .Where(o => o.In is not null)
                        .Select(o => new Choice($"{o.In}|{o.Own.Id}", lang.Of(o.Own.Name))),
                ],
            }, state);
    }

    private static IResult Show(Reading reading, Lang lang, string id, string? failed, FormState? state)
    {
        if (StockReading.Find(reading, id) is not { } found) return Pages.Problem(reading.Http, Problem.NotFound);
        var alliance = found.Stock.AllianceId;
        return Pages.Of<StockPage>(
            new
            {
                Found = found, Names = new RecordNames(reading.Rows), Failed = failed, State = state,
                Members = Choices(reading, lang,
                    "select o.id, o.name, o.name_en from memberships m join organisations o on o.id = m.organisation " +
                    "where m.alliance = @alliance and m.state in ('member', 'suspended') order by o.id limit @max",
                    alliance),
                Actions = Choices(reading, lang,
                    "select action, title_zh, title_en from actions where alliance = @alliance " +
                    "order by from_day desc, action limit @max", alliance),
                Next = found.Next is { } next ? $"{At}/{id}?cursor={Uri.EscapeDataString(next)}" : null, reading.First,
                Done = failed is null ? reading.Text("done") : null,
            }, state);
    }

    private static Choice[] Choices(Reading reading, Lang lang, string sql, string alliance) =>
        [.. reading.Rows.All(sql, r => new Choice(r.GetString(0), lang.Of(r.Name(1))),
            ("alliance", alliance), ("max", ChoicesMax))];
}
