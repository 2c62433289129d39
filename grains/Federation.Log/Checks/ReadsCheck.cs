namespace Federation.Log;

/// <summary>Who read whose personal data: no row of the time that they are kept was added, changed or taken
/// away.</summary>
internal static class ReadsCheck
{
    public static Check Check { get; } = new("查阅记录 personal_reads", Look);

    private static IEnumerable<string> Look(Checked given)
    {
        if (given.Log.Vault.IsAbsent || !given.Has(Tables.Guards)) yield break;
        var guards = Guards.Read(given.Connection, Guards.Reads).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        if (guards.Count == 0) yield break; // A version before wrote last.
        var anchor = guards[0].Key.Length == 0 ? guards[0] : null;
        guards.RemoveAll(g => g.Key.Length == 0);
        var last = guards.Count == 0 ? Guards.None : guards[^1].Mac;
        if (anchor is null || !anchor.Mac.AsSpan().SequenceEqual(Guards.AnchorOf(given.Log.Vault, last)))
            yield return "末尾的记录不见了 the latest hours are gone";
        var rows = Guards.Hours(given.Connection, 0, long.MaxValue);
        var kept = Guards.HourOf(given.Log.Clock.GetUtcNow() - Guards.ReadsKept) + 1;
        var mac = Guards.None;
        foreach (var guard in guards)
        {
            var hour = Guards.HourOf(guard.Key);
            var digest = rows.Remove(hour, out var found) ? found : Guards.None;
            var chained = guard.Mac.AsSpan().SequenceEqual(
                Guards.MacOf(given.Log.Vault, guard.Key, mac, guard.Digest));
            mac = guard.Mac;
            if (!chained || (hour > kept && !digest.AsSpan().SequenceEqual(guard.Digest)))
                yield return $"{Shown(hour)}: 记录被改动或删除 rows were changed or taken away";
        }

        foreach (var hour in rows.Keys.Where(hour => hour > kept).Order())
            yield return $"{Shown(hour)}: 记录不是本系统写的 rows that the product did not write";
    }

    private static string Shown(long hour) => $"{DateTimeOffset.UnixEpoch.AddHours(hour):yyyy-MM-dd HH}h UTC";
}
