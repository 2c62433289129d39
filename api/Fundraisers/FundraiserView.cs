using Federation.Api.Counting;
using Federation.Domain.Counting;
using Federation.Domain.Fundraisers;

namespace Federation.Api.Fundraisers;

/// <summary>A campaign as its pages show it.</summary>
/// <param name="LooksAfter">The reader coordinates it, or is an official or auditor of its region.</param>
public sealed record FundraiserView(
    FundraiserRow About, Name Alliance, Name? Action, IReadOnlyList<FigureAnswer> Figures,
    IReadOnlyList<SpendingRow> Spendings, IReadOnlyList<GiftDay> Days, IReadOnlyList<Statement> Totals,
    IReadOnlyList<Statement> Relays, IReadOnlyList<ReconciliationRow> Reconciliations,
    IReadOnlyList<CorrectionRow> Corrections, DateOnly Today, bool Coordinates, bool LooksAfter)
{
    private const int BarsMax = 21, Week = 7;

    public string At => $"/fundraisers/{About.Id}";

    public bool Open => About.ClosedOn is null;

    public IEnumerable<SpendingRow> Waiting => Spendings.Where(s => s.State == "waiting");

    /// <summary>What may still be entered as spent: approved and waiting spendings are taken off.</summary>
    public long FreeFen => Math.Max(0, About.HeldFen - Waiting.Sum(Reserved));

    private long Reserved(SpendingRow waiting) => Math.Max(0, waiting.AmountFen - (
        waiting.Corrects is { } corrected ? Spendings.FirstOrDefault(s => s.Id == corrected)?.CountsFen ?? 0 : 0));

    public static FundraiserView Of(Reading reading, string id)
    {
        var (of, about) = FundraiserReading.Require(reading, id);
        var names = new RecordNames(reading.Rows);
        return new(
            about, names.Alliance(of.AllianceId), about.JointActionId is { } action ? names.Action(action) : null,
            MoneyFigures.OfCampaign(reading.Rows, about, CoverageQuery.AsOfDay(reading)),
            FundraiserReading.Spendings(reading, of), GiftReading.Days(reading.Rows, of.Id),
            FundraiserReading.Statements(reading.Rows, of.Id, "total"),
            FundraiserReading.Statements(reading.Rows, of.Id, "relays"),
            FundraiserReading.Reconciliations(reading.Rows, of.Id), FundraiserReading.Corrections(reading, of),
            reading.Today, reading.Caller.Coordinates(of), FundraiserReading.LooksAfter(reading, of));
    }

    /// <summary>Gifts by day, by week where there are too many days, by month where there are too many weeks; times
    /// without a gift among them.</summary>
    public IReadOnlyList<ChartPoint> Trend(Lang lang)
    {
        if (Days.Count == 0) return [];
        var (first, last) = (Days[0].Day, Days[^1].Day);
        var days = last.DayNumber - first.DayNumber + 1;
        return days <= BarsMax ? Bars(first, days, 1, lang.Day)
            : days <= BarsMax * Week ? Bars(
                first.AddDays(-(((int)first.DayOfWeek + 6) % Week)), (days / Week) + 2, Week,
                monday => lang.Range(monday, monday.AddDays(Week - 1)))
            : Months(lang, first, last);
    }

    private IReadOnlyList<ChartPoint> Bars(DateOnly first, int count, int step, Func<DateOnly, string> name) =>
    [
        .. Enumerable.Range(0, count).Select(at => first.AddDays(at * step)).Where(from => from <= Days[^1].Day)
            .Select(from => new ChartPoint(
                $"{from.Month}/{from.Day}", name(from),
                Days.Where(d => d.Day >= from && d.Day < from.AddDays(step)).Sum(d => d.Gifts))),
    ];

    private IReadOnlyList<ChartPoint> Months(Lang lang, DateOnly first, DateOnly last)
    {
        var (start, count) = (Period.FirstOf(first), 12 * (last.Year - first.Year) + last.Month - first.Month + 1);
        return
        [
            .. Enumerable.Range(0, count).Select(start.AddMonths).Select(month => new ChartPoint(
                lang.ShortMonth(month), lang.Month(month),
                Days.Where(d => Period.FirstOf(d.Day) == month).Sum(d => d.Gifts), $"{month.Year}")),
        ];
    }
}
