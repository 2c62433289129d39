using System.Buffers;
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

    /// <summary>All columns in one piece of memory, hashed in one go: a call for each costs more than the hash.
    /// </summary>
    public static byte[] Next(byte[] previous, in EventRow row)
    {
        Span<string> texts = [row.Stream, row.Name, row.Day, row.Actor, row.Key, row.Body];
        var most = previous.Length + (3 + texts.Length) * sizeof(long);
        foreach (var text in texts) most += Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        previous.CopyTo(rented, 0);
        var length = previous.Length;
        Append(rented, ref length, row.Position);
        Append(rented, ref length, row.Stream);
        Append(rented, ref length, row.Version);
        Append(rented, ref length, row.Name);
        Append(rented, ref length, row.Day);
        Append(rented, ref length, row.RecordedAt);
        Append(rented, ref length, row.Actor);
        Append(rented, ref length, row.Key);
        Append(rented, ref length, row.Body);
        var hash = SHA256.HashData(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static void Append(byte[] bytes, ref int length, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(length), value);
        length += sizeof(long);
    }

    private static void Append(byte[] bytes, ref int length, string text)
    {
        var count = Encoding.UTF8.GetBytes(text, bytes.AsSpan(length + sizeof(long)));
        Append(bytes, ref length, count);
        length += count;
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
