using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Federation.Bench.Yardsticks;

namespace Federation.Bench;

/// <summary>Receives what a gateway tells by OTLP, as an operator's collector would: the sum over all labels of each
/// gauge and counter, as last told.</summary>
internal sealed class Metrics : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, double> _last = [];
    private readonly WebApplication _app;
    private readonly int _port = Server.FreePort();

    private Metrics()
    {
        _app = CeilingR.Bare(_port).Build();
        _app.MapPost("/v1/metrics", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            Take(body.ToArray());
        });
    }

    /// <summary>What tells a gateway to send them here, and nothing else.</summary>
    public (string, string)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "2000"), ("OTEL_TRACES_SAMPLER", "always_off"),
    ];

    /// <summary>0 where it was never told, as with what never happened; not a number before anything was.</summary>
    public double this[string name] => _last.IsEmpty ? double.NaN : _last.GetValueOrDefault(name);

    public static async Task<Metrics> Start()
    {
        var metrics = new Metrics();
        await metrics._app.StartAsync();
        return metrics;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>ExportMetricsServiceRequest: resource_metrics 1, scope_metrics 2, metrics 2.</summary>
    private void Take(ReadOnlySpan<byte> request)
    {
        for (var resources = new Fields(request); resources.Next(1);)
        for (var scopes = new Fields(resources.Body); scopes.Next(2);)
        for (var metrics = new Fields(scopes.Body); metrics.Next(2);)
        {
            var name = new Fields(metrics.Body);
            if (name.Next(1)) _last[Encoding.UTF8.GetString(name.Body)] = Sum(metrics.Body);
        }
    }

    /// <summary>Metric: gauge 5, sum 7; of both data_points 1; of a point as_double 4, as_int 6.</summary>
    private static double Sum(ReadOnlySpan<byte> metric)
    {
        var sum = 0.0;
        foreach (var kind in (int[])[5, 7])
        for (var data = new Fields(metric); data.Next(kind);)
        for (var points = new Fields(data.Body); points.Next(1);)
        {
            for (var value = new Fields(points.Body); value.Next(4);)
                sum += BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReadUInt64LittleEndian(value.Body));
            for (var value = new Fields(points.Body); value.Next(6);)
                sum += BinaryPrimitives.ReadInt64LittleEndian(value.Body);
        }

        return sum;
    }

    /// <summary>The fields of one protobuf message.</summary>
    private ref struct Fields(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public ReadOnlySpan<byte> Body { get; private set; }

        /// <summary>On to the next field of this number.</summary>
        public bool Next(int wanted)
        {
            while (_rest.Length > 0)
            {
                var tag = Varint();
                var length = (tag & 7) switch
                {
                    0 => 0,
                    1 => 8,
                    2 => (int)Varint(),
                    5 => 4,
                    var wire => throw new InvalidDataException($"wire type {wire}"),
                };
                if ((tag & 7) == 0) Varint();
                Body = _rest[..length];
                _rest = _rest[length..];
                if ((int)(tag >> 3) == wanted) return true;
            }

            return false;
        }

        private ulong Varint()
        {
            var (value, shift) = (0UL, 0);
            while (true)
            {
                var next = _rest[0];
                _rest = _rest[1..];
                value |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80) return value;
                shift += 7;
            }
        }
    }
}
