using Federation.Domain;
using Federation.Domain.JointActions;
using Federation.Tests.Rig;
using static Federation.Tests.JointActions.CurrentAction;

namespace Federation.Tests.JointActions;

/// <summary>Undoing the last entry of a stock: by the rule, over HTTP, and by the page.</summary>
public class StockUndoTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Fact]
    public void Only_the_last_entry_is_undone_once_on_its_own_day_by_who_keeps_the_stock()
    {
        var day = Askers.Today;
        StockEvent began = new StockEvent.Opened("jiujiang", "org-a", new("宣传册"), day.AddDays(-1));
        StockEvent ten = new StockEvent.Received(new(1, 10, 10, day), null);
        StockEvent four = new StockEvent.Issued(new(2, -4, 6, day), new());
        StockEvent undone = new StockEvent.EntryUndone(2, 10, day);
        var keeper = Askers.Staff("org-a");

        Given(began, ten, four).ThenEachTime(undone);
        Given(began, ten, four, undone).ThenRefused(Stock.Refusals.AlreadyUndone);
        Given(began, ten, four, undone, new StockEvent.Issued(new(3, -10, 0, day), new()))
            .ThenEachTime(new StockEvent.EntryUndone(3, 10, day));
        Given(began).ThenRefused(Stock.Refusals.NothingToUndo);
        Given(began, new StockEvent.Received(new(1, 10, 10, day.AddDays(-1)), null))
            .ThenRefused(Stock.Refusals.UndoTooLate);
        Given(began, ten, four).By(keeper with { Now = keeper.Now.AddDays(1), On = day.AddDays(1) })
            .ThenRefused(Stock.Refusals.UndoTooLate);
        Given(began, ten, four, new StockEvent.Closed(day)).ThenRefused(Stock.Refusals.Closed);
        Given(began, ten, four).By(Askers.Staff("org-b")).ThenRefused(Asked.Refusals.NotYourOrganisation);
        Given().ThenRefused(Asked.Refusals.NotFound);

        Spec<StockState, StockCommand, StockEvent> Given(params StockEvent[] events) =>
            new(Stock.Decider("leaflets"), events, keeper, new StockCommand.Undo());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_undone_entry_stays_in_the_list_and_what_it_took_is_back(string kind)
    {
        var action = await Launched(kind);
        var stock = await Opened(action, action.Member, Today);
        var holder = await action.Registry.Staff(action.Member);
        await Refused(409, "stock-nothing-to-undo", holder);
        await holder.Done($"{stock}/receipts", new { count = 10 });
        await holder.Done($"{stock}/issues", new { count = 4 });
        await Refused(403, "not-your-organisation", await action.Registry.Passer());
        await holder.Done($"{stock}/undo");
        await Refused(409, "stock-already-undone", holder);

        var found = await holder.Read(stock);
        Assert.Equal(10, (long)found["stock"]!["left"]!);
        Assert.Equal([(-4L, Days.Text(Today)), (10L, null)], found["entries"]!.AsArray().Select(e =>
            ((long)e!["change"]!, (string?)e["undoneOn"])));
        await holder.Done($"{stock}/issues", new { count = 10 });
        await holder.Done($"{stock}/closing");
        await Refused(409, "stock-closed", holder);

        stock = await Opened(action, member: null, Today.AddDays(-1));
        await action.Coordinator.Done($"{stock}/receipts", new { count = 10, on = Today.AddDays(-1) });
        await Refused(409, "stock-undo-too-late", action.Coordinator);

        async Task Refused(int status, string code, Client by)
        {
            var answer = await by.Post($"{stock}/undo", new { });
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task A_page_undoes_the_last_entry_and_tells_who_comes_second()
    {
        var action = await Launched(BothDatabases.Sqlite);
        var stock = await Opened(action, action.Member, Today);
        var page = await PageClient.As(action.Registry.Product, "organisation-staff", action.Member);
        var undo = stock + "/undo";
        await page.Done((await page.Read(stock)).Form(stock + "/receipts").Fill("count", "8"));
        var (first, second) = (await page.Read(stock), await page.Read(stock));

        var done = await page.Done(first.Form(undo));
        Assert.Contains("最后一笔已撤销", done.Text);
        Assert.Contains("已撤销", done.Document.GetElementById("entries")!.TextContent);
        Assert.Contains("0份", done.Document.GetElementById("left")!.TextContent);

        var refused = await page.Send(second.Form(undo));
        Assert.Equal(422, refused.Status);
        Assert.Contains("最后一笔已经撤销了", refused.Text);
    }

    private static async Task<string> Opened(CurrentAction action, string? member, DateOnly on) =>
        "/stocks/" + await action.Coordinator.Made("/stocks", new
        {
            allianceId = action.Registry.Alliance, organisationId = member, material = "宣传册", on,
        });
}
