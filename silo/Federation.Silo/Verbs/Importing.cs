using System.Diagnostics;
using System.Runtime;
using Federation.Log;
using Federation.Silo.Bulk;
using EventLog = Federation.Log.EventLog; // .NET has one of its own.

namespace Federation.Silo.Verbs;

/// <summary>Commands from files, one a line, decided as if they had come over HTTP from a coordinator.</summary>
/// <remarks>The keys make it safe to run again: what was accepted is answered as before, what was refused is asked
/// anew. Killed, it goes on where it was.</remarks>
internal sealed class Importing(EventLog log, ImportFiles files, string digest)
{
    /// <summary>Faults of the files and refused lines that are told; all are counted.</summary>
    private const int ProblemsMax = 20, ToldMax = 200;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5), NoteEvery = TimeSpan.FromMilliseconds(100);
    private Note _so = new(default(Place));
    private Task _noted = Task.CompletedTask;
    private long _told, _notedAt, _toldAt, _linesThen, _positionThen;

    public static async Task<int> Import(Options options)
    {
        var (files, vault) = (ImportFiles.At(options.Required("--from")), options.Vault());
        var digest = files.Digest();
        using var log = options.OpenLog(vault);
        var note = Note.Read(log, digest);
        // All is read before the first command runs: a slip in the last line costs nothing.
        if (note is null && Problems(files) is { Length: > 0 } problems)
        {
            foreach (var problem in problems) Console.Error.WriteLine(problem);
            Console.Error.WriteLine("文件有误，没有导入任何内容。 The file has faults; nothing was imported.");
            return 1;
        }

        return await new Importing(log, files, digest).Run(note);
    }

    private async Task<int> Run(Note? note)
    {
        var started = Stopwatch.GetTimestamp();
        GCSettings.LatencyMode = GCLatencyMode.Batch; // Nobody waits for an answer meanwhile.
        // Counted on the way, so that the first start need not read it all once more.
        if (log.Books.File is not null) (log.Books.AtTheEndOnly, _) = (true, log.Books.UpToDate());
        if (note is null) await _so.Write(log, digest);
        else Console.WriteLine($"接着上次导入 going on after {files.Name(note.Place)}");
        _so = note ?? _so;
        (_notedAt, _toldAt, _linesThen, _positionThen) = (started, started, Lines, log.Head.Position);
        var (first, began) = (_linesThen, _positionThen);
        await new Turns(log, Answered).Take(Wishes.Of(files, log, _so.Place).Select(Sound));
        await _noted;
        await Note.Delete(log, digest);
        var seconds = Math.Max(Stopwatch.GetElapsedTime(started).TotalSeconds, double.Epsilon);
        Console.WriteLine(
            $"导入完成 imported: {_so.Accepted} accepted, {_so.Refused} refused; position {log.StoredPosition()} · "
            + $"{(Lines - first) / seconds:N0} lines/s · {(log.Head.Position - began) / seconds:N0} events/s");
        return _so.Refused == 0 ? 0 : 1;
    }

    private long Lines => _so.Accepted + _so.Refused;

    /// <summary>Faults were looked for before; but another version may have begun this import.</summary>
    private Wish Sound(Wish wish) => wish.Fault is null
        ? wish : throw new InvalidDataException($"{files.Name(wish.Place)}: {wish.Fault}");

    private void Answered(Wish wish, Outcome outcome)
    {
        var accepted = outcome.Kind == OutcomeKind.Accepted;
        _so = new(wish.Place, _so.Accepted + (accepted ? 1 : 0), _so.Refused + (accepted ? 0 : 1));
        if (!accepted && _told++ < ToldMax) Console.WriteLine(
            $"{files.Name(wish.Place)}: {Why(outcome)}" + (_told == ToldMax ? " … 其余只计数 the rest is counted" : ""));
        var now = Stopwatch.GetTimestamp();
        if (_noted.IsCompleted && Stopwatch.GetElapsedTime(_notedAt, now) >= NoteEvery)
            (_noted, _notedAt) = (_so.Write(log, digest), now);
        if (Stopwatch.GetElapsedTime(_toldAt, now) >= TellEvery) Tell(wish, now);
    }

    private void Tell(Wish wish, long now)
    {
        var (seconds, position) = (Stopwatch.GetElapsedTime(_toldAt, now).TotalSeconds, log.Head.Position);
        Console.WriteLine(
            $"… {Lines:N0} 行 lines · {(Lines - _linesThen) / seconds:N0} lines/s · "
            + $"{(position - _positionThen) / seconds:N0} 事件 events/s · {(double)wish.Read / files.Bytes:P1}");
        (_toldAt, _linesThen, _positionThen) = (now, Lines, position);
    }

    private static string Why(Outcome outcome) => outcome switch
    {
        { Refusal: { } r } => $"{r.Code} {r.Zh} {r.En}",
        { Kind: OutcomeKind.OtherPayload } => "键已用于别的内容 the key was used with another body",
        _ => $"{outcome.Kind}",
    };

    private static string[] Problems(ImportFiles files) =>
    [
        .. Wishes.Of(files, null).Where(wish => wish.Fault is not null).Take(ProblemsMax)
            .Select(wish => $"{files.Name(wish.Place)}: {wish.Fault}"),
    ];
}
