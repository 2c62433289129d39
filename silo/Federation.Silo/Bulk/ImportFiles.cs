using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Federation.Silo.Bulk;

/// <summary>Where a line stands: which of the files, from 0, and which of its lines, from 1.</summary>
internal readonly record struct Place(int File, int Line);

/// <param name="Read">Bytes of all files, as they lie there, that were read up to it.</param>
internal readonly record struct FileLine(Place Place, ReadOnlyMemory<byte> Text, long Read);

/// <summary>One file, or a folder's <c>*.jsonl</c> and <c>*.jsonl.gz</c> in the order of their names, read line by
/// line: a file may be longer than the memory.</summary>
internal sealed class ImportFiles
{
    /// <summary>Bytes of a line; a longer one is not of this format.</summary>
    public const int LineMax = 4 * 1024 * 1024;

    /// <summary>Small enough to be let go with the youngest: large pieces cost collections of everything.</summary>
    private const int PieceBytes = 64 * 1024;
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r"u8);
    private readonly string[] _paths;

    private ImportFiles(string[] paths) => (_paths, Bytes) = (paths, paths.Sum(p => new FileInfo(p).Length));

    /// <summary>Of all files, as they lie there.</summary>
    public long Bytes { get; }

    /// <summary>As people are told of it.</summary>
    public string Name(Place place) =>
        (_paths.Length == 1 ? "" : $"{Path.GetFileName(_paths[place.File])} ")
        + $"第 {place.Line} 行 line {place.Line}";

    public static ImportFiles At(string path)
    {
        if (!Directory.Exists(path)) return new([path]);
        var files = Directory.GetFiles(path).Where(IsMeant).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? new(files) : throw new FileNotFoundException(
            $"{path} 中没有 *.jsonl 或 *.jsonl.gz 文件 holds no file *.jsonl or *.jsonl.gz");
    }

    /// <summary>The same for the same names with the same content, and for nothing else.</summary>
    public string Digest()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in _paths)
        {
            using var file = File.OpenRead(path);
            all.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(path))));
            all.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>Every line after a place that holds something.</summary>
    /// <exception cref="InvalidDataException">A line is too long, or a file is no gzip.</exception>
    public IEnumerable<FileLine> Lines(Place after = default)
    {
        var read = _paths.Take(after.File).Sum(path => new FileInfo(path).Length);
        for (var number = after.File; number < _paths.Length; number++)
        {
            using var file = File.OpenRead(_paths[number]);
            using var content = _paths[number].EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            var line = 0;
            foreach (var text in Lines(content, _paths[number]))
            {
                line++;
                if ((number > after.File || line > after.Line) && text.Span.ContainsAnyExcept(Blank))
                    yield return new(new(number, line), text, read + file.Position);
            }

            read += file.Length;
        }
    }

    /// <summary>Each line is handed out in memory of its own piece, which nobody overwrites: readers may be behind.
    /// </summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream content, string name)
    {
        var (piece, have, first) = (new byte[PieceBytes], 0, true);
        while (true)
        {
            var read = content.ReadAtLeast(piece.AsSpan(have), piece.Length - have, throwOnEndOfStream: false);
            var (end, at) = (have + read, 0);
            if (first && piece.AsSpan(0, end).StartsWith(Encoding.UTF8.Preamble)) at = Encoding.UTF8.Preamble.Length;
            first = false;
            for (int length; (length = piece.AsSpan(at, end - at).IndexOf((byte)'\n')) >= 0; at += length + 1)
                yield return piece.AsMemory(at, length);
            if (end < piece.Length)
            {
                if (at < end) yield return piece.AsMemory(at, end - at);
                yield break;
            }

            have = end - at;
            if (have > LineMax) throw new InvalidDataException(
                $"{name}: 有一行过长 a line is longer than {LineMax} bytes");
            var next = new byte[Math.Max(PieceBytes, 2 * have)];
            piece.AsSpan(at, have).CopyTo(next);
            piece = next;
        }
    }

    private static bool IsMeant(string file) =>
        file.EndsWith(".jsonl", StringComparison.Ordinal) || file.EndsWith(".jsonl.gz", StringComparison.Ordinal);
}
