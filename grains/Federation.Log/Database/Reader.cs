using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Federation.Log;

/// <summary>A connection that only reads. SQLite's is kept, with its cache and its prepared statements; PostgreSQL's
/// goes back to Npgsql's pool, which prepares by itself.</summary>
/// <remarks>Used by one read at a time.</remarks>
internal sealed class Reader : IDisposable
{
    /// <summary>Statements kept prepared; texts with lists of ids in them are many and come once.</summary>
    private const int PreparedMax = 256;

    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(5);
    private readonly DbConnection _connection;
    private readonly Dictionary<string, DbCommand>? _prepared;
    private readonly Timer? _limit;
    private readonly Lock _lock = new();
    private long _due = long.MaxValue;

    public Reader(DbConnection connection)
    {
        _connection = connection;
        if (connection is not SqliteConnection sqlite) return;
        _prepared = [];
        _limit = new(_ => Interrupt(sqlite), null, Timeout.Infinite, Timeout.Infinite);
    }

    public bool Keeps => _prepared is not null;

    /// <param name="limited">At most five seconds: PostgreSQL's connections have that limit by themselves.</param>
    public void Run(string sql, Action<DbDataReader> row, (string Name, object? Value)[] values, bool limited)
    {
        var command = Ready(sql, values, limited, out var kept);
        try
        {
            if (limited) Due(ReadMax);
            using var rows = command.ExecuteReader();
            while (rows.Read()) row(rows);
        }
        finally
        {
            if (limited) Due(null);
            if (!kept) command.Dispose();
        }
    }

    public void Dispose()
    {
        _limit?.Dispose();
        foreach (var (_, command) in _prepared ?? []) command.Dispose();
        _connection.Dispose();
    }

    private DbCommand Ready(string sql, (string Name, object? Value)[] values, bool limited, out bool kept)
    {
        kept = limited && _prepared is not null;
        var known = kept && _prepared!.TryGetValue(sql, out var prepared) ? prepared : null;
        if (known is not null && Takes(known, values)) return known;
        var command = Rows.Command(_connection, sql, values);
        if (!limited) command.CommandTimeout = 0;
        kept &= known is null && _prepared?.Count < PreparedMax;
        if (kept) _prepared![sql] = command;
        return command;
    }

    /// <summary>False for another call with the same text that gives other names: nothing of the last call may stay.
    /// </summary>
    private static bool Takes(DbCommand command, (string Name, object? Value)[] values)
    {
        if (command.Parameters.Count != values.Length) return false;
        for (var i = 0; i < values.Length; i++)
        {
            if (command.Parameters[i].ParameterName != values[i].Name) return false;
            command.Parameters[i].Value = Rows.Plain(values[i].Value);
        }

        return true;
    }

    private void Due(TimeSpan? within)
    {
        if (_limit is null) return;
        lock (_lock) _due = within is { } time ? Environment.TickCount64 + (long)time.TotalMilliseconds : long.MaxValue;
        _limit.Change(within ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A timer that comes late must not end the read that follows.</summary>
    private void Interrupt(SqliteConnection connection)
    {
        lock (_lock)
        {
            if (Environment.TickCount64 >= _due) SQLitePCL.raw.sqlite3_interrupt(connection.Handle);
        }
    }
}
