using System.Text;

namespace Federation.Api.Changes;

/// <summary>One nudge for everyone: the position, and the areas that changed since the
/// last one. Nothing personal.</summary>
/// <remarks>One loop for all listeners: it reads the kinds of the new events once, at most once a second, and
/// completes one shared task; a listener costs a waiting task and nothing per command, and has no timer of its own.
/// Listeners go along a chain of what is sent, so that who is slow to take one misses none of the next.</remarks>
public sealed class Nudges(EventLog log, IHostApplicationLifetime life, TimeProvider clock)
{
    private const int AreasReadMax = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>When nothing changed for so long, a comment goes out, so that nothing closes the connection.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    private static readonly byte[] Comment = ": \n\n"u8.ToArray();
    private readonly Lock _lock = new();
    private Sent _last = new([]);
    private bool _running;

    public sealed record Nudge(long Position, string[] Areas)
    {
        public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(
            $"id: {Position}\nevent: change\n"
            + $"data: {{\"position\":{Position},\"areas\":[{string.Join(',', Areas.Select(a => $"\"{a}\""))}]}}\n\n");
    }

    /// <summary>What all listeners are sent at once, and the wait for what follows it.</summary>
    public sealed class Sent(byte[] bytes)
    {
        private readonly TaskCompletionSource<Sent> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public byte[] Bytes => bytes;

        public Task<Sent> Next => _next.Task;

        internal void Follow(Sent next) => _next.SetResult(next);
    }

    public Task<Sent> Next()
    {
        lock (_lock)
        {
            if (!_running)
            {
                _running = true;
                _ = Loop();
            }

            return _last.Next;
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
                if (!await Moves(seen))
                {
                    Send(Comment);
                    continue;
                }

                var nudge = Since(seen);
                seen = nudge.Position;
                Send(nudge.Bytes);
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

    /// <summary>False when nothing came for a while.</summary>
    private async Task<bool> Moves(long past)
    {
        try
        {
            await log.Head.Moved(past).WaitAsync(Heartbeat, clock, life.ApplicationStopping);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Send(byte[] bytes)
    {
        Sent before, sent = new(bytes);
        lock (_lock) (before, _last) = (_last, sent);
        before.Follow(sent);
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
