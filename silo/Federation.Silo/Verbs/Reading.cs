using Federation.Log;
using Federation.Log.Accounts;

namespace Federation.Silo.Verbs;

/// <summary>Verbs that only read, beside a running town. With the master key <c>verify</c> opens what is sealed,
/// too.</summary>
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
        using var log = EventLog.ToRead(options.Database, options.VaultIfAny());
        Damage[] damages = [.. log.Verify(witness, Options.Progress), .. log.Inspect(Console.WriteLine)];
        foreach (var (position, what) in damages) Console.WriteLine(position > 0 ? $"{position}: {what}" : what);
        Console.WriteLine(damages.Length == 0
            ? $"完好 whole: {log.StoredPosition()} events"
            : $"发现损坏 damaged: {damages.Length} places" + (damages[0].Position is > 0 and var first
                ? $", the first at position {first}" : ""));
        return damages.Length == 0 ? 0 : 1;
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
