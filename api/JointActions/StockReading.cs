using Federation.Api.Help;
using Federation.Api.People;
using Federation.Domain.Accounts;

namespace Federation.Api.JointActions;

/// <summary>A stock as lists show it.</summary>
/// <param name="OrganisationId">The member that holds it; null: the alliance itself.</param>
public sealed record StockRow(
    string Id, string AllianceId, string? OrganisationId, Name Material, long Left, DateOnly OpenedOn,
    DateOnly? ClosedOn);

/// <param name="Kind">received, issued or counted.</param>
/// <param name="Left">What was left after it.</param>
/// <param name="Reason">Why a count differed: for those who keep the stock.</param>
public sealed record StockEntryShown(
    long Number, string Kind, long Change, long Left, DateOnly Day, string? OrganisationId, string? ActionId,
    string? SessionId, string? Source, string? Reason);

/// <param name="Entries">The newest first, a page of them.</param>
/// <param name="Next">The cursor of the older ones, if there are any.</param>
/// <param name="Mine">The reader may receive, issue, count and close.</param>
public sealed record StockFound(StockRow Stock, IReadOnlyList<StockEntryShown> Entries, string? Next, bool Mine);

/// <summary>Reads of stocks and their entries; reasons are free text, for those who keep the stock.</summary>
internal static class StockReading
{
    private const string Stocks =
        "select s.stock as id, s.alliance as alliance_id, s.organisation as organisation_id, s.material_zh, " +
        "s.material_en, s.remaining as \"left\", s.opened_on, s.closed_on from stocks s";

    private const int OfferedMax = 50;

    public static Listed<StockRow> Found(Reading reading) => reading.List<StockRow>(
        Stocks, "s.stock", stock => stock.Id,
        reading.Same("alliance", "s.alliance"), reading.Same("organisation", "s.organisation"));

    public static StockFound? Find(Reading reading)
    {
        if (Named(reading.Rows, reading["id"]) is not { } stock) return null;
        var mine = Keeps(reading, stock);
        var entries = reading.Page(
            reading.Rows.All<StockEntryShown>(
                "select number, kind, change, remaining as \"left\", day, organisation as organisation_id, " +
                "action as action_id, session as session_id, source, reason from stock_entries " +
                "where stock = @id and number < @before order by number desc limit @max",
                ("id", stock.Id), ("max", reading.Limit + 1),
                ("before", long.TryParse(reading.Cursor, out var number) ? number : long.MaxValue)),
            entry => $"{entry.Number}");
        var words = mine ? reading.OpenWords(entries.Items.Select(e => e.Reason), "stock-takes") : [];
        return new(
            stock, [.. entries.Items.Select(e => e with { Reason = words.GetValueOrDefault(e.Reason ?? "") })],
            entries.Next, mine);
    }

    /// <summary>What a session's materials may be taken from: those of the alliance and of who holds the session
    /// that still have something, as far as the reader keeps them.</summary>
    public static IReadOnlyList<StockRow> Offered(Reading reading, string alliance, string organisation) =>
        !reading.Caller.SignedIn ? [] :
        [
            .. reading.Rows.All<StockRow>(
                $"{Stocks} where s.alliance = @alliance and s.remaining > 0 and s.closed_on is null " +
                "and (s.organisation is null or s.organisation = @organisation) " +
                "order by s.material_zh, s.stock limit @max",
                ("alliance", alliance), ("organisation", organisation), ("max", OfferedMax))
                .Where(stock => Keeps(reading, stock)),
        ];

    /// <summary>The stock of that id; null where there is none, also for what is no id at all.</summary>
    public static StockRow? Named(Rows rows, string id) =>
        id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? rows.One<StockRow>($"{Stocks} where s.stock = @id", ("id", id)) : null;

    /// <summary>May open stocks at all; whose, the form asks and the rule says.</summary>
    public static bool MayOpen(Caller caller) =>
        caller.Administrator || caller.Has(Role.Coordinator) || caller.Organisations.Count > 0;

    private static bool Keeps(Reading reading, StockRow stock) =>
        (stock.OrganisationId is { } own && reading.Caller.Organisations.Contains(own))
        || reading.Caller.CoordinatesAlliance(reading.Rows, stock.AllianceId);
}
