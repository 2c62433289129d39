using System.Security.Cryptography;
using Npgsql;

namespace Federation.Tests.Rig;

/// <summary>The two databases every test of the log is run on, for <c>[Theory, MemberData]</c>.</summary>
/// <example><code>
/// [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
/// public async Task A_test(string kind) { await using var database = await TestDatabases.Create(kind); … }
/// </code></example>
public static class BothDatabases
{
    public const string PostgreSql = "postgresql";

    public const string Sqlite = "sqlite";

    /// <summary>Where <c>tests/run</c> says that this run is of a cluster, and of which: <c>client</c> or
    /// <c>join</c>.</summary>
    public const string ClusterVariable = "FEDERATION_TEST_CLUSTER";

    public static string? Cluster { get; } =
        Environment.GetEnvironmentVariable(ClusterVariable) is { Length: > 0 } cluster ? cluster : null;

    /// <summary>One row per database: its kind. A cluster has no SQLite.</summary>
    public static IEnumerable<object[]> All =>
        (Cluster is null ? new[] { Sqlite, PostgreSql } : [PostgreSql]).Select(kind => new object[] { kind });
}

/// <summary>Fresh, empty databases.</summary>
public static class TestDatabases
{
    /// <summary>A database of its own for one test; give it back with <c>await using</c>.</summary>
    /// <param name="kind">"sqlite" or "postgresql".</param>
    public static Task<TestDatabase> Create(string kind) =>
        kind == BothDatabases.PostgreSql ? NewDatabase()
        : kind == BothDatabases.Sqlite ? Task.FromResult(NewFile())
        : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Use BothDatabases.Sqlite or .PostgreSql.");

    private static TestDatabase NewFile()
    {
        var folder = Directory.CreateTempSubdirectory("federation-test-");
        return new(BothDatabases.Sqlite, $"Data Source={Path.Combine(folder.FullName, "x.db")}", () =>
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        });
    }

    private static async Task<TestDatabase> NewDatabase()
    {
        var server = await TestPostgres.Server();
        var name = $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        await Tell(server, $"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        return new(BothDatabases.PostgreSql, connection, async () =>
        {
            await using (var pool = new NpgsqlConnection(connection)) NpgsqlConnection.ClearPool(pool);
            await Tell(server, $"drop database if exists {name} with (force)");
        });
    }

    /// <summary>Without pooling: the connections of a test run's own errands must not pile up at the server.</summary>
    private static async Task Tell(string server, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A database that ends with its test.</summary>
/// <param name="Kind">"sqlite" or "postgresql".</param>
/// <param name="ConnectionString">As the product takes it: <c>Data Source=…</c> or <c>Host=…</c>.</param>
public sealed record TestDatabase(string Kind, string ConnectionString, Func<Task> Drop) : IAsyncDisposable
{
    /// <summary>The folder of the SQLite file; tests may put other files beside it.</summary>
    public string Folder => Kind == BothDatabases.Sqlite
        ? Path.GetDirectoryName(ConnectionString["Data Source=".Length..])!
        : throw new InvalidOperationException("Only a SQLite database lies in a folder.");

    /// <summary>For a test's own errand on PostgreSQL; without pooling, so that nothing stays behind.</summary>
    public async Task<NpgsqlConnection> Connect()
    {
        var unpooled = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync() => await Drop();
}
