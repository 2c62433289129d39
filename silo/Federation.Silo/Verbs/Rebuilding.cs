using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>Verbs that write what follows from the log, and nothing into it.</summary>
internal static class Rebuilding
{
    public static async Task<int> Rebuild(Options options)
    {
        using var log = options.OpenLog(options.VaultIfAny());
        var (position, changed) = await log.Rebuild(Options.Progress);
        var tables = changed.Count == 0 ? "none" : string.Join(", ", changed);
        Console.WriteLine($"重建完成 rebuilt from {position} events; tables that changed: {tables}");
        return 0;
    }

    public static async Task<int> EraseAgain(Options options)
    {
        using var log = options.OpenLog(options.VaultIfAny());
        Console.WriteLine($"再次清除 erased again: {await log.EraseAgain()}");
        return 0;
    }
}
