using System.Security.Cryptography;

namespace Federation.Log;

/// <summary>The pair of keys of a town's backups: the public one stays on the machine and closes each backup, the
/// private one lies elsewhere and opens them.</summary>
/// <remarks>ECDH on P-256: a private key of four short lines, which can be printed and typed in again.</remarks>
public static class BackupKeys
{
    public const string PublicName = "backup.pub", PrivateName = "backup.key";

    private const int FingerprintDigits = 32;

    /// <summary>Makes a pair in the folder; never over one that is there.</summary>
    /// <returns>The fingerprint.</returns>
    public static string Make(string folder)
    {
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Write(Path.Combine(folder, PrivateName), pair.ExportPkcs8PrivateKeyPem());
        Write(Path.Combine(folder, PublicName), pair.ExportSubjectPublicKeyInfoPem());
        return FingerprintOf(pair);
    }

    /// <exception cref="CopyRefusedException">There is no such key in the file.</exception>
    public static ECDiffieHellman Read(string file) => Of(File.ReadAllText(file), file);

    /// <summary>Of a file's text, or of a setting: the public key without its first and last line.</summary>
    public static ECDiffieHellman Of(string text, string file)
    {
        var key = ECDiffieHellman.Create();
        try
        {
            if (text.Contains("-----", StringComparison.Ordinal)) key.ImportFromPem(text);
            else key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            if (key.KeySize == 256) return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or FormatException)
        {
            key.Dispose();
            throw Refused(file, e);
        }

        key.Dispose();
        throw Refused(file, null);
    }

    /// <summary>Tells which pair it is, by either of its keys.</summary>
    public static string FingerprintOf(ECDiffieHellman key) => Convert.ToHexStringLower(
        SHA256.HashData(key.PublicKey.ExportSubjectPublicKeyInfo()))[..FingerprintDigits];

    private static CopyRefusedException Refused(string file, Exception? cause) => new(
        $"{file} 里没有备份密钥。", $"There is no key of backups in {file}.", cause);

    private static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var made = new StreamWriter(new FileStream(file, options));
        made.WriteLine(text);
    }
}
