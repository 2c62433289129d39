using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Federation.Log;

namespace Federation.Grains;

/// <summary>A stream's state kept beside the log, so that a long stream loads by its tail.</summary>
/// <remarks>Only a cache: it carries the shape of the state's types, the version and that event's chain hash, and is
/// ignored when any of them differs from what is stored or compiled now.</remarks>
public sealed class Snapshots<TState>(EventLog log, string stream)
{
    /// <summary>Events between two snapshots: a cold stream reads at most about this many.</summary>
    public const int Every = 200;

    private static readonly string Shape = ShapeOf(typeof(TState));
    private long _last;

    public void Offer(TState state, long version, byte[] hash)
    {
        if (version - _last < Every) return;
        _last = version;
        var body = JsonSerializer.Serialize(state, Json.Options);
        // Not waited for: losing a snapshot loses time, never facts.
        _ = log.Write(Rowset.Put(log.SnapshotTable, stream, version, hash, Shape, body))
            .ContinueWith(static t => _ = t.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    public (TState State, long Version)? Read()
    {
        var row = log.Rows.One(
            "select s.version, s.state from snapshots s join events e " +
            "on e.stream = s.stream and e.version = s.version and e.hash = s.hash " +
            "where s.stream = @stream and s.shape = @shape",
            r => (Version: r.GetInt64(0), State: r.GetString(1)), ("stream", stream), ("shape", Shape));
        if (row.State is null) return null;
        try
        {
            _last = row.Version;
            return (JsonSerializer.Deserialize<TState>(row.State, Json.Options)!, row.Version);
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
