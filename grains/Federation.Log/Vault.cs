using System.Security.Cryptography;
using System.Text;

namespace Federation.Log;

/// <summary>Encrypts people and free text: a key per record, wrapped by a master key that is never in the
/// database.</summary>
/// <remarks>AES-256-GCM. Erasing a record means overwriting its wrapped key. The key for payload HMACs and for sign-in
/// tokens is derived from the same master key.</remarks>
public sealed class Vault
{
    internal const int KeyBytes = 32;
    private const int NonceBytes = 12, TagBytes = 16;
    private const int FingerprintDigits = 32;
    /// <summary>The purpose under which the framework's keys of cookies and forms are closed.</summary>
    public const string DataProtection = "data-protection";

    private readonly byte[] _master;
    private readonly byte[] _payload;

    public Vault(byte[] master)
    {
        if (master.Length != KeyBytes) throw new ArgumentException("The master key has 32 bytes.", nameof(master));
        _master = HKDF.Expand(HashAlgorithmName.SHA256, master, KeyBytes, "federation record keys"u8.ToArray());
        Fingerprint = Convert.ToHexStringLower(
            HMACSHA256.HashData(_master, "federation key fingerprint"u8))[..FingerprintDigits];
        _payload = HKDF.Expand(HashAlgorithmName.SHA256, master, KeyBytes, "federation payloads"u8.ToArray());
    }

    /// <summary>Tells whether two vaults have one master key, and nothing else of it.</summary>
    public string Fingerprint { get; }

    /// <summary>The key of the setting (base64), or of a file readable by its owner only, made at first
    /// start.</summary>
    public static Vault Open(string? setting, string file)
    {
        if (setting is { Length: > 0 }) return new(Convert.FromBase64String(setting));
        if (!File.Exists(file)) Make(file);
        return new(Convert.FromBase64String(File.ReadAllText(file).Trim()));
    }

    /// <summary>Written whole beside it and then moved to its place: of several that start at once one makes the key,
    /// and nobody reads half of it.</summary>
    private static void Make(string file)
    {
        var beside = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var made = new FileStream(beside, options))
        {
            made.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
            made.Flush(flushToDisk: true);
        }

        // A link is made or refused in one step; File.Move looks first and moves then, and another may come between. It
        // is for what has no links: Windows, and file systems of sticks and shares.
        var linked = !OperatingSystem.IsWindows() && Link(beside, file) == 0;
        if (!linked && !File.Exists(file)) File.Move(beside, file);
        File.Delete(beside);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "link")]
    private static extern int Link(string from, string to);

    /// <summary>HMAC over method, path and canonical body, so that a key with another payload is told apart for 400
    /// days without keeping the payload.</summary>
    public string PayloadOf(string method, string path, ReadOnlySpan<byte> canonicalBody)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _payload);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{method} {path}\n"));
        hmac.AppendData(canonicalBody);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    /// <summary>An id that the caller did not give: the same (user, key) always meets the same grain.</summary>
    public string IdOf(string user, string key, string purpose) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(_payload, Encoding.UTF8.GetBytes($"{user}\n{key}\n{purpose}")))[..20];

    /// <summary>The cipher of the text and the wrapped key to open it with.</summary>
    public (byte[] Cipher, byte[] Wrapped) Seal(string id, string plain)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        return (Encrypt(key, Encoding.UTF8.GetBytes(plain), id), Encrypt(_master, key, id));
    }

    public string Open(string id, byte[] cipher, byte[] wrapped) =>
        Encoding.UTF8.GetString(Decrypt(Decrypt(_master, wrapped, id), cipher, id));

    /// <summary>Encrypts what has no record key of its own, as text.</summary>
    public string Close(string purpose, string plain) =>
        Convert.ToBase64String(Encrypt(_master, Encoding.UTF8.GetBytes(plain), purpose));

    public string Disclose(string purpose, string closed) =>
        Encoding.UTF8.GetString(Decrypt(_master, Convert.FromBase64String(closed), purpose));

    private static byte[] Encrypt(byte[] key, byte[] plain, string id)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(id));
        return box;
    }

    private static byte[] Decrypt(byte[] key, byte[] box, string id)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain,
            Encoding.UTF8.GetBytes(id));
        return plain;
    }
}
