using Federation.Log.Accounts;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;

namespace Federation.Api.SigningIn;

/// <summary>What a code was worth.</summary>
public enum Judged { NotNeeded, Right, Recovered, Missing, Wrong }

/// <summary>A secret that is not kept yet: it is when a code made with it comes back.</summary>
/// <param name="Secret">Base32, for whoever types it.</param>
/// <param name="Uri">For the QR code that a phone's program reads.</param>
/// <param name="Ticket">To be sent back with the code.</param>
public sealed record FactorOffer(string Secret, string Uri, string Ticket);

/// <summary>Second factors: codes of six digits from a program on one's phone (RFC 6238), and codes on paper for the
/// day it is lost.</summary>
/// <remarks>A code is taken once, and half a minute early or late. The secret is a sealed record like any other, so
/// that backups, verification and a change of the master key treat it as such.</remarks>
public sealed class SecondFactors(EventLog log, IDataProtectionProvider protection, TimeProvider clock)
{
    public const int RecoveryCodesMade = 10;
    private const int StepSeconds = 30, SecretBytes = 20, CodeBytes = 10;
    private static readonly TimeSpan OfferLasts = TimeSpan.FromMinutes(30);
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);
    private readonly IDataProtector _offers = protection.CreateProtector("second factor offer");

    public bool Has(string account) => log.Rows.One(
        "select 1 from second_factors where account = @account", r => r.GetInt64(0), ("account", account)) == 1;

    public long RecoveryCodesLeft(string account) => log.Rows.One(
        "select count(*) from recovery_codes where account = @account", r => r.GetInt64(0), ("account", account));

    /// <param name="ticket">Of an offer made before, whose secret the phone may have by now.</param>
    public FactorOffer Offer(string account, string userName, string? ticket = null)
    {
        var secret = ticket is not null && Read(ticket) is [var whose, _, var made] && whose == account
            ? made : Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes));
        var until = Micros.Of(clock.GetUtcNow() + OfferLasts);
        return new(
            secret, new OtpUri(OtpType.Totp, secret, userName, "街坊联盟").ToString(),
            _offers.Protect($"{account}|{until}|{secret}"));
    }

    /// <summary>Keeps the secret of an offer that a right code came back with.</summary>
    /// <returns>Recovery codes, shown this once; null where the code is not right or the offer ran out.</returns>
    public async Task<IReadOnlyList<string>?> Accept(string account, string ticket, string code, Visit visit)
    {
        if (Read(ticket) is not [var whose, var until, var secret] || whose != account
            || long.Parse(until) < Micros.Of(clock.GetUtcNow()) || StepOf(secret, code) is not { } step) return null;
        var (made, id, former) = (NewCodes(), $"second-factor/{Guid.NewGuid():N}", Sealed(account));
        await ForgetCodes(account);
        await log.Tell(log.By(visit, Trails.FactorSet, account), [
            .. log.Seal(id, "second-factor", $"account/{account}", secret),
            Rowset.Put(log.SecondFactors, account, id, Micros.Of(clock.GetUtcNow()), step), RowsOf(account, made)]);
        if (former is not null) await log.Erase(former, account);
        return made;
    }

    /// <summary>New recovery codes in place of the old ones, shown this once.</summary>
    public async Task<IReadOnlyList<string>> Renew(string account, Visit visit)
    {
        var made = NewCodes();
        await ForgetCodes(account);
        await log.Tell(log.By(visit, Trails.RecoveryCodesMade, account), RowsOf(account, made));
        return made;
    }

    /// <summary>Takes it away, by its holder or an administrator.</summary>
    public async Task Remove(string account, TrailEntry told)
    {
        if (Sealed(account) is not { } id) return;
        await ForgetCodes(account);
        await log.Tell(told, Rowset.Delete(log.SecondFactors, account));
        await log.Erase(id, told.Actor);
    }

    /// <summary>Judges the code that came with a right password. Each code is worth something once.</summary>
    public async Task<Judged> Judge(string account, string? code)
    {
        if (Sealed(account) is not { } id) return Judged.NotNeeded;
        var typed = Plain(code);
        if (typed.Length == 0) return Judged.Missing;
        if (log.Open(id) is { } secret && StepOf(secret, typed) is { } step)
            return await log.Write(
                "update second_factors set step = @step where account = @account and step < @step",
                ("account", account), ("step", step)) > 0 ? Judged.Right : Judged.Wrong;
        return await log.Write(
            "delete from recovery_codes where account = @account and code = @code",
            ("account", account), ("code", HashOf(account, typed))) > 0 ? Judged.Recovered : Judged.Wrong;
    }

    /// <summary>The step that the code belongs to, if it is one of the present ones.</summary>
    private long? StepOf(string secret, string code) =>
        new Totp(Base32Encoding.ToBytes(secret), StepSeconds).VerifyTotp(
            clock.GetUtcNow().UtcDateTime, Plain(code), out var step, Window) ? step : null;

    private string[] Read(string ticket)
    {
        try
        {
            return _offers.Unprotect(ticket).Split('|');
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return [];
        }
    }

    private Task ForgetCodes(string account) =>
        log.Write("delete from recovery_codes where account = @account", ("account", account));

    private Rowset RowsOf(string account, IReadOnlyList<string> codes) => Rowset.Put(log.RecoveryCodes,
        [.. codes.Select(code => new object?[]
        {
            account, HashOf(account, Plain(code)), Micros.Of(clock.GetUtcNow()),
        })]);

    private string HashOf(string account, string plain) => log.Vault.IdOf(account, plain, "recovery code");

    /// <summary>The id of the sealed record with its secret; null where it has none.</summary>
    private string? Sealed(string account) => log.Rows.One(
        "select sealed from second_factors where account = @account", r => r.GetString(0), ("account", account));

    /// <summary>As people copy it from paper: in any case, with blanks and hyphens or without.</summary>
    private static string Plain(string? code) => string.Concat(
        Passwords.Plain(code ?? "").Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static string[] NewCodes() => [.. Enumerable.Range(0, RecoveryCodesMade).Select(_ =>
        string.Join('-', Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(CodeBytes)).ToLowerInvariant()
            .Chunk(4).Select(four => new string(four))))];
}
