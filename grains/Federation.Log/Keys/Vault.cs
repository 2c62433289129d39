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

    /// <summary>The purpose under which the key of payloads is closed once the master key has changed.</summary>
    internal const string Payloads = "payloads";

    /// <summary>The purpose under which the framework's keys of cookies and forms are closed.</summary>
    public const string DataProtection = "data-protection";

    private readonly byte[] _master;
    private byte[] _payload;
    private readonly byte[] _guard;

    public Vault(byte[] master)
    {
        if (master.Length != KeyBytes) throw new ArgumentException("The master key has 32 bytes.", nameof(master));
        _master = HKDF.Expand(HashAlgorithmName.SHA256, master, KeyBytes, "federation record keys"u8.ToArray());
        Fingerprint = Convert.ToHexStringLower(
            HMACSHA256.HashData(_master, "federation key fingerprint"u8))[..FingerprintDigits];
        _guard = HKDF.Expand(HashAlgorithmName.SHA256, master, KeyBytes, "federation guards"u8.ToArray());
        _payload = HKDF.Expand(HashAlgorithmName.SHA256, master, KeyBytes, "federation payloads"u8.ToArray());
    }

    /// <summary>For work that opens and seals nothing.</summary>
    public static Vault Absent { get; } = new(new byte[KeyBytes]) { IsAbsent = true };

    /// <summary>Whether there is no master key: nothing can be opened, sealed or vouched for.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>Tells whether two vaults have one master key, and nothing else of it.</summary>
    public string Fingerprint { get; }

    /// <summary>The key of the setting (base64), or of a file readable by its owner only, made at first
    /// start.</summary>
    /// <param name="hasData">Whether there is something that a new key would not open: then none is made.</param>
    /// <exception cref="StartRefusedException">There is no key, or what is there is none.</exception>
    public static Vault Open(string? setting, string file, Func<bool>? hasData = null)
    {
        if (setting is { Length: > 0 }) return Of(setting, "Federation__MasterKey");
        try
        {
            if (!File.Exists(file))
            {
                if (hasData?.Invoke() == true) throw new StartRefusedException(
                    $"数据库里已有数据，但没有主密钥文件 {file}：请把原来的那一份放回。没有新建密钥。",
                    $"The database holds data, but the master key's file {file} is not there: put your copy back. No "
                    + "new key was made.");
                Make(file);
            }

            return Of(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"主密钥文件 {file} 不能读取或新建（{e.Message}）。", $"The master key's file {file} cannot be read or made.", e);
        }
    }

    private static Vault Of(string text, string where)
    {
        var bytes = new byte[KeyBytes + 1];
        if (Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == KeyBytes)
            return new(bytes[..KeyBytes]);
        throw new StartRefusedException(
            $"{where} 里不是主密钥（应为 32 字节的 base64，共 44 个字符）：文件可能损坏，请把原来的那一份放回。",
            $"What is in {where} is no master key (base64 of 32 bytes, 44 characters): it may be damaged; put your "
            + "copy back.");
    }

    /// <summary>Written whole beside it and then moved to its place: of several that start at once one makes the key,
    /// and nobody reads half of it.</summary>
    private static void Make(string file)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
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

    /// <summary>What only a holder of the master key can make: for rows that nobody else may write.</summary>
    internal byte[] MacOf(string purpose, byte[] content)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _guard);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{purpose}\n"));
        hmac.AppendData(content);
        return hmac.GetHashAndReset();
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

    /// <summary>Of payloads, as text: it stays the same when the master key changes.</summary>
    internal string PayloadKey => Convert.ToBase64String(_payload);

    /// <summary>Takes the payloads' key of the database's first master key.</summary>
    internal void Adopt(string payloadKey) => _payload = Convert.FromBase64String(payloadKey);

    internal byte[] Wrap(string id, byte[] key) => Encrypt(_master, key, id);

    internal byte[] Unwrap(string id, byte[] wrapped) => Decrypt(_master, wrapped, id);

    internal bool Unwraps(string id, byte[] wrapped)
    {
        try
        {
            Unwrap(id, wrapped);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or OverflowException)
        {
            return false; // Too short to be a cipher is as closed as any.
        }
    }

    public string Open(string id, byte[] cipher, byte[] wrapped) =>
        Encoding.UTF8.GetString(Decrypt(Decrypt(_master, wrapped, id), cipher, id));

    /// <summary>A new key for a record that is sealed in several pieces, and the wrapped key to open it with.</summary>
    public (RecordKey Key, byte[] Wrapped) NewKey(string id)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        return (new(key), Encrypt(_master, key, id));
    }

    public RecordKey KeyOf(string id, byte[] wrapped) => new(Decrypt(_master, wrapped, id));

    /// <summary>Encrypts what has no record key of its own, as text.</summary>
    public string Close(string purpose, string plain) =>
        Convert.ToBase64String(Encrypt(_master, Encoding.UTF8.GetBytes(plain), purpose));

    public string Disclose(string purpose, string closed) =>
        Encoding.UTF8.GetString(Decrypt(_master, Convert.FromBase64String(closed), purpose));

    /// <summary>One record's key, opened: each piece is sealed under its own name, so that none stands in for another.
    /// </summary>
    public sealed class RecordKey
    {
        private readonly byte[] _key;

        internal RecordKey(byte[] key) => _key = key;

        public byte[] Seal(string piece, ReadOnlySpan<byte> plain) => Encrypt(_key, plain, piece);

        public byte[] Open(string piece, byte[] cipher) => Decrypt(_key, cipher, piece);
    }

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, string id)
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
