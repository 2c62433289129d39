using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Federation.Domain;

namespace Federation.Log;

/// <summary>An event row exactly as stored: what the chain hashes and what verify reads back.</summary>
public readonly record struct EventRow(
    long Position, string Stream, long Version, string Name, string Day, long RecordedAt, string Actor, string Key,
    string Body);

/// <summary>SHA-256 over the previous hash and every column of the row, so that no stored byte changes
/// unseen.</summary>
/// <remarks>Each column is length-prefixed: moving a character from one column to the next changes the hash.
/// Without an outside witness of a head hash a chain shows accidents, not a forger (see verify --against).</remarks>
public static class Chain
{
    public static readonly byte[] Origin = new byte[32];

    public static byte[] Next(byte[] previous, in EventRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Append(hash, row.Position);
        Append(hash, row.Stream);
        Append(hash, row.Version);
        Append(hash, row.Name);
        Append(hash, row.Day);
        Append(hash, row.RecordedAt);
        Append(hash, row.Actor);
        Append(hash, row.Key);
        Append(hash, row.Body);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}

/// <summary>Moments are stored as whole microseconds since 1970: the same number on both databases.</summary>
public static class Micros
{
    private static readonly ConcurrentDictionary<Enum, string> Choices = [];

    public static long Of(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    public static DateTimeOffset ToMoment(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * 10);

    /// <summary>A value of a row change as the databases take it: text, 64-bit integer, bytes or null.</summary>
    public static object? Plain(object? value) => value switch
    {
        null => null,
        string or long or byte[] => value,
        int number => (long)number,
        bool flag => flag ? 1L : 0L,
        DateOnly day => Days.Text(day),
        DateTimeOffset moment => Of(moment),
        Enum choice => Choices.GetOrAdd(choice, c => JsonNamingPolicy.KebabCaseLower.ConvertName(c.ToString())),
        _ => throw new ArgumentException($"A row cannot hold a {value.GetType()}.", nameof(value)),
    };
}
