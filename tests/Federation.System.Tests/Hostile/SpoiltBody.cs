using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Federation.Tests.Access;

namespace Federation.Tests.Hostile;

/// <summary>Bodies that fit a route but for one place, and bytes that never were one.</summary>
/// <remarks>What stands in the one place is put into the text by hand: no serializer writes half a sign or a name
/// twice.</remarks>
public sealed class SpoiltBody(Realm realm, Random random)
{
    private const string Here = "Qx-here-xQ";

    /// <summary>The bytes, and whether they differ from what a client would send.</summary>
    public (byte[] Bytes, bool Spoilt) Of(Route route, Estate of)
    {
        var body = Question.Body(route, of);
        if (route.Body is null && random.Next(2) == 0) return (File(), true);
        switch (random.Next(14))
        {
            case 0: return (Any(Junk.Bodies), true);
            case 1: return (new byte[random.Next(400_000)], true);
            case 2: return (Bytes(Question.FormFields(body)), true);
            case 3: return (Bent(Encoding.UTF8.GetBytes(body.ToJsonString())), true);
            case < 8: return (Encoding.UTF8.GetBytes(body.ToJsonString()), false);
            default: return (Encoding.UTF8.GetBytes(Spoilt(body)), true);
        }
    }

    /// <summary>What may be called a file: a table, a document, a package of nothing.</summary>
    public byte[] File() => random.Next(5) switch
    {
        0 => Encoding.UTF8.GetBytes("%PDF-1.4 " + Any(Junk.Words)),
        1 => Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, random.Next(1, 400)).Select(_ =>
            string.Join(',', Enumerable.Range(0, random.Next(1, 12)).Select(_ => Any(Junk.Words)))))),
        2 => Package(),
        3 => Any(Junk.Bodies),
        _ => Bent(new byte[random.Next(1, 100_000)]),
    };

    private byte[] Package()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach (var name in new[] { "xl/workbook.xml", "xl/worksheets/sheet1.xml", "../x" })
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes($"<x a=\"1\">{Any(Junk.Words)}</x>"));
            }

        return random.Next(2) == 0 ? bytes.ToArray() : Bent(bytes.ToArray());
    }

    /// <summary>Another's id, another kind of value, too much of it, or a name twice, in one place at any depth.
    /// </summary>
    private string Spoilt(JsonObject body)
    {
        var places = Places(body).Append((body, "on")).ToArray();
        var (parent, key) = places[random.Next(places.Length)];
        if (parent is JsonObject named) named[key] = Here;
        else parent.AsArray()[int.Parse(key)] = Here;
        return body.ToJsonString().Replace($"\"{Here}\"", random.Next(9) switch
        {
            0 or 1 => Quoted(Any(realm.Estates).Known(key) ?? Any([.. Any(realm.Estates).Ids.Values])),
            2 or 3 => Any(Junk.Values),
            4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(3_000)))}]",
            5 => Quoted(new('长', random.Next(20_000))),
            6 => $"{Any(Junk.Values)},{Quoted(key)}:{Any(Junk.Values)}",
            7 => new string('[', 60) + new string(']', 60),
            _ => Quoted(Any(Junk.Words)),
        });
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node)
    {
        var inner = node switch
        {
            JsonObject named => named.Select(f => (f.Key, f.Value)),
            JsonArray list => list.Select((item, i) => ($"{i}", item)),
            _ => [],
        };
        return inner.SelectMany(one => Places(one.Item2).Prepend((node!, one.Item1)));
    }

    /// <summary>Some bytes of it are others.</summary>
    private byte[] Bent(byte[] bytes)
    {
        if (bytes.Length > 0)
            foreach (var _ in Enumerable.Range(0, random.Next(1, 5)))
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Bytes(IEnumerable<KeyValuePair<string, string>> fields) => Encoding.UTF8.GetBytes(
        string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}")));

    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    private T Any<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
