using System.Data.Common;
using System.Diagnostics.Metrics;

namespace Federation.Api.Hosting;

/// <summary>How the database stands, measured whenever metrics leave. Every gateway tells the same: take the
/// largest.</summary>
internal sealed class VitalsMeter : IDisposable
{
    public const string Name = "Federation.Vitals";

    private readonly Meter _meter = new(Name);
    private readonly EventLog _log;

    public VitalsMeter(EventLog log)
    {
        _log = log;
        _meter.CreateObservableGauge("federation.log.position", () => Read(now => now.Position));
        _meter.CreateObservableGauge("federation.parked", () => Read(now => now.Parked));
        _meter.CreateObservableGauge("federation.due.overdue", () => Read(now => now.Overdue), "s");
        _meter.CreateObservableGauge("federation.processes.behind", () => Read(now => now.Behind));
    }

    public void Dispose() => _meter.Dispose();

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
