using System.Collections.Concurrent;
using System.Data.Common;

namespace Federation.Log;

/// <summary>Runs portable SQL on connections that can only read, at most five seconds each.</summary>
public sealed class Rows(IDialect dialect, Storage? storage = null) : IDisposable
{
    /// <summary>Readers kept open on SQLite; more are opened at need and closed after use.</summary>
    private const int KeptReaders = 8;

    private readonly ConcurrentBag<Reader> _readers = [];
    private volatile bool _closed;

    /// <summary>Told every statement before it runs: tests assert what a route reads and what it does not.</summary>
    public Action<string>? Listener { get; set; }

    public IReadOnlyList<T> All<T>(string sql, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
    {
        var all = new List<T>();
        Each(sql, r => all.Add(row(r)), values);
        return all;
    }

    /// <summary>The first row, or default when there is none.</summary>
    public T? One<T>(string sql, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
    {
        T? one = default;
        var had = false;
        Each(sql, r =>
        {
            if (!had) one = row(r);
            had = true;
        }, values);
        return one;
    }

    public void Each(string sql, Action<DbDataReader> row, params (string Name, object? Value)[] values) =>
        Run(sql, row, values, limited: true);

    /// <summary>For maintenance, which reads everything there is.</summary>
    public void EachUnlimited(string sql, Action<DbDataReader> row) => Run(sql, row, [], limited: false);

    /// <summary>A connection that died idle is found out by its first read: as long as no row came, another is
    /// taken.</summary>
    private void Run(string sql, Action<DbDataReader> row, (string Name, object? Value)[] values, bool limited)
    {
        Listener?.Invoke(sql);
        var came = false;
        try
        {
            RunOnce(sql, Seen, values, limited);
        }
        catch (Exception e) when (!came && dialect.IsBroken(e))
        {
            dialect.ForgetReaders();
            RunAgain(sql, Seen, values, limited);
        }
        catch (DbException e) when (dialect.FaultOf(e) is { Refuses: true } fault)
        {
            // A reader that had to wait says nothing about who writes.
            if (fault != StorageFault.Locked) storage?.Saw(fault);
            throw new StorageException(fault, e);
        }

        void Seen(DbDataReader reader)
        {
            came = true;
            row(reader);
        }
    }

    private void RunAgain(
        string sql, Action<DbDataReader> row, (string Name, object? Value)[] values, bool limited)
    {
        try
        {
            RunOnce(sql, row, values, limited);
        }
        catch (Exception e) when (dialect.IsBroken(e))
        {
            storage?.Saw(StorageFault.Away);
            throw;
        }
    }

    private void RunOnce(string sql, Action<DbDataReader> row, (string Name, object? Value)[] values, bool limited)
    {
        var reader = Take();
        try
        {
            reader.Run(sql, row, values, limited);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        Give(reader);
    }

    public void Dispose()
    {
        _closed = true;
        while (_readers.TryTake(out var reader)) reader.Dispose();
    }

    internal static DbCommand Command(DbConnection connection, string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = Plain(value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    internal static object Plain(object? value) => Micros.Plain(value) ?? DBNull.Value;

    private Reader Take() => _readers.TryTake(out var reader) ? reader : new(dialect.OpenReader());

    private void Give(Reader reader)
    {
        if (reader.Keeps && !_closed && _readers.Count < KeptReaders) _readers.Add(reader);
        else reader.Dispose();
    }
}

/// <summary>Columns by place, null-tolerant, in the few types that rows have.</summary>
public static class RowReading
{
    public static string? Text(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static bool Flag(this DbDataReader row, int column) => !row.IsDBNull(column) && row.GetInt64(column) != 0;

    public static DateOnly? Day(this DbDataReader row, int column) =>
        row.IsDBNull(column) || row.GetString(column).Length == 0
            ? null
            : DateOnly.ParseExact(
                row.GetString(column), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static DateTimeOffset? Moment(this DbDataReader row, int column) =>
        row.IsDBNull(column) || row.GetInt64(column) == 0 ? null : Micros.ToMoment(row.GetInt64(column));
}
