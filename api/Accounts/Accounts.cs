namespace Federation.Api.Accounts;

public sealed record OpenAccountBody(
    string UserName, Items<RoleGrant> Roles, string? Id = null, string? PersonId = null,
    string? Password = null, DateOnly? On = null) : IDated, IFromForm<OpenAccountBody>
{
    public static OpenAccountBody Of(Posted form) => new(
        form.Required("userName").ToLowerInvariant(),
        RoleForm.Typed(form, needed: false) is { } grant ? [grant] : [], Password: form.Text("password"));
}

public sealed record RolesBody(Items<RoleGrant> Roles, DateOnly? On = null) : IDated;

public sealed record PasswordBody(string Password);

/// <summary>Accounts: opened, given roles and closed by those who manage them.</summary>
public static class Accounts
{
    private static readonly Told RolesChanged = new("角色已更新", "The roles are updated", "roles");

    public static readonly Feature Feature = new("/accounts", [typeof(Account.Refusals)], accounts =>
    {
        accounts.Json("", Who.Administrator | Who.Auditor, AccountReading.Found, "q role");
        accounts.Page<Listed<AccountRow>, AccountsPage>(
            "~/admin/accounts", Who.Coordinators | Who.Auditor, AccountReading.Found);
        var form = accounts.Form<NewAccountPage>("~/admin/accounts/new", Who.Coordinators);
        var one = accounts.Page<AccountView, AccountPage>(
            "~/admin/accounts/{id}", Who.Coordinators | Who.Auditor, AccountReading.Find);
        accounts.Add<OpenAccountBody>("", Who.Coordinators, Open, form, then: one, told: new(
            "账号已开通", "The account is open", "opened"));
        accounts.Do<RolesBody>("/{id}/roles", Who.Coordinators, post => SetRoles(post, _ => post.Body.Roles));
        accounts.Send<RoleForm>("~/admin/accounts/{id}/roles", Who.Coordinators, post => SetRoles(
            post, now => [.. now.Append(post.Body.Grant!).Distinct()]), one, told: RolesChanged, section: "#roles");
        accounts.Send<RevocationForm>("~/admin/accounts/{id}/revocations", Who.Coordinators, post => SetRoles(
            post, now => now.Where(r => !post.Body.Revoke.Contains(RevocationForm.KeyOf(r)))), one,
            told: RolesChanged, section: "#roles");
        accounts.Do<Nothing>("/{id}/closing", Who.Administrator, Close, one, page: "~/admin/accounts/{id}/closing",
            told: new("账号已关闭", "The account is closed"));
        accounts.Other("POST", "/{id}/password", Who.SignedIn, async http =>
        {
            await SetPassword(await Post<PasswordBody>.OfJson(http));
            return Results.NoContent();
        }, typeof(PasswordBody)).WithMetadata(FeatureRoutes.TakesJson);
        accounts.Send<PasswordBody>("~/admin/accounts/{id}/password", Who.Administrator, SetPassword, one,
            told: new("密码已重设，请告诉本人", "The password is reset; tell its owner"));
    });

    /// <summary>Opens an account; a password may be set with it.</summary>
    private static async Task<Done> Open(Post<OpenAccountBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        if (body.Password is { } given) OwnAccount.RequireFit(given);
        var done = await post.Run(
            Account.Boundary.Stream(id),
            () =>
            {
                var coordinated = post.Coordinated(body.Roles.Select(r => r.Scope));
                RequireOwnPerson(post, body.PersonId, coordinated);
                return new AccountCommand.Open(body.UserName, body.PersonId, body.Roles, coordinated);
            },
            post.Caller.Has(Role.Coordinator), id);
        if (done.Accepted && body.Password is { } password && !AccountReading.HasPassword(post.Rows, id))
            await SignIn.Of(post.Http).SetPassword(id, body.UserName, password);
        return Seen(post, done);
    }

    /// <param name="wanted">The whole list, from the roles that the account has now.</param>
    private static async Task<Done> SetRoles(Post post, Func<Items<RoleGrant>, Items<RoleGrant>> wanted)
    {
        var id = post["id"];
        var stream = Account.Boundary.Stream(id);
        return Seen(post, await post.Run(
            stream,
            () =>
            {
                post.RestOn(stream); // What is revoked is given up by whoever may give it.
                Items<RoleGrant> now = [.. AccountReading.RolesOf(post.Rows, id)];
                var roles = wanted(now);
                return new AccountCommand.SetRoles(roles, post.Coordinated(roles.Concat(now).Select(r => r.Scope)));
            },
            post.Caller.Has(Role.Coordinator), id));
    }

    private static async Task<Done> Close(Post post) => Seen(post, await post.Run(
        Account.Boundary.Stream(post["id"]), () => new AccountCommand.Close(), coordinator: false, post["id"]));

    /// <summary>One's own password, or anybody's by the administrator. Ends all sign-ins of the account.</summary>
    private static async Task<Done> SetPassword(Post<PasswordBody> post)
    {
        var (id, password) = (post["id"], post.Body.Password);
        if (!post.Caller.Administrator && post.Caller.Account != id) throw new ProblemException(Problem.NotAllowed);
        OwnAccount.RequireFit(password);
        var userName = AccountReading.UserNameOf(post.Rows, id) ?? throw new ProblemException(Problem.NotFound);
        await SignIn.Of(post.Http).SetPassword(id, userName, password);
        return OwnAccount.Unrecorded(post, id);
    }

    /// <summary>The person behind an account reads their own copy with it: nobody ties
    /// one to a stranger's account.</summary>
    private static void RequireOwnPerson(Post post, string? personId, Items<string> coordinated)
    {
        if (personId is null) return;
        var organisation = post.RequirePerson(personId, "personId");
        if (!post.Caller.Administrator && !coordinated.Contains(organisation))
            throw new ProblemException(Problem.NotAllowed);
    }

    /// <summary>Whoever is signed in is looked at anew.</summary>
    private static Done Seen(Post post, Done done)
    {
        post.Http.RequestServices.GetRequiredService<Callers>().Forget();
        return done;
    }
}
