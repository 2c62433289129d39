namespace Federation.Api.SigningIn;

/// <summary>A measure of tries that leaks: each try adds one, and one is forgotten every so often.</summary>
/// <param name="Who">Whose tries, as an HMAC: what somebody typed as a name may be a password.</param>
/// <param name="Free">So many in a row are judged at once; then each waits longer than the one before.</param>
/// <param name="Leak">After this long one is forgotten. No wait is longer: whoever goes on trying is judged once in
/// that time.</param>
public sealed record Measure(string Who, int Free, TimeSpan Leak);

/// <summary>Counts tries before they are judged, so that sixty guesses sent at once are not sixty guesses judged, and
/// in the database, so that it is one count for all gateways.</summary>
public sealed class Tries(EventLog log, TimeProvider clock)
{
    /// <summary>The wait grows by this part of the leak with each try beyond the free ones.</summary>
    private const int WaitParts = 40;

    // Half a try of tolerance: the last free one counts as such though a little has leaked since the first.
    // A free one asks nobody to wait (0, not now): of two people who sign in at once, the one whose moment was taken
    // first may be written last.
    private const string Counted =
        "insert into sign_in_tries (who, until, next) values (@who, @first, 0) on conflict (who) do update set " +
        "until = case when sign_in_tries.until > @now then sign_in_tries.until else @now end + @leak, " +
        "next = case when sign_in_tries.until + @leak - @now < @free then 0 " +
        "else @now + (sign_in_tries.until + 2 * @leak - @now - @free) / @parts end " +
        "where sign_in_tries.next <= @now";

    /// <summary>Counts the try in every measure, or in none.</summary>
    /// <returns>How long to wait, where it is not to be judged now.</returns>
    public async Task<TimeSpan?> Take(IReadOnlyList<Measure> measures)
    {
        for (var i = 0; i < measures.Count; i++)
        {
            var now = clock.GetUtcNow();
            var leak = Micros.Of(DateTimeOffset.UnixEpoch + measures[i].Leak);
            var taken = await log.Write(
                Counted, ("who", measures[i].Who), ("first", Micros.Of(now) + leak), ("now", now), ("leak", leak),
                ("free", (measures[i].Free * leak) - (leak / 2)), ("parts", (long)WaitParts));
            if (taken > 0) continue;
            await GiveBack(measures.Take(i));
            return Wait(measures[i], now);
        }

        return null;
    }

    /// <summary>These were no guesses: they are not counted.</summary>
    public async Task GiveBack(IEnumerable<Measure> measures)
    {
        foreach (var measure in measures) await log.Write(
            "update sign_in_tries set until = until - @leak, next = 0 where who = @who",
            ("who", measure.Who), ("leak", Micros.Of(DateTimeOffset.UnixEpoch + measure.Leak)));
    }

    /// <summary>Forgets them all.</summary>
    public Task Clear(Measure measure) => log.Write(Rowset.Delete(log.SignInTries, measure.Who));

    /// <summary>Whether the next try has to wait.</summary>
    public bool Waits(Measure measure) => Wait(measure, clock.GetUtcNow()) > TimeSpan.Zero;

    private TimeSpan Wait(Measure measure, DateTimeOffset now) => TimeSpan.FromMicroseconds(Math.Max(0, log.Rows.One(
        "select next from sign_in_tries where who = @who", r => r.GetInt64(0), ("who", measure.Who)) - Micros.Of(now)));
}
