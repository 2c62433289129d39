using Federation.Log;

// The operator's verbs. The Orleans silo itself joins here with its engine (-p:Engine=Orleans).
//
//   verify [--against POSITION:HASH]   is the log whole, and does it hold what was written down earlier?
//   witness                            the head to write down elsewhere
//   rebuild                            make all derived rows again from event 1, and say which tables changed
//   status                             position, parked and late work, read beside a running gateway; needs no key
//   status --url ADDRESS               whether the gateway or silo at its health address is ready
//   erase-again                        after restoring an older backup: erase what was erased since
//
// The database is the gateway's: ConnectionStrings__Federation, or --database; the master key likewise.

var verb = args.FirstOrDefault();
var database = Option("--database") ?? Environment.GetEnvironmentVariable("ConnectionStrings__Federation");
if (verb == "status" && Option("--url") is { } address) return await Federation.Silo.Status.Ask(address);
if (verb == "status" && database is not null) return Federation.Silo.Status.Run(database);
if (verb is not ("serve" or "verify" or "witness" or "rebuild" or "erase-again") || database is null)
{
    const string keyOtherwise = "or Federation__MasterKey, …KeyFile; default: federation.key beside the file";
    Console.Error.WriteLine($"""
        用法 Usage: Federation.Silo verify [--against POSITION:HASH] | witness | rebuild | erase-again
                   | status [--url ADDRESS]
                   --database "Data Source=…" | "Host=…"   (or ConnectionStrings__Federation)
                   --key FILE                              ({keyOtherwise})
        """);
    return 2;
}

using var log = Open(database);
switch (verb)
{
#if ORLEANS
    case "serve":
        await Federation.Silo.Orleans.Serve.Run(log, database, args);
        return 0;
#endif
    case "verify":
        return Verify(log);
    case "witness":
        var head = log.Witness();
        Console.WriteLine($"{head.Position}:{head.Hash}");
        return 0;
    case "erase-again":
        Console.WriteLine($"再次清除 erased again: {await log.EraseAgain()}");
        return 0;
    default:
        return await Rebuild(log);
}

EventLog Open(string connection)
{
    var file = Option("--key") ?? Environment.GetEnvironmentVariable("Federation__MasterKeyFile") ?? Path.Combine(
        connection.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase)
            ? Path.GetDirectoryName(connection["Data Source=".Length..].Split(';')[0]) ?? "."
            : ".",
        "federation.key");
    var vault = Vault.Open(Environment.GetEnvironmentVariable("Federation__MasterKey"), file);
    var opened = new EventLog(EventLog.DialectFor(connection), vault, TimeProvider.System);
    opened.Start();
    return opened;
}

int Verify(EventLog log)
{
    (long, string)? witness = Option("--against")?.Split(':') is [var position, var hash]
        ? (long.Parse(position), hash)
        : null;
    var damages = log.Verify(witness);
    foreach (var damage in damages) Console.WriteLine($"{damage.Position}: {damage.What}");
    Console.WriteLine(damages.Count == 0
        ? $"完好 whole: {log.StoredPosition()} events"
        : $"发现损坏 damaged: {damages.Count} places, the first at position {damages[0].Position}");
    return damages.Count == 0 ? 0 : 1;
}

async Task<int> Rebuild(EventLog log)
{
    var before = log.Dump();
    var position = await log.Rebuild(at => Console.WriteLine($"… {at}"));
    var after = log.Dump();
    var changed = after.Where(table => before[table.Key] != table.Value).Select(table => table.Key).ToArray();
    var tables = changed.Length == 0 ? "none" : string.Join(", ", changed);
    Console.WriteLine($"重建完成 rebuilt from {position} events; tables that changed: {tables}");
    return 0;
}

string? Option(string name) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
