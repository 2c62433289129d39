using System.Text.Json;

namespace Federation.Log;

/// <summary>The derived rows against a replay of the log in memory: a role that no event granted is told by its table
/// and key.</summary>
internal static class RowsCheck
{
    private const int ProgressEach = 20_000;

    public static Check Check { get; } = new("查询行 rows", Look);

    private static IEnumerable<string> Look(Checked given)
    {
        if (Upgrade.IsNeeded(given.Log, out _))
        {
            given.Note("查询行出自另一个版本，未核对 the rows are of another version and were not compared");
            return [];
        }

        return Replayed(given) is { } merge
            ? given.Log.Catalogue.Tables.SelectMany(table => Differences(given, table, merge))
            : [];
    }

    /// <summary>Null where an event cannot be read: the chain's own check tells that.</summary>
    private static Merge? Replayed(Checked given)
    {
        var merge = new Merge();
        foreach (var row in given.Read($"select {EventLog.EventColumns} from events order by position"))
        {
            try
            {
                var stored = given.Log.ToEvent(row);
                foreach (var projection in given.Log.Catalogue.Projections) merge.Take(projection.Apply(stored));
                if (stored.Position % ProgressEach == 0) given.Progress?.Invoke(stored.Position);
            }
            catch (Exception e) when (e is JsonException or ArgumentException or FormatException
                or InvalidCastException)
            {
                given.Note("有事件无法读取，查询行未核对 an event cannot be read: the rows were not compared");
                return null;
            }
        }

        return merge;
    }

    private static IEnumerable<string> Differences(Checked given, Table table, Merge merge)
    {
        var columns = string.Join(", ", table.Key.Concat(table.Columns).Select(c => c.Name));
        var rows = given.Read($"select {columns} from {table.Name}").Select(Maintenance.ValuesOf);
        var (extra, missing) = (new HashSet<string>(), new HashSet<string>());
        foreach (var rowset in merge.Mend(table, rows))
        foreach (var row in rowset.Rows)
            (rowset.Mode == WriteMode.Delete ? extra : missing).Add(string.Join('/', row.Take(table.Key.Length)));
        return
        [
            .. extra.Intersect(missing).Select(key => $"{table.Name} {key}: 与日志不符 is not what the log says"),
            .. extra.Except(missing).Select(key => $"{table.Name} {key}: 日志里没有 is not in the log"),
            .. missing.Except(extra).Select(key => $"{table.Name} {key}: 缺失 is missing"),
        ];
    }
}
