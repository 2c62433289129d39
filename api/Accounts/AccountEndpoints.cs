using Federation.Api.Organisations;
using Federation.Api.People;
using Federation.Domain.Accounts;

namespace Federation.Api.Accounts;

public sealed record SignInBody(string UserName, string Password);

public sealed record OpenAccountBody(
    string UserName, Items<RoleGrant> Roles, string? Id = null, string? PersonId = null,
    string? Password = null, DateOnly? On = null) : IDated;

public sealed record RolesBody(Items<RoleGrant> Roles, DateOnly? On = null) : IDated;

public sealed record PasswordBody(string Password);

/// <summary>Signing in, accounts, roles, and who did what.</summary>
public static class AccountEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/session", Who.Everyone),
        new("DELETE", "/api/v1/session", Who.SignedIn),
        new("GET", "/api/v1/me", Who.SignedIn),
        new("POST", "/api/v1/accounts", Who.Coordinators),
        new("GET", "/api/v1/accounts", Who.Administrator | Who.Auditor),
        new("POST", "/api/v1/accounts/{id}/roles", Who.Coordinators),
        new("POST", "/api/v1/accounts/{id}/closing", Who.Administrator),
        new("POST", "/api/v1/accounts/{id}/password", Who.SignedIn),
        new("GET", "/api/v1/audit", Who.Administrator | Who.Auditor),
    ];

    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        api.MapPost("/session", EnterAsync).RequireRateLimiting(Limits.SignIn)
            .WithMetadata(new TakesBody(typeof(SignInBody)));
        api.MapDelete("/session", async (HttpContext http, SignIn signIn) =>
        {
            await signIn.Out(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
            return Results.NoContent();
        });
        api.MapGet("/me", (Reading reading) => reading.Answer(Account(reading.Caller)));
        api.MapPost("/accounts", async (Post<OpenAccountBody> asked) =>
        {
            var done = await Open(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/accounts/{done.Id}");
        });
        api.MapPost("/accounts/{id}/roles", async (string id, Post<RolesBody> asked) =>
            (await SetRoles(asked, id, asked.Body.Roles)).Answer(asked.Http));
        api.MapPost("/accounts/{id}/closing", async (string id, Post<Nothing> asked) =>
            (await Close(asked, id)).Answer(asked.Http));
        api.MapPost("/accounts/{id}/password", async (string id, Post<PasswordBody> asked) =>
            await ChangePassword(asked, id, asked.Body.Password) is { } problem
                ? problem.Answer(asked.Http)
                : Results.NoContent());
        api.MapGet("/accounts", (Reading reading) => reading.List(
            AccountReading.Accounts(reading.Rows, reading.Cursor, reading.Limit + 1), a => a.Id));
        api.MapGet("/audit", (Reading reading) => reading.Text("of") is "readings"
            ? reading.List(PersonalReads.Found(reading), read => read.Cursor)
            : reading.List(
            AccountReading.Audit(
                reading.Log, reading.Text("stream"), reading.Text("actor"), reading.Cursor, reading.Limit + 1),
            e => e.Position.ToString()));
    }

    /// <summary>Opens an account; a password may be set with it.</summary>
    public static async Task<Done> Open(Post post, OpenAccountBody body)
    {
        if (body.Password is { } given && PasswordUnfit(given) is { } unfit) throw new ProblemException(unfit);
        var id = post.Id(body.Id);
        var done = await post.Run(
            Federation.Domain.Accounts.Account.Boundary.Stream(id),
            () =>
            {
                var coordinated = post.Coordinated(body.Roles.Select(r => r.Scope));
                RequireOwnPerson(post, body.PersonId, coordinated);
                return new AccountCommand.Open(body.UserName, body.PersonId, body.Roles, coordinated);
            },
            post.Caller.Has(Role.Coordinator), id);
        var signIn = post.Http.RequestServices.GetRequiredService<SignIn>();
        if (done.Accepted && body.Password is { } password && !AccountReading.HasPassword(post.Rows, id))
            await signIn.SetPassword(id, body.UserName, password);
        post.Http.RequestServices.GetRequiredService<Callers>().Forget();
        return done;
    }

    public static async Task<Done> SetRoles(Post post, string id, Items<RoleGrant> roles)
    {
        var stream = Federation.Domain.Accounts.Account.Boundary.Stream(Post.Reference(id, "id"));
        var done = await post.Run(
            stream,
            () =>
            {
                post.RestOn(stream); // What is revoked is given up by whoever may give it.
                var scopes = roles.Select(r => r.Scope).Concat(AccountReading.ScopesOf(post.Rows, id));
                return new AccountCommand.SetRoles(roles, post.Coordinated(scopes));
            },
            post.Caller.Has(Role.Coordinator), id);
        post.Http.RequestServices.GetRequiredService<Callers>().Forget();
        return done;
    }

    public static async Task<Done> Close(Post post, string id)
    {
        var done = await post.Run(
            Federation.Domain.Accounts.Account.Boundary.Stream(Post.Reference(id, "id")),
            () => new AccountCommand.Close(), coordinator: false, id);
        post.Http.RequestServices.GetRequiredService<Callers>().Forget();
        return done;
    }

    /// <summary>One's own password, or anybody's by the administrator. Ends all sign-ins of the account.</summary>
    public static async Task<Problem?> ChangePassword(Post post, string id, string password)
    {
        if (!post.Caller.Administrator && post.Caller.Account != id) return Problem.NotAllowed;
        if (PasswordUnfit(password) is { } unfit) return unfit;
        if (AccountReading.UserNameOf(post.Rows, id) is not { } userName) return Problem.NotFound;
        await post.Http.RequestServices.GetRequiredService<SignIn>().SetPassword(id, userName, password);
        return null;
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

    private static async Task<IResult> EnterAsync(HttpContext http, SignIn signIn, Callers callers)
    {
        var body = Bodies.Parse<SignInBody>(await Bodies.ReadAsync(http.Request));
        var (token, until, problem) = await signIn.In(
            body.UserName, body.Password, http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (problem is not null) return problem.Answer(http);
        return Results.Json(
            new { token, expiresAt = until.ToOffset(Days.Shanghai), account = Account(callers.Find(token!)!) },
            Bodies.Options);
    }

    private static object Account(Caller caller) =>
        new { id = caller.Account, userName = caller.UserName, roles = caller.Roles };

    public static Problem? PasswordUnfit(string password) =>
        password.Length is < SignIn.PasswordMin or > SignIn.PasswordMax
        ? Problem.Malformed(
            "password", $"密码须为 {SignIn.PasswordMin} 至 {SignIn.PasswordMax} 个字符。",
            $"A password has {SignIn.PasswordMin} to {SignIn.PasswordMax} characters.")
        : null;
}
