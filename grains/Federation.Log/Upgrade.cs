namespace Federation.Log;

/// <summary>Keeps the derived rows right while versions of the product follow each other over one database, and run
/// beside each other in a rolling upgrade.</summary>
/// <remarks>Rows are right for this version when, since a rebuild by a shape that covers its own, only such shapes
/// have folded events. Both are known exactly: a rebuild notes its position, and whoever appends after another shape
/// notes, under the head's lock, how far that one came. So a process that stood still for an hour and then writes in
/// an older shape is found out, too. See deploy/decisions/0004.</remarks>
public static class Upgrade
{
    /// <summary>Makes the rows anew if an older version, which does not know all of their columns, folded events since
    /// they were made, and none of these versions is connected any more.</summary>
    /// <returns>Whether rows were made anew.</returns>
    public static async Task<bool> PutRowsRight(this EventLog log, Action<long>? progress = null)
    {
        if (!IsNeeded(log, out var others) || log.Dialect.IsConnected(others)) return false;
        using var alone = log.Dialect.Exclusively("schema");
        if (!IsNeeded(log, out others) || log.Dialect.IsConnected(others)) return false; // Another node has done it.
        await log.Rebuild(progress);
        return true;
    }

    /// <summary>At a start, before anybody reads: rows that lack what this version reads from them are made anew, also
    /// beside an older version that still runs.</summary>
    internal static void Enter(EventLog log, Action<long>? progress)
    {
        log.Write(
            "insert into shapes (shape, contents, folded, rebuilt) " +
            "select @shape, @contents, 0, case when position = 0 then 0 end from head where id = 1 " +
            "on conflict (shape) do nothing",
            ("shape", log.Shape.Name), ("contents", log.Shape.Text)).GetAwaiter().GetResult();
        if (IsNeeded(log, out _)) log.Rebuild(progress).GetAwaiter().GetResult();
    }

    /// <summary>What a rebuild leaves behind: this shape's rows are right from here on, and those of shapes that it
    /// does not cover no longer are.</summary>
    internal static IEnumerable<Rowset> Rebuilt(EventLog log, long position)
    {
        foreach (var row in Read(log).Where(r => r.Shape is null || !log.Shape.Covers(r.Shape)))
            yield return new(Tables.Shapes, WriteMode.Put, ["shape", "rebuilt"], [[row.Name, null]]);
        yield return new(
            Tables.Shapes, WriteMode.Put, ["shape", "contents", "rebuilt"],
            [[log.Shape.Name, log.Shape.Text, position]]);
    }

    /// <summary>What a copy that made the rows itself leaves behind: they are right up to there.</summary>
    internal static Rowset Made(EventLog log, long position) => new(
        Tables.Shapes, WriteMode.Put, ["shape", "contents", "folded", "rebuilt"],
        [[log.Shape.Name, log.Shape.Text, position, position]]);

    /// <param name="others">Shapes whose rows do not serve this version.</param>
    internal static bool IsNeeded(EventLog log, out string[] others)
    {
        var rows = Read(log);
        var serving = rows.Where(r => r.Shape?.Covers(log.Shape) == true).ToArray();
        others = [.. rows.Except(serving).Select(r => r.Name)];
        if (serving.Max(r => r.Rebuilt) is not { } right) return true;
        var head = log.Rows.One(
            "select position, shape from head where id = 1", r => (Position: r.GetInt64(0), Shape: r.Text(1) ?? ""));
        return rows.Except(serving).Any(r => r.Folded > right)
            || (head.Position > right && serving.All(r => r.Name != head.Shape));
    }

    private static IReadOnlyList<Row> Read(EventLog log) => log.Rows.All(
        "select shape, contents, folded, rebuilt from shapes",
        r => new Row(r.GetString(0), Shape.Read(r.Text(1)), r.GetInt64(2), r.Number(3)));

    /// <param name="Folded">The last event it is known to have folded before another shape did.</param>
    /// <param name="Rebuilt">Where its rows were last made anew; null when they are not right for it.</param>
    private sealed record Row(string Name, Shape? Shape, long Folded, long? Rebuilt);
}
