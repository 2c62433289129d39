using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Federation.Tests.Rig;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Federation.Bench;

/// <summary>Where it was measured, and on what.</summary>
internal static class Machine
{
    private const double LoadAlone = 0.7, GiB = 1L << 30;

    public static async Task<string> Facts(Options options)
    {
        using var sqlite = new SqliteConnection("Data Source=:memory:");
        sqlite.Open();
        var version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var build = version?.InformationalVersion.Split('+') is [_, { Length: > 10 } commit]
            ? $"build {commit[..10]}, "
            : "";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / GiB;
        return string.Join(", ",
            $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC", $"{build}{Environment.ProcessorCount} cores",
            $"{memory.ToString("0.0", CultureInfo.InvariantCulture)} GiB",
            $".NET {Environment.Version}", $"SQLite {sqlite.ServerVersion}", await Postgres(options),
            RuntimeInformation.OSDescription);
    }

    /// <summary>Null when nothing else runs here.</summary>
    public static string? Busy()
    {
        var load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "0";
        return double.Parse(load, CultureInfo.InvariantCulture) > LoadAlone ? load : null;
    }

    /// <summary>How many files and connections one process may have open: .NET asks for all that is granted.</summary>
    public static int OpenFilesMax()
    {
        const string limits = "/proc/self/limits";
        if (!File.Exists(limits)) return int.MaxValue;
        var words = File.ReadLines(limits).First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(words[4], out var hard) ? hard : int.MaxValue;
    }

    private static async Task<string> Postgres(Options options)
    {
        if (!options.Databases.Contains(BothDatabases.PostgreSql)) return "no PostgreSQL";
        await using var connection = new NpgsqlConnection(await TestPostgres.Server());
        await connection.OpenAsync();
        return $"PostgreSQL {connection.PostgreSqlVersion}";
    }
}
