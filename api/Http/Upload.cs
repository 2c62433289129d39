namespace Federation.Api.Http;

/// <summary>A file that a form sends along.</summary>
/// <param name="Type">As the browser names its kind.</param>
public sealed record Upload(string Name, string Type, byte[] Content) : IFromField<Upload>
{
    public static Upload? Of(Posted form, string field)
    {
        if (form.Form.Files.GetFile(field) is not { Length: > 0 } file) return null;
        var content = new byte[file.Length];
        using var sent = file.OpenReadStream();
        sent.ReadExactly(content);
        return new(file.FileName, file.ContentType, content);
    }
}
