using System.Data.Common;

namespace Federation.Log;

/// <summary>Something that <c>verify</c> looks at beside the chain of events: answers what is wrong, in words that name
/// the table and the key.</summary>
/// <remarks>Found by reflection: declare it as <c>public static readonly Check Check</c> beside its tables. It reads
/// one state of the database, beside a running town; a statement that fails is told as damage of this check, the others
/// go on.</remarks>
public sealed record Check(string Name, Func<Checked, IEnumerable<string>> Look);

/// <summary>What a check is given.</summary>
/// <param name="Connection">Only for reading; its transaction sees one state.</param>
public sealed record Checked(EventLog Log, DbConnection Connection)
{
    /// <summary>Things worth saying that are no damage, such as counts.</summary>
    public Action<string> Note { get; init; } = _ => { };

    public Action<long>? Progress { get; init; }

    /// <summary>The rows as they come: one reader stands on each in turn.</summary>
    public IEnumerable<DbDataReader> Read(string sql) => Maintenance.Read(Connection, sql);

    /// <summary>Whether the database has the table; one that an older version left may lack it.</summary>
    public bool Has(Table table) => StoredTables.Read(Log.Dialect, Connection).Has(table.Name);
}

/// <summary>Runs the checks, each on a state of its own.</summary>
public static class Checking
{
    /// <summary>Damages of one check that are told; the rest is counted.</summary>
    private const int ToldMax = 20;

    /// <summary>What is true of every log.</summary>
    private static readonly Check[] Own =
    [
        DatabaseCheck.Check, SealedCheck.Check, FilesCheck.Check, CredentialCheck.Check, ReadsCheck.Check,
        RowsCheck.Check,
    ];

    /// <summary>All damage that checks find; positions are 0, for it is not in the log.</summary>
    /// <param name="note">Told what is worth saying and no damage.</param>
    public static IReadOnlyList<Damage> Inspect(
        this EventLog log, Action<string>? note = null, Action<long>? progress = null) =>
        [.. Own.Concat(log.Catalogue.Checks).SelectMany(check => Run(log, check, note, progress))];

    private static IReadOnlyList<Damage> Run(EventLog log, Check check, Action<string>? note, Action<long>? progress)
    {
        var told = new List<Damage>();
        var more = 0;
        try
        {
            using var snapshot = log.Dialect.OpenSnapshot();
            var given = new Checked(log, snapshot) { Note = note ?? (_ => { }), Progress = progress };
            foreach (var what in check.Look(given))
                if (told.Count < ToldMax) told.Add(new(0, $"{check.Name}: {what}"));
                else more++;
        }
        catch (DbException unreadable)
        {
            told.Add(new(0, $"{check.Name}: 无法读取 cannot be read: {unreadable.Message}"));
        }

        if (more > 0) told.Add(new(0, $"{check.Name}: 另有 {more} 处 and {more} more"));
        return told;
    }
}
