using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Federation.Tests.Rig;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Federation.Bench.Yardsticks;

/// <summary>The bare database: one durable commit at a time, and PostgreSQL's own benchmark.</summary>
internal static partial class Databases
{
    private const int PgbenchScale = 10;

    /// <summary>Milliseconds of each durable commit of one row on one connection, in order of length.</summary>
    public static double[] BareCommits(DbConnection connection, double seconds)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "insert into bare (body) values (@body)";
        var body = command.CreateParameter();
        (body.ParameterName, body.Value) = ("body", new string('x', 400));
        command.Parameters.Add(body);
        command.Prepare();
        var (times, started) = (new List<double>(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            var asked = Stopwatch.GetTimestamp();
            command.ExecuteNonQuery();
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return [.. times.Order()];
    }

    /// <summary>A connection with a table for <see cref="BareCommits"/>, as durable as the product's.</summary>
    public static DbConnection Bare(TestDatabase database)
    {
        DbConnection connection = database.Kind == BothDatabases.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        connection.Open();
        if (database.Kind == BothDatabases.Sqlite) Run(connection, "pragma journal_mode=wal; pragma synchronous=full");
        Run(connection, "create table bare (body text)");
        return connection;
    }

    public static Task PreparePgbench(TestDatabase database) => Pgbench(database, "-i", "-q", "-s", $"{PgbenchScale}");

    /// <summary>Transactions per second of <c>pgbench -N</c> with prepared statements and as many clients as all
    /// have.</summary>
    public static async Task<double> PgbenchRate(TestDatabase database, int clients, double seconds)
    {
        var said = await Pgbench(
            database, "-n", "-N", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T",
            $"{Math.Max(2, (int)seconds)}");
        return Tps().Match(said) is { Success: true } tps
            ? double.Parse(tps.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(said);
    }

    private static async Task<string> Pgbench(TestDatabase database, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo("pgbench", [.. arguments, server.Database!])
            { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (server.Host, $"{server.Port}");
        start.Environment["PGUSER"] = server.Username;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench is not installed.");
        var (said, warned) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await said : throw new InvalidOperationException(await warned);
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex Tps();
}
