using Federation.Domain;
using Federation.Log;

namespace Federation.Grains;

/// <summary>Carries out what follows from events, each under a key of its own and as often as it takes.</summary>
internal sealed class Effects(EventLog log, IGrains grains, TimeProvider clock)
{
    private const int FailuresMax = 10;

    public TimeProvider Clock => clock;

    /// <summary>Null when it went well; otherwise why not, after the last try.</summary>
    public async Task<string?> Trying(Func<Task> work, CancellationToken stopping)
    {
        for (var failures = 1; ; failures++)
        {
            stopping.ThrowIfCancellationRequested();
            try
            {
                await work();
                return null;
            }
            catch (Exception fault) when (fault is not (OutOfMemoryException or UnknownNameException))
            {
                // A storage that fails is nobody's fault: what follows waits for it, and is not parked.
                if (log.Storage.Refuses) failures = 1;
                if (failures == FailuresMax) return $"{fault.GetType().Name}: {fault.Message}";
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 << failures), clock, stopping);
        }
    }

    /// <summary>What follows from an event: a command at once, or a row of what falls due.</summary>
    public async Task Carry(string name, string key, Effect effect, Happened happened)
    {
        if (effect.At is { } at)
        {
            // Always by way of the due row, also when it is due by now: an event handled again must meet the same key.
            var command = effect.Command;
            var body = System.Text.Json.JsonSerializer.Serialize(command, command.GetType(), Json.Options);
            await log.Write(Rowset.Put(
                log.Due, key, Micros.Of(at), effect.Stream, log.Catalogue.NameOf(command), body));
            return;
        }

        var outcome = await Ask(effect.Stream, effect.Command, name, key, happened.Day);
        if (outcome.Kind == OutcomeKind.Refused && effect.IfRefused?.Invoke(outcome.Refusal!) is { } instead)
            await Carry(name, key + ".no", instead, happened);
    }

    /// <summary>Its key makes a command that is asked again the same command.</summary>
    public async Task<Outcome> Ask(string stream, object command, string name, string key, DateOnly on)
    {
        var asked = new Asked($"process/{name}", Standing.Process, clock.GetUtcNow(), on);
        var outcome = await grains.Execute(stream, command, new(key, "process", asked) { KeepsRefusal = true });
        return outcome.Kind is OutcomeKind.Accepted or OutcomeKind.Refused
            ? outcome
            : throw new InvalidOperationException($"{key} was answered {outcome.Kind}.");
    }
}
