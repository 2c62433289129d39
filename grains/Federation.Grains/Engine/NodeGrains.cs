using System.Data.Common;
using System.Diagnostics.Metrics;
using Federation.Log;
using Orleans;
using Orleans.Runtime;

namespace Federation.Grains.Engine;

/// <summary>Every stream's grain, wherever it lives.</summary>
/// <param name="catalogue">Knows the kinds that there are.</param>
/// <param name="factory">The way to them; null while there is none.</param>
public sealed class NodeGrains(Catalogue catalogue, Func<IGrainFactory?> factory, TimeProvider clock) : IGrains
{
    /// <summary>How long a command waits for a silo, tries included, before its caller is told to come back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly Meter Meter = new("Federation.Grains");
    private static readonly Counter<long> Unanswered = Meter.CreateCounter<long>("federation.grains.unanswered");

    /// <summary>Tries again within <see cref="Patience"/> when the silo is lost on the way: the command's key makes it
    /// happen once, wherever the answer was lost.</summary>
    /// <exception cref="ArgumentException">No grain has streams like this one.</exception>
    public async Task<Outcome> Execute(string stream, object command, CommandContext context)
    {
        var (letter, id) = (new Letter(command, context), IdOf(stream));
        var began = clock.GetTimestamp();
        do
        {
            try
            {
                if (factory() is { } grains)
                    return await ((IStreamGrain)grains.GetGrain(id, StreamGrain.Interface)).Execute(letter);
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

    /// <summary>A grain's id is its stream's name: the kind, and what follows its slash.</summary>
    private GrainId IdOf(string stream)
    {
        var kind = catalogue.BoundaryOf(stream).Kind;
        return GrainId.Create(kind, stream[(kind.Length + 1)..]);
    }

    /// <summary>The silo or the way to it failed, or its database did before the grain was there; not the command.
    /// Nobody cancels a command: where that is said, a silo gave up finding the grain a place.</summary>
    private static bool IsLost(Exception fault) =>
        fault is OrleansException or TimeoutException or DbException or ObjectDisposedException
            or OperationCanceledException
        || fault.InnerException is { } inner && IsLost(inner);
}
