using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Federation.Domain;
using Federation.Grains;
using Federation.Grains.Engine;
using Federation.Log;

namespace Federation.Silo.Verbs;

/// <summary>Commands from a file, one a line, decided as if they had come over HTTP from a coordinator.</summary>
/// <remarks>The keys make it safe to run again: what was accepted is answered as before, what was refused is asked
/// anew.</remarks>
internal static class Importing
{
    /// <summary>Whose keys they are, and who the events say asked.</summary>
    private const string Actor = "import";

    private const int TriesMax = 5, ProgressEach = 1_000, ProblemsMax = 20;

    private static readonly JsonSerializerOptions Strict = new(Json.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <param name="On">The day of the fact; today when it is not said.</param>
    /// <param name="Attachments">Personal data and free text that the body refers to by id.</param>
    private sealed record Line(
        string Stream, string Command, JsonElement Body, string Key, DateOnly? On = null,
        Items<Attachment>? Attachments = null);

    private sealed record Wish(int Number, Line Line, object Command);

    public static async Task<int> Import(Options options)
    {
        var (file, vault) = (options.Required("--from"), options.Vault());
        // The whole file is read before its first command runs: a slip in the last line costs nothing.
        if (Problems(file) is { Length: > 0 } problems)
        {
            foreach (var problem in problems) Console.Error.WriteLine(problem);
            Console.Error.WriteLine("文件有误,没有导入任何内容。 The file has faults; nothing was imported.");
            return 1;
        }

        using var log = options.OpenLog(vault);
        var (done, refused) = await Node.While(
            NodeSettings.Alone(options.Database), log, grains => All(file, grains, log));
        Console.WriteLine($"导入完成 imported: {done} accepted, {refused} refused; position {log.StoredPosition()}");
        return refused == 0 ? 0 : 1;
    }

    private static async Task<(int Done, int Refused)> All(string file, IGrains grains, EventLog log)
    {
        var (done, refused) = (0, 0);
        foreach (var wish in Wishes(file))
        {
            var outcome = await Ask(grains, log, wish);
            if (outcome.Kind == OutcomeKind.Accepted) done++;
            else
            {
                refused++;
                Console.WriteLine($"第 {wish.Number} 行 line {wish.Number}: {Why(outcome)}");
            }

            if ((done + refused) % ProgressEach == 0) Options.Progress(done + refused);
        }

        return (done, refused);
    }

    private static async Task<Outcome> Ask(IGrains grains, EventLog log, Wish wish)
    {
        var (line, now) = (wish.Line, log.Clock.GetUtcNow());
        var body = JsonSerializer.Serialize(wish.Command, wish.Command.GetType(), Json.Options)
            + JsonSerializer.Serialize(line.Attachments, Json.Options);
        var path = $"{line.Stream} {line.Command} {line.On:yyyy-MM-dd}";
        var context = new CommandContext(
            line.Key, log.Vault.PayloadOf("IMPORT", path, Encoding.UTF8.GetBytes(body)),
            new(Actor, new(Coordinator: true, []), now, line.On ?? Days.Of(now)))
        {
            Attachments = line.Attachments ?? [],
        };
        for (var tries = 1; ; tries++)
        {
            var outcome = await grains.Execute(line.Stream, wish.Command, context);
            if (outcome.Kind is not (OutcomeKind.Busy or OutcomeKind.BasisMoved) || tries == TriesMax) return outcome;
        }
    }

    private static string Why(Outcome outcome) => outcome switch
    {
        { Refusal: { } r } => $"{r.Code} {r.Zh} {r.En}",
        { Kind: OutcomeKind.OtherPayload } => "键已用于别的内容 the key was used with another body",
        _ => $"{outcome.Kind}",
    };

    private static string[] Problems(string file)
    {
        var keys = new HashSet<string>();
        return [.. Lines(file).Select(l => Problem(l.Number, l.Text, keys)).OfType<string>().Take(ProblemsMax)];
    }

    private static string? Problem(int number, string text, HashSet<string> keys)
    {
        try
        {
            var wish = Read(number, text);
            return wish.Line.Key.Length == 0 || !keys.Add(wish.Line.Key)
                ? $"第 {number} 行 line {number}: 键重复或为空 the key is empty or occurs twice"
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            return $"第 {number} 行 line {number}: {e.Message}";
        }
    }

    private static IEnumerable<Wish> Wishes(string file) => Lines(file).Select(l => Read(l.Number, l.Text));

    private static IEnumerable<(int Number, string Text)> Lines(string file) =>
        File.ReadLines(file).Select((text, i) => (i + 1, text)).Where(l => l.text.Trim().Length > 0);

    private static Wish Read(int number, string text)
    {
        var line = JsonSerializer.Deserialize<Line>(text, Strict) ?? throw new JsonException("null");
        var type = Catalogue.Product.TypeOf(line.Command);
        if (!Catalogue.Product.BoundaryOf(line.Stream).Accept(new Takes(type)))
            throw new ArgumentException($"{line.Stream} takes no '{line.Command}'.");
        return new(number, line, line.Body.Deserialize(type, Strict)!);
    }

    private sealed class Takes(Type command) : IBoundaryVisitor<bool>
    {
        public bool Visit<TState, TCommand, TEvent>(Boundary<TState, TCommand, TEvent> boundary) =>
            typeof(TCommand).IsAssignableFrom(command);
    }
}
