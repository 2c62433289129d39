using Federation.Domain.Accounts;

namespace Federation.Api.Accounts;

public sealed record AccountRow(
    string Id, string UserName, string? PersonId, bool Closed, IReadOnlyList<RoleGrant> Roles);

/// <summary>One recorded fact: who, when, what, where; never what a body says.</summary>
public sealed record AuditRow(
    long Position, DateTimeOffset At, string Day, string Actor, string? UserName, string What, string Stream,
    long Version);

/// <summary>Reads of accounts and of the audit.</summary>
public static class AccountReading
{
    /// <summary>By id. Roles are read for the accounts found only.</summary>
    /// <param name="q">Part of a user name.</param>
    /// <param name="staffOf">Only staff of these organisations.</param>
    public static IReadOnlyList<AccountRow> Accounts(
        Rows rows, string after, int max, string? q = null, string? role = null, IReadOnlyList<string>? staffOf = null)
    {
        var among = string.Join(", ", staffOf?.Select((_, i) => $"@o{i}") ?? []);
        if (staffOf is { Count: 0 }) return [];
        return [.. rows.All(
            "select id, user_name, person, closed from accounts a where id > @after " +
            (q is null ? "" : "and user_name like @q escape '!' ") +
            (role is null ? "" : "and exists (select 1 from account_roles r " +
                "where r.account = a.id and r.role = @role) ") +
            (staffOf is null ? "" : "and exists (select 1 from account_roles r where r.account = a.id " +
                $"and r.role = 'organisation-staff' and r.scope in ({among})) ") + "order by id limit @max",
            r => new AccountRow(r.GetString(0), r.GetString(1), r.Text(2), r.Flag(3), []),
            [
                ("after", after), ("max", max), ("role", role),
                ("q", $"%{q?.Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%"),
                .. staffOf?.Select((o, i) => ($"o{i}", (object?)o)) ?? [],
            ]).Select(a => a with { Roles = RolesOf(rows, a.Id) })];
    }

    /// <summary>One account with its roles, also a closed one.</summary>
    public static AccountRow? Account(Rows rows, string id) => rows.One(
        "select id, user_name, person, closed from accounts where id = @id",
        r => new AccountRow(r.GetString(0), r.GetString(1), r.Text(2), r.Flag(3), RolesOf(rows, id)), ("id", id));

    public static IReadOnlyList<RoleGrant> RolesOf(Rows rows, string id) => rows.All(
        "select role, scope from account_roles where account = @id order by role, scope",
        r => new RoleGrant(RowText.Parse<Role>(r.GetString(0)), r.GetString(1)), ("id", id));

    public static string? UserNameOf(Rows rows, string id) =>
        rows.One("select user_name from accounts where id = @id and closed = 0", r => r.GetString(0), ("id", id));

    public static IReadOnlyList<string> ScopesOf(Rows rows, string id) =>
        rows.All("select scope from account_roles where account = @id", r => r.GetString(0), ("id", id));

    public static bool HasPassword(Rows rows, string id) =>
        rows.One("select 1 from credentials where account = @id", r => r.GetInt64(0), ("id", id)) == 1;

    /// <summary>The log itself, newest first: the audit is not a copy that could differ.</summary>
    public static IReadOnlyList<AuditRow> Audit(EventLog log, string? stream, string? actor, string before, int max) =>
        log.Rows.All(
            "select e.position, e.recorded_at, e.day, e.actor, a.user_name, e.name, e.stream, e.version " +
            "from events e left join accounts a on a.id = e.actor where e.position < @before " +
            (stream is null ? "" : "and (e.stream = @stream or e.stream like @streams) ") +
            (actor is null ? "" : "and e.actor = @actor ") +
            "order by e.position desc limit @max",
            r => new AuditRow(
                r.GetInt64(0), Micros.ToMoment(r.GetInt64(1)).ToOffset(Days.Shanghai), r.GetString(2), r.GetString(3),
                r.Text(4), r.GetString(5), r.GetString(6), r.GetInt64(7)),
            ("before", long.TryParse(before, out var position) ? position : long.MaxValue),
            ("stream", stream), ("streams", stream + "/%"), ("actor", actor), ("max", max));
}
