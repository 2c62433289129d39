using System.Security.Cryptography;

namespace Federation.Log.Tests;

/// <summary>What is closed to a public key opens with its private key alone, and only whole.</summary>
public sealed class SealedFileTests
{
    private const int Piece = 1024 * 1024, Tag = 16;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData(3 * Piece)]
    public void It_opens_as_it_was(int length)
    {
        using var folder = new Folder();
        var plain = RandomNumberGenerator.GetBytes(length);
        Assert.Equal(plain, Opened(Closed(folder, plain), folder.Private));
    }

    [Fact]
    public void Nothing_opens_that_was_cut_changed_doubled_or_moved()
    {
        using var folder = new Folder();
        var closed = Closed(folder, RandomNumberGenerator.GetBytes(3 * Piece + 100));
        var head = closed.Length - (3 * (Piece + Tag) + 100 + Tag);
        var (one, two, rest) = (head + Piece + Tag, head + 2 * (Piece + Tag), head + 3 * (Piece + Tag));
        Refused(closed[..^1]);
        Refused(closed[..rest]); // Cut between two pieces.
        Refused(closed[..head]);
        Refused([.. closed, 0]);
        Refused([.. closed[..one], .. closed[head..]]); // A piece doubled.
        Refused([.. closed[..head], .. closed[one..two], .. closed[head..one], .. closed[two..]]); // Two swapped.
        foreach (var at in new[] { 0, 9, head - 1, head, one + 40, closed.Length - 1 })
            Refused([.. closed[..at], (byte)(closed[at] ^ 1), .. closed[(at + 1)..]]);
        Refused([]);

        void Refused(byte[] bytes) => Assert.Throws<CopyRefusedException>(() => Opened(bytes, folder.Private));
    }

    [Fact]
    public void Another_pair_opens_nothing_and_a_pair_is_never_overwritten()
    {
        using var folder = new Folder();
        using var other = new Folder();
        Assert.Throws<CopyRefusedException>(() => Opened(Closed(folder, [1, 2, 3]), other.Private));
        Assert.Throws<IOException>(() => BackupKeys.Make(folder.Path));
        using var half = BackupKeys.Read(folder.Public);
        using var whole = BackupKeys.Read(folder.Private);
        Assert.Equal(BackupKeys.FingerprintOf(half), BackupKeys.FingerprintOf(whole));
        File.WriteAllText(folder.Public, "no key");
        Assert.Throws<CopyRefusedException>(() => BackupKeys.Read(folder.Public));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Private));
    }

    private static byte[] Closed(Folder folder, byte[] plain)
    {
        var file = Path.Combine(folder.Path, $"{Guid.NewGuid():N}");
        using (var key = BackupKeys.Read(folder.Public))
        using (var to = new FileStream(file, FileMode.CreateNew)) SealedFile.Close(new MemoryStream(plain), to, key);
        Assert.True(SealedFile.IsOne(file));
        return File.ReadAllBytes(file);
    }

    private static byte[] Opened(byte[] closed, string privateKey)
    {
        using var key = BackupKeys.Read(privateKey);
        using var to = new MemoryStream();
        SealedFile.Open(new MemoryStream(closed), to, key);
        return to.ToArray();
    }

    private sealed class Folder : IDisposable
    {
        public Folder() => BackupKeys.Make(Path);

        public string Path { get; } = Directory.CreateTempSubdirectory("federation-sealed-").FullName;

        public string Public => System.IO.Path.Combine(Path, BackupKeys.PublicName);

        public string Private => System.IO.Path.Combine(Path, BackupKeys.PrivateName);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
