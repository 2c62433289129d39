using System.Data.Common;

namespace Federation.Log;

/// <summary>What the two databases do differently. Everything else is one SQL text with <c>@name</c>
/// parameters.</summary>
public interface IDialect
{
    /// <summary>One process only writes here (SQLite): its memory of the versions is the truth.</summary>
    bool Exclusive { get; }

    /// <summary>The database's own file; null where it is a server's.</summary>
    string? File { get; }

    string TypeOf(ColumnType type);

    /// <summary>Table, column, type and place in the primary key (0: none) of all columns there are.</summary>
    string ColumnsQuery { get; }

    /// <summary>Table and name of all unique indexes beside primary keys.</summary>
    string UniqueIndexesQuery { get; }

    /// <summary>Other processes may see which shape of rows this one writes, as long as it is connected.</summary>
    string Shape { set; }

    /// <summary>Whether a process is connected that writes one of these shapes.</summary>
    bool IsConnected(IReadOnlyCollection<string> shapes);

    /// <summary>The one connection that writes.</summary>
    DbConnection OpenWriter();

    /// <summary>A connection that can only read.</summary>
    DbConnection OpenReader();

    /// <summary>A connection that only reads, and for as long as it likes: all it reads is as it stood at its first
    /// read.</summary>
    DbConnection OpenSnapshot();

    /// <summary>Begins a transaction, locks the head row first, and reads what the batch's members must be checked
    /// against.</summary>
    Locked Lock(DbConnection writer, Wanted wanted);

    /// <summary>Writes the rowsets in the begun transaction, which stays open: for what is too much for one
    /// statement.</summary>
    void Write(DbConnection writer, IReadOnlyList<Rowset> rowsets);

    /// <summary>Writes the rowsets and the free statements of the begun transaction and commits.</summary>
    void Commit(DbConnection writer, IReadOnlyList<Rowset> rowsets);

    /// <summary>The begun transaction is maintenance and may take its time.</summary>
    void TakeTime(DbConnection writer);

    void Rollback(DbConnection writer);

    /// <summary>Serialises schema making and first data between processes that start together.</summary>
    IDisposable Exclusively(string what);

    /// <summary>Returns when another node may have committed, or after the time.</summary>
    /// <returns>The position that it told of; null when none was told, and must be read.</returns>
    Task<long?> AwaitNotice(TimeSpan atMost, CancellationToken cancel);

    /// <summary>After it nothing erased lies about in free pages or journals.</summary>
    void Scrub(DbConnection writer);

    /// <summary>After much was written at once: counts what the planner goes by.</summary>
    void Analyze(DbConnection writer);

    /// <summary>After a reader's connection broke: idle ones opened before it are as dead.</summary>
    void ForgetReaders();

    /// <summary>The connection is gone (not the statement wrong): the batch may be tried again on a new one.</summary>
    bool IsBroken(Exception exception);

    /// <summary>The fault of the storage that shows in the exception; null when the statement itself is wrong.
    /// </summary>
    StorageFault? FaultOf(Exception exception);

    /// <summary>The database server's clock; null where there is no other machine.</summary>
    DateTimeOffset? ClockOf(Rows rows);

    /// <summary>Sees to it that room is kept for when the disk is full.</summary>
    void SetAside();

    /// <summary>Gives that room back to the disk.</summary>
    void LetGo();
}

/// <summary>What a batch asks about under the lock.</summary>
/// <param name="Families">Beginnings of streams, each ending in a slash.</param>
public sealed record Wanted(
    IReadOnlyCollection<string> Streams,
    IReadOnlyCollection<string> Families,
    IReadOnlyCollection<(string Actor, string Key)> Keys,
    IReadOnlyCollection<(string Kind, string Value)> Claims);

/// <summary>The head, and the stored state of what was asked about, all read after the head row's lock was
/// had.</summary>
/// <param name="Shape">Of the rows that the last event was folded into.</param>
/// <param name="RecordedAt">The last event's moment; 0 when there is none.</param>
public sealed record Locked(long Position, byte[] Hash, string? Shape, long RecordedAt)
{
    public Dictionary<string, long> Versions { get; } = [];

    /// <summary>Events in all streams that begin so.</summary>
    public Dictionary<string, long> Families { get; } = [];

    public Dictionary<(string Actor, string Key), (string Payload, string Outcome)> Known { get; } = [];

    public Dictionary<(string Kind, string Value), string> Claims { get; } = [];
}
