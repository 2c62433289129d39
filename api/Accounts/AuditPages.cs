namespace Federation.Api.Accounts;

/// <summary>The log as a page: newest first, filtered by who or by what it was about.</summary>
public static class AuditPages
{
    public static IResult List(Reading reading)
    {
        var (stream, typed) = (reading.Text("stream"), reading.Text("actor")?.Trim());
        var actor = typed is null ? null : ActorOf(reading.Rows, typed);
        var found = AccountReading.Audit(reading.Log, stream, actor, reading.Cursor, reading.Limit + 1);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<AuditPage>(new
        {
            Rows = shown, Names = NamesOf(reading, shown), Stream = stream, Actor = typed,
            Next = more ? reading.Next(shown[^1].Position.ToString()) : null, First = reading.First,
        });
    }

    /// <summary>People know user names, the log knows accounts' ids; either finds the same.</summary>
    private static string ActorOf(Rows rows, string typed) => rows.One(
        "select id from accounts where user_name = @name",
        r => r.GetString(0), ("name", typed.ToLowerInvariant())) ?? typed;

    /// <summary>Names of the accounts, organisations, alliances and towns that the shown facts are about.</summary>
    private static Dictionary<string, Name> NamesOf(Reading reading, IReadOnlyList<AuditRow> shown)
    {
        var names = new Dictionary<string, Name>();
        foreach (var (kind, table, key, name) in Named)
        {
            var ids = shown.Select(e => Subject(e.Stream)).Where(s => s.Kind == kind)
                .Select(s => s.Id).Distinct().ToArray();
            if (ids.Length == 0) continue;
            var among = string.Join(", ", ids.Select((_, i) => $"@i{i}"));
            reading.Rows.Each(
                $"select {key}, {name} from {table} where {key} in ({among})",
                row => names[$"{kind}/{row.GetString(0)}"] = new(row.GetString(1)),
                [.. ids.Select((id, i) => ($"i{i}", (object?)id))]);
        }

        return names;
    }

    /// <summary>A membership is about its organisation.</summary>
    private static (string Kind, string Id) Subject(string stream) => stream.Split('/') switch
    {
        ["membership", _, var organisation] => ("organisation", organisation),
        var parts => (parts[0], parts[1]),
    };

    private static readonly (string Kind, string Table, string Key, string Name)[] Named =
    [
        ("account", "accounts", "id", "user_name"), ("organisation", "organisations", "id", "name"),
        ("alliance", "alliances", "id", "name"), ("town", "towns", "code", "name"),
    ];
}
