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

    /// <summary>How much was tried of late, and when the next try is judged; by an HMAC of who tries.</summary>
    public static readonly Table Tries = new("sign_in_tries", [Text("who")], [Number("until"), Number("next")]);

    /// <summary>Networks and devices that an account has signed in from, by an HMAC of each.</summary>
    public static readonly Table Known = new("known_sign_ins", [Text("account"), Text("mark")], [Number("at")], "at");

    /// <summary>What of a sign-in is more than its end: what its holder knows it by, when it was last seen, when its
    /// holder last gave the password.</summary>
    public static readonly Table SessionFacts = new(
        "sign_in_facts", [Bytes("token")],
        [
            Text("id"), Text("account"), Number("at"), Number("seen"), Number("confirmed"), Text("place"),
            Text("device"), Number("until"),
        ],
        "account", "until");

    /// <summary>Accounts whose password was told by somebody else, and has to be changed by its holder.</summary>
    public static readonly Table FirstPasswords = new("first_passwords", [Text("account")], [Number("at")]);

    /// <summary>Links to set a password with once, by the hash of what is in them; <c>state</c> is open, used or ended.
    /// A copy of the town begins without them: a used one would be open in it again.</summary>
    public static readonly Table Invitations = new(
        "invitations", [Bytes("token")],
        [Text("account"), Text("by_account"), Number("at"), Number("until"), Number("version"), Text("state")],
        "account", "until");

    /// <summary>Accounts with a second factor: the sealed record that holds its secret, and the last time step that
    /// was used.</summary>
    public static readonly Table SecondFactors = new(
        "second_factors", [Text("account")], [Text("sealed"), Number("at"), Number("step")]);

    /// <summary>Codes for whoever lost the second factor, by an HMAC; a used one is gone.</summary>
    public static readonly Table RecoveryCodes = new(
        "recovery_codes", [Text("account"), Text("code")], [Number("at")]);

    /// <summary>Who signed in or tried to, and what became of accounts: a chain of its own.</summary>
    public static readonly Table Trail = new(
        "trail", [Number("number")],
        [
            Number("at"), Text("what"), Text("account"), Text("actor"), Text("place"), Text("mark"), Text("device"),
            Text("about"), Bytes("hash"),
        ],
        "at", "account, number");

    /// <summary>The trail's last row, and the last that was let go.</summary>
    public static readonly Table TrailHead = new(
        "trail_head", [Number("id")], [Number("number"), Bytes("hash"), Number("kept"), Bytes("kept_hash")]);

    /// <summary>An older version's; this one writes none.</summary>
    public static readonly Table Failures = new("sign_in_failures", [Text("who")], [Number("count"), Number("until")]);

    public static readonly Table DataProtection = new("data_protection_keys", [Text("name")], [Text("xml")]);

    /// <summary>Uploaded files; swept after a day if nothing refers to them. Those of former versions hold name and
    /// content in clear until they are sealed: see <see cref="KeptFiles"/>.</summary>
    public static readonly Table Files = new(
        "files", [Text("id")],
        [
            Text("name"), Text("type"), Bytes("content"), Number("at"), Number("referred"), Text("account"),
            Number("bytes"), Text("stored"),
        ],
        "account, at", "stored");

    /// <summary>The sealed content of files in pieces, so that nobody holds a whole one.</summary>
    public static readonly Table FileParts = new(
        "file_parts", [Text("file"), Number("part")], [Bytes("cipher"), Number("at")]);

    /// <summary>Who opened whose sealed details or words, once an hour each; kept six months.</summary>
    public static readonly Table PersonalReads = new(
        "personal_reads", [Text("account"), Text("kind"), Text("whose"), Text("purpose"), Number("hour")],
        [Number("at"), Text("route")], "at");

    /// <summary>What an operator did to the whole town: restored it, moved it, changed its master key.</summary>
    public static readonly Table OperatorActs = new(
        "operator_acts", [Number("at"), Text("what")], [Text("detail")]);

    /// <summary>Keys that outlive the master key they were derived from, closed by the present one.</summary>
    public static readonly Table VaultKeys = new("vault_keys", [Text("name")], [Text("closed")]);

    /// <summary>Fingerprints of the master keys that this database was sealed with: see <see cref="Log.MasterKeys"/>.
    /// </summary>
    public static readonly Table MasterKeys = new(
        "master_keys", [Text("fingerprint")], [Text("state"), Number("at")]);

    /// <summary>MACs over rows that no event stands behind: see <see cref="Log.Guards"/>.</summary>
    public static readonly Table Guards = new(
        "guards", [Text("name"), Text("key")], [Bytes("digest"), Bytes("mac")]);

    /// <summary>What a probe of the storage writes over and over.</summary>
    public static readonly Table Probe = new("storage_probe", [Number("id")], [Bytes("filler")]);

    /// <summary>About the processes and the rows of this very database: a copy of the town begins without them.
    /// </summary>
    public static readonly IReadOnlyList<Table> OfThisDatabase = [Leases, Shapes, Probe];

    /// <summary>Who is signed in now: a backup has none of it, for what was ended since must not live again.</summary>
    public static readonly IReadOnlyList<Table> SignedIn = 
        [Sessions, SessionFacts, Known, Tries, Failures, Invitations];

    public static readonly IReadOnlyList<Table> All =
    [
        Head, Events, Commands, Claims, Sealed, SealedKeys, Erased, Snapshots, ProcessPositions, Parked, Leases, Shapes,
        Due, Credentials, FirstPasswords, Invitations, SecondFactors, RecoveryCodes, Sessions, SessionFacts, Tries,
        Known, Failures, Trail, TrailHead, DataProtection, Files, FileParts, PersonalReads, OperatorActs, VaultKeys,
        MasterKeys, Guards, Probe,
    ];
}
