using System.Data.Common;

namespace Federation.Log;

/// <param name="Position">Of the last event that was folded.</param>
/// <param name="Changed">Tables of which a row was missing, wrong or one too many, by name.</param>
public sealed record Rebuilt(long Position, IReadOnlyList<string> Changed);

/// <summary>Derived rows made again from event 1, by the same functions that made them.</summary>
/// <remarks>Rows that are as they should be are not written: what is right already costs neither disk nor, on
/// PostgreSQL, dead rows, and a version that adds a column to one table rewrites that table alone.</remarks>
public static class Rebuilding
{
    private const int PageMax = 5_000, ProgressEach = 20_000;

    /// <summary>In one transaction, under the head's lock: nobody appends meanwhile.</summary>
    public static async Task<Rebuilt> Rebuild(this EventLog log, Action<long>? progress = null)
    {
        var (position, changed) = (0L, new List<string>());
        await log.Alone(writer =>
        {
            log.Dialect.Lock(writer, new([], [], [], []));
            log.Dialect.TakeTime(writer);
            var merge = Fold(log, progress, ref position);
            foreach (var table in log.Catalogue.Tables)
            {
                var mending = merge.Mend(table, RowsOf(writer, table)).ToArray();
                if (mending.Length > 0) changed.Add(table.Name);
                foreach (var rowset in mending) log.Dialect.Write(writer, [rowset]);
            }

            log.Dialect.Commit(writer, [.. Upgrade.Rebuilt(log, position)]);
        });
        return new(position, changed);
    }

    private static Merge Fold(EventLog log, Action<long>? progress, ref long position)
    {
        var (merge, next) = (new Merge(), PageAfter(log, 0));
        while (next.GetAwaiter().GetResult() is { Count: > 0 } page)
        {
            position = page[^1].Position;
            next = PageAfter(log, position);
            foreach (var stored in page)
            foreach (var projection in log.Catalogue.Projections)
                merge.Take(projection.Apply(stored));
            if (position % ProgressEach == 0) progress?.Invoke(position);
        }

        progress?.Invoke(position);
        return merge;
    }

    /// <summary>Read and understood while the page before is being folded.</summary>
    private static Task<IReadOnlyList<StoredEvent>> PageAfter(EventLog log, long position) =>
        Task.Run(() => log.ReadAll(position, PageMax));

    private static IEnumerable<object?[]> RowsOf(DbConnection writer, Table table)
    {
        var columns = string.Join(", ", table.Key.Concat(table.Columns).Select(c => c.Name));
        return Maintenance.Read(writer, $"select {columns} from {table.Name}").Select(Maintenance.ValuesOf);
    }
}
