using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>Verbs that only read, beside a running town, and need no master key.</summary>
internal static class Reading
{
    public static int Verify(Options options)
    {
        (long, string)? witness = options["--against"] switch
        {
            null => null,
            var text when text.Split(':') is [var at, var hash] && long.TryParse(at, out var position) =>
                (position, hash),
            _ => throw new UsageException("--against 的写法 is written POSITION:HASH"),
        };
        using var log = EventLog.ToRead(options.Database);
        var damages = log.Verify(witness, Options.Progress);
        foreach (var damage in damages) Console.WriteLine($"{damage.Position}: {damage.What}");
        Console.WriteLine(damages.Count == 0
            ? $"完好 whole: {log.StoredPosition()} events"
            : $"发现损坏 damaged: {damages.Count} places, the first at position {damages[0].Position}");
        return damages.Count == 0 ? 0 : 1;
    }

    public static int Witness(Options options)
    {
        using var log = EventLog.ToRead(options.Database);
        var (position, hash) = log.Witness();
        Console.WriteLine($"{position}:{hash}");
        return 0;
    }

    public static async Task<int> Status(Options options) =>
        options["--url"] is { } address ? await Silo.Status.Ask(address) : Silo.Status.Run(options.Database);
}
