using System.Globalization;

namespace Federation.Bench;

/// <summary>One system's figures, one per round.</summary>
internal sealed record Figures(string Name, double[] Rounds)
{
    public double Median => MedianOf(Rounds);

    /// <summary>Median, least and most of the rounds.</summary>
    public string Cell(string unit) =>
        $"{Number(Median)}{unit} ({Number(Rounds.Min())} – {Number(Rounds.Max())})";

    /// <summary>Against another's, round by round.</summary>
    public Figures Over(Figures other) => new(Name, [.. Rounds.Zip(other.Rounds, (a, b) => a / b)]);

    public static double MedianOf(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Number(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00#", CultureInfo.InvariantCulture);
}

/// <summary>How long something took, of many times: milliseconds.</summary>
internal readonly record struct Times(double P50, double P95, double P99, double Max)
{
    /// <param name="sorted">Milliseconds in order of length.</param>
    public static Times Of(double[] sorted) => new(
        At(sorted, 0.5), At(sorted, 0.95), At(sorted, 0.99), sorted.Length == 0 ? double.NaN : sorted[^1]);

    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}

/// <summary>One system's times, one per round.</summary>
internal sealed record Timed(string Name, Times[] Rounds)
{
    public Figures P99 => new(Name, [.. Rounds.Select(r => r.P99)]);

    public Figures Max => new(Name, [.. Rounds.Select(r => r.Max)]);

    /// <summary>The round in the middle; of the longest time, the longest of all.</summary>
    public string Cell =>
        $"p50 {Middle(r => r.P50)}, p95 {Middle(r => r.P95)}, p99 {Middle(r => r.P99)}, "
        + $"max {Figures.Number(Rounds.Max(r => r.Max))} ms";

    private string Middle(Func<Times, double> of) => Figures.Number(Figures.MedianOf([.. Rounds.Select(of)]));
}
