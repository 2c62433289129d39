namespace Federation.Bench;

/// <summary>A goal: the product against a yardstick in each round, or its own figure where no yardstick is
/// named.</summary>
/// <param name="AtMost">The smaller the better, as with times.</param>
internal sealed record Goal(string? Yardstick, double Factor, bool AtMost = false)
{
    public string Text => $"{(AtMost ? "≤" : "≥")} {Figures.Number(Factor)}{(Yardstick is null ? "" : " ×")}";

    public bool Met(double value) => AtMost ? value <= Factor : value >= Factor;
}

/// <summary>Measures system after system, round after round, and prints what came of it as one table in
/// Markdown.</summary>
internal sealed class Table(Options options) : IDisposable
{
    private const int ReasonMax = 300;
    private readonly StreamWriter? _file = options.Out is { } file ? new(file) { AutoFlush = true } : null;
    private readonly List<string> _missed = [], _verified = [], _failed = [];
    private int _met, _damaged;

    public async Task Head()
    {
        Say("# Measured by tests/Federation.Bench");
        Say("");
        Say(await Machine.Facts(options) + ".");
        Say(
            $"Paired rounds: {options.Rounds}, of {options.Seconds} s; {Load.Clients} keep-alive connections; "
            + "server and clients on this machine. Figures: median (least – most) of the rounds; ratio: product "
            + "against what is beside it, in each round. Times: median of the rounds, max of all.");
        if (Machine.Busy() is { } load)
            Say($"**SHARED MACHINE**: load was {load} before the start; read the ratios, not the figures.");
        if (options.Quick) Say("**QUICK**: a smoke run, shorter and on smaller logs. These figures say little.");
        Say("");
        Say("| row | what | product | beside it | its figure | ratio | goal | |");
        Say("|---|---|---|---|---|---|---|---|");
    }

    /// <summary>A B C A B C …: what disturbs one round disturbs all systems of it alike.</summary>
    public async Task<IReadOnlyList<Figures>> Rounds(params (string Name, Func<Task<double>> Measure)[] systems) =>
        [.. (await Each(systems)).Select(s => new Figures(s.Name, s.Rounds))];

    public async Task<IReadOnlyList<Timed>> TimedRounds(params (string Name, Func<Task<Times>> Measure)[] systems) =>
        [.. (await Each(systems)).Select(s => new Timed(s.Name, s.Rounds))];

    /// <param name="figures">The product's first.</param>
    public void Row(string row, string what, string unit, IReadOnlyList<Figures> figures, params Goal[] goals)
    {
        var product = figures[0];
        var own = goals.FirstOrDefault(g => g.Yardstick is null);
        if (own is not null || figures.Count == 1) Line(row, what, product.Cell(unit), own, product.Median);
        foreach (var yardstick in figures.Skip(1))
        {
            var ratio = product.Over(yardstick);
            Line(
                row, what, product.Cell(unit), goals.FirstOrDefault(g => g.Yardstick == yardstick.Name), ratio.Median,
                yardstick.Name, yardstick.Cell(unit), ratio.Cell(""));
        }
    }

    /// <summary>Times beside those of yardsticks; the ratio is that of the 99th of a hundred, a goal is held by the
    /// longest of all.</summary>
    public void Row(string row, string what, IReadOnlyList<Timed> times, Goal? goal = null)
    {
        var product = times[0];
        if (goal is not null || times.Count == 1) Line(row, what, product.Cell, goal, product.Max.Rounds.Max());
        foreach (var yardstick in times.Skip(1))
            Line(
                row, what, product.Cell, null, 0, yardstick.Name, yardstick.Cell,
                product.P99.Over(yardstick.P99).Cell("") + " (p99)");
    }

    /// <summary>Something worth knowing that has no goal.</summary>
    public void Note(string row, string what, string said) => Line(row, what, said, null, 0);

    /// <summary>Processor time per request: comparable also where others share the machine.</summary>
    public void Costs(string row, string what, params (string Name, Server Server)[] servers) => Note(
        row, $"{what}: server's processor time per request",
        string.Join(", ", servers.Select(s => $"{s.Name} {Figures.Number(s.Server.CostOf())} µs")));

    public void Memory(string row, string what, params (string Name, Server Server)[] servers) => Note(
        row, $"{what}: memory held after it",
        string.Join(", ", servers.Select(s => $"{s.Name} {Figures.Number(s.Server.Memory)} MiB")));

    public void Verified(string what, bool whole)
    {
        lock (_verified)
        {
            _verified.Add(what);
            if (!whole) _damaged++;
        }
    }

    /// <summary>One row's measurements. What ends them is told, and the other rows are measured all the same.</summary>
    public async Task Try(string row, Func<Task> measure)
    {
        try
        {
            options.Warming = false;
            await measure();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or InvalidDataException
            or System.Net.Sockets.SocketException or HttpRequestException or System.Data.Common.DbException)
        {
            var why = e.Message.ReplaceLineEndings(" ").Replace('|', '/');
            Note(row, "**not measured**", why[..Math.Min(why.Length, ReasonMax)]);
            _failed.Add(row);
            Console.Error.WriteLine(e);
        }
    }

    /// <summary>The exit code: 1 where a database is not whole or a row was not measured. A missed goal is told, and
    /// fails nothing.</summary>
    public int Foot()
    {
        Say("");
        if (_failed.Count > 0) Say($"**NOT MEASURED** to the end: {string.Join(", ", _failed)}.");
        if (_failed.Count > 0) Say("");
        Say($"{_met} goals met, {_missed.Count} missed{(_missed.Count == 0 ? "." : ":")}");
        Say("");
        foreach (var missed in _missed) Say($"- {missed}");
        if (_missed.Count > 0) Say("");
        Say(
            $"The verb `verify`, after the bench, on each of the {_verified.Count} databases that it filled: "
            + (_damaged == 0 ? "all whole." : $"**{_damaged} DAMAGED**."));
        Say("");
        foreach (var same in _verified.GroupBy(v => v))
            Say($"- {same.Key}{(same.Count() > 1 ? $" ({same.Count()} times)" : "")}");
        return _damaged + _failed.Count == 0 ? 0 : 1;
    }

    public void Dispose() => _file?.Dispose();

    private async Task<(string Name, T[] Rounds)[]> Each<T>((string Name, Func<Task<T>> Measure)[] systems)
    {
        // Warm, and not counted.
        options.Warming = true;
        foreach (var system in systems) await system.Measure();
        options.Warming = false;
        var figures = systems.Select(s => (s.Name, Rounds: new T[options.Rounds])).ToArray();
        for (var round = 0; round < options.Rounds; round++)
        for (var system = 0; system < systems.Length; system++)
            figures[system].Rounds[round] = await systems[system].Measure();
        return figures;
    }

    /// <param name="value">What the goal is held against.</param>
    private void Line(
        string row, string what, string figure, Goal? goal, double value, string beside = "", string its = "",
        string ratio = "")
    {
        var verdict = goal is null ? "" : goal.Met(value) ? "met" : "**missed**";
        Say($"| {row} | {what} | {figure} | {beside} | {its} | {ratio} | {goal?.Text} | {verdict} |");
        if (goal is null) return;
        if (goal.Met(value)) _met++;
        else
        {
            var against = beside.Length > 0 ? $", beside {beside}" : "";
            _missed.Add($"{row} {what}{against}: {Figures.Number(value)}, goal {goal.Text}");
        }
    }

    private void Say(string line)
    {
        Console.WriteLine(line);
        _file?.WriteLine(line);
    }
}
