using System.Globalization;

namespace Federation.Log;

/// <summary>Whether this machine's clock can be believed: against the last event's moment, the server's clock
/// (PostgreSQL), the machine's own uptime while the process runs, and the last sign of life at a start.</summary>
public sealed class ClockWatch
{
    /// <summary>Nodes and time servers differ by seconds: up to here an event gets the moment of the one before it.
    /// </summary>
    public static readonly TimeSpan BehindMax = TimeSpan.FromMinutes(2);

    /// <summary>A clock that is set further ahead than this while the process runs, or is further ahead of the
    /// server's, is not believed.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(10);

    /// <summary>A town that shows no sign of life for longer was off, or its clock is wrong: somebody should look.
    /// </summary>
    public static readonly TimeSpan GapMax = TimeSpan.FromDays(14);

    private static readonly TimeSpan AskServerEvery = TimeSpan.FromSeconds(30);
    private readonly EventLog _log;
    private readonly Func<TimeSpan?> _uptime;
    private TimeSpan? _base;
    private DateTimeOffset _askedServer = DateTimeOffset.MinValue;
    private TimeSpan _ofServer;
    private bool _gap;

    /// <param name="uptime">Since the machine started, its sleep included; null where that cannot be told.</param>
    internal ClockWatch(EventLog log, Func<TimeSpan?>? uptime = null)
    {
        (_log, _uptime) = (log, uptime ?? (log.Clock == TimeProvider.System ? Uptime : () => null));
    }

    /// <summary>Throws when the clock stands too far behind the last event: what was later would be recorded as
    /// earlier.</summary>
    internal static void Believe(DateTimeOffset now, long recorded)
    {
        if (Micros.Of(now + BehindMax) < recorded) throw new StorageException(StorageFault.ClockBehind);
    }

    /// <summary>At a start on one machine: how long nobody lived here.</summary>
    internal void Start()
    {
        if (!_log.Dialect.Exclusive || _log.Clock != TimeProvider.System) return;
        var last = _log.Rows.One(
            "select coalesce(max(m), 0) from (select max(until) as m from leases union all " +
            "select recorded_at from events where position = (select position from head where id = 1)) t",
            r => r.GetInt64(0));
        _gap = last > 0 && _log.Clock.GetUtcNow() - Micros.ToMoment(last) > GapMax;
    }

    /// <summary>What is wrong with the clock now; null when nothing shows.</summary>
    internal StorageFault? Look()
    {
        if (_gap) return StorageFault.ClockGap;
        var now = _log.Clock.GetUtcNow();
        var ahead = TimeSpan.Zero;
        if (_uptime() is { } uptime)
        {
            var since = now - DateTimeOffset.UnixEpoch - uptime;
            ahead = since - (_base ??= since);
            // Set back, or right again: from here on it is measured.
            if (ahead < TimeSpan.Zero) _base = since;
        }

        if (now - _askedServer > AskServerEvery || now < _askedServer)
            (_askedServer, _ofServer) = (now, _log.Dialect.ClockOf(_log.Rows) is { } server ? now - server : default);
        return ahead > AheadMax || _ofServer > AheadMax || _ofServer < -AheadMax ? StorageFault.ClockAhead : null;
    }

    /// <summary>After a clock that stood behind was set right its jump is no fault.</summary>
    internal void Forget() => _base = null;

    private static TimeSpan? Uptime()
    {
        const string file = "/proc/uptime";
        if (!File.Exists(file)) return null;
        var seconds = File.ReadAllText(file).Split(' ')[0];
        return TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
    }
}
