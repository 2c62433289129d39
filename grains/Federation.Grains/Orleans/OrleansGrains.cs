using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Reflection;
using Federation.Log;
using Orleans;
using Orleans.Runtime;

namespace Federation.Grains.Orleans;

/// <summary>The cluster engine as its callers see it: each stream's grain lives on one of the silos.</summary>
/// <param name="factory">The way into the cluster; null while there is none.</param>
public sealed class OrleansGrains(EventLog log, Func<IGrainFactory?> factory, TimeProvider clock) : IGrains
{
    /// <summary>How long a command waits for a silo, tries included, before its caller is told to come back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly Meter Meter = new("Federation.Grains");
    private static readonly Counter<long> Unanswered = Meter.CreateCounter<long>("federation.grains.unanswered");

    /// <summary>The interface of each kind, by the kind's name.</summary>
    public static readonly FrozenDictionary<string, Type> Kinds = typeof(StreamGrain).Assembly.GetTypes()
        .Where(type => type.BaseType == typeof(StreamGrain))
        .ToFrozenDictionary(KindOf, type => type.GetInterface($"I{type.Name}")!);

    private readonly Crossing _crossing = new(log.Catalogue);

    /// <summary>Tries again within <see cref="Patience"/> when the silo is lost on the way: the command's key makes it
    /// happen once, wherever the answer was lost.</summary>
    public async Task<Outcome> Execute(string stream, object command, CommandContext context)
    {
        var question = _crossing.Pack(command, context);
        var began = clock.GetTimestamp();
        do
        {
            try
            {
                if (factory() is { } grains)
                    return Crossing.UnpackOutcome(await GrainOf(grains, stream).Execute(question));
            }
            catch (Exception lost) when (IsLost(lost))
            {
                Unanswered.Add(1, new KeyValuePair<string, object?>("fault", lost.GetType().Name));
            }

            await Task.Delay(Pause, clock);
        }
        while (clock.GetElapsedTime(began) < Patience);

        return Outcome.Busy;
    }

    private static string KindOf(Type type) => (string)type.GetCustomAttributesData()
        .Single(a => a.AttributeType == typeof(GrainTypeAttribute)).ConstructorArguments[0].Value!;

    private static IStreamGrain GrainOf(IGrainFactory grains, string stream)
    {
        var slash = stream.IndexOf('/');
        return Kinds.TryGetValue(stream[..slash], out var kind)
            ? (IStreamGrain)grains.GetGrain(kind, stream[(slash + 1)..])
            : throw new ArgumentException($"No grain has streams like '{stream}'.", nameof(stream));
    }

    /// <summary>The silo or the way to it failed, or its database did before the grain was there; not the command.
    /// Nobody cancels a command: where that is said, a silo gave up finding the grain a place.</summary>
    private static bool IsLost(Exception fault) =>
        fault is OrleansException or TimeoutException or DbException or ObjectDisposedException
            or OperationCanceledException
        || fault.InnerException is { } inner && IsLost(inner);
}
