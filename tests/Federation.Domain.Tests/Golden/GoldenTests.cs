using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Domain.JointActions;
using Federation.Domain.Processes;
using Federation.Log;
using Federation.Tests.Rig;

namespace Federation.Tests.Golden;

/// <summary>The shape of every command and event, kept beside the tests: what is stored is stored for ever.</summary>
/// <remarks>A golden file that changes for an event already in some town's log needs a new version of the event and an
/// upcast. <c>FEDERATION_ACCEPT_GOLDEN=1</c> rewrites the files from today's types.</remarks>
public sealed class GoldenTests
{
    private const string Accept = "FEDERATION_ACCEPT_GOLDEN";

    private const string HowToAccept =
        $"If no log holds it yet: {Accept}=1 dotnet test tests/Federation.Domain.Tests. Else: new version, upcast.";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Federation.Domain.Tests/Golden");

    private static readonly bool Accepting = Environment.GetEnvironmentVariable(Accept) == "1";

    private static readonly JsonSerializerOptions Readable = new(Json.Options) { WriteIndented = true, NewLine = "\n" };

    private static readonly SortedDictionary<string, Type> Named = new(
        typeof(NameAttribute).Assembly.GetTypes().Where(t => NameOf(t) is not null).ToDictionary(t => NameOf(t)!),
        StringComparer.Ordinal);

    /// <summary>One file for what belongs to one boundary, named as its streams.</summary>
    private static readonly ILookup<string, KeyValuePair<string, Type>> ByBoundary = Catalogue.Product.Boundaries
        .SelectMany(boundary => Named
            .Where(n => n.Value.BaseType == boundary.Event || n.Value.BaseType == boundary.Command)
            .Select(named => (boundary.Kind, Named: named)))
        .ToLookup(pair => pair.Kind, pair => pair.Named);

    [Fact]
    public void Every_command_and_event_has_its_golden_shape() => None(HowToAccept, ByBoundary.SelectMany(boundary =>
    {
        var file = Path.Combine(Folder, $"{boundary.Key}.json");
        if (Accepting) File.WriteAllText(file, Sheet(boundary));
        var golden = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        return boundary.Select(named => golden[named.Key]?.ToJsonString(Readable) is not { } was
            ? $"{named.Key} has no golden shape in {boundary.Key}.json"
            : was == Shape(named) ? null
            : $"{named.Key} changed its shape: was\n{was}\nis\n{Shape(named)}");
    }));

    [Fact]
    public void Every_command_and_event_is_read_back_as_it_was_written() => None(
        "Lists must be Items<T>, and every part must have a constructor parameter or a setter.",
        Named.Select(named =>
        {
            var sample = Samples.Of(named.Value);
            var written = JsonSerializer.Serialize(sample, named.Value, Json.Options);
            var read = JsonSerializer.Deserialize(written, named.Value, Json.Options);
            return sample.Equals(read) ? null : $"{named.Key}: was {sample}, is {read}";
        }));

    [Fact]
    public void No_golden_shape_outlives_its_type() => None(
        $"A stored event keeps its type for ever: bring it back. {HowToAccept}",
        Directory.GetFiles(Folder, "*.json").SelectMany(file =>
        {
            var boundary = ByBoundary.SingleOrDefault(b => b.Key == Path.GetFileNameWithoutExtension(file));
            if (boundary is null && Accepting) File.Delete(file);
            return !File.Exists(file) ? [] : JsonNode.Parse(File.ReadAllText(file))!.AsObject()
                .Select(shape => shape.Key).Except(boundary?.Select(named => named.Key) ?? []);
        }));

    /// <summary>Events that no row shows, and why; every other one changes at least one row.</summary>
    private static readonly Dictionary<Type, string> Unprojected = new()
    {
        [typeof(MentorMonthEvent.BookingForestalled)] = "the booking was never made, so there is no row of it",
        [typeof(ParkedEvent.RetryAsked)] = "what is parked is the Reactor's own row; who asked stands in the audit",
        [typeof(RequestEvent.RequestForestalled)] = "the request never opened, so there is no row of it",
    };

    [Fact]
    public void Every_event_is_projected_or_deliberately_not() => None(
        "Project it in grains/Federation.Log, or list it in Unprojected with the reason.",
        Catalogue.Product.Boundaries.SelectMany(boundary =>
            Named.Where(named => named.Value.BaseType == boundary.Event).Select(named =>
            {
                var projected = Catalogue.Product.Projections.Any(p => p.Apply(Stored(boundary, named)).Any());
                return projected == Unprojected.ContainsKey(named.Value)
                    ? $"{named.Key} is {(projected ? "listed and yet projected" : "neither projected nor listed")}"
                    : null;
            })));

    private static string Shape(KeyValuePair<string, Type> named) =>
        JsonSerializer.Serialize(Samples.Of(named.Value), named.Value, Readable);

    private static string Sheet(IEnumerable<KeyValuePair<string, Type>> boundary) => new JsonObject(boundary.Select(
        named => KeyValuePair.Create(named.Key, JsonNode.Parse(Shape(named))))).ToJsonString(Readable) + "\n";

    private static StoredEvent Stored(IBoundary boundary, KeyValuePair<string, Type> named) => new(
        1, $"{boundary.Kind}/one/two/three", 1, named.Key, Askers.Today, Askers.Now, "coordinator", "key",
        Samples.Of(named.Value) switch
        {
            // The sample's scope is one that no joint action has.
            JointActionEvent.FigurePublished e => e with { Figure = e.Figure with { Scope = ActionScope.Whole } },
            JointActionEvent.PublishedFigureWithdrawn e => e with { Scope = ActionScope.Whole },
            JointActionEvent.FigureExplained e => e with { Scope = ActionScope.Whole },
            var sample => sample,
        });

    private static void None(string fix, IEnumerable<string?> found)
    {
        var wrong = found.Where(f => f is not null).ToList();
        Assert.True(wrong.Count == 0, $"{fix}\n{string.Join("\n", wrong)}");
    }

    private static string? NameOf(Type type) => type.GetCustomAttribute<NameAttribute>(false)?.Name;
}
