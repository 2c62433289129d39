namespace Federation.Api.SigningIn;

/// <summary>Where, and with which device, an account has signed in of late: it passes there although others are held
/// up.</summary>
public sealed class KnownPlaces(EventLog log, TimeProvider clock)
{
    /// <summary>Forgotten when it was not signed in from for this long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(184);

    /// <summary>Seen again within this time, nothing is written.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public string MarkOf(string device) => log.Vault.IdOf("device", device, "known sign-in");

    public string MarkOf(Visit visit) => log.Vault.IdOf("network", visit.Network, "known sign-in");

    public bool Has(string? account, string? mark) => account is not null && mark is not null && log.Rows.One(
        "select 1 from known_sign_ins where account = @account and mark = @mark and at > @after", r => r.GetInt64(0),
        ("account", account), ("mark", mark), ("after", clock.GetUtcNow() - Kept)) == 1;

    /// <summary>Remembers that the account has been right there.</summary>
    public async Task Keep(string account, params string[] marks)
    {
        var now = clock.GetUtcNow();
        foreach (var mark in marks)
        {
            var at = log.Rows.One(
                "select at from known_sign_ins where account = @account and mark = @mark", r => r.GetInt64(0),
                ("account", account), ("mark", mark));
            if (at < Micros.Of(now - Fresh))
                await log.Write(Rowset.Put(log.KnownSignIns, account, mark, Micros.Of(now)));
        }
    }

    /// <summary>After a reset nothing is known: who had it may have known the old password, too.</summary>
    public Task Forget(string account) =>
        log.Write("delete from known_sign_ins where account = @account", ("account", account));
}
