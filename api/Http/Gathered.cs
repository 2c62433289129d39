namespace Federation.Api.Http;

/// <summary>Questions that come while one is being read are read together, next: everybody's answer is as it was stored
/// after they asked, and a busy node asks the database once for many.</summary>
/// <remarks>Where a reading fails, those who wait for the next share its fault: a database that stands still costs each
/// of them one reading's patience, not the sum of all before.</remarks>
/// <param name="read">Answers what there is of so many keys.</param>
internal sealed class Gathered<T>(Func<IReadOnlyList<string>, IReadOnlyDictionary<string, T>> read)
    where T : class
{
    /// <summary>Keys of one reading.</summary>
    internal const int KeysMax = 64;

    private readonly Lock _lock = new();
    private readonly Queue<(string Key, TaskCompletionSource<T?> Answer)> _waiting = [];
    private bool _reading;

    /// <summary>Null where there is none.</summary>
    public Task<T?> Ask(string key)
    {
        var answer = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((key, answer));
            if (_reading) return answer.Task;
            _reading = true;
        }

        ReadNext(); // Who comes alone reads at once; what gathers meanwhile is not this caller's to wait for.
        return answer.Task;
    }

    private void ReadNext()
    {
        var asked = new List<(string Key, TaskCompletionSource<T?> Answer)>();
        lock (_lock)
            while (asked.Count < KeysMax && _waiting.TryDequeue(out var next)) asked.Add(next);
        try
        {
            var found = read(Padded(asked));
            foreach (var (key, answer) in asked) answer.SetResult(found.GetValueOrDefault(key));
        }
        catch (Exception fault) // Whatever it is: nobody may be left waiting, nor find it reading for ever.
        {
            lock (_lock)
                while (_waiting.TryDequeue(out var next)) asked.Add(next);
            foreach (var (_, answer) in asked) answer.TrySetException(fault);
        }

        lock (_lock)
        {
            _reading = _waiting.Count > 0;
            if (!_reading) return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static me => me.ReadNext(), this, preferLocal: false);
    }

    /// <summary>Each key once, the last again up to a power of two: few texts of statements, which stay prepared.
    /// </summary>
    private static string[] Padded(List<(string Key, TaskCompletionSource<T?> Answer)> asked)
    {
        string[] keys = [.. asked.Select(a => a.Key).Distinct()];
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)keys.Length);
        return [.. keys, .. Enumerable.Repeat(keys[^1], size - keys.Length)];
    }
}
