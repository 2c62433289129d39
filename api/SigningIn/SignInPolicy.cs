namespace Federation.Api.SigningIn;

/// <summary>What an account has still to do before it may do anything else.</summary>
public enum Owes { Nothing, Password, SecondFactor }

/// <summary>What is asked of whoever signs in here.</summary>
/// <remarks>A town that holds the sample is for trying things out: its accounts, known to everybody, are asked for
/// neither unless the settings say so.</remarks>
public sealed class SignInPolicy(IConfiguration configuration)
{
    private readonly bool? _factors = Choice(configuration, "Federation:SecondFactor", "required", "optional");
    private readonly bool? _first = Choice(configuration, "Federation:FirstPasswords", "change", "keep");

    /// <summary>Officials and administrators see, or change, what is not theirs: they need a second factor.</summary>
    public static bool IsOfThose(IEnumerable<RoleGrant> roles) =>
        roles.Any(r => r.Role is Role.PlatformAdministrator or Role.TownOfficial);

    /// <param name="told">The password was set by somebody else.</param>
    /// <param name="sample">The town holds the sample.</param>
    public Owes Of(IEnumerable<RoleGrant> roles, bool told, bool factor, bool sample) =>
        told && (_first ?? !sample) ? Owes.Password
        : !factor && IsOfThose(roles) && (_factors ?? !sample) ? Owes.SecondFactor
        : Owes.Nothing;

    /// <summary>Whether an account with these roles may do without a second factor.</summary>
    public bool MayDoWithout(IEnumerable<RoleGrant> roles, bool sample) =>
        !IsOfThose(roles) || !(_factors ?? !sample);

    private static bool? Choice(IConfiguration configuration, string name, string yes, string no) =>
        configuration[name]?.ToLowerInvariant() switch
        {
            null or "" => null,
            var set when set == yes => true,
            var set when set == no => false,
            var other => throw new InvalidOperationException(
                $"{name.Replace(":", "__")} 须为 {yes} 或 {no}，不能是“{other}”。 It is {yes} or {no}, not '{other}'."),
        };
}

/// <summary>Marks what an account may do while it owes something: set it right, or sign out.</summary>
public sealed class WhileOwing;

/// <summary>Sends whoever owes something to where they set it right.</summary>
internal static class Owing
{
    public const string PasswordPage = "/me/first-password", FactorPage = "/me/second-factor";

    private static readonly Problem Password = new(
        403, "first-password", "这个密码是别人告诉您的，请先改成只有自己知道的。",
        "Somebody else told you this password: first change it to one that only you know.");

    private static readonly Problem Factor = new(
        403, "second-factor-missing", "您的角色须先开启两步验证。", "Your role needs a second factor: set it up first.");

    /// <summary>The answer in place of the one that was asked for; null where nothing is owed.</summary>
    public static IResult? Of(HttpContext http, Endpoint endpoint, Caller caller)
    {
        if (caller.Owes == Owes.Nothing || endpoint.Metadata.GetMetadata<WhileOwing>() is not null
            || RoleTable.IsStatic(endpoint) || http.Request.Path.StartsWithSegments("/health")) return null;
        var password = caller.Owes == Owes.Password;
        return http.Request.Path.StartsWithSegments("/api") ? (password ? Password : Factor).Answer(http)
            : Results.Redirect(password ? PasswordPage : FactorPage);
    }
}
