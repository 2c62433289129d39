using Federation.Api.Counting;
using Federation.Api.Shell;
using Federation.Api.Spine;
using Federation.Domain;
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
    private const int BarsMax = 62;

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

    /// <summary>Money given by day, days without a gift among them; by month where there are too many days.</summary>
    public IReadOnlyList<ChartPoint> Trend(Lang lang)
    {
        if (Days.Count == 0) return [];
        var (first, last) = (Days[0].Day, Days[^1].Day);
        if (last.DayNumber - first.DayNumber < BarsMax)
        {
            var byDay = Days.ToDictionary(d => d.Day, d => d.Fen);
            return
            [
                .. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day =>
                    new ChartPoint($"{day.Month}/{day.Day}", lang.Day(day), byDay.GetValueOrDefault(day))),
            ];
        }

        var byMonth = Days.GroupBy(d => new DateOnly(d.Day.Year, d.Day.Month, 1))
            .ToDictionary(m => m.Key, m => m.Sum(d => d.Fen));
        var months = 12 * (last.Year - first.Year) + last.Month - first.Month + 1;
        return
        [
            .. Enumerable.Range(0, months).Select(new DateOnly(first.Year, first.Month, 1).AddMonths).Select(month =>
                new ChartPoint(
                    lang.ShortMonth(month), lang.Month(month), byMonth.GetValueOrDefault(month), $"{month.Year}")),
        ];
    }
}
