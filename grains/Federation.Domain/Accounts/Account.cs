using System.Diagnostics;

namespace Federation.Domain.Accounts;

// One account: its user name, the person behind it, and its roles with their scopes. Passwords are not here.
//
// One stream per account. That a role fits its scope, and that nobody locks themselves out by their own hand, decides
// this boundary. One holder of a user name is a claim, kept for ever so that the audit never tells of two.

public enum Role { PlatformAdministrator, Coordinator, OrganisationStaff, Mentor, TownOfficial, Auditor, Resident }

/// <param name="Scope">An alliance's, organisation's or mentor's id, a region's code, or <c>*</c>: everywhere.</param>
public sealed record RoleGrant(Role Role, string Scope);

public abstract record AccountCommand
{
    /// <param name="Coordinated">Organisations named in the roles that the asker coordinates, from rows.</param>
    [Name("accounts.open")]
    public sealed record Open(
        string UserName, string? PersonId, Items<RoleGrant> Roles, Items<string> Coordinated = default)
        : AccountCommand;

    /// <summary>Sets the whole list: what is missing from it is revoked.</summary>
    [Name("accounts.set-roles")]
    public sealed record SetRoles(Items<RoleGrant> Roles, Items<string> Coordinated = default) : AccountCommand;

    [Name("accounts.close")]
    public sealed record Close : AccountCommand;

    private AccountCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record AccountEvent
{
    [Name("accounts.opened.v1", "开通账号", "Opened an account")]
    public sealed record Opened(string UserName, string? PersonId, Items<RoleGrant> Roles) : AccountEvent;

    [Name("accounts.role-granted.v1", "添加角色", "Granted a role")]
    public sealed record RoleGranted(Role Role, string Scope) : AccountEvent;

    [Name("accounts.role-revoked.v1", "撤销角色", "Revoked a role")]
    public sealed record RoleRevoked(Role Role, string Scope) : AccountEvent;

    /// <param name="Roles">The roles that end with it.</param>
    [Name("accounts.closed.v1", "关闭账号", "Closed an account")]
    public sealed record Closed(Items<RoleGrant> Roles) : AccountEvent;

    private AccountEvent() { }
}

/// <summary>Before opening <paramref name="First"/> is null.</summary>
public sealed record AccountState(
    string Id, AccountEvent.Opened? First = null, Items<RoleGrant> Roles = default, bool Closed = false);

public static partial class Account
{
    public const int RolesMax = 50;
    public const int UserNameLengthMin = 3;
    public const int UserNameLengthMax = 40;
    public const int ScopeLengthMax = 64;
    public const string Everywhere = "*";

    /// <summary>The claim that keeps a user name with one account.</summary>
    public const string UserNameClaim = "user-name";

    public static readonly Boundary<AccountState, AccountCommand, AccountEvent> Boundary =
        new("account", Decider, new("账号", "Account"));

    public static class Refusals
    {
        public static readonly Refusal NotAdministrator = new(
            "not-administrator", "账号由平台管理员管理；联盟协调员只能为组织开通工作人员账号。",
            "The platform administrator manages accounts; a coordinator only those of organisations' staff.",
            Forbids: true);

        public static readonly Refusal AlreadyOpen = new(
            "account-already-open", "该编号的账号已存在，请修改其角色或换一个编号。",
            "An account with this id exists and differs; change its roles or choose another id.");

        public static readonly Refusal Closed = new(
            "account-closed", "该账号已关闭，请另开新账号。", "This account is closed; open another one.");

        public static readonly Refusal UserNameUnfit = new(
            "user-name-unfit",
            $"用户名须为 {UserNameLengthMin}–{UserNameLengthMax} 位小写字母、数字、点、横线或下划线，以字母或数字开头。",
            $"A user name has {UserNameLengthMin} to {UserNameLengthMax} of a-z, 0-9, dot, hyphen or underscore, "
            + "and begins with a letter or digit.", Field: "userName");

        public static readonly Refusal UserNameTaken = new(
            "user-name-taken", "该用户名已被使用，请换一个。", "This user name is taken; choose another one.", Field: "userName");

        public static readonly Refusal TooManyRoles = new(
            "too-many-roles", $"一个账号最多 {RolesMax} 个角色，不可重复。",
            $"An account has at most {RolesMax} roles, each named once.");

        public static readonly Refusal ScopeUnfit = new(
            "role-scope-unfit", "角色与范围不符，请为角色选择对应的联盟、组织、导师或地区。",
            "The scope does not fit the role: choose the alliance, organisation, mentor or region it is for.",
            Field: "scope");

        public static readonly Refusal OwnAccount = new(
            "own-account", "不能关闭自己的账号，也不能撤销自己的管理员角色，请由另一位管理员办理。",
            "Nobody closes their own account or gives up their own administration; ask another administrator.");
    }

    public static Decider<AccountState, AccountCommand, AccountEvent> Decider(string id) =>
        new(new(id), Decide, Evolve);

    private static Decision<AccountEvent> Decide(AccountState state, AccountCommand command, Asked asked)
    {
        if (!asked.As.Administrator && !asked.As.Coordinator) return Refusals.NotAdministrator;

        return command switch
        {
            AccountCommand.Open open => Open(state, open, asked),
            AccountCommand.SetRoles set => Set(state, set, asked),
            AccountCommand.Close => Close(state, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision<AccountEvent> Open(AccountState state, AccountCommand.Open open, Asked asked)
    {
        var opened = new AccountEvent.Opened(open.UserName, open.PersonId, open.Roles);
        if (open.Roles.Count == 0 && !asked.As.Administrator) return Refusals.NotAdministrator;
        if (!open.Roles.All(r => MayGive(asked, r, open.Coordinated))) return Refusals.NotAdministrator;
        if (state.First is { } first) return first with { Roles = open.Roles } == opened && !state.Closed
            && state.Roles.ToHashSet().SetEquals(open.Roles) // what it may do now, which others may have given it
            ? Decision<AccountEvent>.Nothing : Refusals.AlreadyOpen;
        if (!IsUserName(open.UserName)) return Refusals.UserNameUnfit;
        if (Unfit(open.Roles) is { } unfit) return unfit;

        return ((Decision<AccountEvent>)opened).Claiming(UserNameClaim, open.UserName, Refusals.UserNameTaken);
    }

    private static Decision<AccountEvent> Set(AccountState state, AccountCommand.SetRoles set, Asked asked)
    {
        if (state.First is null) return Asked.Refusals.NotFound;
        var roles = set.Roles;
        var granted = roles.Where(r => !state.Roles.Contains(r));
        var revoked = state.Roles.Where(r => !roles.Contains(r));
        if (!granted.Concat(revoked).All(r => MayGive(asked, r, set.Coordinated))) return Refusals.NotAdministrator;
        // Not even to leave all as it is: that would tell anybody whose roles they guessed.
        if (!asked.As.Administrator && set.Coordinated.Count == 0) return Refusals.NotAdministrator;
        if (state.Closed) return Refusals.Closed;
        if (Unfit(roles) is { } unfit) return unfit;
        if (asked.By == state.Id && revoked.Any(r => r.Role is Role.PlatformAdministrator)) return Refusals.OwnAccount;

        return Decision<AccountEvent>.Of(
        [
            .. revoked.Select(r => new AccountEvent.RoleRevoked(r.Role, r.Scope)),
            .. granted.Select(r => new AccountEvent.RoleGranted(r.Role, r.Scope)),
        ]);
    }

    private static Decision<AccountEvent> Close(AccountState state, Asked asked)
    {
        if (!asked.As.Administrator) return Refusals.NotAdministrator;
        if (state.First is null) return Asked.Refusals.NotFound;
        if (state.Closed) return Decision<AccountEvent>.Nothing;
        if (asked.By == state.Id) return Refusals.OwnAccount;
        return new AccountEvent.Closed(state.Roles);
    }

    private static AccountState Evolve(AccountState state, AccountEvent recorded) => recorded switch
    {
        AccountEvent.Opened e => state with { First = e, Roles = e.Roles },
        AccountEvent.RoleGranted e => state with { Roles = state.Roles.Add(new(e.Role, e.Scope)) },
        AccountEvent.RoleRevoked e => state with { Roles = state.Roles.Remove(new(e.Role, e.Scope)) },
        AccountEvent.Closed => state with { Closed = true, Roles = [] },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };
}
