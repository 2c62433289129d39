using System.Text;

namespace Federation.Api.Changes;

/// <summary>One nudge for everyone: the position, and the areas that changed since the
/// last one. Nothing personal.</summary>
/// <remarks>One loop for all listeners: it reads the kinds of the new events once, at most once a second, and
/// completes one shared task; a listener costs a waiting task and nothing per command.</remarks>
public sealed class Nudges(EventLog log, IHostApplicationLifetime life, TimeProvider clock)
{
    private const int AreasReadMax = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource<Nudge> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;

    public sealed record Nudge(long Position, string[] Areas)
    {
        public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(
            $"id: {Position}\nevent: change\n"
            + $"data: {{\"position\":{Position},\"areas\":[{string.Join(',', Areas.Select(a => $"\"{a}\""))}]}}\n\n");
    }

    public Task<Nudge> Next()
    {
        lock (_lock)
        {
            if (!_running)
            {
                _running = true;
                _ = Loop();
            }

            return _next.Task;
        }
    }

    /// <summary>What changed after a position, for a listener that resumes.</summary>
    public Nudge Since(long position)
    {
        var head = log.Head.Position;
        // From beyond the head: of a town as it was before a restore. Whatever it showed is looked at anew.
        var kinds = position > head || head - position > AreasReadMax
            ? ["*"]
            : log.Rows.All(
                "select distinct stream from events where position > @after and position <= @upTo",
                r => AreaOf(r.GetString(0)), ("after", position), ("upTo", head))
                .Distinct().Order(StringComparer.Ordinal).ToArray();
        return new(head, kinds);
    }

    private async Task Loop()
    {
        var seen = log.Head.Position;
        while (!life.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                await log.Head.Moved(seen).WaitAsync(life.ApplicationStopping);
                var nudge = Since(seen);
                seen = nudge.Position;
                TaskCompletionSource<Nudge> next;
                lock (_lock) (next, _next) = (_next, new(TaskCreationOptions.RunContinuationsAsynchronously));
                next.SetResult(nudge);
                await Task.Delay(Pause, clock, life.ApplicationStopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (System.Data.Common.DbException)
            {
                await Task.WhenAny(Task.Delay(Pause, clock)); // The database is away; the next round tells everything.
            }
        }
    }

    /// <summary>The kind of stream, by the name its area has in the API and in the pages' live parts.</summary>
    private static string AreaOf(string stream) => stream.Split('/', 2)[0] switch
    {
        "action" => "joint-action",
        "published" => "published-figures",
        "challenge-group" => "challenge",
        var kind => kind,
    };
}
