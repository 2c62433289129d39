namespace Federation.Api.Files;

/// <summary>Files by themselves: sent here, or with a form, before a record refers to them. Who sent one has it for a
/// day; everybody else, and its sender later, only through a record that refers to it.</summary>
public static class Attachments
{
    private static readonly Problem NotErased = new(
        403, "attachment-not-yours", "只有上传文件的人（尚未被引用时）或保管引用它的记录的人可以清除文件；支出凭证由平台管理员清除。",
        "A file is erased by who sent it while nothing refers to it, or by who keeps the record that does; "
        + "a spending's voucher by a platform administrator.");

    public static readonly Feature Feature = new("/attachments", [], files =>
    {
        files.Other("POST", "", Who.Members, Upload).WithMetadata(BodyBound.OneFile);
        files.File("/{id}", Who.SignedIn, Download).WithMetadata(new TakesCookie());
        files.Do<Nothing>("/{id}/erasure", Who.Members, Erase);
    });

    private static async Task<IResult> Upload(HttpContext http)
    {
        var key = Post.KeyOf(http);
        if (FileRules.Room(http) is { } full) return full.Answer(http); // Before it is taken in.
        http.Request.EnableBuffering(); // What does not come at once waits on the disk.
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        http.Request.Body.Position = 0;
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        var name = Uri.UnescapeDataString(http.Request.Headers["File-Name"].ToString());
        var (id, problem) = await FileRules.Keep(http, key, new(name, type, http.Request.Body));
        return problem?.Answer(http) ?? Results.Json(new { id }, Bodies.Options, statusCode: 201);
    }

    private static Task<IResult> Download(Reading reading)
    {
        var file = reading.Log.FileOf(reading["id"]);
        return Task.FromResult(file is null || FileReferences.Seen(reading, file) is not { } seen ? reading.NotFound()
            : Answer(reading, file, seen));
    }

    /// <summary>Its content under the name that the record gives it. What is not for everybody leaves a row of who had
    /// it.</summary>
    public static IResult Answer(Reading reading, KeptFile file, FileSeen seen)
    {
        if (seen.Private) reading.Note("file", [file.Id], seen.What);
        return Results.Stream(
            async to =>
            {
                reading.Http.Response.ContentLength = file.Bytes;
                await reading.Log.CopyTo(file, to, reading.Http.RequestAborted);
            },
            file.Type, seen.Name);
    }

    private static async Task<Done> Erase(Post<Nothing> post)
    {
        var reading = new Reading(post.Http);
        if (reading.Log.FileOf(post["id"]) is not { } file) throw new ProblemException(Problem.NotFound);
        if (!FileReferences.MayErase(reading, file)) throw new ProblemException(
            FileReferences.Seen(reading, file) is null ? Problem.NotFound : NotErased);
        await post.Log.EraseFile(file.Id, post.Caller.Account!);
        return new(file.Id, new(OutcomeKind.Accepted, 0, post.Log.Head.Position));
    }
}
