using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Federation.Log;

namespace Federation.Grains;

/// <summary>A stream's state at a version, and what must still be so for it to be used.</summary>
/// <param name="Hash">The chain's hash at that version.</param>
/// <param name="Shape">Of the types the state is made of.</param>
public sealed record Snapshot(long Version, byte[] Hash, string Shape, string State);

/// <summary>A stream's state kept beside the log, so that a long stream loads by its tail.</summary>
/// <remarks>Only a cache: it carries the shape of the state's types, the version and that event's chain hash, and is
/// ignored when any of them differs from what is stored or compiled now.</remarks>
public sealed class Snapshots<TState>(EventLog log, string stream, Snapshot? kept, Action<Snapshot> keep)
{
    /// <summary>Events between two snapshots: a cold stream reads at most about this many.</summary>
    public const int Every = 200;

    private static readonly string Shape = ShapeOf(typeof(TState));
    private Snapshot? _kept = kept;
    private long _last;

    public void Offer(TState state, long version, byte[] hash)
    {
        if (version - _last < Every) return;
        _last = version;
        keep(new(version, hash, Shape, JsonSerializer.Serialize(state, Json.Options)));
    }

    public (TState State, long Version)? Read()
    {
        (var kept, _kept) = (_kept, null); // Read once: from then on the aggregate holds the state.
        if (kept is null || kept.Shape != Shape || !log.Holds(stream, kept.Version, kept.Hash)) return null;
        try
        {
            _last = kept.Version;
            return (JsonSerializer.Deserialize<TState>(kept.State, Json.Options)!, kept.Version);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A hash over the names and types of everything the state is made of: changed code ignores old
    /// snapshots.</summary>
    private static string ShapeOf(Type type)
    {
        var text = new StringBuilder();
        Describe(type, [], text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Describe(Type type, HashSet<Type> seen, StringBuilder text)
    {
        text.Append(type.FullName ?? type.Name).Append('{');
        if (!seen.Add(type)) return;
        foreach (var argument in type.GenericTypeArguments) Describe(argument, seen, text);
        if (type.Assembly == typeof(Federation.Domain.Refusal).Assembly)
        {
            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
            foreach (var property in properties.OrderBy(p => p.Name, StringComparer.Ordinal))
            {
                text.Append(property.Name).Append(':');
                Describe(property.PropertyType, seen, text);
            }

            if (type.IsEnum) text.AppendJoin(',', Enum.GetNames(type));
        }

        text.Append('}');
    }
}
