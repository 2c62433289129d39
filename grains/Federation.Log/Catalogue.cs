using System.Collections.Frozen;
using System.Reflection;
using Federation.Domain;

namespace Federation.Log;

/// <summary>Everything the product knows by name: boundaries, events, commands, projections, processes.</summary>
/// <remarks>Found once by reflection over the product's own assemblies, so that a new boundary is one new
/// file.</remarks>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, Type> _types;
    private readonly FrozenDictionary<Type, string> _names;
    private readonly FrozenDictionary<string, IBoundary> _boundaries;

    public static Catalogue Product { get; } = new(typeof(Refusal).Assembly, typeof(Catalogue).Assembly);

    public Catalogue(params Assembly[] assemblies) : this([.. assemblies.SelectMany(a => a.GetTypes())])
    {
    }

    /// <summary>Only what these types declare, as a version before the others were there.</summary>
    public Catalogue(params Type[] types)
    {
        _names = types.Where(t => t.IsDefined(typeof(NameAttribute), inherit: false))
            .ToFrozenDictionary(t => t, t => t.GetCustomAttribute<NameAttribute>()!.Name);
        _types = _names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
        var statics = types
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(f => f.IsInitOnly).ToArray();
        _boundaries = ValuesOf<IBoundary>(statics).ToFrozenDictionary(b => b.Kind);
        Projections = [.. ValuesOf<Projection>(statics).OrderBy(p => p.Area, StringComparer.Ordinal)];
        Processes = [.. ValuesOf<Process>(statics).OrderBy(p => p.Name, StringComparer.Ordinal)];
        Checks = [.. ValuesOf<Check>(statics).OrderBy(c => c.Name, StringComparer.Ordinal)];
        Tables = [.. Projections.SelectMany(p => p.Tables).OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    private Catalogue(Catalogue other, Projection[] projections)
    {
        (_types, _names, _boundaries) = (other._types, other._names, other._boundaries);
        (Processes, Checks) = (other.Processes, other.Checks);
        Projections = projections;
        Tables = [.. Projections.SelectMany(p => p.Tables).OrderBy(t => t.Name, StringComparer.Ordinal)];
    }

    /// <summary>The same with other projections, as an older or a newer version has them.</summary>
    public Catalogue With(params Projection[] projections) => new(this, projections);

    public IReadOnlyList<Projection> Projections { get; }

    public IReadOnlyList<Process> Processes { get; }

    /// <summary>What <c>verify</c> looks at beside the chain.</summary>
    public IReadOnlyList<Check> Checks { get; }

    /// <summary>The tables derived from the log, all areas together.</summary>
    public IReadOnlyList<Table> Tables { get; }

    public IEnumerable<IBoundary> Boundaries => _boundaries.Values;

    public IEnumerable<KeyValuePair<string, Type>> Named => _types;

    public IBoundary BoundaryOf(string stream) =>
        _boundaries.TryGetValue(stream.Split('/', 2)[0], out var boundary)
            ? boundary
            : throw new ArgumentException($"No boundary has streams like '{stream}'.", nameof(stream));

    public Type TypeOf(string name) =>
        _types.TryGetValue(name, out var type)
            ? type
            : throw new UnknownNameException(name);

    public string NameOf(object body) => NameOf(body.GetType());

    public string NameOf(Type type) => _names.TryGetValue(type, out var name)
        ? name
        : throw new ArgumentException($"{type} has no [Name], so it cannot be stored or sent.", nameof(type));

    private static IEnumerable<T> ValuesOf<T>(FieldInfo[] statics) =>
        statics.Where(f => typeof(T).IsAssignableFrom(f.FieldType)).Select(f => (T)f.GetValue(null)!);
}

/// <summary>An event or command that this version does not know: in a rolling upgrade a newer one wrote it, and can
/// go on with it.</summary>
public sealed class UnknownNameException(string name) : ArgumentException($"Nothing is named '{name}'.", nameof(name))
{
    public string Name { get; } = name;
}
