using Federation.Api.Accounts;

namespace Federation.Api.SigningIn;

/// <param name="MayDoWithout">The account's roles do not ask for one.</param>
public sealed record FactorShown(bool Set, bool MayDoWithout, long RecoveryCodesLeft);

/// <param name="Offer">A secret to set it up with, where it is not.</param>
public sealed record FactorPage(FactorShown Now, FactorOffer? Offer, bool InSample);

/// <param name="Ticket">As the offer gave it.</param>
/// <param name="Code">Six digits that the phone shows.</param>
public sealed record SetFactorBody(string Ticket, string Code);

/// <summary>Codes for the day the phone is lost; shown this once.</summary>
public sealed record RecoveryCodesShown(IReadOnlyList<string> Codes);

/// <summary>Setting up one's second factor, and taking it away.</summary>
public static class SecondFactorRoutes
{
    private static readonly Refusal CodeWrong = new(
        "second-factor-wrong", "验证码不对，或这一页等得太久。请看手机上现在显示的数字再试。",
        "The code is not right, or this page is too old: try the digits that your phone shows now.", Field: "code");

    private static readonly Problem Needed = new(
        409, "second-factor-required", "您的角色必须使用两步验证，不能关闭。",
        "Your role needs a second factor; it cannot be removed.");

    public static readonly Feature Feature = new("/me", [], routes =>
    {
        var always = routes.Marked(new WhileOwing());
        always.Json("/second-factor", Who.SignedIn, Shown);
        always.Do<Nothing>("/second-factor/preparation", Who.SignedIn, post =>
        {
            var offer = Of(post.Http).Offer(post.Caller.Account!, post.Caller.UserName!);
            return Task.FromResult(OwnAccount.Unrecorded(post, post.Caller.Account!)
                .With("secret", offer.Secret).With("uri", offer.Uri).With("ticket", offer.Ticket));
        });
        var page = always.Page<FactorPage, SecondFactorPage>("/second-factor", Who.SignedIn, ViewOf);
        var grave = routes.Marked(new WhileOwing(), new AskAgain());
        grave.Do<SetFactorBody>("/second-factor", Who.SignedIn, async post => Answer(post, await Set(post)));
        grave.Send<SetFactorBody, RecoveryCodesShown, RecoveryCodesPage>("/second-factor", Who.SignedIn, Set, page);
        grave.Do<Nothing>("/second-factor/recovery-codes", Who.SignedIn, async post => Answer(post, await Renew(post)));
        grave.Send<Nothing, RecoveryCodesShown, RecoveryCodesPage>(
            "/second-factor/recovery-codes", Who.SignedIn, Renew, page);
        grave.Do<Nothing>("/second-factor/removal", Who.SignedIn, Remove, page, told: new(
            "两步验证已关闭", "The second factor is removed", "factor-removed"));
    });

    /// <summary>An administrator takes away the factor of somebody who lost it; the account signs in anew.</summary>
    public static async Task<Done> Take(Post post)
    {
        var account = post["id"];
        if (account == post.Caller.Account) throw new ProblemException(Problem.NotAllowed);
        if (AccountReading.UserNameOf(post.Rows, account) is null) throw new ProblemException(Problem.NotFound);
        await Of(post.Http).Remove(
            account, post.Log.By(Visit.Of(post.Http), Trails.FactorTaken, account, post.Caller.Account));
        await post.Log.Write("delete from sign_ins where account = @account", ("account", account));
        return Seen(post, OwnAccount.Unrecorded(post, account));
    }

    private static FactorShown Shown(Reading reading)
    {
        var (factors, account) = (Of(reading.Http), reading.Caller.Account!);
        var policy = reading.Http.RequestServices.GetRequiredService<SignInPolicy>();
        return new(
            factors.Has(account), policy.MayDoWithout(reading.Caller.Roles, reading.Caller.InSample),
            factors.RecoveryCodesLeft(account));
    }

    /// <summary>After a wrong code the same secret again, which the phone has by now.</summary>
    private static FactorPage ViewOf(Reading reading)
    {
        var (now, caller) = (Shown(reading), reading.Caller);
        return new(now, now.Set ? null : Of(reading.Http).Offer(
            caller.Account!, caller.UserName!, reading.Sent?.Typed("ticket")), caller.InSample);
    }

    private static async Task<RecoveryCodesShown> Set(Post<SetFactorBody> post)
    {
        var codes = await Of(post.Http).Accept(
            post.Caller.Account!, post.Body.Ticket, post.Body.Code, Visit.Of(post.Http))
            ?? throw new ProblemException(Problem.Of(CodeWrong));
        return Seen(post, new RecoveryCodesShown(codes));
    }

    private static async Task<RecoveryCodesShown> Renew(Post post) => Of(post.Http).Has(post.Caller.Account!)
        ? new(await Of(post.Http).Renew(post.Caller.Account!, Visit.Of(post.Http)))
        : throw new ProblemException(Problem.NotFound);

    private static async Task<Done> Remove(Post post)
    {
        var (account, policy) = (post.Caller.Account!, post.Http.RequestServices.GetRequiredService<SignInPolicy>());
        if (!policy.MayDoWithout(post.Caller.Roles, post.Caller.InSample)) throw new ProblemException(Needed);
        await Of(post.Http).Remove(account, post.Log.By(Visit.Of(post.Http), Trails.FactorRemoved, account));
        return Seen(post, OwnAccount.Unrecorded(post, account));
    }

    private static Done Answer(Post post, RecoveryCodesShown shown) =>
        OwnAccount.Unrecorded(post, post.Caller.Account!).With("recoveryCodes", shown.Codes);

    /// <summary>Whoever is signed in is looked at anew.</summary>
    private static T Seen<T>(Post post, T done)
    {
        post.Http.RequestServices.GetRequiredService<Callers>().Forget();
        return done;
    }

    private static SecondFactors Of(HttpContext http) => http.RequestServices.GetRequiredService<SecondFactors>();
}
