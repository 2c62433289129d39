using Federation.Api.Help;
using Federation.Api.Organisations;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="OrganisationId">The member that holds it; not given: the alliance itself.</param>
public sealed record StockBody(
    [Says("由谁保管", "Held by")] string AllianceId,
    [Says("资料名称", "Material", "例如：食品安全宣传册", "Such as: brochure on food safety", Max = Texts.WordMax)]
    Name Material,
    string? OrganisationId = null, string? Id = null, DateOnly? On = null) : IDated, IFromForm<StockBody>
{
    /// <summary>The form asks for alliance and holder in one list: <c>alliance|</c> or <c>alliance|holder</c>.</summary>
    public static StockBody Of(Posted form)
    {
        var holder = form.Required("allianceId").Split('|', 2);
        if (holder is [{ Length: > 0 }]) form.Wrong("allianceId", "请从列表中选择", "Choose from the list");
        return new(holder[0], form.Name("material"), holder is [_, { Length: > 0 } own] ? own : null);
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

/// <summary>Stocks of material that an alliance or a member holds: what came, what was taken, what is left.</summary>
public static class Stocks
{
    private const Who Keepers = Who.Staff | Who.Coordinators;
    private static readonly Told Entered = new("已登记", "Entered");

    public static readonly Feature Feature = new("/stocks", [typeof(Stock.Refusals)], stocks =>
    {
        stocks.Get<Listed<StockRow>, StocksPage>("", Who.SignedIn, StockReading.Found, "alliance organisation");
        var form = stocks.Form<NewStockPage>("/new", Keepers);
        var one = stocks.Get<StockFound, StockPage>("/{id}", Who.SignedIn, StockReading.Find);
        stocks.Add<StockBody>("", Keepers, Open, form, then: one, told: new(
            "库存已建好，请登记入库的份数", "The stock is open; enter how many copies came", "opened"));
        stocks.Add<ReceiptBody>("/{id}/receipts", Keepers, post => Run(post, post["id"], _ =>
            new StockCommand.Receive(post.Body.Count, post.Body.Source)), one, told: Entered);
        stocks.Add<IssueBody>("/{id}/issues", Keepers, post => Issue(post, post["id"], post.Body), one, told: Entered);
        stocks.Add<StockTakeBody>("/{id}/stock-takes", Keepers, post => Run(post, post["id"], _ =>
            new StockCommand.CountAgain(post.Body.Found, post.Text(post.Body.Reason, "reason", post["id"]))),
            one, told: Entered);
        stocks.Do<Nothing>("/{id}/closing", Keepers, post => Run(post, post["id"], _ => new StockCommand.Close()),
            one, told: new("这批库存已结束", "The stock is closed"));
    });

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

    /// <summary>Also behind a session's report, which takes its first material from a stock.</summary>
    internal static Task<Done> Issue(Post post, string id, IssueBody body) => Run(post, id, alliance =>
        new StockCommand.Issue(body.Count, To(post, alliance, body)));

    /// <summary>What was named is there; nothing of it is ever taken away, so that no basis is needed.</summary>
    private static IssuedTo To(Post post, string alliance, IssueBody body)
    {
        if (body.OrganisationId is { } own) post.RequireOrganisation(own, "organisationId");
        if (body.ActionId is { } action
            && post.Rows.FindAction(Post.Reference(action, "actionId"))?.AllianceId != alliance)
            throw Problem.Absent(
                "action-not-found", "actionId", "联盟没有这项行动。", "The alliance has no such joint action.");
        if (body.SessionId is { } session && post.Rows.One(
            "select 1 from sessions where action = @action and session = @session", r => r.GetInt64(0),
            ("action", body.ActionId ?? ""), ("session", Post.Reference(session, "sessionId"))) == 0)
            throw Problem.Absent(
                "session-not-found", "sessionId", "这项行动没有这一场活动；请同时填写行动和场次。",
                "The action has no such session; name the action together with its session.");
        return new(body.OrganisationId, body.ActionId, body.SessionId);
    }

    private static Task<Done> Run(Post post, string id, Func<string, object> command)
    {
        var alliance = StockReading.Named(post.Rows, Post.Reference(id, "id"))?.AllianceId
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            Stock.Boundary.Stream(id), () => command(alliance),
            post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
