using System.Data.Common;
using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>All streams in one table: gapless positions, a hash chain, and the rows derived from each event, in one
/// commit.</summary>
public sealed class EventLog : IDisposable
{
    private readonly Writer _writer;
    private readonly ClockWatch _clockWatch;

    public EventLog(IDialect dialect, Vault vault, TimeProvider clock, Catalogue? catalogue = null)
    {
        (Dialect, Vault, Clock, Catalogue) = (dialect, vault, clock, catalogue ?? Catalogue.Product);
        Shape = Shape.Of(Catalogue);
        dialect.Shape = Shape.Name;
        Storage = new(dialect, clock);
        _clockWatch = new(this);
        Rows = new(dialect, Storage);
        Head = new();
        Books = new(this);
        Versions = new(dialect.Exclusive);
        Facts = new();
        _writer = new(this);
    }

    public IDialect Dialect { get; }

    public Vault Vault { get; }

    public TimeProvider Clock { get; }

    public Catalogue Catalogue { get; }

    internal Shape Shape { get; }

    /// <summary>Reading rows, for pages and GETs; never a grain's business.</summary>
    public Rows Rows { get; }

    /// <summary>Whether the storage works.</summary>
    public Storage Storage { get; }

    /// <summary>The last position this node knows of, and who waits for it.</summary>
    public Head Head { get; }

    /// <summary>What streams stand at, where that is known without asking.</summary>
    internal Versions Versions { get; }

    /// <summary>What commands rest on, for as long as it holds.</summary>
    public KeptFacts Facts { get; }

    /// <summary>What counts, in memory.</summary>
    public Counting.Bookkeeping Books { get; }

    /// <summary>Whether the connection string is of a SQLite file; else it is of PostgreSQL.</summary>
    public static bool IsOneFile(string connectionString) =>
        connectionString.Contains("Data Source=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the database holds anything that needs the master key it was made with.</summary>
    public static bool HasData(string connectionString) => MasterKeys.HasData(connectionString);

    /// <summary>SQLite or PostgreSQL, as the connection string says.</summary>
    public static IDialect DialectFor(string connectionString) =>
        IsOneFile(connectionString)
            ? new SqliteDialect(connectionString)
            : new PostgresDialect(connectionString);

    /// <summary>A log that is only read, beside whoever writes it: not to be started, needs no master key.</summary>
    public static EventLog ToRead(string connectionString, Vault? vault = null, Catalogue? catalogue = null)
    {
        IDialect dialect = IsOneFile(connectionString)
            ? new SqliteDialect(connectionString, readOnly: true)
            : new PostgresDialect(connectionString);
        return new(dialect, vault ?? Vault.Absent, TimeProvider.System, catalogue);
    }

    /// <summary>Makes what tables and columns are missing, starts the writer, and makes the rows anew where an older
    /// version made them.</summary>
    /// <param name="progress">Told the position that a rebuild has come to, if there is one.</param>
    public void Start(Action<long>? progress = null)
    {
        Books.File ??= Dialect.File is { } file ? file + ".books" : null;
        using var alone = Dialect.Exclusively("schema");
        MakeTables([.. Tables.All, .. Catalogue.Tables]);
        Head.Start(StoredPosition());
        _writer.Start();
        if (!Vault.IsAbsent) MasterKeys.Check(this);
        _clockWatch.Start();
        Upgrade.Enter(this, progress);
        if (!Vault.IsAbsent) _writer.Alone(writer => Guards.Adopt(this, writer)).GetAwaiter().GetResult();
    }

    internal void MakeTables(IReadOnlyCollection<Table> tables)
    {
        using var maker = Dialect.OpenWriter();
        Schema.Make(Dialect, maker, tables);
    }

    /// <summary>Joins the batch that is forming; answers when it is committed, or when the member lost and must decide
    /// again.</summary>
    /// <exception cref="StorageException">The storage fails; nothing was tried, or nothing committed.</exception>
    public Task<MemberResult> Append(Member member)
    {
        Storage.Admit(long.MaxValue);
        return _writer.Append(member);
    }

    /// <summary>Writes rows that no event derives (sign-ins, credentials, process positions), through the same
    /// queue.</summary>
    public Task Write(params Rowset[] rowsets) => Write(new PlainWrite(rowsets, null, null));

    /// <summary>One statement through the same queue; answers how many rows it touched.</summary>
    public Task<int> Write(string sql, params (string Name, object? Value)[] values) =>
        Write(new PlainWrite([], sql, values));

    private Task<int> Write(PlainWrite write)
    {
        if (Storage.Refuses) Storage.Admit(write.Bytes);
        return _writer.Write(write);
    }

    /// <summary>Tries whether a storage that failed works again; while it works, keeps its reserve.</summary>
    public Task Probe() => Storage.Probe(_writer, _clockWatch);

    /// <summary>Where the states of grains are kept on SQLite; only a cache.</summary>
    public Table SnapshotTable => Tables.Snapshots;

    /// <summary>How far each Process has come, what it could not handle, and what falls due.</summary>
    public Table ProcessPositions => Tables.ProcessPositions;

    public Table Parked => Tables.Parked;

    public Table Due => Tables.Due;

    /// <summary>Plain rows of signing in: no events, because they hold secrets and end.</summary>
    public Table Credentials => Tables.Credentials;

    public Table SignIns => Tables.Sessions;

    public Table SignInFacts => Tables.SessionFacts;

    public Table FirstPasswords => Tables.FirstPasswords;

    public Table Invitations => Tables.Invitations;

    public Table SecondFactors => Tables.SecondFactors;

    public Table RecoveryCodes => Tables.RecoveryCodes;

    public Table SignInTries => Tables.Tries;

    public Table KnownSignIns => Tables.Known;

    public Table DataProtection => Tables.DataProtection;

    public Table PersonalReads => Tables.PersonalReads;

    /// <summary>Leaves nothing of overwritten keys in free pages or journals.</summary>
    public Task Scrub() => _writer.Alone(Dialect.Scrub);

    internal Task Alone(Action<System.Data.Common.DbConnection> work) => _writer.Alone(work);

    public long StoredPosition() => Rows.One("select position from head where id = 1", row => row.GetInt64(0));

    /// <summary>Of one stream, or of a family of streams (see <see cref="Basis"/>).</summary>
    public long VersionOf(string stream) => Basis.FamilyOf(stream) is { } family
        ? Rows.One(
            "select count(*) from events where stream >= @family and stream < @end",
            row => row.GetInt64(0), ("family", family), ("end", Basis.EndOf(family)))
        : Versions.Of(stream, () => Rows.One(
            "select coalesce(max(version), 0) from events where stream = @stream",
            row => row.GetInt64(0), ("stream", stream)));

    /// <summary>The same where it need not be certain: as remembered, else read. It may have moved on since.</summary>
    public long LikelyVersionOf(string stream) => Versions.Likely(stream) ?? VersionOf(stream);

    /// <summary>Whether the vault's key is the one that this database was sealed with; also of one that holds nothing
    /// sealed yet.</summary>
    public bool KeyFits()
    {
        try
        {
            foreach (var closed in Rows.All("select xml from data_protection_keys limit 1", row => row.GetString(0)))
                Vault.Disclose(Vault.DataProtection, closed);
            foreach (var (id, cipher, wrapped) in Rows.All(
                "select s.id, s.cipher, k.wrapped from sealed s join sealed_keys k on k.id = s.id " +
                "where k.wrapped is not null order by s.id limit 1",
                row => (row.GetString(0), (byte[])row[1], (byte[])row[2]))) Vault.Open(id, cipher, wrapped);
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether the stream's event of this version has this hash, so that what was kept of it still holds.
    /// </summary>
    public bool Holds(string stream, long version, byte[] hash) => Rows.One(
        "select hash from events where stream = @stream and version = @version", row => (byte[])row[0],
        ("stream", stream), ("version", version)) is { } stored && stored.AsSpan().SequenceEqual(hash);

    /// <summary>Of the event at a position; null where there is none.</summary>
    internal byte[]? HashOf(long position) => Rows.One(
        "select hash from events where position = @position", row => (byte[])row[0], ("position", position));

    /// <summary>What a key was answered for ever, or null when nothing was stored under it.</summary>
    public Outcome? OutcomeOf(string actor, string key, string payload)
    {
        var known = Rows.One(
            "select payload, outcome from commands where actor = @actor and key = @key",
            r => (Payload: r.GetString(0), Outcome: r.GetString(1)), ("actor", actor), ("key", key));
        return known.Outcome is null ? null
            : known.Payload == payload ? JsonSerializer.Deserialize<Outcome>(known.Outcome, Json.Options)
            : Outcome.OtherPayload;
    }

    /// <summary>The stream's events after a version, oldest first.</summary>
    public IReadOnlyList<StoredEvent> Read(string stream, long after = 0) => Rows.All(
        $"select {EventColumns} from events where stream = @stream and version > @after order by version",
        ToEvent, ("stream", stream), ("after", after));

    /// <summary>All streams' events after a position, in order, at most <paramref name="max"/>.</summary>
    public IReadOnlyList<StoredEvent> ReadAll(long after, int max) => Rows.All(
        $"select {EventColumns} from events where position > @after and position <= @upTo order by position",
        ToEvent, ("after", after), ("upTo", after + max));

    /// <summary>The names of all events after a position, at most <paramref name="max"/>.</summary>
    /// <exception cref="UnknownNameException">One of them only a newer version knows.</exception>
    public NamesRead NamesAfter(long after, int max)
    {
        var (upTo, names) = (after, new HashSet<string>());
        Rows.Each(
            "select position, name from events where position > @after and position <= @upTo order by position",
            r =>
            {
                if (names.Add(r.GetString(1))) Catalogue.TypeOf(r.GetString(1));
                upTo = r.GetInt64(0);
            },
            ("after", after), ("upTo", after + max));
        return new(after, upTo, max, names);
    }

    /// <summary>Of the events whose names were read the ones of certain types.</summary>
    public IReadOnlyList<StoredEvent> ReadOf(IEnumerable<Type> types, NamesRead among)
    {
        var names = types.Select(Catalogue.NameOf).Where(among.Names.Contains).Select(name => $"'{name}'").ToArray();
        return names.Length == 0 ? [] : ReadAll(among.After, among.Max, among.UpTo, string.Join(", ", names));
    }

    /// <summary>Of all events the ones with certain names (a list in SQL), up to a position.</summary>
    internal IReadOnlyList<StoredEvent> ReadAll(long after, int max, long upTo, string names) => Rows.All(
        $"select {EventColumns} from events where position > @after and position <= @upTo and name in ({names}) " +
        "order by position limit @max",
        ToEvent, ("after", after), ("upTo", upTo), ("max", max));

    internal const string EventColumns = "position, stream, version, name, day, recorded_at, actor, key, body";

    internal static EventRow ToRow(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetInt64(5),
        row.GetString(6), row.GetString(7), row.GetString(8));

    internal StoredEvent ToEvent(DbDataReader row) => ToEvent(ToRow(row));

    internal StoredEvent ToEvent(in EventRow row) => new(
        row.Position, row.Stream, row.Version, row.Name,
        DateOnly.ParseExact(row.Day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Micros.ToMoment(row.RecordedAt), row.Actor, row.Key, Body(row.Name, row.Body));

    private object Body(string name, string body) =>
        JsonSerializer.Deserialize(body, Catalogue.TypeOf(name), Json.Options)!;

    public void Dispose()
    {
        _writer.Dispose();
        Books.Close();
        Rows.Dispose();
        (Dialect as IDisposable)?.Dispose();
    }
}

/// <summary>What kinds of events lie after a position, up to another; what lies beyond was not looked at.</summary>
public sealed record NamesRead(long After, long UpTo, int Max, IReadOnlySet<string> Names);
