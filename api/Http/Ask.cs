using System.Diagnostics;
using Federation.Grains;
using MediatR;

namespace Federation.Api.Http;

/// <summary>The one request that every page and endpoint sends: which grain, who asks,
/// and how the command is made.</summary>
/// <param name="Prepare">Reads the facts a command rests on and builds it; run again when
/// one of them moved meanwhile.</param>
public sealed record Ask(string Stream, Asked Asked, Func<(object Command, CommandContext Context)> Prepare)
    : IRequest<Outcome>;

/// <summary>Hands the command to its grain; a moved basis is read and decided again, a
/// bounded number of times.</summary>
internal sealed class AskHandler(IGrains grains, Federation.Log.EventLog log) : IRequestHandler<Ask, Outcome>
{
    private const int TriesMax = 6;

    public async Task<Outcome> Handle(Ask ask, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (log.Storage.Fault is { Refuses: true } fault) throw new StorageException(fault);
            var (command, context) = ask.Prepare();
            Activity.Current?.SetTag("command", command.GetType().Name);
            var outcome = await grains.Execute(ask.Stream, command, context);
            // Who is told to come back learns why, where this node knows.
            if (outcome.Kind == OutcomeKind.Busy && log.Storage.Fault is { Probed: true } met)
                throw new StorageException(met);
            if (outcome.Kind != OutcomeKind.BasisMoved || attempt == TriesMax) return outcome;
        }
    }
}

/// <summary>Trace and metrics around every command: type and ids, never bodies.</summary>
internal sealed class AskTraced : IPipelineBehavior<Ask, Outcome>
{
    private static readonly System.Diagnostics.Metrics.Counter<long> Commands =
        Telemetry.Meter.CreateCounter<long>("federation.commands");

    public async Task<Outcome> Handle(Ask ask, CancellationToken cancel, RequestHandlerDelegate<Outcome> next)
    {
        var kind = ask.Stream.Split('/', 2)[0];
        using var activity = Telemetry.Source.StartActivity("command");
        activity?.SetTag("stream.kind", kind).SetTag("stream", ask.Stream);
        var outcome = await next();
        activity?.SetTag("outcome", outcome.Kind.ToString())
            .SetTag("refusal", outcome.Refusal?.Code)
            .SetTag("position", outcome.Position);
        Commands.Add(1, new KeyValuePair<string, object?>("kind", kind), new("outcome", outcome.Kind.ToString()));
        return outcome;
    }
}

/// <summary>Bounds the commands in flight, so that overload is told at once instead of felt by everyone.</summary>
internal sealed class AskBounded : IPipelineBehavior<Ask, Outcome>
{
    /// <summary>Commands in this process between being asked and being answered.</summary>
    public const int InFlightMax = 4_000;

    private static int _inFlight;

    public async Task<Outcome> Handle(Ask ask, CancellationToken cancel, RequestHandlerDelegate<Outcome> next)
    {
        if (Interlocked.Increment(ref _inFlight) > InFlightMax)
        {
            Interlocked.Decrement(ref _inFlight);
            return Outcome.Busy;
        }

        try
        {
            return await next();
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}

/// <summary>The gateway's own traces and metrics; exported by the standard OTLP environment variables.</summary>
public static class Telemetry
{
    public const string Name = "Federation.Api";
    public static readonly ActivitySource Source = new(Name);
    public static readonly System.Diagnostics.Metrics.Meter Meter = new(Name);

    /// <summary>Names the request's span by its route: the template, for an address can hold what somebody typed.
    /// </summary>
    /// <remarks>Names as in OpenTelemetry's semantic conventions for HTTP servers.</remarks>
    public static void NameRequest(HttpContext http, RouteEndpoint endpoint)
    {
        if (Activity.Current is not { IsAllDataRequested: true } request) return;
        var (method, route) = (http.Request.Method, RoleTable.Template(endpoint));
        request.DisplayName = $"{method} {route}";
        request.SetTag("http.request.method", method).SetTag("http.route", route);
        http.Response.OnStarting(() =>
        {
            request.SetTag("http.response.status_code", http.Response.StatusCode);
            return Task.CompletedTask;
        });
    }
}
