using System.Security.Cryptography;
using System.Text;

namespace Federation.Log.Counting;

/// <summary>Up to which event books go, and that event's hash.</summary>
internal sealed record BooksHead(long Position, byte[] Hash);

/// <summary>Books in a file beside the log, so that a start reads only what came later. Only a cache: it is believed
/// where it is whole, of these rules, and of this very log.</summary>
internal static class BooksFile
{
    /// <summary>Raised whenever other lines come of the same events, or lie otherwise (a test finds that out): files of
    /// before are then no longer read.</summary>
    public const int Rules = 1;

    private const string Magic = "BOOKS";
    private const int BufferBytes = 1 << 20;

    /// <summary>In one go: whoever opens it meanwhile has the one of before.</summary>
    public static void Write(string file, BooksHead head, Action<BinaryWriter> books)
    {
        var made = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = BufferBytes,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(made, options))
            {
                using (var to = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
                {
                    to.Write(Magic);
                    to.Write(Rules);
                    to.Write(head.Position);
                    to.Write(head.Hash);
                    books(to);
                }

                stream.Write(HashOf(stream, stream.Length));
            }

            File.Move(made, file, overwrite: true);
        }
        finally
        {
            File.Delete(made);
        }
    }

    /// <param name="holds">Whether the log has this event.</param>
    /// <returns>Null where there is none that can be believed.</returns>
    public static (Books Books, long Position)? Read(string file, Func<BooksHead, bool> holds)
    {
        try
        {
            using var stream = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
            using var from = new BinaryReader(stream, Encoding.UTF8);
            if (from.ReadString() != Magic || from.ReadInt32() != Rules) return null;
            var head = new BooksHead(from.ReadInt64(), from.ReadBytes(SHA256.HashSizeInBytes));
            var books = stream.Position;
            if (!holds(head) || !IsWhole(stream)) return null;
            stream.Position = books;
            return (BooksCopy.Read(from), head.Position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static bool IsWhole(FileStream stream)
    {
        var end = stream.Length - SHA256.HashSizeInBytes;
        var hash = HashOf(stream, end);
        var said = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(said);
        return said.AsSpan().SequenceEqual(hash);
    }

    /// <summary>Of the stream's first bytes; it then stands behind them.</summary>
    private static byte[] HashOf(FileStream stream, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        stream.Position = 0;
        for (var left = length; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) throw new EndOfStreamException();
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        return hash.GetHashAndReset();
    }
}
