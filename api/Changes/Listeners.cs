using System.Collections.Concurrent;

namespace Federation.Api.Changes;

/// <summary>Who listens to changes in this process. Beyond the bounds a page simply does not refresh itself.</summary>
/// <remarks>Whoever is signed in finds a place when strangers have taken all of theirs.</remarks>
public sealed class Listeners
{
    /// <summary>Unless <c>Federation__ListenersMax</c> says otherwise.</summary>
    public const int ListenersMax = 5_000;

    /// <summary>Of the usual number those that are not signed in; of another, the same share.</summary>
    public const int AnonymousMax = 4_000;

    /// <summary>Of one address without signing in: a hall full of phones may have one address.</summary>
    public const int PerAddressMax = 200;

    /// <summary>Pages that one account may have open.</summary>
    public const int PerAccountMax = 50;

    private readonly ConcurrentDictionary<string, int> _each = [];
    private readonly int _max;
    private int _all, _anonymous;

    public Listeners(int max = ListenersMax)
    {
        _max = max;
        Telemetry.Meter.CreateObservableGauge("federation.listeners", () => _all);
    }

    public static int MaxOf(IConfiguration settings) => settings.GetValue("Federation:ListenersMax", ListenersMax);

    /// <summary>A place, until it is disposed of; a problem where there is none.</summary>
    public IDisposable Enter(HttpContext http)
    {
        var account = http.Features.Get<Caller>()?.Account;
        var place = account is null ? new Place(this, $"address {Limits.Address(http)}", PerAddressMax, Anonymous: true)
            : new Place(this, $"account {account}", PerAccountMax, Anonymous: false);
        if (place.Take()) return place;
        place.Dispose();
        throw new ProblemException(Problem.Busy);
    }

    private sealed record Place(Listeners All, string Whose, int Max, bool Anonymous) : IDisposable
    {
        public bool Take()
        {
            // All are counted before any is looked at, so that leaving takes back the same.
            var own = All._each.AddOrUpdate(Whose, 1, (_, count) => count + 1);
            var strangers = Anonymous ? Interlocked.Increment(ref All._anonymous) : 0;
            return Interlocked.Increment(ref All._all) <= All._max & own <= Max
                & strangers <= (long)All._max * AnonymousMax / ListenersMax;
        }

        public void Dispose()
        {
            Interlocked.Decrement(ref All._all);
            if (Anonymous) Interlocked.Decrement(ref All._anonymous);
            All._each.AddOrUpdate(Whose, 0, (_, count) => count - 1);
            All._each.TryRemove(new(Whose, 0));
        }
    }
}
