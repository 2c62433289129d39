using Federation.Domain;

namespace Federation.Log.Tests.Kit;

/// <summary>Short ways to put commands together and to append them by hand, as an aggregate would.</summary>
public static class Ask
{
    public static CommandContext Key(string key, string payload = "p", string by = "anna") =>
        new(key, payload, Asked(by));

    public static CommandContext Fresh() => Key(Guid.NewGuid().ToString("N"));

    public static Asked Asked(string by = "anna")
    {
        var now = DateTimeOffset.UtcNow;
        return new(by, new(true, []), now, Federation.Domain.Days.Of(now));
    }

    public static Decided Deposit(CommandContext context, long amount = 1, string note = "") =>
        Accepted(context, new PurseEvent.Deposited(amount, note));

    public static Decided Accepted(CommandContext context, params object[] events) =>
        new(context, events, null, [], []);

    public static Decided Refused(CommandContext context, Refusal refusal) => new(context, [], refusal, [], []);

    public static Decided Rename(CommandContext context, string name, string? before = null) =>
        new(context, [new PurseEvent.Renamed(name)], null, [Name(name)], before is null ? [] : [Name(before)]);

    public static Claim Name(string name) => new("purse-name", name, Purses.Refusals.NameTaken);

    public static Task<MemberResult> Put(this EventLog log, string purse, long expected, params Decided[] commands) =>
        log.Append(new($"purse/{purse}", expected, commands)).WaitAsync(Patience.Long);

    public static async Task<MemberResult.Committed> Commit(
        this EventLog log, string purse, long expected, params Decided[] commands) =>
        Assert.IsType<MemberResult.Committed>(await log.Put(purse, expected, commands));

    public static MemberResult.Lost IsLost(this MemberResult result) => Assert.IsType<MemberResult.Lost>(result);

    /// <summary>Holds the writer; what is appended until the gate opens forms one batch.</summary>
    public static async Task<Gate> Hold(this EventLog log)
    {
        var gate = new Gate();
        var stream = $"purse/gate-{Guid.NewGuid():N}";
        _ = log.Append(new(stream, 0, [Deposit(Fresh(), 0, gate.Note)]));
        await gate.Reached;
        return gate;
    }

    /// <summary>The positions must be 1..N, the chain whole, the rows what the log says.</summary>
    public static async Task IsSound(this EventLog log)
    {
        Assert.Empty(log.Verify());
        var before = log.Dump();
        Assert.Equal(log.StoredPosition(), (await log.Rebuild()).Position);
        Assert.Equal(before, log.Dump());
    }

    public static long BalanceOf(this EventLog log, string purse) => log.Rows.One(
        "select balance from purses where id = @id", r => r.GetInt64(0), ("id", purse));
}
