using static Federation.Log.Column;

namespace Federation.Log;

/// <summary>The log's own tables: those that no rebuild can make again, so a backup holds them.</summary>
internal static class Tables
{
    public static readonly Table Head = new("head", [Number("id")], [Number("position"), Bytes("hash"), Text("shape")]);

    public static readonly Table Events = new(
        "events", [Number("position")],
        [
            Text("stream"), Number("version"), Text("name"), Text("day"), Number("recorded_at"), Text("actor"),
            Text("key"), Text("body"), Bytes("hash"),
        ],
        "unique stream, version");

    /// <summary>Accepted commands (and a Process's refused ones) with payload and outcome; kept 400 days.</summary>
    public static readonly Table Commands = new(
        "commands", [Text("actor"), Text("key")], [Text("payload"), Text("outcome"), Number("at")], "at");

    public static readonly Table Claims = new("claims", [Text("kind"), Text("value")], [Text("stream")]);

    /// <summary>People and free text, encrypted; the wrapped key lies in a table of its own, so that erasing is
    /// small.</summary>
    public static readonly Table Sealed = new(
        "sealed", [Text("id")], [Text("kind"), Text("owner"), Bytes("cipher"), Number("at")], "owner");

    public static readonly Table SealedKeys = new("sealed_keys", [Text("id")], [Bytes("wrapped")]);

    /// <summary>Ids erased on request; applied again after every restore of an older backup.</summary>
    public static readonly Table Erased = new("erased", [Text("id")], [Number("at"), Text("actor")]);

    public static readonly Table Snapshots = new(
        "snapshots", [Text("stream")], [Number("version"), Bytes("hash"), Text("shape"), Text("state")]);

    public static readonly Table ProcessPositions = new("process_positions", [Text("process")], [Number("position")]);

    /// <summary>Events a Process could not handle ten times over, with the key whose later events wait for
    /// them.</summary>
    public static readonly Table Parked = new(
        "parked", [Text("process"), Number("position")], [Text("key"), Text("error"), Number("at")]);

    public static readonly Table Leases = new("leases", [Text("name")], [Text("holder"), Number("until")]);

    /// <summary>Every shape of derived rows that ever wrote here, how far it folded and where it was rebuilt: see
    /// <see cref="Upgrade"/>.</summary>
    public static readonly Table Shapes = new(
        "shapes", [Text("shape")], [Text("contents"), Number("folded"), Number("rebuilt")]);

    /// <summary>What falls due: a command for a stream at a moment.</summary>
    public static readonly Table Due = new(
        "due", [Text("id")],
        [Number("at"), Text("stream"), Text("name"), Text("body")],
        "at");

    public static readonly Table Credentials = new(
        "credentials", [Text("account")], [Text("user_name"), Text("password"), Number("changed_at")]);

    public static readonly Table Sessions = new(
        "sign_ins", [Bytes("token")], [Text("account"), Number("until"), Number("at")], "account", "until");

    public static readonly Table Failures = new("sign_in_failures", [Text("who")], [Number("count"), Number("until")]);

    public static readonly Table DataProtection = new("data_protection_keys", [Text("name")], [Text("xml")]);

    /// <summary>Uploaded files by their SHA-256; swept after a day if nothing refers to them.</summary>
    public static readonly Table Files = new(
        "files", [Text("id")], [Text("name"), Text("type"), Bytes("content"), Number("at"), Number("referred")]);

    /// <summary>Who opened whose sealed details or words, once an hour each; kept six months.</summary>
    public static readonly Table PersonalReads = new(
        "personal_reads", [Text("account"), Text("kind"), Text("whose"), Text("purpose"), Number("hour")],
        [Number("at"), Text("route")], "at");

    /// <summary>About the processes and the rows of this very database: a copy of the town begins without them.
    /// </summary>
    public static readonly IReadOnlyList<Table> OfThisDatabase = [Leases, Shapes];

    public static readonly IReadOnlyList<Table> All =
    [
        Head, Events, Commands, Claims, Sealed, SealedKeys, Erased, Snapshots, ProcessPositions, Parked, Leases, Shapes,
        Due, Credentials, Sessions, Failures, DataProtection, Files, PersonalReads,
    ];
}
