namespace Federation.Api.JointActions;

/// <param name="OrganisationId">The member that holds it; not given: the alliance itself.</param>
public sealed record StockBody(
    [Says("由谁保管", "Held by")] string AllianceId,
    [Says("资料名称", "Material", "例如：食品安全宣传册", "Such as: brochure on food safety", Max = Texts.WordMax)]
    Name Material,
    string? OrganisationId = null, string? Id = null, DateOnly? On = null) : IDated, IFromForm<StockBody>
{
    /// <summary>The form asks for both in one list: <c>alliance|</c> or <c>alliance|holder</c>.</summary>
    public static StockBody Of(Posted form)
    {
        var (alliance, holder) = Pair.Of(form, "allianceId") ?? new("", "");
        return new(alliance, form.Name("material"), holder.Length > 0 ? holder : null);
    }
}

public sealed record ReceiptBody(
    [Says("份数", "Copies", Unit = "copies")] long Count,
    [Says("来源", "From where", "例如印刷厂的名称；不要写个人姓名", "Such as the printer’s name; name no person", Max = Texts.SourceMax)]
    string? Source = null, DateOnly? On = null) : IDated;

/// <param name="SessionId">Of the action that is named with it.</param>
public sealed record IssueBody(
    [Says("份数", "Copies", Unit = "copies")] long Count,
    [Says("哪个组织领取", "For which organisation", NothingZh = "不注明", NothingEn = "Not stated")]
    string? OrganisationId = null,
    [Says("用于哪项行动", "For which action", NothingZh = "不注明", NothingEn = "Not stated")]
    string? ActionId = null, string? SessionId = null, DateOnly? On = null) : IDated;

/// <param name="Reason">Needed where the count differs from the books; sealed.</param>
public sealed record StockTakeBody(
    [Says("实际份数", "Found", Unit = "copies")] long Found,
    [Says("不同的原因", "Why it differs", "和账面不同时须填写；只有保管方和联盟协调员看得到",
        "Needed where it differs; seen by its keeper and coordinators only", Max = Post.TextMax, Lines = 2)]
    string? Reason = null, DateOnly? On = null) : IDated;

/// <summary>A stock as lists show it.</summary>
/// <param name="OrganisationId">The member that holds it; null: the alliance itself.</param>
public sealed record StockRow(
    string Id, string AllianceId, string? OrganisationId, Name Material, long Left, DateOnly OpenedOn,
    DateOnly? ClosedOn);

/// <param name="Kind">received, issued or counted.</param>
/// <param name="Left">What was left after it.</param>
/// <param name="Reason">Why a count differed: for those who keep the stock.</param>
/// <param name="UndoneOn">Null where it stands.</param>
public sealed record StockEntryShown(
    long Number, string Kind, long Change, long Left, DateOnly Day, string? OrganisationId, string? ActionId,
    string? SessionId, string? Source, string? Reason, DateOnly? UndoneOn)
{
    internal string Said(Lang l) => Kind switch
    {
        "received" => l.T("入库", "Received"), "issued" => l.T("领取", "Issued"), _ => l.T("盘点", "Counted again"),
    } + (Change == 0 ? l.T(" 相符", " as in the books")
        : $" {(Change > 0 ? "+" : "−")}{l.Quantity(Math.Abs(Change), "copies")}")
        + (UndoneOn is null ? "" : l.T("（已撤销）", " (undone)"));
}

/// <param name="Entries">The newest first, a page of them.</param>
/// <param name="Next">The cursor of the older ones, if there are any.</param>
/// <param name="Mine">The reader may receive, issue, count and close.</param>
public sealed record StockFound(StockRow Stock, IReadOnlyList<StockEntryShown> Entries, string? Next, bool Mine);

/// <summary>What can be done with a stock, as its page asks for it.</summary>
/// <param name="Step">The last word of the address that its form is sent to.</param>
/// <param name="Mark">Tells its fields from those of the other forms.</param>
internal sealed record StockDeed(
    string Step, string Mark, Name Prompt, Name Confirm, Name Question, Type? Body = null, bool Danger = false);

/// <summary>Stocks of material that an alliance or a member holds: what came, what was taken, what is left.</summary>
public static class Stocks
{
    private const Who Keepers = Who.Staff | Who.Coordinators;
    private const int OfferedMax = 50;

    private const string All =
        "select s.stock as id, s.alliance as alliance_id, s.organisation as organisation_id, s.material_zh, " +
        "s.material_en, s.remaining as \"left\", s.opened_on, s.closed_on from stocks s";

    private const string Entries =
        "select number, kind, change, remaining as \"left\", day, organisation as organisation_id, " +
        "action as action_id, session as session_id, source, reason, undone_on from stock_entries";

    private static readonly Told Entered = new("已登记", "Entered");

    public static readonly Feature Feature = new("/stocks", [typeof(Stock.Refusals)], stocks =>
    {
        stocks.Get<Listed<StockRow>, StocksPage>("", Who.SignedIn, reading => reading.List<StockRow>(
            All, "s.stock", stock => stock.Id, reading.Same("alliance", "s.alliance"),
            reading.Same("organisation", "s.organisation")), "alliance organisation");
        var form = stocks.Form<NewStockPage>("/new", Keepers);
        var one = stocks.Get<StockFound, StockPage>("/{id}", Who.SignedIn, Find);
        stocks.Add<StockBody>("", Keepers, Open, form, then: one, told: new(
            "库存已建好，请登记入库的份数", "The stock is open; enter how many copies came", "opened"));
        stocks.Add<ReceiptBody>("/{id}/receipts", Keepers, post => Run(post, post["id"], _ =>
            new StockCommand.Receive(post.Body.Count, post.Body.Source)), one, told: Entered);
        stocks.Add<IssueBody>("/{id}/issues", Keepers, post => Issue(post, post["id"], post.Body), one, told: Entered);
        stocks.Add<StockTakeBody>("/{id}/stock-takes", Keepers, post => Run(post, post["id"], _ =>
            new StockCommand.CountAgain(post.Body.Found, post.Text(post.Body.Reason, "reason", post["id"]))),
            one, told: Entered);
        stocks.Do<Nothing>("/{id}/undo", Keepers, post => Run(post, post["id"], _ => new StockCommand.Undo()),
            one, told: new("最后一笔已撤销", "The last entry is undone"));
        stocks.Do<Nothing>("/{id}/closing", Keepers, post => Run(post, post["id"], _ => new StockCommand.Close()),
            one, told: new("这批库存已结束", "The stock is closed"));
    });

    internal static IEnumerable<StockDeed> Deeds(StockFound found) =>
    [
        new("receipts", "a", new("入库", "Receive"), new("登记入库", "Enter receipt"),
            new("来了多少份？", "How many copies came?"), typeof(ReceiptBody)),
        new("issues", "b", new("领取", "Issue"), new("登记领取", "Enter issue"), new(
            "领走多少份？一场活动用的，也可以在那一场的报告里领取。",
            "How many copies are taken? A session’s can also be taken in its report."), typeof(IssueBody)),
        new("stock-takes", "c", new("盘点", "Count again"), new("登记盘点", "Enter the count"), new(
            $"账面 {found.Stock.Left} 份，实际数出多少份？",
            $"The books say {found.Stock.Left}; how many were found?"), typeof(StockTakeBody)),
        new("undo", "e", new("撤销最后一笔", "Undo the last entry"), new("撤销", "Undo it"), new(
            "只能撤销当天登记的；记录会留下，并注明已撤销。",
            "Only an entry of today is undone; it stays in the list, marked as undone.")),
        new("closing", "d", new("结束这批库存", "Close this stock"), new("结束", "Close it"), new(
            "没有剩余时才能结束；结束后不再登记。", "Only when nothing is left; nothing is entered afterwards."), Danger: true),
    ];

    /// <summary>Reasons are free text, for those who keep the stock.</summary>
    private static StockFound? Find(Reading reading)
    {
        if (Named(reading.Rows, reading["id"]) is not { } stock) return null;
        var mine = Keeps(reading, stock);
        var (entries, next) = reading.Page(
            reading.Rows.All<StockEntryShown>(
                $"{Entries} where stock = @id and number < @before order by number desc limit @max",
                ("id", stock.Id), ("max", reading.Limit + 1),
                ("before", long.TryParse(reading.Cursor, out var number) ? number : long.MaxValue)),
            entry => $"{entry.Number}");
        var words = mine ? reading.OpenWords(entries.Select(e => e.Reason), "stock-takes") : [];
        return new(
            stock, [.. entries.Select(e => e with { Reason = words.GetValueOrDefault(e.Reason ?? "") })], next, mine);
    }

    /// <summary>What a session's materials may be taken from: those of the alliance and of who holds the session
    /// that still have something, as far as the reader keeps them.</summary>
    internal static IReadOnlyList<StockRow> Offered(Reading reading, string alliance, string organisation) =>
        !reading.Caller.SignedIn ? [] :
        [
            .. reading.Rows.All<StockRow>(
                $"{All} where s.alliance = @alliance and s.remaining > 0 and s.closed_on is null " +
                "and (s.organisation is null or s.organisation = @organisation) " +
                "order by s.material_zh, s.stock limit @max",
                ("alliance", alliance), ("organisation", organisation), ("max", OfferedMax))
                .Where(stock => Keeps(reading, stock)),
        ];

    /// <summary>The stock of that id; null where there is none, also for what is no id at all.</summary>
    internal static StockRow? Named(Rows rows, string id) =>
        id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? rows.One<StockRow>($"{All} where s.stock = @id", ("id", id)) : null;

    /// <summary>May open stocks at all; whose, the form asks and the rule says.</summary>
    internal static bool MayOpen(Caller caller) =>
        caller.Administrator || caller.Has(Role.Coordinator) || caller.Organisations.Count > 0;

    private static bool Keeps(Reading reading, StockRow stock) =>
        (stock.OrganisationId is { } own && reading.Caller.Organisations.Contains(own))
        || reading.Caller.CoordinatesAlliance(reading.Rows, stock.AllianceId);

    private static Task<Done> Open(Post<StockBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.OrganisationId is { } holder) post.RequireOrganisation(holder, "organisationId");
        return post.Run(
            Stock.Boundary.Stream(id),
            () => new StockCommand.Open(
                body.AllianceId, body.OrganisationId, body.Material,
                body.OrganisationId is { } own ? post.MemberFacts(body.AllianceId, own) : null),
            post.Caller.CoordinatesAlliance(post.Rows, body.AllianceId), id);
    }

    /// <summary>Also behind a session's report, which takes its first material from a stock. What was named is there;
    /// nothing of it is ever taken away, so that no basis is needed.</summary>
    internal static Task<Done> Issue(Post post, string id, IssueBody body) => Run(post, id, alliance =>
    {
        if (body.OrganisationId is { } own) post.RequireOrganisation(own, "organisationId");
        if (body.ActionId is { } action) post.RequireActionOf(alliance, action, "actionId");
        if (body.SessionId is { } session) post.RequireSession(body.ActionId, session, "sessionId");
        return new StockCommand.Issue(body.Count, new(body.OrganisationId, body.ActionId, body.SessionId));
    });

    private static Task<Done> Run(Post post, string id, Func<string, object> command)
    {
        var alliance = Named(post.Rows, Post.Reference(id, "id"))?.AllianceId
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            Stock.Boundary.Stream(id), () => command(alliance),
            post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
