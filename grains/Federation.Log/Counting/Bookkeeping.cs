namespace Federation.Log.Counting;

/// <summary>Keeps a node's books up to its head: own commits as they are made, others' from the log when somebody
/// asks.</summary>
/// <remarks>The log alone is the truth: what a node that died had counted is counted again, and whoever waits for a
/// position (<see cref="Head"/>) finds it counted, because a question first takes in everything up to the
/// head.</remarks>
public sealed class Bookkeeping(EventLog log)
{
    private const int PageMax = 5_000, PagesAhead = 3;

    /// <summary>Events after which the file is made anew while the node runs, and when it ends.</summary>
    private const int EventsEach = 100_000, EventsAtTheEnd = 1_000;

    private readonly Lock _writing = new();
    private volatile Books _books = new();
    private readonly string _names = string.Join(", ", log.Catalogue.Named
        .Where(n => Books.WrittenFrom.Any(from => n.Value == from || n.Value.DeclaringType == from))
        .Select(n => $"'{n.Key}'"));

    private long _position, _kept;
    private volatile bool _open;
    private Task _keeping = Task.CompletedTask;

    /// <summary>Where they are kept between two starts; null: nowhere.</summary>
    public string? File { get; set; }

    /// <summary>Kept when the log is closed, not before: for who writes much in one go.</summary>
    public bool AtTheEndOnly { get; set; }

    /// <summary>With all that this node's head has.</summary>
    public Books UpToDate()
    {
        _open = true;
        var head = log.Head.Position;
        if (Volatile.Read(ref _position) >= head) return _books;
        lock (_writing)
        {
            if (_position == 0 && File is { } file && BooksFile.Read(file, IsOfThisLog) is { } found)
            {
                (_books, _kept) = found;
                Volatile.Write(ref _position, found.Position);
            }

            foreach (var (events, upTo) in Pages(_position, head)) Write(events, upTo);
            if (!AtTheEndOnly) Keep(EventsEach);
        }

        return _books;
    }

    /// <summary>An own batch, right after its commit; nothing where nobody ever asks, as in a silo. Where something is
    /// missing before it, or somebody is reading that in, it is left to the next question.</summary>
    internal void Committed(long before, IReadOnlyList<StoredEvent> events)
    {
        if (!_open || events.Count == 0 || !_writing.TryEnter()) return;
        try
        {
            if (_position != before) return;
            Write(events, events[^1].Position);
            if (!AtTheEndOnly) Keep(EventsEach);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The batch is committed and its commands are answered, whatever is wrong here: the next question meets it.
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>At the end: what is worth it is kept.</summary>
    internal void Close()
    {
        lock (_writing)
        {
            _keeping.Wait();
            Keep(EventsAtTheEnd);
            _keeping.Wait();
        }
    }

    /// <summary>Where there are many, some are read and understood while others are written.</summary>
    private IEnumerable<(IReadOnlyList<StoredEvent> Events, long UpTo)> Pages(long after, long head)
    {
        if (head - after <= PageMax) return [(log.ReadAll(after, PageMax, head, _names), head)];
        return Ahead();

        IEnumerable<(IReadOnlyList<StoredEvent>, long)> Ahead()
        {
            var pages = new Queue<(Task<IReadOnlyList<StoredEvent>> Events, long UpTo)>();
            for (var next = after; next < head || pages.Count > 0;)
            {
                for (; next < head && pages.Count < PagesAhead; next = pages.Last().UpTo)
                {
                    var (from, upTo) = (next, Math.Min(next + PageMax, head));
                    pages.Enqueue((Task.Run(() => log.ReadAll(from, PageMax, upTo, _names)), upTo));
                }

                var (events, end) = pages.Dequeue();
                yield return (events.GetAwaiter().GetResult(), end);
            }
        }
    }

    private bool IsOfThisLog(BooksHead head) =>
        log.HashOf(head.Position) is { } hash && hash.AsSpan().SequenceEqual(head.Hash);

    /// <summary>Written beside the work. A file that cannot be written costs the next start its time, no
    /// more.</summary>
    private void Keep(int eventsMin)
    {
        if (File is not { } file || _position - _kept < eventsMin || !_keeping.IsCompleted) return;
        var (position, copy) = (_position, BooksCopy.Of(_books));
        _kept = position;
        _keeping = Task.Run(() =>
        {
            try
            {
                if (log.HashOf(position) is { } hash) BooksFile.Write(file, new(position, hash), copy);
            }
            catch (Exception e) when (
                e is IOException or UnauthorizedAccessException or System.Data.Common.DbException or StorageException)
            {
                // As said.
            }
        });
    }

    /// <summary>What is written half is thrown away: the next question begins anew, and from the log alone.</summary>
    private void Write(IReadOnlyList<StoredEvent> events, long upTo)
    {
        try
        {
            _books.Write(events);
            Volatile.Write(ref _position, upTo);
        }
        catch
        {
            (_books, File, _kept) = (new(), null, 0);
            Volatile.Write(ref _position, 0);
            throw;
        }
    }
}
