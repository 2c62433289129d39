using Microsoft.AspNetCore.DataProtection;

namespace Federation.Api.SigningIn;

/// <summary>Between the two steps of signing in by page: a sealed word that somebody knew the account's password a
/// moment ago. It opens nothing without the code.</summary>
public sealed class Tickets(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>To look for one's phone, and to wait for the next code.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("sign-in ticket");

    public static Tickets Of(HttpContext http) => http.RequestServices.GetRequiredService<Tickets>();

    public string For(string account) => _protector.Protect($"{Micros.Of(clock.GetUtcNow() + Lasts)}|{account}");

    /// <summary>Whose it is; null where it is none of ours or ran out.</summary>
    public string? Read(string ticket)
    {
        try
        {
            return _protector.Unprotect(ticket).Split('|', 2) is [var until, var account]
                && long.Parse(until) > Micros.Of(clock.GetUtcNow()) ? account : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
