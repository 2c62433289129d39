using System.Globalization;
using System.Runtime.InteropServices;

namespace Federation.Bench;

/// <summary>One system's figures, one per round.</summary>
internal sealed record Figures(string Name, double[] Rounds);

/// <summary>A goal: the product against a yardstick, in each round.</summary>
/// <param name="Factor">Null: shown without a goal.</param>
/// <param name="AtMost">The smaller the better, as with times.</param>
internal sealed record Goal(string Yardstick, double? Factor, bool AtMost = false);

/// <summary>Measures system after system, round after round, and prints what came of it.</summary>
internal sealed class Table(Options options)
{
    private const double LoadAlone = 0.7;
    private int _met, _missed;

    public void Head()
    {
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "0";
        Console.WriteLine(
            $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, .NET " +
            $"{Environment.Version}, {RuntimeInformation.OSDescription}");
        Console.WriteLine(
            $"{options.Rounds} paired rounds of {options.Seconds} s; {Load.Clients} keep-alive connections; " +
            "server and clients on this machine; median (min – max).");
        if (double.Parse(load, CultureInfo.InvariantCulture) > LoadAlone)
            Console.WriteLine($"SHARED MACHINE: load was {load} before the start; read the ratios, not the figures.");
        if (options.Quick) Console.WriteLine("QUICK: a smoke run. These figures say nothing.");
    }

    /// <summary>A B C A B C …: what disturbs one round disturbs all systems of it alike.</summary>
    public async Task<IReadOnlyList<Figures>> Rounds(params (string Name, Func<Task<double>> Measure)[] systems)
    {
        foreach (var system in systems) await system.Measure(); // Warm, and not counted.
        var figures = systems.Select(s => new Figures(s.Name, new double[options.Rounds])).ToArray();
        for (var round = 0; round < options.Rounds; round++)
        for (var system = 0; system < systems.Length; system++)
            figures[system].Rounds[round] = await systems[system].Measure();
        return figures;
    }

    /// <param name="figures">The product's first.</param>
    public void Row(string row, string what, string unit, IReadOnlyList<Figures> figures, params Goal[] goals)
    {
        Console.WriteLine();
        Console.WriteLine($"{row}  {what}");
        var product = figures[0];
        Console.WriteLine($"    {product.Name,-26} {Spread(product.Rounds, unit)}");
        foreach (var yardstick in figures.Skip(1))
        {
            var ratios = product.Rounds.Zip(yardstick.Rounds, (a, b) => a / b).ToArray();
            var goal = goals.FirstOrDefault(g => g.Yardstick == yardstick.Name);
            Console.WriteLine(
                $"    {yardstick.Name,-26} {Spread(yardstick.Rounds, unit),-36} ratio {Spread(ratios, ""),-30} " +
                Verdict(goal, Median(ratios)));
        }
    }

    /// <summary>A figure with a fixed limit.</summary>
    public void Row(string row, string what, string unit, Figures figures, double limit, bool atMost = true)
    {
        Console.WriteLine();
        Console.WriteLine($"{row}  {what}");
        Console.WriteLine(
            $"    {figures.Name,-26} {Spread(figures.Rounds, unit),-36} " +
            Verdict(new("", limit, atMost), Median(figures.Rounds)));
    }

    /// <summary>Processor time per request: comparable also where others share the machine.</summary>
    public void Costs(params (string Name, Server Server)[] servers) => Console.WriteLine(
        "    server's processor time per request: " +
        string.Join(", ", servers.Select(s => $"{s.Name} {Number(s.Server.CostOf())} µs")));

    public void Memory(params (string Name, Server Server)[] servers) => Console.WriteLine(
        "    memory held after it: " +
        string.Join(", ", servers.Select(s => $"{s.Name} {Number(s.Server.Memory)} MiB")));

    public void Foot()
    {
        Console.WriteLine();
        Console.WriteLine($"{_met} goals met, {_missed} missed.");
    }

    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private string Verdict(Goal? goal, double median)
    {
        if (goal?.Factor is not { } factor) return "";
        var met = goal.AtMost ? median <= factor : median >= factor;
        if (met) _met++;
        else _missed++;
        return $"goal {(goal.AtMost ? "≤" : "≥")} {Number(factor)}  {(met ? "met" : "MISSED")}";
    }

    private static string Spread(double[] values, string unit) =>
        $"{Number(Median(values))}{unit} ({Number(values.Min())} – {Number(values.Max())})";

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00#", CultureInfo.InvariantCulture);
}
