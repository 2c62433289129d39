using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Federation.Log;

/// <summary>How a database stands, for whoever watches it.</summary>
/// <param name="Position">The log's head.</param>
/// <param name="Parked">Events and due commands that a Process could not carry out ten times over, and what waits
/// behind them.</param>
/// <param name="Overdue">Seconds since the oldest due command should have been carried out.</param>
/// <param name="Behind">Events that the slowest Process has not seen yet.</param>
public sealed record Vitals(long Position, long Parked, long Overdue, long Behind)
{
    /// <summary>Processes of this version only: an earlier one's, and the sample's mark, stand still for
    /// ever.</summary>
    private static readonly string Names = string.Join(
        ',', Catalogue.Product.Processes.Select(process => $"'{process.Name}.v{process.Version}'"));

    private static readonly string Query =
        "select h.position, (select count(*) from parked), " +
        "coalesce((select (@now - min(at)) / 1000000 from due where at <= @now), 0), " +
        "h.position - coalesce((select min(position) from process_positions where process in (" + Names + ")), " +
        "h.position) from head h where h.id = 1";

    public static Vitals Of(EventLog log) => log.Rows.One(Query, Row, ("now", log.Clock.GetUtcNow()))!;

    /// <summary>Beside the gateway that runs on it: opens the database to read only, takes no lock, needs no
    /// key.</summary>
    public static Vitals Beside(string connection, DateTimeOffset now)
    {
        using DbConnection reader = connection.Contains("Host=", StringComparison.OrdinalIgnoreCase)
            ? new NpgsqlConnection(connection)
            : new SqliteConnection(new SqliteConnectionStringBuilder(connection)
            {
                Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5,
            }.ToString());
        reader.Open();
        using var command = Rows.Command(reader, Query, [("now", now)]);
        using var row = command.ExecuteReader();
        return row.Read() ? Row(row) : throw new InvalidOperationException("空的数据库 The database is empty.");
    }

    private static Vitals Row(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
}
