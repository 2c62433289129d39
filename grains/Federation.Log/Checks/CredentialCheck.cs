namespace Federation.Log;

/// <summary>Credentials are as the product wrote them, and there is an account for each.</summary>
internal static class CredentialCheck
{
    private const string Accounts = "accounts";

    public static Check Check { get; } = new("登录凭据 credentials", Look);

    private static IEnumerable<string> Look(Checked given)
    {
        var known = given.Read("select account, user_name, password, changed_at from credentials order by account")
            .Select(Maintenance.ValuesOf).ToDictionary(row => (string)row[0]!);
        var accounts = given.Log.Catalogue.Tables.Any(t => t.Name == Accounts)
            ? given.Read($"select id from {Accounts} where closed = 0").Select(row => row.GetString(0)).ToHashSet()
            : null;
        if (accounts is not null)
            given.Note($"登录凭据 credentials: {known.Count}; 没有密码的账号 accounts without one: " +
                $"{accounts.Except(known.Keys).Count()}");
        return
        [
            .. accounts is null ? [] : Strangers(given, known.Keys),
            .. Forged(given, known),
        ];
    }

    private static IEnumerable<string> Strangers(Checked given, IEnumerable<string> known)
    {
        var ever = given.Read($"select id from {Accounts}").Select(row => row.GetString(0)).ToHashSet();
        return known.Except(ever).Select(account => $"{account}: 没有这个账号 has no account");
    }

    private static IEnumerable<string> Forged(Checked given, Dictionary<string, object?[]> known)
    {
        if (given.Log.Vault.IsAbsent || !given.Has(Tables.Guards)) yield break;
        var guards = Guards.Read(given.Connection, Guards.Credentials).ToDictionary(g => g.Key);
        if (guards.Count == 0) yield break; // A version before wrote last.
        if (!guards.Remove("")) yield return "校验记录被删除 the guard's own mark is gone";
        foreach (var (account, row) in known)
            if (!guards.TryGetValue(account, out var guard) || !guard.Mac.AsSpan().SequenceEqual(
                Guards.MacOf(given.Log.Vault, row)))
                yield return $"{account}: 密码或用户名被改动 was changed behind the product's back";
        foreach (var account in guards.Keys.Except(known.Keys))
            yield return $"{account}: 凭据不见了 its row is gone";
    }
}
