using Federation.Domain.Accounts;
using static Federation.Domain.Accounts.AccountEvent;

namespace Federation.Log.Accounts;

/// <summary>Accounts and their roles; credentials and sessions are rows of their own beside the log.</summary>
public static class AccountRows
{
    public static readonly Table Accounts = new(
        "accounts",
        [Column.Text("id")],
        [
            Column.Text("user_name"), Column.Text("person"), Column.Number("closed"), Column.Text("opened_on"),
            Column.Text("closed_on"),
        ],
        "user_name", "person");

    public static readonly Table Roles = new(
        "account_roles",
        [Column.Text("account"), Column.Text("role"), Column.Text("scope")],
        [Column.Text("granted_on")],
        "role, scope");

    public static readonly Projection Projection = new("accounts", [Accounts, Roles], Apply);

    private static IEnumerable<Change> Apply(StoredEvent stored) => stored.Body switch
    {
        Opened e =>
        [
            Accounts.Put(
                [stored.Id()],
                ("user_name", e.UserName), ("person", e.PersonId), ("closed", false), ("opened_on", stored.Day)),
            .. e.Roles.Select(grant => Grant(stored, grant.Role, grant.Scope)),
        ],
        RoleGranted e => [Grant(stored, e.Role, e.Scope)],
        RoleRevoked e => [Revoke(stored, e.Role, e.Scope)],
        Closed e =>
        [
            Accounts.Put([stored.Id()], ("closed", true), ("closed_on", stored.Day)),
            .. e.Roles.Select(grant => Revoke(stored, grant.Role, grant.Scope)),
        ],
        _ => [],
    };

    private static Change Grant(StoredEvent stored, Role role, string scope) =>
        Roles.Put([stored.Id(), RowText.Of(role), scope], ("granted_on", stored.Day));

    private static Change Revoke(StoredEvent stored, Role role, string scope) =>
        Roles.Delete(stored.Id(), RowText.Of(role), scope);
}
