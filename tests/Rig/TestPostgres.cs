namespace Federation.Tests.Rig;

/// <summary>The PostgreSQL server of this test run: the one <c>tests/run</c> started, or else a private one.</summary>
public static class TestPostgres
{
    /// <summary>Where <c>tests/run</c> says which server to use.</summary>
    public const string Variable = "FEDERATION_TEST_POSTGRES";

    /// <summary>Lives as long as this process.</summary>
    private static readonly Lazy<Task<PostgresServer>> Started = new(PostgresServer.Start);

    /// <summary>Connection string of a database from which others can be created.</summary>
    public static async Task<string> Server() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given
            : (await Started.Value).ConnectionString;
}
