using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Federation.Api.Files;

/// <summary>A file as it was sent.</summary>
/// <param name="Type">As the sender names its kind.</param>
/// <param name="Content">Can be read twice: it lies in a buffer or on the disk.</param>
public sealed record SentFile(string Name, string Type, Stream Content);

/// <summary>Which files are taken, how big, how many, and as long as there is room for them.</summary>
public static class FileRules
{
    public const long BytesMax = 10L * 1024 * 1024;

    /// <summary>Of one account in 24 hours.</summary>
    public const long BytesPerDay = 100L * 1024 * 1024;

    /// <summary>Files that one process seals and stores at once; more wait for their turn.</summary>
    public const int AtOnceMax = 4;

    /// <summary>With less room on a disk no file is taken, so that it is left for commands; MiB, unless
    /// <c>Federation__FreeDiskMiB</c> says otherwise.</summary>
    public const long FreeDiskMiB = 256;

    private const long MiB = 1024 * 1024;
    private static readonly SemaphoreSlim Turns = new(AtOnceMax);

    /// <summary>What may be kept: documents and pictures that no browser runs.</summary>
    private static readonly Dictionary<string, byte[][]> Kinds = new()
    {
        ["application/pdf"] = ["%PDF"u8.ToArray()],
        ["image/png"] = [[0x89, 0x50, 0x4E, 0x47]],
        ["image/jpeg"] = [[0xFF, 0xD8, 0xFF]],
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ["PK"u8.ToArray()],
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ["PK"u8.ToArray()],
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = ["PK"u8.ToArray()],
    };

    private static readonly Problem
        WrongKind = new(
            415, "attachment-kind", "只接受 PDF、PNG、JPEG 和 Word、Excel、PowerPoint 文件。",
            "Only PDF, PNG, JPEG and Word, Excel or PowerPoint files are accepted."),
        TooMuch = new(
            429, "files-per-day", $"您的账号 24 小时内最多上传 {BytesPerDay / MiB} MiB 文件，请明天再传。",
            $"An account may send {BytesPerDay / MiB} MiB of files in 24 hours; send the others tomorrow.")
        { RetryAfter = 3600 },
        NoRoom = new(
            503, "disk-nearly-full", "服务器的磁盘快满了，暂时不能接收文件，其他操作照常；请告诉管理员。",
            "The server's disk is nearly full: no file is taken now, all else goes on. Please tell the administrator.")
        { RetryAfter = 600 };

    /// <summary>Not one that the product keeps for itself.</summary>
    public static bool IsTaken(string type) => Kinds.ContainsKey(type);

    /// <summary>Why no file is taken now, if so.</summary>
    public static Problem? Room(HttpContext http)
    {
        var services = http.RequestServices;
        var least = services.GetRequiredService<IConfiguration>().GetValue("Federation:FreeDiskMiB", FreeDiskMiB) * MiB;
        return Disks(services.GetRequiredService<Hosting.Settings>()).Any(disk => FreeOn(disk) < least) ? NoRoom : null;
    }

    /// <summary>Keeps a file and answers its id, or why not.</summary>
    /// <param name="key">Of the request: the same file sent again under it is the same file.</param>
    public static async Task<(string? Id, Problem? Problem)> Keep(HttpContext http, string key, SentFile file)
    {
        if (file.Content.Length is 0 or > BytesMax) return (null, Problem.TooLarge);
        var began = new byte[8];
        await file.Content.ReadAtLeastAsync(began, began.Length, false, http.RequestAborted);
        if (!Kinds.TryGetValue(file.Type, out var starts) || !Array.Exists(starts, s => began.AsSpan().StartsWith(s)))
            return (null, WrongKind);
        return await Store(http, key, file);
    }

    /// <summary>The same of a file that the product itself made.</summary>
    public static async Task<(string? Id, Problem? Problem)> Store(HttpContext http, string key, SentFile file)
    {
        if (Room(http) is { } full) return (null, full);
        await Turns.WaitAsync(http.RequestAborted);
        try
        {
            var log = http.RequestServices.GetRequiredService<EventLog>();
            var account = http.Features.Get<Caller>()!.Account!;
            var name = Path.GetFileName(file.Name.Trim()) is { Length: > 0 and <= 120 } given ? given : "file";
            file.Content.Position = 0;
            var hash = await SHA256.HashDataAsync(file.Content, http.RequestAborted);
            var id = log.Vault.PayloadOf("file", $"{account} {key} {name}", hash);
            file.Content.Position = 0;
            return await log.Keep(
                new(id, name, file.Type, file.Content.Length, account), file.Content, BytesPerDay, http.RequestAborted)
                ? (id, null) : (null, TooMuch);
        }
        finally
        {
            Turns.Release();
        }
    }

    /// <summary>Where bodies wait, and where the database lies when that is a file here.</summary>
    private static IEnumerable<string> Disks(Hosting.Settings settings)
    {
        yield return Path.GetTempPath();
        if (EventLog.IsOneFile(settings.Connection) && Path.GetDirectoryName(Path.GetFullPath(
            new SqliteConnectionStringBuilder(settings.Connection).DataSource)) is { } folder) yield return folder;
    }

    private static long FreeOn(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue; // A disk that cannot be asked is not full.
        }
    }
}
