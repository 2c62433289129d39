using Federation.Api.SigningIn;

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

/// <param name="Current">The present one, where it is one's own.</param>
public sealed record PasswordBody(string Password, string? Current = null);

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
        var grave = accounts.Marked(new AskAgain());
        grave.Do<RolesBody>("/{id}/roles", Who.Coordinators, post => SetRoles(post, _ => post.Body.Roles));
        grave.Send<RoleForm>("~/admin/accounts/{id}/roles", Who.Coordinators, post => SetRoles(
            post, now => [.. now.Append(post.Body.Grant!).Distinct()]), one, told: RolesChanged, section: "#roles");
        grave.Send<RevocationForm>("~/admin/accounts/{id}/revocations", Who.Coordinators, post => SetRoles(
            post, now => now.Where(r => !post.Body.Revoke.Contains(RevocationForm.KeyOf(r)))), one,
            told: RolesChanged, section: "#roles");
        grave.Do<Nothing>("/{id}/closing", Who.Administrator, Close, one, page: "~/admin/accounts/{id}/closing",
            told: new("账号已关闭", "The account is closed"));
        grave.Do<Nothing>("/{id}/invitations", Who.Coordinators, Invitations.Answer);
        grave.Send<Nothing, InvitationMade, InvitationMadePage>(
            "~/admin/accounts/{id}/invitations", Who.Coordinators, Invitations.Make, one);
        grave.Do<Nothing>("/{id}/second-factor/removal", Who.Administrator, SecondFactorRoutes.Take, one,
            page: "~/admin/accounts/{id}/second-factor/removal", told: new(
                "两步验证已撤销，请本人重新开启", "The second factor is removed; its holder sets up another",
                "factor-taken"));
        accounts.Marked(new WhileOwing()).Other("POST", "/{id}/password", Who.SignedIn, async http =>
        {
            await SetPassword(await Post<PasswordBody>.OfJson(http));
            return Results.NoContent();
        }, typeof(PasswordBody)).WithMetadata(FeatureRoutes.TakesJson);
    });

    /// <summary>Opens an account; a password may be set with it, by the request that opened it and by no later one.
    /// </summary>
    private static async Task<Done> Open(Post<OpenAccountBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        var stream = Account.Boundary.Stream(id);
        if (body.Password is { } given) Passwords.RequireFit(given, body.UserName);
        var done = await post.Run(
            stream,
            () =>
            {
                var coordinated = post.Coordinated(body.Roles.Select(r => r.Scope));
                RequireOwnPerson(post, body.PersonId, coordinated);
                post.RequireScopes(body.Roles);
                return new AccountCommand.Open(body.UserName, body.PersonId, body.Roles, coordinated);
            },
            post.Caller.Has(Role.Coordinator), id);
        if (done.Accepted && body.Password is not null && !post.Began(stream))
            throw new ProblemException(Problem.Of(Account.Refusals.AlreadyOpen));
        if (done.Accepted && body.Password is { } password && !AccountReading.HasPassword(post.Rows, id))
            await SignIn.Of(post.Http).SetPassword(id, body.UserName, password, By(post, Trails.PasswordSet, id));
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
                post.RequireScopes(roles.Where(r => !now.Contains(r)));
                return new AccountCommand.SetRoles(roles, post.Coordinated(roles.Concat(now).Select(r => r.Scope)));
            },
            post.Caller.Has(Role.Coordinator), id));
    }

    private static async Task<Done> Close(Post post) => Seen(post, await post.Run(
        Account.Boundary.Stream(post["id"]), () => new AccountCommand.Close(), coordinator: false, post["id"]));

    /// <summary>One's own password with the present one, or anybody's by the administrator. Ends all sign-ins of the
    /// account, one's own included.</summary>
    private static async Task<Done> SetPassword(Post<PasswordBody> post)
    {
        var (id, password) = (post["id"], post.Body.Password);
        if (post.Caller.Account == id)
        {
            await OwnAccount.Change(post, post.Body.Current, password, token: null);
            return OwnAccount.Unrecorded(post, id);
        }

        if (!post.Caller.Administrator || post.Caller.Owes != Owes.Nothing)
            throw new ProblemException(Problem.NotAllowed);
        Confirming.Require(post.Http);
        var userName = AccountReading.UserNameOf(post.Rows, id) ?? throw new ProblemException(Problem.NotFound);
        Passwords.RequireFit(password, userName);
        await SignIn.Of(post.Http).SetPassword(id, userName, password, By(post, Trails.PasswordReset, id));
        return OwnAccount.Unrecorded(post, id);
    }

    private static Federation.Log.Accounts.TrailEntry By(Post post, string what, string account) =>
        post.Log.By(Visit.Of(post.Http), what, account, post.Caller.Account);

    /// <summary>The person behind an account reads their own copy with it: nobody ties
    /// one to a stranger's account.</summary>
    private static void RequireOwnPerson(Post post, string? personId, Items<string> coordinated)
    {
        if (personId is null) return;
        var own = PersonReading.OrganisationOf(post.Rows, Post.Reference(personId, "personId"));
        if (!post.Caller.Administrator && (own is null || !coordinated.Contains(own)))
            throw new ProblemException(Problem.NotAllowed);
        post.RequirePerson(personId, "personId");
    }

    /// <summary>Whoever is signed in is looked at anew.</summary>
    private static Done Seen(Post post, Done done)
    {
        post.Http.RequestServices.GetRequiredService<Callers>().Forget();
        return done;
    }
}
