namespace Federation.Api.Accounts;

/// <summary>One role more, as a form asks for it; coordinators give that of an organisation's staff alone.</summary>
public sealed record RoleForm(RoleGrant? Grant) : IFromForm<RoleForm>
{
    public static RoleForm Of(Posted form) => new(Typed(form, needed: true));

    /// <summary>None when none is named, which only the administrator may leave so where it is not needed.</summary>
    public static RoleGrant? Typed(Posted form, bool needed)
    {
        var text = form.Post.Caller.Administrator ? form.Text("role") : RowText.Of(Role.OrganisationStaff);
        if (text is null && !needed) return null;
        var role = Enum.GetValues<Role>().Where(r => RowText.Of(r) == text).Cast<Role?>().FirstOrDefault();
        if (role is null) form.Wrong("role", "请选择角色", "Choose a role");
        var scope = form.Text("otherScope") ?? form.Text("scope");
        if (scope is null) form.Wrong("scope", "请选择这个角色管什么范围", "Choose what the role is for");
        return role is { } known && scope is not null ? new(known, scope) : null;
    }
}

/// <summary>Roles that were ticked to be revoked.</summary>
public sealed record RevocationForm(string[] Revoke) : IFromForm<RevocationForm>
{
    public static RevocationForm Of(Posted form)
    {
        var revoked = form.Many("revoke");
        if (revoked.Length == 0) form.Wrong("revoke", "请勾选要撤销的角色", "Tick the roles to be revoked");
        return new(revoked);
    }

    /// <summary>A role as the value of a box to tick.</summary>
    public static string KeyOf(RoleGrant grant) => $"{RowText.Of(grant.Role)}|{grant.Scope}";
}
