using System.Data.Common;
using System.Text.Json.Serialization;
using Federation.Api.Counting;
using Federation.Api.People;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>What the balance is based on: the gifts recorded; without any the platform's published total.</summary>
public enum BalanceBase { None, Gifts, PublishedTotal }

/// <summary>A campaign as it stands now.</summary>
/// <param name="OpensOn">A day, or a month where the source states no more; so is <paramref name="ClosesOn"/>.</param>
/// <param name="RaisedFen">The sum of the gifts recorded; null: none is.</param>
/// <param name="Gifts">Donor person-times: gifts recorded, not people.</param>
/// <param name="SpentFen">Approved spendings; null: none is recorded, which is not the same as nothing spent.</param>
/// <param name="BalanceFen">Null: nothing is known of it.</param>
public sealed record FundraiserRow(
    string Id, string AllianceId, string? JointActionId, Name Title, Name Platform, Name Purpose,
    string? RegistrationNumber, string? Url, string OpensOn, string? ClosesOn, long? LastsMonths, long? TargetFen,
    string State, BalanceBase Base, long? RaisedFen, long? Gifts, long? PublishedFen, DateOnly? PublishedOn,
    string? PublishedSource, long? Relays, DateOnly? RelaysOn, long? SpentFen, long? BalanceFen, DateOnly? ClosedOn,
    Name? Remainder)
{
    [JsonIgnore]
    public string FirstDay { get; init; } = "";

    /// <summary>The day up to which gifts can have been given.</summary>
    [JsonIgnore]
    public DateOnly LastDay { get; init; }

    /// <summary>Money to spend from, whether or not the public balance is known; never sent.</summary>
    [JsonIgnore]
    public long HeldFen { get; init; }

    [JsonIgnore]
    public string Cursor => $"{FirstDay}|{Id}";
}

/// <param name="CountsFen">What it counts for after corrections; 0 until approved.</param>
/// <param name="State">waiting, approved or refused.</param>
public sealed record SpendingRow(
    string Id, long AmountFen, long CountsFen, DateOnly Day, Name Purpose, string Voucher, string? VoucherFileId,
    bool WithinPurpose, Name? PurposeNote, string? Corrects, string State, DateOnly EnteredOn, DateOnly? DecidedOn)
{
    /// <summary>The reader's own account entered it: never sent.</summary>
    [JsonIgnore]
    public bool Own { get; init; }

    /// <summary>Of a correction or a refusal: free text, for those who look after the money.</summary>
    public string? Reason { get; init; }
}

/// <param name="DifferenceFen">Statement less records; 0: they agree.</param>
public sealed record ReconciliationRow(
    string Id, DateOnly AsOf, long StatementFen, long OursFen, long DifferenceFen, Name? Explanation);

/// <param name="Kind">gift, spending, published-total or relays.</param>
/// <param name="Was">In fen, or relays.</param>
public sealed record CorrectionRow(string Kind, string Of, long Was, long Now, DateOnly On, string? Reason);

/// <summary>Reads of campaigns: public, without anything about who gave.</summary>
internal static class FundraiserReading
{
    private const string Columns =
        "f.campaign, f.alliance, f.action, f.title_zh, f.title_en, f.platform_zh, f.platform_en, f.purpose_zh, " +
        "f.purpose_en, f.registration, f.url, f.opens_on, f.closes_on, f.opens_in_month, f.closes_in_month, " +
        "f.lasts_months, f.target_fen, f.itemised, f.gifts, f.raised_fen, f.spent_fen, f.held_fen, f.total_fen, " +
        "f.total_on, f.total_source, f.relays, f.relays_on, f.closed_on, f.remainder_zh, f.remainder_en, " +
        "(select count(*) from fundraiser_spendings s where s.campaign = f.campaign and s.step = 'approved')";

    /// <summary>Newest first, one more than asked for; filters alliance, action and state.</summary>
    public static IReadOnlyList<FundraiserRow> Found(Reading reading)
    {
        var (where, values) = (new List<string> { "1 = 1" }, new List<(string, object?)>());
        foreach (var name in new[] { "alliance", "action" })
        {
            if (reading.Text(name) is not { } value) continue;
            where.Add($"f.{name} = @{name}");
            values.Add((name, value));
        }

        if (reading.Text("state") is { } state) where.Add(state switch
        {
            "open" => "f.closed_on is null",
            "closed" => "f.closed_on is not null",
            _ => throw Reading.Wrong("state", "“state”须为 open 或 closed。", "'state' is open or closed."),
        });
        if (reading.Cursor.Split('|') is [var day, var id])
        {
            where.Add("(f.opens_on < @day or (f.opens_on = @day and f.campaign > @id))");
            values.AddRange([("day", day), ("id", id)]);
        }

        return reading.Rows.All(
            $"select {Columns} from fundraisers f where {string.Join(" and ", where)} " +
            "order by f.opens_on desc, f.campaign limit @max", Row, [.. values, ("max", reading.Limit + 1)]);
    }

    public static IReadOnlyList<FundraiserRow> OfAction(Rows rows, string action) => rows.All(
        $"select {Columns} from fundraisers f where f.action = @action order by f.opens_on, f.campaign", Row,
        ("action", action));

    public static (FundraiserOf Of, FundraiserRow About) Require(Reading reading, string id)
    {
        var of = reading.Rows.RequireFundraiser(id);
        return (of, reading.Rows.One(
            $"select {Columns} from fundraisers f where f.campaign = @id", Row, ("id", of.Id))!);
    }

    public static IResult One(Reading reading, string id)
    {
        var (of, f) = Require(reading, id);
        var asOf = CoverageQuery.AsOfDay(reading);
        return reading.Answer(new
        {
            f.Id, f.AllianceId, f.JointActionId, f.Title, f.Platform, f.Purpose, f.RegistrationNumber, f.Url,
            f.OpensOn, f.ClosesOn, f.LastsMonths, f.TargetFen, f.State, f.Base, f.RaisedFen, f.Gifts,
            f.PublishedFen, f.PublishedOn, f.PublishedSource, f.Relays, f.RelaysOn, f.SpentFen, f.BalanceFen,
            f.ClosedOn, f.Remainder, asOf, figures = MoneyFigures.OfCampaign(reading.Rows, f, asOf),
        });
    }

    /// <summary>The public account, to the fen.</summary>
    public static object Account(Reading reading, string id)
    {
        var (of, about) = Require(reading, id);
        var spendings = Spendings(reading, of);
        return new
        {
            fundraiser = about, spentByPurpose = ByPurpose(spendings),
            waitingFen = spendings.Where(s => s.State == "waiting").Sum(s => s.AmountFen),
            spendings = spendings.Where(s => s.State != "refused"), days = GiftReading.Days(reading.Rows, of.Id),
            publishedTotals = Statements(reading.Rows, of.Id, "total"),
            relays = Statements(reading.Rows, of.Id, "relays"),
            reconciliations = Reconciliations(reading.Rows, of.Id), corrections = Corrections(reading, of),
            ledger = reading.Rows.All(
                "select account, fen from fundraiser_ledger where campaign = @id order by account",
                r => new { account = r.GetString(0), fen = r.GetInt64(1) }, ("id", of.Id)),
        };
    }

    /// <summary>Approved money by what it was for, the largest first.</summary>
    public static IReadOnlyList<(Name Purpose, long Fen)> PurposesOf(IEnumerable<SpendingRow> spendings) =>
    [
        .. spendings.Where(s => s is { State: "approved", Corrects: null, CountsFen: > 0 })
            .GroupBy(s => s.Purpose.Zh).Select(of => (of.First().Purpose, of.Sum(s => s.CountsFen)))
            .OrderByDescending(of => of.Item2),
    ];

    private static IEnumerable<object> ByPurpose(IEnumerable<SpendingRow> spendings) =>
        PurposesOf(spendings).Select(of => new { purpose = of.Purpose, fen = of.Fen });

    public static bool LooksAfter(Reading reading, FundraiserOf of) =>
        reading.Caller.Coordinates(of) || reading.Caller.Oversees(of);

    /// <summary>In the order of their days; reasons only for those who look after the money.</summary>
    public static IReadOnlyList<SpendingRow> Spendings(Reading reading, FundraiserOf of)
    {
        var rows = reading.Rows.All(
            "select spending, amount_fen, counts_fen, day, purpose_zh, purpose_en, voucher, file, within_purpose, " +
            "note_zh, note_en, corrects, step, entered_on, decided_on, entered_by, reason from fundraiser_spendings " +
            "where campaign = @id order by day, entered_on, spending",
            r => new SpendingRow(
                r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.Day(3)!.Value, r.Name(4), r.GetString(6), r.Text(7),
                r.Flag(8), NameOrNull(r, 9), r.Text(11), r.GetString(12), r.Day(13)!.Value, r.Day(14))
            { Own = r.Text(15) == reading.Caller.Account, Reason = r.Text(16) }, ("id", of.Id));
        var words = Words(reading, of, rows.Select(s => s.Reason));
        return [.. rows.Select(s => s with { Reason = s.Reason is null ? null : words.GetValueOrDefault(s.Reason) })];
    }

    private static Dictionary<string, string> Words(Reading reading, FundraiserOf of, IEnumerable<string?> ids) =>
        LooksAfter(reading, of) ? reading.OpenWords(ids, "reasons in a campaign's account") : [];

    public static IReadOnlyList<Statement> Statements(Rows rows, string campaign, string kind) => rows.All(
        "select day, value from fundraiser_statements where campaign = @id and kind = @kind order by day",
        r => new Statement(r.Day(0)!.Value, r.GetInt64(1)), ("id", campaign), ("kind", kind));

    public static IReadOnlyList<ReconciliationRow> Reconciliations(Rows rows, string campaign) => rows.All(
        "select reconciliation, as_of, statement_fen, ours_fen, note_zh, note_en from fundraiser_reconciliations " +
        "where campaign = @id order by as_of desc, recorded_on desc, reconciliation",
        r => new ReconciliationRow(
            r.GetString(0), r.Day(1)!.Value, r.GetInt64(2), r.GetInt64(3), r.GetInt64(2) - r.GetInt64(3),
            NameOrNull(r, 4)), ("id", campaign));

    public static IReadOnlyList<CorrectionRow> Corrections(Reading reading, FundraiserOf of)
    {
        var rows = reading.Rows.All(
            "select kind, thing, was_value, now_value, day, reason from fundraiser_corrections where campaign = @id " +
            "order by position",
            r => new CorrectionRow(
                r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.Day(4)!.Value, r.Text(5)),
            ("id", of.Id));
        var words = Words(reading, of, rows.Select(c => c.Reason));
        return [.. rows.Select(c => c with { Reason = c.Reason is null ? null : words.GetValueOrDefault(c.Reason) })];
    }

    private static Name? NameOrNull(DbDataReader r, int column) =>
        r.Text(column) is { } zh ? new(zh, r.Text(column + 1)) : null;

    private static FundraiserRow Row(DbDataReader r)
    {
        var (itemised, total, spendings) = (r.Flag(17), r.Day(23), r.GetInt64(30));
        var (closed, held) = (r.Day(27), r.GetInt64(21));
        var window = FundraiserFacts.WindowOf(
            r.Day(11)!.Value, r.Day(12), r.Flag(13), r.Flag(14), r.Number(15));
        var known = itemised || spendings > 0 || closed is not null;
        return new(
            r.GetString(0), r.GetString(1), r.Text(2), r.Name(3), r.Name(5), r.Name(7), r.Text(9), r.Text(10),
            Shown(window.OpensOn, window.OpensInMonth),
            window.ClosesOn is { } closes ? Shown(closes, window.ClosesInMonth) : null, window.LastsMonths,
            r.Number(16) is > 0 and var target ? target : null, closed is null ? "open" : "closed",
            itemised ? BalanceBase.Gifts : total is null ? BalanceBase.None : BalanceBase.PublishedTotal,
            itemised ? r.GetInt64(19) : null, itemised ? r.GetInt64(18) : null,
            total is null ? null : r.GetInt64(22), total, r.Text(24),
            r.Day(26) is null ? null : r.GetInt64(25), r.Day(26),
            spendings > 0 || closed is not null ? r.GetInt64(20) : null, known ? held : null, closed,
            NameOrNull(r, 28))
        {
            FirstDay = r.GetString(11), LastDay = window.LastDay(), HeldFen = held,
        };
    }

    private static string Shown(DateOnly day, bool inMonth) => inMonth ? Days.Month(day) : Days.Text(day);
}
