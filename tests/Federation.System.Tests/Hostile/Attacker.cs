using Federation.Tests.Access;

namespace Federation.Tests.Hostile;

/// <summary>Somebody hostile, who signs in anew when a request of theirs ended the sign-in, or when it is so old that
/// the password would be asked for again.</summary>
public sealed class Attacker(Door door, Party party, string? userName)
{
    private const int Asks = 300;
    private int _left;
    private volatile bool _out;

    /// <summary>As whom they ask now; its forms and its token are this sign-in's.</summary>
    public Party Now { get; private set; } = party with { };

    public string Name => party.Name;

    public string Account => party.Account;

    public string Scope => party.Scope;

    /// <summary>Somebody who was let in is not any more, or seems so.</summary>
    public void IsOut() => _out = userName is not null;

    public async Task SignIn()
    {
        if (userName is null || (--_left > 0 && !_out)) return;
        (_left, _out) = (Asks, false);
        do Now = party with { Client = await door.SignedIn(userName) };
        while ((await Now.Client.Get("/me")).Status != 200); // Another request may just have ended all there were.
        using var form = await Now.Form("/", []); // It keeps the token that forms need, while there is one to get.
    }
}
