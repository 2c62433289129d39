using System.Data.Common;
using System.Text;
using Federation.Api.Help;
using Federation.Api.People;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Accounts;
using Federation.Log;

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
    private const string Columns =
        "s.stock, s.alliance, s.organisation, s.material_zh, s.material_en, s.remaining, s.opened_on, s.closed_on";

    private const int OfferedMax = 50;

    /// <summary>A page with one row more than asked for; filters <c>alliance</c> and <c>organisation</c>.</summary>
    public static IReadOnlyList<StockRow> Found(Reading reading)
    {
        var (where, values) = ("s.stock > @after", new List<(string, object?)> { ("after", reading.Cursor) });
        foreach (var name in new[] { "alliance", "organisation" })
        {
            if (reading.Id(name) is not { } id) continue;
            where += $" and s.{name} = @{name}";
            values.Add((name, id));
        }

        return reading.Rows.All(
            $"select {Columns} from stocks s where {where} order by s.stock limit @max", Row,
            [.. values, ("max", reading.Limit + 1)]);
    }

    public static StockFound? Find(Reading reading, string id)
    {
        if (Named(reading.Rows, Asking.Reference(id, "id")) is not { } stock) return null;
        var (limit, mine) = (reading.Limit, Keeps(reading, stock));
        var before = long.TryParse(reading.Cursor, out var number) ? number : long.MaxValue;
        var entries = reading.Rows.All(
            "select number, kind, change, remaining, day, organisation, action, session, source, reason " +
            "from stock_entries where stock = @id and number < @before order by number desc limit @max", Entry,
            ("id", id), ("before", before), ("max", limit + 1));
        var shown = entries.Take(limit).ToArray();
        var words = mine ? reading.OpenWords(shown.Select(e => e.Reason), "stock-takes") : [];
        return new(
            stock,
            [.. shown.Select(e => e with { Reason = e.Reason is { } text ? words.GetValueOrDefault(text) : null })],
            entries.Count > limit ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{shown[^1].Number}")) : null, mine);
    }

    /// <summary>What a session's materials may be taken from: those of the alliance and of who holds the session
    /// that still have something, as far as the reader keeps them.</summary>
    public static IReadOnlyList<StockRow> Offered(Reading reading, string alliance, string organisation) =>
        !reading.Caller.SignedIn ? [] :
        [
            .. reading.Rows.All(
                $"select {Columns} from stocks s where s.alliance = @alliance and s.remaining > 0 " +
                "and s.closed_on is null and (s.organisation is null or s.organisation = @organisation) " +
                "order by s.material_zh, s.stock limit @max", Row,
                ("alliance", alliance), ("organisation", organisation), ("max", OfferedMax))
                .Where(stock => Keeps(reading, stock)),
        ];

    /// <summary>The stock of that id; null where there is none, also for what is no id at all.</summary>
    public static StockRow? Named(Rows rows, string id) => !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? null : rows.One($"select {Columns} from stocks s where s.stock = @id", Row, ("id", id));

    /// <summary>May open stocks at all; whose, the form asks and the rule says.</summary>
    public static bool MayOpen(Caller caller) =>
        caller.Administrator || caller.Has(Role.Coordinator) || caller.Organisations.Count > 0;

    private static bool Keeps(Reading reading, StockRow stock) =>
        (stock.OrganisationId is { } own && reading.Caller.Organisations.Contains(own))
        || reading.Caller.CoordinatesAlliance(reading.Rows, stock.AllianceId);

    private static StockRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.Name(3), r.GetInt64(5), r.Day(6)!.Value, r.Day(7));

    private static StockEntryShown Entry(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.Day(4)!.Value, r.Text(5), r.Text(6), r.Text(7),
        r.Text(8), r.Text(9));
}
