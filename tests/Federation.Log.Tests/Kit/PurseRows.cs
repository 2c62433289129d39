using System.Collections.Concurrent;
using Federation.Domain;

namespace Federation.Log.Tests.Kit;

/// <summary>Rows of purses: a row each, a counter per day, and a sheet that events may scribble on at will.</summary>
public static class PurseRows
{
    public static readonly Table All = new(
        "purses", [Column.Text("id")],
        [Column.Text("name"), Column.Number("balance"), Column.Number("closed")], "name");

    public static readonly Table Days = new(
        "purse_days", [Column.Text("id"), Column.Text("day")], [Column.Number("paid_in"), Column.Number("paid_out")]);

    public static readonly Table Sheet = new(
        "sheet", [Column.Text("row"), Column.Number("part")],
        [Column.Number("a"), Column.Number("b"), Column.Text("c"), Column.Text("d")]);

    public static readonly Projection Projection = new("purses", [All, Days, Sheet], Apply);

    /// <summary>A note that this projection cannot digest: the fault of our own that must cost one command
    /// only.</summary>
    public const string Indigestible = "indigestible";

    private static IEnumerable<Change> Apply(StoredEvent stored)
    {
        var id = stored.Id();
        switch (stored.Body)
        {
            case PurseEvent.Deposited { Note: Indigestible }:
                throw new FormatException("The projection cannot digest this.");
            case PurseEvent.Deposited e:
                Gate.PassBy(e.Note);
                yield return All.Add([id], ("balance", e.Amount));
                yield return Days.Add([id, stored.Day], ("paid_in", e.Amount));
                break;
            case PurseEvent.Withdrawn e:
                yield return All.Add([id], ("balance", -e.Amount));
                yield return Days.Add([id, stored.Day], ("paid_out", e.Amount));
                break;
            case PurseEvent.Renamed e:
                yield return All.Put([id], ("name", e.To));
                break;
            case PurseEvent.Closed:
                yield return All.Put([id], ("closed", true), ("name", null));
                break;
            case PurseEvent.Scribbled e:
                foreach (var mark in e.Marks) yield return Of(mark);
                break;
        }
    }

    private static Change Of(Mark mark)
    {
        object? value = mark.Column is "c" or "d" ? mark.Text : mark.Number;
        (string, object?)[] values = mark.Column is { } column ? [(column, value)] : [];
        return mark.Kind switch
        {
            ChangeKind.Put => Sheet.Put([mark.Row, mark.Part], values),
            ChangeKind.Add => Sheet.Add([mark.Row, mark.Part], values),
            _ => Sheet.Delete(mark.Row, mark.Part),
        };
    }
}

/// <summary>Holds the writer inside a batch, so that a test can line up exactly the next one.</summary>
public sealed class Gate : IDisposable
{
    private static readonly ConcurrentDictionary<string, Gate> Gates = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();

    public string Note { get; } = $"gate {Guid.NewGuid():N}";

    public Gate() => Gates[Note] = this;

    /// <summary>The writer stands in the gate.</summary>
    public Task Reached => _reached.Task.WaitAsync(Kit.Patience.Long);

    public void Open()
    {
        Gates.TryRemove(Note, out _);
        _open.Set();
    }

    public void Dispose() => Open();

    internal static void PassBy(string note)
    {
        if (!Gates.TryGetValue(note, out var gate)) return;
        gate._reached.TrySetResult();
        if (!gate._open.Wait(Patience.Long)) throw new TimeoutException("Nobody opened the gate.");
    }
}

/// <summary>How long a test waits for what must come; reached only when it fails.</summary>
public static class Patience
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
}
