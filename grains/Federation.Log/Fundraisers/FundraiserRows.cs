using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Fundraisers;
using static Federation.Log.Column;

namespace Federation.Log.Fundraisers;

// Campaigns as they stand now. The sums in `fundraisers` are kept with every event, so that no page adds up thousands
// of gifts; `fundraiser_postings` is the ledger, line by line, and `fundraiser_ledger` its accounts.

public static class FundraiserRows
{
    /// <summary>Raised is the sum of the gifts recorded, never the published total, which stands beside it.</summary>
    public static readonly Table Fundraisers = new("fundraisers",
        [Text("campaign")],
        [
            Text("alliance"), Text("action"), Text("title_zh"), Text("title_en"), Text("platform_zh"),
            Text("platform_en"), Text("purpose_zh"), Text("purpose_en"), Text("registration"), Text("url"),
            Text("opens_on"), Text("closes_on"), Number("opens_in_month"), Number("closes_in_month"),
            Number("lasts_months"), Number("target_fen"), Text("created_on"), Text("closed_on"), Number("itemised"),
            Number("gifts"), Number("raised_fen"), Number("spent_fen"), Number("held_fen"), Number("posted_fen"),
            Number("total_fen"), Text("total_on"), Text("total_source"), Number("relays"), Text("relays_on"),
            Text("remainder_zh"), Text("remainder_en"), Number("closed_raised_fen"), Number("closed_spent_fen"),
        ],
        "alliance, opens_on", "action");

    /// <summary>Stated is the amount as it came, amount what it was corrected to.</summary>
    public static readonly Table Gifts = new("fundraiser_gifts",
        [Text("campaign"), Text("external")],
        [Number("amount_fen"), Number("stated_fen"), Number("given_at"), Text("day"), Text("sheet")],
        "campaign, day, external");

    /// <summary>Gifts of one day: how many, and how much.</summary>
    public static readonly Table GiftDays = new("fundraiser_days",
        [Text("campaign"), Text("day")], [Number("gifts"), Number("fen")]);

    /// <summary>What the platform showed on a day; kind is total or relays.</summary>
    public static readonly Table Statements = new("fundraiser_statements",
        [Text("campaign"), Text("kind"), Text("day")], [Number("value"), Text("source")]);

    public static readonly Table Spendings = new("fundraiser_spendings",
        [Text("campaign"), Text("spending")],
        [
            Number("amount_fen"), Number("counts_fen"), Text("day"), Text("purpose_zh"), Text("purpose_en"),
            Text("voucher"), Text("file"), Number("within_purpose"), Text("note_zh"), Text("note_en"),
            Text("corrects"), Text("step"), Text("entered_by"), Text("entered_on"), Text("decided_by"),
            Text("decided_on"), Text("reason"),
        ],
        "campaign, day");

    public static readonly Table Reconciliations = new("fundraiser_reconciliations",
        [Text("campaign"), Text("reconciliation")],
        [
            Text("as_of"), Number("statement_fen"), Number("ours_fen"), Text("note_zh"), Text("note_en"),
            Text("recorded_on"),
        ]);

    /// <summary>What was put right; thing is the gift's number, the spending, or the day.</summary>
    public static readonly Table Corrections = new("fundraiser_corrections",
        [Text("campaign"), Number("position")],
        [Text("kind"), Text("thing"), Number("was_value"), Number("now_value"), Text("reason"), Text("day")]);

    public static readonly Table Postings = new("fundraiser_postings",
        [Text("campaign"), Number("position"), Number("line")],
        [Text("account"), Number("fen"), Text("day"), Text("event")]);

    public static readonly Table Accounts = new("fundraiser_ledger",
        [Text("campaign"), Text("account")], [Number("fen")]);

    public static readonly Projection Projection = new("fundraisers",
        [Fundraisers, Gifts, GiftDays, Statements, Spendings, Reconciliations, Corrections, Postings, Accounts], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        FundraiserEvent body => Apply(e, body),
        GiftSheetEvent body => GiftRows.Apply(e, body),
        _ => [],
    };

    private static IEnumerable<Change> Apply(StoredEvent e, FundraiserEvent body) => body switch
    {
        FundraiserEvent.Created created => [Created(e, created)],
        FundraiserEvent.TotalPublished total =>
            [.. Total(e, total.Total, total.Latest, total.Source), .. Posted(e, e.Id(), total.Postings)],
        FundraiserEvent.TotalCorrected total =>
        [
            .. Total(e, total.Total, total.Latest, null), .. Posted(e, e.Id(), total.Postings),
            Corrected(e, e.Id(), "published-total", Days.Text(total.Total.On), total.WasFen, total.Total.Value,
                total.ReasonId),
        ],
        FundraiserEvent.RelaysStated relays => Relays(e, relays.Relays, relays.Latest),
        FundraiserEvent.RelaysCorrected relays =>
        [
            .. Relays(e, relays.Relays, relays.Latest),
            Corrected(e, e.Id(), "relays", Days.Text(relays.Relays.On), relays.Was, relays.Relays.Value,
                relays.ReasonId),
        ],
        FundraiserEvent.SpendingEntered entered => [Entered(e, entered)],
        FundraiserEvent.SpendingApproved approved => Approved(e, approved),
        FundraiserEvent.SpendingRefused refused =>
            [Decided(e, refused.SpendingId, "refused", refused.RefusedBy, ("reason", refused.ReasonId))],
        FundraiserEvent.Reconciled reconciled => [Reconciled(e, reconciled)],
        FundraiserEvent.Closed closed =>
        [
            Fundraisers.Put([e.Id()], ("closed_on", e.Day), ("remainder_zh", closed.Remainder?.Zh),
                ("remainder_en", closed.Remainder?.En), ("closed_raised_fen", closed.RaisedFen),
                ("closed_spent_fen", closed.SpentFen)),
        ],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static Change Created(StoredEvent e, FundraiserEvent.Created of) => Fundraisers.Put([e.Id()],
        ("alliance", of.AllianceId), ("action", of.JointActionId), ("title_zh", of.Title.Zh),
        ("title_en", of.Title.En), ("platform_zh", of.Platform.Zh), ("platform_en", of.Platform.En),
        ("purpose_zh", of.Purpose.Zh), ("purpose_en", of.Purpose.En), ("registration", of.RegistrationNumber),
        ("url", of.Url), ("opens_on", of.Window.OpensOn), ("closes_on", of.Window.ClosesOn),
        ("opens_in_month", of.Window.OpensInMonth), ("closes_in_month", of.Window.ClosesInMonth),
        ("lasts_months", of.Window.LastsMonths), ("target_fen", of.TargetFen), ("created_on", e.Day));

    private static IEnumerable<Change> Total(StoredEvent e, Statement total, Statement latest, string? source) =>
    [
        Fundraisers.Put([e.Id()], ("total_fen", latest.Value), ("total_on", latest.On)),
        .. source is null ? Array.Empty<Change>()
            : [Statements.Put([e.Id(), "total", Days.Text(total.On)], ("source", source))],
        Statements.Put([e.Id(), "total", Days.Text(total.On)], ("value", total.Value)),
    ];

    private static IEnumerable<Change> Relays(StoredEvent e, Statement relays, Statement latest) =>
    [
        Fundraisers.Put([e.Id()], ("relays", latest.Value), ("relays_on", latest.On)),
        Statements.Put([e.Id(), "relays", Days.Text(relays.On)], ("value", relays.Value)),
    ];

    private static Change Entered(StoredEvent e, FundraiserEvent.SpendingEntered entered)
    {
        var spending = entered.Spending;
        return Spendings.Put([e.Id(), entered.SpendingId],
            ("amount_fen", spending.AmountFen), ("day", spending.On), ("purpose_zh", spending.Purpose.Zh),
            ("purpose_en", spending.Purpose.En), ("voucher", spending.Voucher), ("file", spending.FileId),
            ("within_purpose", spending.WithinPurpose), ("note_zh", spending.PurposeNote?.Zh),
            ("note_en", spending.PurposeNote?.En), ("corrects", spending.Corrects), ("step", "waiting"),
            ("entered_by", entered.EnteredBy), ("entered_on", e.Day), ("reason", spending.ReasonId));
    }

    private static IEnumerable<Change> Approved(StoredEvent e, FundraiserEvent.SpendingApproved approved)
    {
        yield return Decided(e, approved.SpendingId, "approved", approved.ApprovedBy);
        var counts = approved.Spending.Corrects ?? approved.SpendingId;
        yield return Spendings.Put([e.Id(), counts], ("counts_fen", approved.Spending.AmountFen));
        foreach (var change in Posted(e, e.Id(), approved.Postings)) yield return change;
        if (approved.Spending.Corrects is { } corrected)
            yield return Corrected(e, e.Id(), "spending", corrected, approved.WasFen, approved.Spending.AmountFen,
                approved.Spending.ReasonId);
    }

    private static Change Decided(
        StoredEvent e, string spending, string step, string by, params (string, object?)[] more) =>
        Spendings.Put([e.Id(), spending], [("step", step), ("decided_by", by), ("decided_on", e.Day), .. more]);

    private static Change Reconciled(StoredEvent e, FundraiserEvent.Reconciled of) => Reconciliations.Put(
        [e.Id(), of.ReconciliationId], ("as_of", of.AsOf), ("statement_fen", of.StatementFen),
        ("ours_fen", of.OursFen), ("note_zh", of.Explanation?.Zh), ("note_en", of.Explanation?.En),
        ("recorded_on", e.Day));

    internal static Change Corrected(
        StoredEvent e, string campaign, string kind, string of, long was, long now, string? reason) =>
        Corrections.Put([campaign, e.Position], ("kind", kind), ("thing", of), ("was_value", was), ("now_value", now),
            ("reason", reason), ("day", e.Day));

    /// <summary>The lines of one event, the accounts they move, and the sums that pages show.</summary>
    internal static IEnumerable<Change> Posted(StoredEvent e, string campaign, Items<Posting> postings)
    {
        var what = e.Name;
        for (var line = 0; line < postings.Count; line++)
        {
            var (account, fen) = (RowText.Of(postings[line].Account), postings[line].Fen);
            yield return Postings.Put([campaign, e.Position, (long)line],
                ("account", account), ("fen", fen), ("day", e.Day), ("event", what));
            yield return Accounts.Add([campaign, account], ("fen", fen));
        }

        if (postings.Count > 0) yield return Fundraisers.Add([campaign],
            ("raised_fen", -postings.On(LedgerAccount.Gifts)), ("spent_fen", postings.On(LedgerAccount.Spent)),
            ("held_fen", postings.On(LedgerAccount.Held)), ("posted_fen", -postings.On(LedgerAccount.Published)));
    }
}
