using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;

namespace Federation.Api.Hosting;

/// <summary>How the database stands, measured whenever metrics leave. Every gateway tells the same: take the largest.
/// And what this machine has of its own: its clock, its disk.</summary>
internal sealed class VitalsMeter : IDisposable
{
    public const string Name = "Federation.Vitals";

    private readonly Meter _meter = new(Name);
    private readonly EventLog _log;
    private readonly DateTimeOffset _began;
    private readonly long _beganAt;
    private readonly string? _folder;

    public VitalsMeter(EventLog log, Settings? settings = null)
    {
        (_log, _began, _beganAt) = (log, log.Clock.GetUtcNow(), log.Clock.GetTimestamp());
        _folder = settings is not null && EventLog.IsOneFile(settings.Connection)
            ? Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(settings.Connection).DataSource))
            : null;
        _meter.CreateObservableGauge("federation.log.position", () => Read(now => now.Position));
        _meter.CreateObservableGauge("federation.parked", () => Read(now => now.Parked));
        _meter.CreateObservableGauge("federation.due.overdue", () => Read(now => now.Overdue), "s");
        _meter.CreateObservableGauge("federation.processes.behind", () => Read(now => now.Behind));
        _meter.CreateObservableGauge("federation.clock.jump", Jumped, "s");
        _meter.CreateObservableGauge("federation.disk.free", Free, "By");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>By how much the wall clock has gone another way than time since this process began: a command is
    /// recorded on the wall clock's day.</summary>
    private long Jumped() => (long)Math.Abs(
        (_log.Clock.GetUtcNow() - _began - _log.Clock.GetElapsedTime(_beganAt)).TotalSeconds);

    /// <summary>Of the disk that holds the database; nothing where that is a server's.</summary>
    private IEnumerable<Measurement<long>> Free()
    {
        try
        {
            return _folder is null ? [] : [new(new DriveInfo(_folder).AvailableFreeSpace)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Nothing while the database is away: that it is missing is seen, and a zero would hide it.</summary>
    private IEnumerable<Measurement<long>> Read(Func<Vitals, long> value)
    {
        try
        {
            return [new(value(Vitals.Of(_log)))];
        }
        catch (DbException)
        {
            return [];
        }
    }
}
