using Federation.Domain;

namespace Federation.Log;

/// <summary>An event as it was stored.</summary>
/// <param name="Position">Global, gapless, from 1: the event's id.</param>
/// <param name="Version">Within the stream, from 1.</param>
/// <param name="Day">The Shanghai day of the stated fact (not of recording).</param>
public sealed record StoredEvent(
    long Position, string Stream, long Version, string Name, DateOnly Day, DateTimeOffset RecordedAt,
    string Actor, string Key, object Body)
{
    /// <summary>Part of the stream's name after its kind: 0 is the first id.</summary>
    public string Id(int part = 0) => Stream.Split('/')[part + 1];
}

/// <summary>Event → row changes, as data: no SQL and no reading, so a batch's changes merge and a rebuild folds in
/// memory.</summary>
/// <remarks>An event carries what its rows need. Found by reflection: declare it as
/// <c>public static readonly Projection Projection</c> beside its tables, one per boundary.</remarks>
public sealed record Projection(string Area, Table[] Tables, Func<StoredEvent, IEnumerable<Change>> Apply)
{
    /// <summary>Of one boundary's events; the others leave its rows as they are.</summary>
    public static Projection Of<TEvent>(
        string area, Table[] tables, Func<StoredEvent, TEvent, IEnumerable<Change>> apply) =>
        new(area, tables, stored => stored.Body is TEvent body ? apply(stored, body) : []);

    /// <summary>Raise it when rows mean something else without a new column: they are made anew at the next start.
    /// </summary>
    public int Version { get; init; } = 1;
}

public enum ColumnType { Text, Number, Bytes }

/// <summary>Text, or a 64-bit integer (minutes, fen, counts, microseconds, 0/1). Days are text,
/// <c>yyyy-MM-dd</c>.</summary>
/// <remarks>Bytes are for the log's own tables; rows derived from events have no use for them.</remarks>
public sealed record Column(string Name, ColumnType Type)
{
    private static readonly object Zero = 0L;

    /// <summary>What a row holds here until something is put: <see cref="Schema"/> gives the column this
    /// default.</summary>
    internal object? Initial => Type == ColumnType.Number ? Zero : null;

    public static Column Text(string name) => new(name, ColumnType.Text);

    public static Column Number(string name) => new(name, ColumnType.Number);

    public static Column Bytes(string name) => new(name, ColumnType.Bytes);
}

/// <summary>A table of rows derived from the log. Key columns are never null; others are null or 0 until put.</summary>
public sealed class Table(string name, Column[] key, Column[] columns, params string[] indexes)
{
    /// <summary>Columns beside the key: a set of them is one 64-bit number.</summary>
    public const int ColumnsMax = 64;

    public string Name { get; } = name;

    public Column[] Key { get; } = key;

    public Column[] Columns { get; } = columns.Length <= ColumnsMax
        ? columns
        : throw new ArgumentException($"{name} has more than {ColumnsMax} columns.", nameof(columns));

    /// <summary>All of them as one such number.</summary>
    internal ulong AllColumns { get; } = columns.Length == 0 ? 0 : ulong.MaxValue >> (ColumnsMax - columns.Length);

    /// <summary>Column lists, e.g. <c>"alliance, day"</c>.</summary>
    public string[] Indexes { get; } = indexes;

    /// <summary>Insert the row, or set these columns of it.</summary>
    public Change Put(object[] key, params (string Column, object? Value)[] values) =>
        new(this, ChangeKind.Put, key, values);

    /// <summary>Add to number columns; a missing row starts at 0.</summary>
    public Change Add(object[] key, params (string Column, object? Value)[] values) =>
        new(this, ChangeKind.Add, key, values);

    public Change Delete(params object[] key) => new(this, ChangeKind.Delete, key, []);

    /// <summary>Where a column stands; a right guess, as when all are named in their order, spares the
    /// search.</summary>
    internal int PlaceOf(string column, int guess)
    {
        if (guess < Columns.Length && Columns[guess].Name == column) return guess;
        for (var place = 0; place < Columns.Length; place++)
        {
            if (Columns[place].Name == column) return place;
        }

        throw new ArgumentException($"{Name} has no column '{column}'.", nameof(column));
    }
}

public enum ChangeKind { Put, Add, Delete }

/// <summary>One change of one row. Values are string, long, int, bool, DateOnly, DateTimeOffset (microseconds) or
/// null.</summary>
public sealed record Change(Table Table, ChangeKind Kind, object[] Key, (string Column, object? Value)[] Values);
