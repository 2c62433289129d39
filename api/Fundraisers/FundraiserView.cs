namespace Federation.Api.Fundraisers;

/// <summary>A campaign as its pages show it.</summary>
/// <param name="LooksAfter">The reader coordinates it, or is an official or auditor of its region.</param>
/// <param name="Approves">The reader may decide about what another has entered; auditors may not.</param>
public sealed record FundraiserView(
    FundraiserAccount Account, IReadOnlyList<FigureAnswer> Figures, DateOnly Today, bool Coordinates, bool LooksAfter,
    bool Approves)
{
    private const int BarsMax = 21, Week = 7;

    public FundraiserRow About => Account.Fundraiser;

    public string At => $"/fundraisers/{About.Id}";

    public bool Open => About.ClosedOn is null;

    public IEnumerable<SpendingRow> Waiting => Account.Spendings.Where(s => s.State == "waiting");

    /// <summary>What may still be entered as spent: approved and waiting spendings are taken off.</summary>
    public long FreeFen => Math.Max(0, About.HeldFen - Waiting.Sum(Reserved));

    private long Reserved(SpendingRow waiting) => Math.Max(0, waiting.AmountFen
        - (Account.Spendings.FirstOrDefault(s => s.Id == waiting.Corrects)?.CountsFen ?? 0));

    public static FundraiserView Of(Reading reading)
    {
        var (of, account) = (reading.Rows.RequireFundraiser(reading["id"]), FundraiserReading.Account(reading));
        return new(
            account, MoneyFigures.OfCampaign(reading.Rows, account.Fundraiser, CoverageQuery.AsOfDay(reading)),
            reading.Today, reading.Caller.Coordinates(of), FundraiserReading.LooksAfter(reading, of),
            reading.Caller.Coordinates(of) || reading.Caller.IsOfficialOf(of.RegionCode));
    }

    public static FundraiserView ForItsKeepers(Reading reading) =>
        Of(reading) is { LooksAfter: true } view ? view : throw new ProblemException(Problem.NotAllowed);

    /// <summary>Gifts by day, by week where there are too many days, by month where there are too many weeks; times
    /// without a gift among them.</summary>
    public IReadOnlyList<ChartPoint> Trend(Lang lang)
    {
        if (Account.Days.Count == 0) return [];
        var (first, last) = (Account.Days[0].Day, Account.Days[^1].Day);
        var days = last.DayNumber - first.DayNumber + 1;
        return days <= BarsMax ? Bars(first, days, 1, lang.Day)
            : days <= BarsMax * Week ? Bars(
                first.AddDays(-(((int)first.DayOfWeek + 6) % Week)), (days / Week) + 2, Week,
                monday => lang.Range(monday, monday.AddDays(Week - 1)))
            : Months(lang, first, last);
    }

    private IReadOnlyList<ChartPoint> Bars(DateOnly first, int count, int step, Func<DateOnly, string> name) =>
    [
        .. Enumerable.Range(0, count).Select(at => first.AddDays(at * step)).Where(from => from <= Account.Days[^1].Day)
            .Select(from => new ChartPoint(
                $"{from.Month}/{from.Day}", name(from),
                Account.Days.Where(d => d.Day >= from && d.Day < from.AddDays(step)).Sum(d => d.Gifts))),
    ];

    private IReadOnlyList<ChartPoint> Months(Lang lang, DateOnly first, DateOnly last)
    {
        var (start, count) = (Period.FirstOf(first), 12 * (last.Year - first.Year) + last.Month - first.Month + 1);
        return
        [
            .. Enumerable.Range(0, count).Select(start.AddMonths).Select(month => new ChartPoint(
                lang.ShortMonth(month), lang.Month(month),
                Account.Days.Where(d => Period.FirstOf(d.Day) == month).Sum(d => d.Gifts), $"{month.Year}")),
        ];
    }
}
