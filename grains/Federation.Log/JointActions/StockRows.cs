using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Stocks of material with all their entries. Reasons are ids of sealed texts.

public static class StockRows
{
    public static readonly Table Stocks = new("stocks",
        [Text("stock")],
        [
            Text("alliance"), Text("organisation"), Text("material_zh"), Text("material_en"), Number("remaining"),
            Text("opened_on"), Text("closed_on"),
        ],
        "alliance, organisation");

    /// <summary>Kind is received, issued or counted.</summary>
    public static readonly Table Entries = new("stock_entries",
        [Text("stock"), Number("number")],
        [
            Text("kind"), Number("change"), Number("remaining"), Text("day"), Text("organisation"), Text("action"),
            Text("session"), Text("source"), Text("reason"), Text("undone_on"),
        ],
        "action, session");

    public static readonly Projection Projection = Projection.Of<StockEvent>("stocks", [Stocks, Entries], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e, StockEvent body) => body switch
    {
        StockEvent.Opened opened =>
        [
            Stocks.Put([e.Id()],
                ("alliance", opened.AllianceId), ("organisation", opened.OrganisationId),
                ("material_zh", opened.Material.Zh), ("material_en", opened.Material.En), ("remaining", 0L),
                ("opened_on", opened.Day)),
        ],
        StockEvent.Received came => Entered(e, "received", came.Entry, ("source", came.Source)),
        StockEvent.Issued went => Entered(e, "issued", went.Entry,
            ("organisation", went.To.OrganisationId), ("action", went.To.ActionId), ("session", went.To.SessionId)),
        StockEvent.CountedAgain found => Entered(e, "counted", found.Entry, ("reason", found.ReasonId)),
        StockEvent.EntryUndone undone =>
        [
            Stocks.Put([e.Id()], ("remaining", undone.Left)),
            Entries.Put([e.Id(), undone.Number], ("undone_on", undone.Day)),
        ],
        StockEvent.Closed closed => [Stocks.Put([e.Id()], ("closed_on", closed.Day))],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static Change[] Entered(
        StoredEvent e, string kind, StockEntry entry, params (string Column, object? Value)[] more) =>
    [
        Stocks.Put([e.Id()], ("remaining", entry.Left)),
        Entries.Put([e.Id(), entry.Number],
            [("kind", kind), ("change", entry.Change), ("remaining", entry.Left), ("day", entry.Day), .. more]),
    ];
}
