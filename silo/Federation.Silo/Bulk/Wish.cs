using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Federation.Domain;
using Federation.Log;

namespace Federation.Silo.Bulk;

/// <summary>A line as it was understood, ready to be decided; or what is wrong with it.</summary>
/// <param name="Bytes">Of the line.</param>
/// <param name="Read">Bytes of all files, as they lie there, that were read up to it.</param>
/// <param name="Context">Null: it is only looked at.</param>
/// <param name="Fault">Null: none.</param>
internal sealed record Wish(
    Place Place, int Bytes, long Read, string Stream, object? Command, CommandContext? Context, string? Fault = null)
{
    /// <summary>Whose keys they are, and who the events say asked.</summary>
    public const string Actor = "import";

    private static readonly JsonSerializerOptions Strict = new(Json.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <param name="On">The day of the fact; today when it is not said.</param>
    /// <param name="Attachments">Personal data and free text that the body refers to by id.</param>
    private sealed record Written(
        string Stream, string Command, Part Body, string Key, DateOnly? On = null,
        Items<Attachment>? Attachments = null);

    /// <summary>Where in the line a value stands, passed over until its type is known.</summary>
    [JsonConverter(typeof(Passing))]
    private readonly record struct Part(int First, int Length);

    private sealed class Passing : JsonConverter<Part>
    {
        public override Part Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var first = (int)reader.TokenStartIndex;
            reader.Skip();
            return new(first, (int)reader.BytesConsumed - first);
        }

        public override void Write(Utf8JsonWriter writer, Part value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }

    /// <summary>Reads a line; strictly, for a name spelt wrong is a fact lost.</summary>
    /// <param name="log">Null: only whether the line can be read is asked.</param>
    public static Wish Of(FileLine line, EventLog? log)
    {
        try
        {
            var written = JsonSerializer.Deserialize<Written>(line.Text.Span, Strict)
                ?? throw new JsonException("null");
            var type = Catalogue.Product.TypeOf(written.Command);
            if (!Catalogue.Product.BoundaryOf(written.Stream).Accept(new Takes(type)))
                throw new ArgumentException($"{written.Stream} takes no '{written.Command}'.");
            var (first, length) = written.Body;
            var command = JsonSerializer.Deserialize(line.Text.Span.Slice(first, length), type, Strict)
                ?? throw new JsonException("body: null");
            if (written.Key.Length == 0) throw new ArgumentException("键为空 the key is empty");
            return new(
                line.Place, line.Text.Length, line.Read, written.Stream, command,
                log is null ? null : ContextOf(written, command, log));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            return new(line.Place, line.Text.Length, line.Read, "", null, null, e.Message);
        }
    }

    private static CommandContext ContextOf(Written line, object command, EventLog log)
    {
        byte[] body =
        [
            .. JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), Json.Options),
            .. line.Attachments is { } some ? JsonSerializer.SerializeToUtf8Bytes(some, Json.Options) : "null"u8,
        ];
        var (path, now) = ($"{line.Stream} {line.Command} {line.On:yyyy-MM-dd}", log.Clock.GetUtcNow());
        return new(
            line.Key, log.Vault.PayloadOf("IMPORT", path, body),
            new(Actor, new(Coordinator: true, []), now, line.On ?? Days.Of(now)))
        {
            Attachments = line.Attachments ?? [],
        };
    }

    private sealed class Takes(Type command) : IBoundaryVisitor<bool>
    {
        public bool Visit<TState, TCommand, TEvent>(Boundary<TState, TCommand, TEvent> boundary) =>
            typeof(TCommand).IsAssignableFrom(command);
    }
}

/// <summary>Reads lines on several processors and hands the wishes on in their order.</summary>
internal static class Wishes
{
    /// <summary>Lines that one processor reads in one go, or bytes of them; and goes read ahead of whoever takes
    /// them.</summary>
    private const int LinesMax = 256, BytesMax = 512 * 1024, AheadMax = 8;

    /// <param name="log">Null: only whether the lines can be read is asked.</param>
    public static IEnumerable<Wish> Of(ImportFiles files, EventLog? log, Place after = default)
    {
        var ahead = new Queue<Task<Wish[]>>();
        foreach (var some in Goes(files.Lines(after)))
        {
            ahead.Enqueue(Task.Run(() => Array.ConvertAll(some, line => Wish.Of(line, log))));
            if (ahead.Count < AheadMax) continue;
            foreach (var wish in ahead.Dequeue().GetAwaiter().GetResult()) yield return wish;
        }

        foreach (var rest in ahead)
        foreach (var wish in rest.GetAwaiter().GetResult())
            yield return wish;
    }

    private static IEnumerable<FileLine[]> Goes(IEnumerable<FileLine> lines)
    {
        var (go, bytes) = (new List<FileLine>(LinesMax), 0);
        foreach (var line in lines)
        {
            go.Add(line);
            bytes += line.Text.Length;
            if (go.Count < LinesMax && bytes < BytesMax) continue;
            yield return [.. go];
            go.Clear();
            bytes = 0;
        }

        if (go.Count > 0) yield return [.. go];
    }
}
