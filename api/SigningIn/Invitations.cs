using Federation.Api.Accounts;
using Federation.Log.Accounts;

namespace Federation.Api.SigningIn;

/// <summary>A link that was just made, to be given to the account's holder. It is shown this once.</summary>
public sealed record InvitationMade(string Account, string UserName, string Link, DateTimeOffset ExpiresAt);

/// <summary>Whom a link that still holds is for.</summary>
public sealed record Invited(string Token, string UserName, DateTimeOffset ExpiresAt);

/// <param name="Token">The last word of the link.</param>
public sealed record AcceptInvitationBody(string Token, string Password);

/// <summary>One's own first password, typed twice.</summary>
public sealed record InvitationForm(string Password, string Again);

/// <summary>One-time links: the holder of an account sets their own password, and nobody else ever knows it.</summary>
/// <remarks>Stored is only a hash of what is in the link. A new link ends the one before; so does whatever changes the
/// account, its roles or its being open, for the link is bound to the account's version. What ran out or was used stays
/// so.</remarks>
public sealed class Invitations(EventLog log, SignIn signIn, TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>Remembered after its end, so that a request sent again does not open it anew.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly Problem Over = new(
        410, "invitation-over", "这个链接已经用过、过期或作废。请向给您链接的人再要一个。",
        "This link was used, has run out or was replaced. Ask whoever gave it to you for another one.");

    private static readonly Problem Own = new(
        403, "own-account", "自己的密码请在“我的账号”里用现在的密码修改。",
        "Change your own password on your own page, with the present one.");

    public static readonly Feature Feature = new("", [], routes =>
    {
        var page = routes.Page<Invited, InvitationPage>("/invitation/{token}", Who.Everyone, reading =>
            Of(reading.Http).Find(reading["token"]) ?? throw new ProblemException(Over));
        var entrance = routes.Form<InvitationUsedPage>("/invitation-used", Who.Everyone);
        var limited = routes.Limited(Limits.SignIn, BodyBound.Small);
        limited.Do<AcceptInvitationBody>("/invitations/acceptance", Who.Everyone, async post =>
        {
            await Of(post.Http).Accept(post, post.Body.Token, post.Body.Password);
            return OwnAccount.Unrecorded(post, "invitation");
        });
        limited.Send<InvitationForm>("/invitation/{token}", Who.Everyone, async post =>
        {
            if (post.Body.Password != post.Body.Again)
                throw Reading.Wrong("again", "两次输入的密码不一样", "The two passwords differ");
            await Of(post.Http).Accept(post, post["token"], post.Body.Password);
            return OwnAccount.Unrecorded(post, "invitation");
        }, page, entrance);
    });

    /// <summary>Makes a link; the sign-ins and the password that the account had end with it.</summary>
    public static async Task<InvitationMade> Make(Post post)
    {
        var self = Of(post.Http);
        var account = post["id"];
        var userName = AccountReading.UserNameOf(post.Rows, account) ?? throw new ProblemException(Problem.NotFound);
        if (account == post.Caller.Account) throw new ProblemException(Own);
        RequireMay(post, account);
        // Of the request's key: sent again it makes the same link, not a second one.
        var token = post.Id(null, "invitation") + post.Id(null, "invitation, the rest");
        var (hash, now) = (SignInTokens.HashOf(token), post.Now);
        var until = now + Lasts;
        if (post.Rows.One("select until from invitations where token = @token", r => r.GetInt64(0), ("token", hash))
            is > 0 and var known) until = Micros.ToMoment(known);
        else await self.Begin(post, account, userName, hash, now);
        // Where nobody has said what people reach this gateway by, the link begins at its root.
        var address = post.Http.RequestServices.GetRequiredService<Hosting.PublicAddress>().Of(post.Http);
        return new(account, userName, $"{address}/invitation/{token}", until.ToOffset(Days.Shanghai));
    }

    /// <summary>The API's answer of the same.</summary>
    public static async Task<Done> Answer(Post post)
    {
        var made = await Make(post);
        return OwnAccount.Unrecorded(post, made.Account).With("link", made.Link).With("expiresAt", made.ExpiresAt);
    }

    /// <summary>Whom the link is for, as long as it holds.</summary>
    public Invited? Find(string token)
    {
        var open = log.Rows.One(
            "select i.account, a.user_name, i.until, i.version from invitations i " +
            "join accounts a on a.id = i.account " +
            "where i.token = @token and i.state = 'open' and i.until > @now and a.closed = 0",
            r => (Account: r.GetString(0), UserName: r.GetString(1), Until: r.GetInt64(2), Version: r.GetInt64(3)),
            ("token", SignInTokens.HashOf(token)), ("now", clock.GetUtcNow()));
        return open.Account is not null && log.VersionOf(Account.Boundary.Stream(open.Account)) == open.Version
            ? new(token, open.UserName, Micros.ToMoment(open.Until).ToOffset(Days.Shanghai)) : null;
    }

    private async Task Begin(Post post, string account, string userName, byte[] hash, DateTimeOffset now)
    {
        await log.Write(
            "update invitations set state = 'ended' where account = @account and state = 'open'", ("account", account));
        var told = log.By(Visit.Of(post.Http), Trails.Invited, account, post.Caller.Account);
        await log.Tell(told, Rowset.Put(
            log.Invitations, hash, account, post.Caller.Account, Micros.Of(now), Micros.Of(now + Lasts),
            log.VersionOf(Account.Boundary.Stream(account)), "open"));
        if (AccountReading.HasPassword(log.Rows, account)) await signIn.SetPassword(
            account, userName, SignInTokens.New(), told with { What = Trails.PasswordReset });
    }

    private async Task Accept(Post post, string token, string password)
    {
        if (Find(token) is not { } invited) throw new ProblemException(Over);
        Passwords.RequireFit(password, invited.UserName);
        var hash = SignInTokens.HashOf(token);
        var account = log.Rows.One(
            "select account from invitations where token = @token", r => r.GetString(0), ("token", hash))!;
        var used = await log.Write(
            "update invitations set state = 'used' where token = @token and state = 'open'", ("token", hash));
        if (used == 0) throw new ProblemException(Over);
        await signIn.SetPassword(
            account, invited.UserName, password, log.By(Visit.Of(post.Http), Trails.PasswordSet, account));
    }

    /// <summary>Whoever opened it: administrators any, coordinators accounts that are staff of organisations of theirs
    /// and nothing else; or a coordinator could become whoever is staff beside another office.</summary>
    private static void RequireMay(Post post, string account)
    {
        if (post.Caller.Administrator) return;
        var managed = post.Caller.ManagedOrganisations(post.Rows);
        var roles = AccountReading.RolesOf(post.Rows, account);
        if (roles.Count == 0 || !roles.All(r => r.Role == Role.OrganisationStaff && managed.Contains(r.Scope)))
            throw new ProblemException(Problem.NotAllowed);
    }

    private static Invitations Of(HttpContext http) => http.RequestServices.GetRequiredService<Invitations>();
}
