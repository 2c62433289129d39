using System.Text.Json.Serialization;
using Federation.Api.Files;
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
/// <param name="HeldFen">Money to spend from, whether or not the public balance is known; never sent.</param>
public sealed record FundraiserRow(
    string Id, string AllianceId, string? JointActionId, Name Title, Name Platform, Name Purpose,
    string? RegistrationNumber, string? Url, string OpensOn, string? ClosesOn, long? LastsMonths, long? TargetFen,
    string State, BalanceBase Base, long? RaisedFen, long? Gifts, long? PublishedFen, DateOnly? PublishedOn,
    string? PublishedSource, long? Relays, DateOnly? RelaysOn, long? SpentFen, long? BalanceFen, DateOnly? ClosedOn,
    Name? Remainder, [property: JsonIgnore] long HeldFen)
{
    /// <summary>Of one campaign alone: the day as of which its figures are told, and the figures.</summary>
    public DateOnly? AsOf { get; init; }

    public IReadOnlyList<FigureAnswer>? Figures { get; init; }

    private CampaignWindow Window => FundraiserFacts.WindowOf(OpensOn, ClosesOn, LastsMonths);

    /// <summary>The day up to which gifts can have been given.</summary>
    [JsonIgnore]
    public DateOnly LastDay => Window.LastDay();

    [JsonIgnore]
    public string Cursor => $"{Days.Text(Window.OpensOn)}|{Id}";
}

/// <param name="CountsFen">What it counts for after corrections; 0 until approved.</param>
/// <param name="State">waiting, approved or refused.</param>
/// <param name="Own">The reader's own account entered it: never sent.</param>
/// <param name="Reason">Of a correction or a refusal: free text, for those who look after the money.</param>
public sealed record SpendingRow(
    string Id, long AmountFen, long CountsFen, DateOnly Day, Name Purpose, string Voucher, string? VoucherFileId,
    bool WithinPurpose, Name? PurposeNote, string? Corrects, string State, DateOnly EnteredOn, DateOnly? DecidedOn,
    [property: JsonIgnore] bool Own, string? Reason);

/// <param name="DifferenceFen">Statement less records; 0: they agree.</param>
public sealed record ReconciliationRow(
    string Id, DateOnly AsOf, long StatementFen, long OursFen, long DifferenceFen, Name? Explanation);

/// <param name="Kind">gift, spending, published-total or relays.</param>
/// <param name="Was">In fen, or relays.</param>
public sealed record CorrectionRow(string Kind, string Of, long Was, long Now, DateOnly On, string? Reason);

public sealed record PurposeSpent(Name Purpose, long Fen);

public sealed record LedgerLine(string Account, long Fen);

/// <summary>The public account, to the fen.</summary>
/// <param name="SpentByPurpose">Approved money by what it was for, the largest first.</param>
/// <param name="Spendings">Without those that were refused.</param>
public sealed record FundraiserAccount(
    FundraiserRow Fundraiser, IReadOnlyList<PurposeSpent> SpentByPurpose, long WaitingFen,
    IReadOnlyList<SpendingRow> Spendings, IReadOnlyList<GiftDay> Days, IReadOnlyList<Statement> PublishedTotals,
    IReadOnlyList<Statement> Relays, IReadOnlyList<ReconciliationRow> Reconciliations,
    IReadOnlyList<CorrectionRow> Corrections, IReadOnlyList<LedgerLine> Ledger);

/// <summary>Reads of campaigns: public, without anything about who gave.</summary>
internal static class FundraiserReading
{
    private const string SomethingSpent =
        "exists (select 1 from fundraiser_spendings s where s.campaign = f.campaign and s.step = 'approved')";

    // What was never recorded is null, not nothing.
    private const string Select =
        "select f.campaign as id, f.alliance as alliance_id, f.action as joint_action_id, f.title_zh, f.title_en, " +
        "f.platform_zh, f.platform_en, f.purpose_zh, f.purpose_en, f.registration as registration_number, f.url, " +
        FundraiserFacts.WindowColumns + ", nullif(f.target_fen, 0) as target_fen, " +
        "case when f.closed_on is null then 'open' else 'closed' end as state, case when f.itemised = 1 then 'gifts' " +
        "when f.total_on is null then 'none' else 'published-total' end as base, " +
        "case when f.itemised = 1 then f.raised_fen end as raised_fen, " +
        "case when f.itemised = 1 then f.gifts end as gifts, " +
        "case when f.total_on is not null then f.total_fen end as published_fen, f.total_on as published_on, " +
        "f.total_source as published_source, case when f.relays_on is not null then f.relays end as relays, " +
        $"f.relays_on, case when f.closed_on is not null or {SomethingSpent} then f.spent_fen end as spent_fen, " +
        $"case when f.itemised = 1 or f.closed_on is not null or {SomethingSpent} then f.held_fen end " +
        "as balance_fen, f.closed_on, f.remainder_zh, f.remainder_en, f.held_fen from fundraisers f";

    /// <summary>The newest first.</summary>
    public static Listed<FundraiserRow> Found(Reading reading)
    {
        var asked = Condition.All(
            reading.Same("alliance", "f.alliance"), reading.Same("action", "f.action"),
            reading.Text("state") switch
            {
                null => null,
                "open" => new("f.closed_on is null"),
                "closed" => new("f.closed_on is not null"),
                _ => throw Reading.Wrong("state", "“state”须为 open 或 closed。", "'state' is open or closed."),
            },
            reading.Cursor.Split('|') is [var day, var id] ? new(
                "(f.opens_on < @day or (f.opens_on = @day and f.campaign > @id))", ("day", day), ("id", id)) : null);
        return reading.Page(
            reading.Rows.All<FundraiserRow>(
                $"{Select} where {asked.Sql} order by f.opens_on desc, f.campaign limit @max",
                [.. asked.Values, ("max", reading.Limit + 1)]),
            campaign => campaign.Cursor);
    }

    public static IReadOnlyList<FundraiserRow> OfAction(Rows rows, string action) => rows.All<FundraiserRow>(
        $"{Select} where f.action = @action order by f.opens_on, f.campaign", ("action", action));

    /// <summary>The campaign of the address.</summary>
    public static (FundraiserOf Of, FundraiserRow About) Require(Reading reading)
    {
        var of = reading.Rows.RequireFundraiser(reading["id"]);
        return (of, reading.Rows.One<FundraiserRow>($"{Select} where f.campaign = @id", ("id", of.Id))!);
    }

    public static FundraiserRow One(Reading reading)
    {
        var (about, asOf) = (Require(reading).About, CoverageQuery.AsOfDay(reading));
        return about with { AsOf = asOf, Figures = MoneyFigures.OfCampaign(reading.Rows, about, asOf) };
    }

    public static FundraiserAccount Account(Reading reading)
    {
        var (of, about) = Require(reading);
        SpendingRow[] spendings = [.. Spendings(reading, of).Where(s => s.State != "refused")];
        return new(
            about, ByPurpose(spendings), spendings.Where(s => s.State == "waiting").Sum(s => s.AmountFen), spendings,
            GiftReading.ByDay(reading.Rows, of.Id), Statements(reading.Rows, of.Id, "total"),
            Statements(reading.Rows, of.Id, "relays"),
            reading.Rows.All<ReconciliationRow>(
                "select reconciliation as id, as_of, statement_fen, ours_fen, statement_fen - ours_fen as " +
                "difference_fen, note_zh as explanation_zh, note_en as explanation_en " +
                "from fundraiser_reconciliations where campaign = @id " +
                "order by as_of desc, recorded_on desc, reconciliation", ("id", of.Id)),
            Corrections(reading, of),
            reading.Rows.All<LedgerLine>(
                "select account, fen from fundraiser_ledger where campaign = @id order by account", ("id", of.Id)));
    }

    private static IReadOnlyList<PurposeSpent> ByPurpose(IEnumerable<SpendingRow> spendings) =>
    [
        .. spendings.Where(s => s is { State: "approved", Corrects: null, CountsFen: > 0 })
            .GroupBy(s => s.Purpose.Zh).Select(of => new PurposeSpent(of.First().Purpose, of.Sum(s => s.CountsFen)))
            .OrderByDescending(of => of.Fen),
    ];

    public static bool LooksAfter(Reading reading, FundraiserOf of) =>
        reading.Caller.Coordinates(of) || reading.Caller.Oversees(of.RegionCode);

    public static Whole<SpendingRow> EverySpending(Reading reading) =>
        new(Spendings(reading, reading.Rows.RequireFundraiser(reading["id"])));

    /// <summary>In the order of their days; reasons only for those who look after the money.</summary>
    private static IReadOnlyList<SpendingRow> Spendings(Reading reading, FundraiserOf of)
    {
        var rows = reading.Rows.All<SpendingRow>(
            "select spending as id, amount_fen, counts_fen, day, purpose_zh, purpose_en, voucher, " +
            "file as voucher_file_id, within_purpose, note_zh as purpose_note_zh, note_en as purpose_note_en, " +
            "corrects, step as state, entered_on, decided_on, case when entered_by = @own then 1 else 0 end as own, " +
            "reason from fundraiser_spendings where campaign = @id order by day, entered_on, spending",
            ("id", of.Id), ("own", reading.Caller.Account));
        var words = Words(reading, of, rows.Select(s => s.Reason));
        return [.. rows.Select(s => s with { Reason = words.GetValueOrDefault(s.Reason ?? "") })];
    }

    /// <summary>A voucher is for those who look after the money, and who entered it. It stays as evidence.</summary>
    public static IReadOnlyList<FileReference> Referring(Reading reading, string file) =>
    [
        .. reading.Rows.All(
            "select campaign, spending, coalesce(entered_by, '') from fundraiser_spendings " +
            "where file = @file limit @max",
            r => (Campaign: r.GetString(0), Spending: r.GetString(1), By: r.GetString(2)),
            ("file", file), ("max", Reading.LimitMax))
            .Select(s => new FileReference(
                $"voucher-{s.Spending}", "a voucher of a spending",
                LooksAfter(reading, reading.Rows.RequireFundraiser(s.Campaign)) || s.By == reading.Caller.Account,
                Keeps: false, Private: true)),
    ];

    private static Dictionary<string, string> Words(Reading reading, FundraiserOf of, IEnumerable<string?> ids) =>
        LooksAfter(reading, of) ? reading.OpenWords(ids, "reasons in a campaign's account") : [];

    public static IReadOnlyList<Statement> Statements(Rows rows, string campaign, string kind) => rows.All<Statement>(
        "select day as \"on\", value from fundraiser_statements where campaign = @id and kind = @kind order by day",
        ("id", campaign), ("kind", kind));

    private static IReadOnlyList<CorrectionRow> Corrections(Reading reading, FundraiserOf of)
    {
        var rows = reading.Rows.All<CorrectionRow>(
            "select kind, thing as \"of\", was_value as was, now_value as now, day as \"on\", reason " +
            "from fundraiser_corrections where campaign = @id order by position", ("id", of.Id));
        var words = Words(reading, of, rows.Select(c => c.Reason));
        return [.. rows.Select(c => c with { Reason = words.GetValueOrDefault(c.Reason ?? "") })];
    }
}
