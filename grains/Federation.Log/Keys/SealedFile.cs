using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Federation.Log;

/// <summary>A file closed to the holder of a private key: AES-256-GCM in pieces, under a key that a fresh pair and the
/// recipient's public key agree on (ECDH P-256, HKDF-SHA256).</summary>
/// <remarks>Version 1: the magic word, the length and the bytes of the fresh public key, then pieces of one size, the
/// last one shorter or empty. A piece's nonce is its number and whether it is the last, so none can be dropped, doubled
/// or moved; the header is authenticated with each.</remarks>
public static class SealedFile
{
    /// <summary>In memory at a time, however large the file is.</summary>
    private const int PieceBytes = 1024 * 1024;

    private const int NonceBytes = 12, TagBytes = 16, KeyBytes = 32, HeadMax = 1_024;
    private static readonly byte[] Magic = "FEDSEAL1"u8.ToArray();

    public static bool IsOne(string file)
    {
        using var read = File.OpenRead(file);
        var begin = new byte[Magic.Length];
        return read.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length
            && begin.AsSpan().SequenceEqual(Magic);
    }

    /// <param name="to">Open for writing; flushed to the disk at the end.</param>
    public static void Close(Stream from, FileStream to, ECDiffieHellman recipient)
    {
        using var fresh = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var head = HeadOf(fresh);
        to.Write(head);
        using var aes = new AesGcm(KeyOf(fresh, recipient, head), TagBytes);
        var (plain, box) = (new byte[PieceBytes], new byte[TagBytes + PieceBytes]);
        for (var number = 0L; ; number++)
        {
            var length = from.ReadAtLeast(plain, PieceBytes, throwOnEndOfStream: false);
            aes.Encrypt(
                Nonce(number, length < PieceBytes), plain.AsSpan(0, length), box.AsSpan(TagBytes, length),
                box.AsSpan(0, TagBytes), head);
            to.Write(box, 0, TagBytes + length);
            if (length < PieceBytes) break;
        }

        to.Flush(flushToDisk: true);
    }

    /// <exception cref="CopyRefusedException">It is of another pair, was cut short or changed.</exception>
    public static void Open(Stream from, Stream to, ECDiffieHellman key)
    {
        try
        {
            var (head, fresh) = Read(from);
            using (fresh)
            {
                using var aes = new AesGcm(KeyOf(key, fresh, head), TagBytes);
                Open(from, to, aes, head);
            }
        }
        catch (Exception e) when (e is CryptographicException or EndOfStreamException)
        {
            throw new CopyRefusedException(
                "备份打不开：私钥不是它的，或者文件已损坏。",
                "The backup does not open: the private key is not its own, or the file is damaged.", e);
        }
    }

    private static void Open(Stream from, Stream to, AesGcm aes, byte[] head)
    {
        var (plain, box) = (new byte[PieceBytes], new byte[TagBytes + PieceBytes]);
        for (var number = 0L; ; number++)
        {
            var length = from.ReadAtLeast(box, box.Length, throwOnEndOfStream: false) - TagBytes;
            if (length < 0) throw new EndOfStreamException();
            aes.Decrypt(
                Nonce(number, length < PieceBytes), box.AsSpan(TagBytes, length), box.AsSpan(0, TagBytes),
                plain.AsSpan(0, length), head);
            to.Write(plain, 0, length);
            if (length < PieceBytes) return;
        }
    }

    private static byte[] HeadOf(ECDiffieHellman fresh)
    {
        var key = fresh.PublicKey.ExportSubjectPublicKeyInfo();
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)key.Length);
        return [.. Magic, .. length, .. key];
    }

    private static (byte[] Head, ECDiffieHellman Fresh) Read(Stream from)
    {
        var begin = new byte[Magic.Length + sizeof(ushort)];
        from.ReadExactly(begin);
        var length = BinaryPrimitives.ReadUInt16BigEndian(begin.AsSpan(Magic.Length));
        if (!begin.AsSpan(0, Magic.Length).SequenceEqual(Magic) || length > HeadMax) throw new EndOfStreamException();
        var key = new byte[length];
        from.ReadExactly(key);
        var fresh = ECDiffieHellman.Create();
        fresh.ImportSubjectPublicKeyInfo(key, out _);
        return ([.. begin, .. key], fresh);
    }

    private static byte[] KeyOf(ECDiffieHellman own, ECDiffieHellman other, byte[] head)
    {
        var secret = own.DeriveRawSecretAgreement(other.PublicKey);
        return HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, KeyBytes, salt: head, info: "federation backup 1"u8.ToArray());
    }

    private static byte[] Nonce(long number, bool last)
    {
        var nonce = new byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(0), number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
