using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.Counting;

// Counters kept with every report, correction and cancellation, so that no figure is computed from the table of
// sessions.
//
// How each question is answered, and what that costs:
// - Figures of a region and period: SUM over tally_month of the whole months and over tally_day of the days left at
//   both ends (Period.WholeMonths). A region is a prefix of the village code and village is the first column of the
//   key, so this is one range of the key: villages × months × themes × organisations, whatever the number of sessions.
// - By village, month, theme or organisation: the same rows with GROUP BY; the denominator comes from the rows of
//   places, themes and organisations, so that zeros are rows (Coverage.Rows).
// - Villages reached, delivering organisations, any range of days: COUNT(DISTINCT …) over the same rows where
//   sessions > 0.
// - As of day D: the same with the period cut at D (Period.AsOf). Facts stand on the day they happened.
// - Gaps: per village the greatest day of held_days with sessions > 0 and day ≤ D, one step down its key; a cancelled
//   session's day falls back to 0, so the last day before it is found again.
// - Figures of a joint action by scope ('' the whole action, a named part, 'series/id'): action_month and action_day.
// - Grid: one row per series and village in which something was planned; the page adds the empty pairs.
// - Signed pledges are a state of a day, not of a period: read them from DateOnly.MinValue up to D; over a shorter
//   period the same columns say how many more were signed than withdrawn in it. A pledge that will lapse is counted out
//   on the day after its last one from the moment it is signed, so rows of days ahead are usual here.
// - Merchants in the alliance: shops with SUM(joined) > 0 up to D in merchant_days; a shop in two actions is one shop.
// A correction adds the new report minus the one it replaces, a cancellation subtracts: rows never need to be read.

public static class TallyRows
{
    private static readonly Column[] Counters =
    [
        .. new[]
        {
            "sessions", "person_times", "pt_exact", "pt_about", "pt_nearly", "pt_at_least", "pt_more_than",
            "volunteer_times", "minutes", "materials", "mat_exact", "mat_about", "mat_nearly", "mat_at_least",
            "mat_more_than", "pledges", "pledges_not_stated", "illustrative", "illustrative_pledges",
        }.Select(Number),
    ];

    public static readonly Table TallyDay = new("tally_day",
        [Text("village"), Text("day"), Text("alliance"), Text("theme"), Text("organisation")], Counters);

    public static readonly Table TallyMonth = new("tally_month",
        [Text("village"), Text("month"), Text("alliance"), Text("theme"), Text("organisation")], Counters);

    public static readonly Table ActionDay = new("action_day",
        [Text("action"), Text("scope"), Text("day"), Text("village"), Text("organisation")], Counters);

    public static readonly Table ActionMonth = new("action_month",
        [Text("action"), Text("scope"), Text("month"), Text("village"), Text("organisation")], Counters);

    public static readonly Table HeldDays = new("held_days",
        [Text("village"), Text("alliance"), Text("day")], [Number("sessions")]);

    // Planned: every session that stands, reported or not; held: those of them that were reported.
    public static readonly Table Grid = new("action_grid",
        [Text("action"), Text("series"), Text("village")], [Number("planned"), Number("held"), Number("person_times")]);

    public static readonly Table MerchantDays = new("merchant_days",
        [Text("village"), Text("shop"), Text("day"), Text("action")],
        [
            Text("alliance"), Text("theme"), Text("organisation"), Number("joined"), Number("illustrative"),
        ],
        "action, day", "alliance, day");

    public static readonly Projection Projection = new(
        "counting", [TallyDay, TallyMonth, ActionDay, ActionMonth, HeldDays, Grid, MerchantDays], Apply);

    /// <summary>Select list that sums every counter; <see cref="Read"/> reads it.</summary>
    public static string Sums { get; } =
        string.Join(", ", Counters.Select(column =>
            $"cast(coalesce(sum({column.Name}), 0) as bigint) as {column.Name}"));

    /// <summary>A row of counters, or of their sums, as a tally.</summary>
    public static Tally Read(Func<string, long> column)
    {
        return new(
            column("sessions"), Parts("person_times", "pt"), column("volunteer_times"), column("minutes"),
            Parts("materials", "mat"), column("pledges"), column("pledges_not_stated"), column("illustrative"),
            column("illustrative_pledges"));

        Parts Parts(string value, string prefix) => new(
            column(value), column($"{prefix}_exact"), column($"{prefix}_about"), column($"{prefix}_nearly"),
            column($"{prefix}_at_least"), column($"{prefix}_more_than"));
    }

    /// <summary>In the order of the columns: <see cref="Merge"/> then finds each at its first guess.</summary>
    private static (string Column, object? Value)[] Values(Tally tally)
    {
        var (people, copies) = (tally.PersonTimes, tally.Materials);
        return
        [
            ("sessions", tally.Sessions), ("person_times", people.Value), ("pt_exact", people.Exact),
            ("pt_about", people.About), ("pt_nearly", people.Nearly), ("pt_at_least", people.AtLeast),
            ("pt_more_than", people.MoreThan), ("volunteer_times", tally.VolunteerTimes), ("minutes", tally.Minutes),
            ("materials", copies.Value), ("mat_exact", copies.Exact), ("mat_about", copies.About),
            ("mat_nearly", copies.Nearly), ("mat_at_least", copies.AtLeast), ("mat_more_than", copies.MoreThan),
            ("pledges", tally.Pledges), ("pledges_not_stated", tally.PledgesNotStated),
            ("illustrative", tally.Illustrative), ("illustrative_pledges", tally.IllustrativePledges),
        ];
    }

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        SessionEvent.Planned planned => [Planned(e.Id(), planned.Of, 1)],
        SessionEvent.Reported now => Sessions(e.Id(), now.Of, now.Day, now.Report.Tally(now.Of.Illustrative)),
        SessionEvent.ReportCorrected now => Sessions(e.Id(), now.Of, now.Day,
            now.Report.Tally(now.Of.Illustrative) - now.Replaced.Tally(now.Of.Illustrative)),
        SessionEvent.Cancelled { Withdrawn: { } report } gone =>
        [
            Planned(e.Id(), gone.Of, -1), .. Sessions(e.Id(), gone.Of, gone.Day, -report.Tally(gone.Of.Illustrative)),
        ],
        SessionEvent.Cancelled gone => [Planned(e.Id(), gone.Of, -1)],
        PledgeEvent.Recorded visit => Shops(visit.Of, visit, visits: 1),
        PledgeEvent.PledgeSigned step => Shops(step.Of, step),
        PledgeEvent.Renewed step => Shops(step.Of, step),
        PledgeEvent.Withdrawn step => Shops(step.Of, step),
        PledgeEvent.AllianceJoined step => Shops(step.Of, step),
        PledgeEvent.AllianceLeft step => Shops(step.Of, step),
        PledgeEvent.Cancelled gone => Shops(gone.Of, gone, visits: -1),
        _ => [],
    };

    // The first change of a record carries the visit itself.
    private static IEnumerable<Change> Shops(PledgeOf of, PledgeEvent e, long visits = 0) =>
        Pledge.ChangesOf(e).SelectMany((change, at) => Shops(of, change, at == 0 ? visits : 0));

    private static Change Planned(string action, SessionOf of, long sign) =>
        Grid.Add([action, of.SeriesId, of.VillageCode], ("planned", sign));

    private static IEnumerable<Change> Sessions(string action, SessionOf of, DateOnly day, Tally tally)
    {
        if (tally == default) yield break; // only the note was corrected

        var values = Values(tally); // made once: a report goes into many counters
        if (tally.Sessions != 0)
            yield return HeldDays.Add([of.VillageCode, of.AllianceId, Days.Text(day)], ("sessions", tally.Sessions));
        yield return Grid.Add([action, of.SeriesId, of.VillageCode],
            ("held", tally.Sessions), ("person_times", tally.PersonTimes.Value));
        foreach (var change in Region(of.VillageCode, of.AllianceId, of.Theme, of.OrganisationId, day, values))
            yield return change;
        foreach (var scope in ScopesOf(of))
        foreach (var change in Action(action, scope, of.VillageCode, of.OrganisationId, day, values))
            yield return change;
    }

    // The whole action, the session's series, and every named part its series belonged to when it was planned.
    private static IEnumerable<string> ScopesOf(SessionOf of) =>
        [ActionScope.Whole.Text(), ActionScope.OfSeries(of.SeriesId).Text(), .. of.Scopes];

    private static IEnumerable<Change> Shops(PledgeOf of, PledgeChange change, long visits)
    {
        var organisation = of.OrganisationId ?? ""; // key columns are never null
        var tally = default(Tally) with
        {
            Pledges = change.Signed, PledgesNotStated = change.NotStated,
            IllustrativePledges = of.Illustrative ? visits : 0,
        };
        var values = Values(tally);
        Change[] counted = tally == default ? [] :
        [
            .. Region(of.VillageCode, of.AllianceId, of.Theme, organisation, change.Day, values),
            .. Action(of.ActionId, ActionScope.Whole.Text(), of.VillageCode, organisation, change.Day, values),
        ];
        if (change.Joined == 0) return counted;

        object[] shop = [of.VillageCode, of.ShopKey, Days.Text(change.Day), of.ActionId];
        return
        [
            MerchantDays.Put(shop, ("alliance", of.AllianceId), ("theme", of.Theme), ("organisation", organisation)),
            MerchantDays.Add(shop,
                ("joined", (long)change.Joined), ("illustrative", of.Illustrative ? change.Joined : 0L)),
            .. counted,
        ];
    }

    private static Change[] Region(
        string village, string alliance, string theme, string organisation, DateOnly day, (string, object?)[] values) =>
    [
        TallyDay.Add([village, Days.Text(day), alliance, theme, organisation], values),
        TallyMonth.Add([village, Days.Month(day), alliance, theme, organisation], values),
    ];

    private static Change[] Action(
        string action, string scope, string village, string organisation, DateOnly day, (string, object?)[] values) =>
    [
        ActionDay.Add([action, scope, Days.Text(day), village, organisation], values),
        ActionMonth.Add([action, scope, Days.Month(day), village, organisation], values),
    ];
}
