using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Federation.Tests.Rig;

/// <summary>A private PostgreSQL server, kept by the script <c>tests/Rig/postgres</c>, which stops it when the pipe to
/// it closes: that happens when this process ends, in whatever way. It can be killed and started again.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly Process _keeper;

    private PostgresServer(Process keeper, string connectionString) =>
        (_keeper, ConnectionString) = (keeper, connectionString);

    /// <summary>Of a database from which others can be created.</summary>
    public string ConnectionString { get; }

    public static async Task<PostgresServer> Start()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "tests/Rig/postgres"), $"{FreePort()}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var keeper = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        return new(keeper, await Answer(keeper));
    }

    /// <summary>SIGKILL to the postmaster: nothing is written down any more, and its children die.</summary>
    public Task Kill() => Tell("kill");

    /// <summary>Starts it again on the same files and port; it recovers what was committed.</summary>
    public Task StartAgain() => Tell("start");

    /// <summary>A database of its own here.</summary>
    public async Task<TestDatabase> Create()
    {
        var unpooled = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        var name = $"test_{Guid.NewGuid():N}";
        await using var command = new NpgsqlCommand(
            $"create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'", connection);
        await command.ExecuteNonQueryAsync();
        unpooled.Database = name;
        unpooled.Remove("Pooling");
        return new(BothDatabases.PostgreSql, unpooled.ConnectionString, () => Task.CompletedTask);
    }

    /// <summary>A loopback port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        await _keeper.WaitForExitAsync(limit.Token);
        _keeper.Dispose();
    }

    private async Task Tell(string word)
    {
        await _keeper.StandardInput.WriteLineAsync(word);
        await _keeper.StandardInput.FlushAsync();
        var answer = await Answer(_keeper);
        if (answer != $"{word} done") throw new InvalidOperationException($"{word}: {answer}");
    }

    private static async Task<string> Answer(Process keeper)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await keeper.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await keeper.StandardError.ReadToEndAsync(limit.Token));
    }
}
