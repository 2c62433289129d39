namespace Federation.Api.Http;

/// <summary>A file that a form sends along; its content stays on the disk until it is asked for.</summary>
public sealed record Upload(IFormFile File) : IFromField<Upload>
{
    public static Upload? Of(Posted form, string field) =>
        form.Form.Files.GetFile(field) is { Length: > 0 } file ? new(file) : null;

    /// <summary>The content; of a longer one just so much that it is seen to be too long.</summary>
    public byte[] Read(int max)
    {
        var content = new byte[Math.Min(File.Length, max + 1L)];
        using var sent = File.OpenReadStream();
        sent.ReadExactly(content);
        return content;
    }
}
