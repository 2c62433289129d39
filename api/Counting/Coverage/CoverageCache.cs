using System.Collections.Concurrent;
using System.Text.Json;

namespace Federation.Api.Counting;

/// <summary>Answers of coverage as bytes, each good for the one head position it was made at.</summary>
/// <remarks>A thousand open dashboards ask the same after every change: the first of them pays.</remarks>
public sealed class CoverageCache
{
    /// <summary>Answers kept; beyond that all are forgotten.</summary>
    public const int AnswersMax = 512;

    /// <summary>A larger answer is made anew each time, so that the memory is bounded.</summary>
    public const int BytesMax = 256 * 1024;

    private readonly ConcurrentDictionary<string, (long Position, Lazy<byte[]> Bytes)> _answers = [];

    /// <param name="question">Everything the answer depends on beside the log.</param>
    public IResult Answer(Reading reading, string question, Func<object> make)
    {
        var position = reading.Log.Head.Position; // before the rows: the answer holds at least this much
        if (!_answers.TryGetValue(question, out var kept) || kept.Position < position) kept = Begin();
        try
        {
            var bytes = kept.Bytes.Value;
            if (bytes.Length > BytesMax) _answers.TryRemove(KeyValuePair.Create(question, kept));
            return Results.Bytes(bytes, "application/json; charset=utf-8");
        }
        catch
        {
            _answers.TryRemove(KeyValuePair.Create(question, kept)); // The next one asks anew.
            throw;
        }

        // All who ask meanwhile wait for the one that makes it.
        (long, Lazy<byte[]>) Begin()
        {
            if (_answers.Count >= AnswersMax) _answers.Clear();
            return _answers.AddOrUpdate(
                question, _ => New(), (_, before) => before.Position >= position ? before : New());
        }

        (long, Lazy<byte[]>) New() =>
            (position, new(() => JsonSerializer.SerializeToUtf8Bytes(make(), Bodies.Options)));
    }
}
