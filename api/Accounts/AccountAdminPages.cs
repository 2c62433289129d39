using Federation.Api.Organisations;
using Federation.Domain.Accounts;

namespace Federation.Api.Accounts;

/// <summary>Pages for managing accounts, and for looking up who did what.</summary>
public static class AccountAdminPages
{
    private const string One = "/admin/accounts/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/admin/accounts", Who.Coordinators | Who.Auditor),
        new("GET", "/admin/accounts/new", Who.Coordinators),
        new("POST", "/admin/accounts/new", Who.Coordinators),
        new("GET", One, Who.Coordinators | Who.Auditor),
        new("POST", One + "/roles", Who.Coordinators),
        new("POST", One + "/revocations", Who.Coordinators),
        new("POST", One + "/password", Who.Administrator),
        new("POST", One + "/closing", Who.Administrator),
        new("GET", "/admin/audit", Who.Administrator | Who.Auditor),
    ];

    public static void MapAccountAdminPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/admin/accounts", List);
        pages.MapGet("/admin/accounts/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost("/admin/accounts/new", OpenAsync);
        pages.MapGet(One, (string id, Reading reading, Lang lang) => Show(reading, lang, id));
        pages.MapPost(One + "/roles", GrantAsync);
        pages.MapPost(One + "/revocations", RevokeAsync);
        pages.MapPost(One + "/password", SetPasswordAsync);
        pages.MapPost(One + "/closing", (string id, Posted posted, Reading reading) => posted.Run(
            () => AccountEndpoints.Close(posted.Post, id), _ => $"/admin/accounts/{id}?done=closed",
            state => Show(reading, posted.L, id, "closing", state)));
        pages.MapGet("/admin/audit", AuditPages.List);
    }

    private static IResult List(Reading reading)
    {
        var found = AccountReading.Accounts(
            reading.Rows, reading.Cursor, reading.Limit + 1,
            reading.Text("q")?.Trim().ToLowerInvariant(), Choice(reading),
            ManagedOf(reading));
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<AccountsPage>(new
        {
            Accounts = shown, Scopes = ScopeNames.Of(reading, shown.SelectMany(a => a.Roles)),
            Q = reading.Text("q"), Role = reading.Text("role"),
            MayOpen = reading.Caller.Has(Role.Coordinator) || reading.Caller.Administrator,
            Next = more ? reading.Next(shown[^1].Id) : null, First = reading.First,
        });
    }

    private static string? Choice(Reading reading) => reading.Text("role") is not { } text ? null
        : Enum.GetValues<Role>().Any(r => RowText.Of(r) == text) ? text
        : throw Reading.Wrong("role", "没有这个角色。", "There is no such role.");

    /// <summary>The organisations whose staff a coordinator manages; null for those who see every account.</summary>
    private static IReadOnlyList<string>? ManagedOf(Reading reading) =>
        reading.Caller.Administrator || !reading.Caller.Has(Role.Coordinator) ? null
        : [.. reading.Caller.ManagedOrganisations(reading.Rows)];

    private static IResult New(Reading reading, Lang lang, FormState? state) => Pages.Of<NewAccountPage>(
        new { State = state, Choices = ScopeNames.Choices(reading, lang), reading.Caller.Administrator }, state);

    private static Task<IResult> OpenAsync(Posted posted, Reading reading)
    {
        var (userName, password) = (posted.Required("userName").ToLowerInvariant(), posted.Text("password"));
        var grant = Grant(posted, reading.Caller);
        return posted.Run(
            () => AccountEndpoints.Open(
                posted.Post, new(userName, grant is null ? [] : [grant], Password: password)),
            done => $"/admin/accounts/{done.Id}?done=opened", state => New(reading, posted.L, state),
            ("user-name-unfit", "userName"), ("user-name-taken", "userName"), ("role-scope-unfit", "scope"));
    }

    /// <summary>The role that a form gives; none when it names none, which only the
    /// administrator may leave so.</summary>
    private static RoleGrant? Grant(Posted posted, Caller caller, bool needed = false)
    {
        var text = caller.Administrator ? posted.Text("role") : RowText.Of(Role.OrganisationStaff);
        if (text is null && !needed) return null;
        var role = Enum.GetValues<Role>().Where(r => RowText.Of(r) == text).Cast<Role?>().FirstOrDefault();
        if (role is null) posted.State.Wrong("role", posted.L.T("请选择角色", "Choose a role"));
        var scope = posted.Text("otherScope") ?? posted.Text("scope");
        if (scope is null) posted.State.Wrong("scope", posted.L.T("请选择这个角色管什么范围", "Choose what the role is for"));
        return role is { } known && scope is not null ? new(known, scope) : null;
    }

    private static Task<IResult> GrantAsync(string id, Posted posted, Reading reading)
    {
        var grant = Grant(posted, reading.Caller, needed: true);
        return posted.Run(
            () => AccountEndpoints.SetRoles(
                posted.Post, id, [.. AccountReading.RolesOf(reading.Rows, id).Append(grant!).Distinct()]),
            _ => $"/admin/accounts/{id}?done=roles#roles", state => Show(reading, posted.L, id, "roles", state),
            ("role-scope-unfit", "scope"));
    }

    private static Task<IResult> RevokeAsync(string id, Posted posted, Reading reading)
    {
        var revoked = posted.Many("revoke");
        if (revoked.Length == 0)
            posted.State.Wrong("revoke", posted.L.T("请勾选要撤销的角色", "Tick the roles to be revoked"));
        return posted.Run(
            () => AccountEndpoints.SetRoles(
                posted.Post, id,
                [.. AccountReading.RolesOf(reading.Rows, id).Where(r => !revoked.Contains(KeyOf(r)))]),
            _ => $"/admin/accounts/{id}?done=roles#roles", state => Show(reading, posted.L, id, "revocations", state));
    }

    private static async Task<IResult> SetPasswordAsync(string id, Posted posted, Reading reading)
    {
        var password = posted.Required("password");
        if (!posted.State.Failed && await AccountEndpoints.ChangePassword(posted.Post, id, password) is { } problem)
            posted.Tell(problem);
        return posted.State.Failed
            ? Show(reading, posted.L, id, "password", posted.State)
            : Pages.SeeOther($"/admin/accounts/{id}?done=password");
    }

    private static IResult Show(Reading reading, Lang lang, string id, string? form = null, FormState? state = null)
    {
        var account = AccountReading.Account(reading.Rows, Post.Reference(id, "id"));
        if (account is null) return Pages.Problem(reading.Http, Problem.NotFound);
        var managed = ManagedOf(reading);
        var manages = reading.Caller.Administrator || account.Roles.Any(r => managed?.Contains(r.Scope) == true);
        if (!manages && !reading.Caller.Has(Role.Auditor)) return Pages.Problem(reading.Http, Problem.NotAllowed);
        return Pages.Of<AccountPage>(
            new
            {
                Account = account, Scopes = ScopeNames.Of(reading, account.Roles), Manages = manages && !account.Closed,
                reading.Caller.Administrator, Own = reading.Caller.Account == id, Form = form, State = state,
                HasPassword = AccountReading.HasPassword(reading.Rows, id), Choices = ScopeNames.Choices(reading, lang),
                Done = reading.Text("done"), Audits = reading.Caller.Administrator || reading.Caller.Has(Role.Auditor),
            }, state);
    }

    /// <summary>A role as the value of a box to tick.</summary>
    public static string KeyOf(RoleGrant grant) => $"{RowText.Of(grant.Role)}|{grant.Scope}";
}
