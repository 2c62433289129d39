using System.Runtime.InteropServices;

namespace Federation.Log;

/// <summary>Row changes merged per table and row, in order, so that a batch needs few statements and each row one
/// change.</summary>
/// <remarks>The same fold serves a batch of a few events and a rebuild of millions.</remarks>
public sealed class Merge
{
    private readonly Dictionary<Table, Dictionary<string, Row>> _tables = [];

    /// <summary>One bit per column says whether it is put or added to: comparing sets of columns is comparing two
    /// numbers.</summary>
    private sealed class Row(Table table, object?[] key)
    {
        public readonly Table Table = table;
        public readonly object?[] Key = key;
        public readonly object?[] Values = new object?[table.Columns.Length];
        public ulong Puts, Adds;
        public bool Deleted, Kept, Right;

        /// <summary>Which columns are put and which added to.</summary>
        public (ulong Put, ulong Added) Written => Deleted ? (Table.AllColumns, 0) : (Puts, Adds);

        public object? At(int place) =>
            ((Puts | Adds) & (1UL << place)) != 0 ? Values[place] : Table.Columns[place].Initial;

        /// <summary>Whether a stored row, key and columns, is this one.</summary>
        public bool Is(object?[] stored)
        {
            for (var place = 0; place < Values.Length; place++)
                if (!Equals(At(place), stored[Key.Length + place])) return false;
            return true;
        }
    }

    public int Count => _tables.Values.Sum(rows => rows.Count);

    public void Take(IEnumerable<Change> changes)
    {
        foreach (var change in changes) Take(change);
    }

    private void Take(Change change)
    {
        var row = RowOf(change);
        if (change.Kind == ChangeKind.Delete)
        {
            (row.Deleted, row.Kept, row.Puts, row.Adds) = (true, false, 0, 0);
            return;
        }

        row.Kept = true;
        var place = -1;
        foreach (var (column, value) in change.Values)
        {
            place = change.Table.PlaceOf(column, place + 1);
            Set(row, change.Kind, place, Micros.Plain(value));
        }
    }

    /// <summary>Most rows are met again and again, by a key that is one text: then nothing is made but what was asked
    /// for.</summary>
    private Row RowOf(Change change)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_tables, change.Table, out _);
        rows ??= [];
        var key = change.Key is [string] ? change.Key : Array.ConvertAll<object, object?>(change.Key, Micros.Plain);
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, IdOf(key), out _);
        return row ??= new(change.Table, key);
    }

    private static string IdOf(ReadOnlySpan<object?> key) => key is [string only] ? only : string.Join('\u001f', key);

    private static void Set(Row row, ChangeKind kind, int place, object? value)
    {
        var bit = 1UL << place;
        if (kind == ChangeKind.Put)
        {
            row.Values[place] = value;
            (row.Puts, row.Adds) = (row.Puts | bit, row.Adds & ~bit);
        }
        else
        {
            var known = ((row.Puts | row.Adds) & bit) != 0 && row.Values[place] is not null;
            if (known && value is 0L) return; // Most counters of most reports.
            row.Values[place] = (known ? (long)row.Values[place]! : 0L) + (long)value!;
            if ((row.Puts & bit) == 0) row.Adds |= bit;
        }
    }

    /// <summary>Deletes first; then each row that stays in one statement, what is put of it and what is added to. One
    /// rowset per table and set of columns, at most <paramref name="max"/> rows each.</summary>
    /// <remarks>A row that went and came back is written whole: that takes no delete.</remarks>
    public IEnumerable<Rowset> Rowsets(int max = 5_000)
    {
        var rows = _tables.Values.SelectMany(table => table.Values).ToArray();
        var deleted = rows.Where(r => r.Deleted && !r.Kept).GroupBy(r => r.Table)
            .SelectMany(g => Chunked(g, WriteMode.Delete, g.Key, (0, 0), max));
        var kept = rows.Where(r => r.Kept).GroupBy(r => (r.Table, r.Written))
            .SelectMany(g => Chunked(g, WriteMode.Put, g.Key.Table, g.Key.Written, max));
        return [.. deleted, .. kept];
    }

    /// <summary>What turns the rows that are there into these: those that are right are left alone, all
    /// others go, and what is missing then is put whole.</summary>
    /// <param name="there">Key and columns of every row of the table.</param>
    public IEnumerable<Rowset> Mend(Table table, IEnumerable<object?[]> there, int max = 5_000)
    {
        var rows = _tables.GetValueOrDefault(table) ?? [];
        var gone = new List<object?[]>();
        foreach (var stored in there)
        {
            var known = rows.TryGetValue(IdOf(stored.AsSpan(0, table.Key.Length)), out var row) && row.Kept;
            if (known && row!.Is(stored)) row.Right = true;
            else gone.Add(stored[..table.Key.Length]);
        }

        string[] keys = [.. table.Key.Select(c => c.Name)], all = [.. keys, .. table.Columns.Select(c => c.Name)];
        var wrong = rows.Values.Where(r => r.Kept && !r.Right)
            .Select(r => (object?[])[.. r.Key, .. Enumerable.Range(0, table.Columns.Length).Select(r.At)]);
        foreach (var chunk in gone.Chunk(max)) yield return new(table, WriteMode.Delete, keys, chunk);
        foreach (var chunk in wrong.Chunk(max)) yield return new(table, WriteMode.Put, all, chunk);
    }

    private static IEnumerable<Rowset> Chunked(
        IEnumerable<Row> rows, WriteMode mode, Table table, (ulong Put, ulong Added) columns, int max)
    {
        var places = PlacesOf(columns.Put | columns.Added);
        string[] names = [.. table.Key.Select(k => k.Name), .. places.Select(p => table.Columns[p].Name)];
        string[] added = [.. PlacesOf(columns.Added).Select(p => table.Columns[p].Name)];
        return rows.Select(r => Values(r, places)).Chunk(max)
            .Select(chunk => new Rowset(table, mode, names, chunk) { Added = added });

        int[] PlacesOf(ulong set) =>
            [.. Enumerable.Range(0, table.Columns.Length).Where(p => (set & (1UL << p)) != 0)];
    }

    private static object?[] Values(Row row, int[] places)
    {
        var values = new object?[row.Key.Length + places.Length];
        row.Key.CopyTo(values, 0);
        for (var i = 0; i < places.Length; i++) values[row.Key.Length + i] = row.At(places[i]);
        return values;
    }
}
