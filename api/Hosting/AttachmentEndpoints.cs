using System.Security.Cryptography;

namespace Federation.Api.Hosting;

/// <summary>Files, stored under their SHA-256: the same file twice is one file. Swept
/// after a day if nothing refers to them.</summary>
public static class AttachmentEndpoints
{
    public const long BytesMax = 10L * 1024 * 1024;

    public static readonly Feature Feature = new("/attachments", [], files =>
    {
        files.Other("POST", "", Who.Members, Upload);
        files.File("/{id}", Who.SignedIn, Download).WithMetadata(new TakesCookie());
    });

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

    private static readonly Problem WrongKind = new(
        415, "attachment-kind", "只接受 PDF、PNG、JPEG 和 Word、Excel、PowerPoint 文件。",
        "Only PDF, PNG, JPEG and Word, Excel or PowerPoint files are accepted.");

    private static async Task<IResult> Upload(HttpContext http)
    {
        Post.KeyOf(http);
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        var name = Uri.UnescapeDataString(http.Request.Headers["File-Name"].ToString());
        var log = http.RequestServices.GetRequiredService<EventLog>();
        var (id, problem) = await Keep(log, name, type, buffer.ToArray());
        return problem?.Answer(http) ?? Results.Json(new { id }, Bodies.Options, statusCode: 201);
    }

    private static Task<IResult> Download(Reading reading)
    {
        var file = reading.Rows.One(
            "select name, type, content from files where id = @id",
            r => (Name: r.GetString(0), Type: r.GetString(1), Content: (byte[])r[2]), ("id", reading["id"]));
        return Task.FromResult(
            file.Content is null ? reading.NotFound() : Results.File(file.Content, file.Type, file.Name));
    }

    /// <summary>Keeps a file and answers its id, or why not.</summary>
    public static async Task<(string? Id, Problem? Problem)> Keep(
        EventLog log, string name, string type, byte[] content)
    {
        if (content.Length is 0 or > (int)BytesMax) return (null, Problem.TooLarge);
        if (!Kinds.TryGetValue(type, out var starts) || !Array.Exists(starts, s => content.AsSpan().StartsWith(s)))
            return (null, WrongKind);
        var id = Convert.ToHexStringLower(SHA256.HashData(content));
        var safe = Path.GetFileName(name.Trim()) is { Length: > 0 and <= 120 } given ? given : id[..12];
        await log.Write(
            "insert into files (id, name, type, content, at, referred) " +
            "values (@id, @name, @type, @content, @at, 0) on conflict (id) do nothing",
            ("id", id), ("name", safe), ("type", type), ("content", content), ("at", log.Clock.GetUtcNow()));
        return (id, null);
    }
}
