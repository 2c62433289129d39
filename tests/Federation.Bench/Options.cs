using Federation.Tests.Rig;

namespace Federation.Bench;

/// <summary>What to measure and for how long.</summary>
/// <param name="Seconds">Length of one measurement; each round has one per system.</param>
/// <param name="Growth">P1: how many times as long the log is at the second size.</param>
/// <param name="Former">The folder of another build of the gateway, whose figures stand beside this one's.</param>
internal sealed record Options(
    IReadOnlySet<string> Only, int Rounds, double Seconds, IReadOnlyList<string> Databases, int Growth, string? Former)
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/Federation.Bench -- [options]
          --only P2            only this row (P1 to P4, P6, P8, P9, Memory); may be given several times
          --rounds 5           paired rounds: product, yardsticks, product, yardsticks …
          --seconds 3          length of one measurement
          --database sqlite    or postgresql; both when not given
          --former FOLDER      P2, P3, P4, P8: the same of another build of the gateway, in the same rounds
          --quick              a smoke run: one short round, whose figures say nothing
        dotnet run -c Release --project tests/Federation.Bench -- country OUT [--seed 1] [--share 1/1000]
                               the whole country, or every so-manieth town, as files for `import`, with totals.json
        """;

    private const int RoundsUsual = 5, GrowthUsual = 100, GrowthQuick = 5;
    private const double SecondsUsual = 3, SecondsQuick = 0.5;

    public bool Quick => Growth == GrowthQuick;

    public bool Wants(string row) => Only.Count == 0 || Only.Contains(row);

    /// <summary>Null when the arguments are not understood.</summary>
    public static Options? Of(string[] args)
    {
        var quick = args.Contains("--quick");
        var (only, databases) = (new HashSet<string>(), new List<string>());
        string? former = null;
        var (rounds, seconds) = quick ? (1, SecondsQuick) : (RoundsUsual, SecondsUsual);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--quick") continue;
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var known = args[i++] switch
            {
                "--only" => value is "P1" or "P2" or "P3" or "P4" or "P6" or "P8" or "P9" or "Memory"
                    && (only.Add(value) || true),
                "--former" => (former = value).Length > 0,
                "--rounds" => int.TryParse(value, out rounds) && rounds > 0,
                "--seconds" => double.TryParse(value, out seconds) && seconds > 0,
                "--database" => value is BothDatabases.Sqlite or BothDatabases.PostgreSql && Add(databases, value),
                _ => false,
            };
            if (!known) return null;
        }

        if (databases.Count == 0) databases.AddRange([BothDatabases.Sqlite, BothDatabases.PostgreSql]);
        return new(only, rounds, seconds, databases, quick ? GrowthQuick : GrowthUsual, former);
    }

    private static bool Add(List<string> databases, string value)
    {
        databases.Add(value);
        return true;
    }
}
