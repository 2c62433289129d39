using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json.Nodes;
using Federation.Tests.Rig;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Federation.Tests.Faults;

/// <summary>One command as its client wrote it down: what it was going to send, and later what was answered.</summary>
/// <param name="Kind">What it asks for, such as "admission".</param>
/// <param name="Account">Which of the load's accounts sends it.</param>
public sealed record Operation(string Kind, int Account, string Path, string Body)
{
    public Guid Key { get; } = Guid.NewGuid();

    /// <summary>The key as the log stores it.</summary>
    public string StoredKey => Key.ToString("N");

    /// <summary>When it was sent first; of the test's own clock, as is <see cref="Answered"/>.</summary>
    public long Sent { get; set; }

    public long Answered { get; set; }

    public int Status { get; set; }

    /// <summary>Times it was sent until it was answered.</summary>
    public int Tries { get; set; }

    /// <summary>The answer's exact body.</summary>
    public string Text { get; set; } = "";

    /// <summary>Was in the log although its answer never came, seen before it was sent again.</summary>
    public bool WasStored { get; set; }

    public bool Acknowledged => Status is 200 or 201;

    public bool Refused => Status is >= 400 and < 500;

    public JsonObject Answer => (JsonObject)JsonNode.Parse(Text)!;

    public override string ToString() => $"{Kind} {StoredKey} {Path} {Body} → {Status} {Text}";
}

/// <summary>What all clients wrote down.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<Operation> _operations = [];

    public IReadOnlyCollection<Operation> Operations => _operations;

    public IEnumerable<Operation> Acknowledged => _operations.Where(o => o.Acknowledged);

    public void Intend(Operation operation) => _operations.Enqueue(operation);

    /// <summary>Of these, those whose outcome lies in the database.</summary>
    public static async Task<HashSet<string>> Stored(TestDatabase database, IEnumerable<Operation> operations)
    {
        await using DbConnection connection = database.Kind == BothDatabases.Sqlite
            ? new SqliteConnection($"{database.ConnectionString};Mode=ReadOnly;Pooling=False")
            : new NpgsqlConnection($"{database.ConnectionString};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        var keys = string.Join(',', operations.Select(o => $"'{o.StoredKey}'"));
        command.CommandText = $"select key from commands where key in ({(keys.Length == 0 ? "''" : keys)})";
        var stored = new HashSet<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) stored.Add(rows.GetString(0));
        return stored;
    }
}
