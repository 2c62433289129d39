using Federation.Tests.Rig;

namespace Federation.Bench;

/// <summary>What to measure and for how long.</summary>
/// <param name="Length">Of one measurement, in seconds; each round has one per system.</param>
/// <param name="Minutes">Of the day's work whose memory is watched.</param>
/// <param name="Former">The folder of another build of the gateway, whose figures stand beside this one's.</param>
/// <param name="Country">The folder of P5's files; made where it is not there yet.</param>
/// <param name="Out">A file that the table is written to, too.</param>
internal sealed record Options(
    IReadOnlySet<string> Only, int Rounds, double Length, double Minutes, IReadOnlyList<string> Databases,
    string? Former, string? Country, string? Out, bool Quick)
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/Federation.Bench -- [options]
          --only P2            only this row (P1 to P9, Memory); may be given several times
          --rounds 5           paired rounds: product, yardsticks, product, yardsticks …
          --seconds 3          length of one measurement
          --minutes 20         Memory: the day's work
          --database sqlite    or postgresql; both when not given
          --former FOLDER      P2, P3, P4, P8: the same of another build of the gateway, in the same rounds
          --country FOLDER     P5: files made by the verb below; made in the temporary folder when not given
          --out FILE           writes the table there, too
          --quick              all rows in three minutes: one short round, whose figures say little
        dotnet run -c Release --project tests/Federation.Bench -- country OUT [--seed 1] [--share 1/1000]
                               the whole country, or every so-manieth town, as files for `import`, with totals.json
        """;

    private const int RoundsUsual = 5;
    private const double SecondsUsual = 3, SecondsQuick = 0.3, MinutesUsual = 20, MinutesQuick = 1, WarmQuick = 0.5;
    private static readonly string[] Rows = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "Memory"];

    /// <summary>Of a town at 1 ×, 10 × and 100 ×; the last is one with more than 10,000. Each divides by the clients,
    /// so that no two of them report the same session.</summary>
    public int[] Sizes => Quick ? [64, 1_024] : [128, 1_280, 12_800];

    /// <summary>Sessions that commands are spread over.</summary>
    public int Sessions => Quick ? 256 : 2_048;

    /// <summary>Open pages that listen.</summary>
    public int[] Listeners => Quick ? [2_000] : [2_000, 10_000];

    /// <summary>What is measured now is not counted.</summary>
    public bool Warming { get; set; }

    /// <summary>Length of one measurement; a smoke run warms up for a part of it.</summary>
    public double Seconds => Warming && Quick ? WarmQuick * Length : Length;

    public bool Wants(params string[] rows) => Only.Count == 0 || rows.Any(Only.Contains);

    /// <summary>Null when the arguments are not understood.</summary>
    public static Options? Of(string[] args)
    {
        var quick = args.Contains("--quick");
        var (only, databases) = (new HashSet<string>(), new List<string>());
        string? former = null, country = null, file = null;
        var (rounds, seconds, minutes) =
            quick ? (1, SecondsQuick, MinutesQuick) : (RoundsUsual, SecondsUsual, MinutesUsual);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--quick") continue;
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var known = args[i++] switch
            {
                "--only" => Rows.Contains(value) && (only.Add(value) || true),
                "--former" => (former = value).Length > 0,
                "--country" => (country = value).Length > 0,
                "--out" => (file = value).Length > 0,
                "--rounds" => int.TryParse(value, out rounds) && rounds > 0,
                "--seconds" => double.TryParse(value, out seconds) && seconds > 0,
                "--minutes" => double.TryParse(value, out minutes) && minutes > 0,
                "--database" => value is BothDatabases.Sqlite or BothDatabases.PostgreSql && Add(databases, value),
                _ => false,
            };
            if (!known) return null;
        }

        if (databases.Count == 0) databases.AddRange([BothDatabases.Sqlite, BothDatabases.PostgreSql]);
        return new(only, rounds, seconds, minutes, databases, former, country, file, quick);
    }

    private static bool Add(List<string> databases, string value)
    {
        databases.Add(value);
        return true;
    }
}
