using System.Net.Http.Headers;
using System.Text;

namespace Federation.Tests.Bounds;

/// <summary>Files sent to <c>/attachments</c> and asked for there.</summary>
internal static class SentFiles
{
    public static byte[] Pdf(string words) => Encoding.UTF8.GetBytes($"%PDF {words}");

    /// <param name="name">As the sender's device calls it.</param>
    public static async Task<Answer> Upload(this Client client, byte[] content, string name = "plan.pdf")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.Add("File-Name", Uri.EscapeDataString(name));
        request.Content = new ByteArrayContent(content);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return await Answer.Of(await client.Http.SendAsync(request));
    }

    public static async Task<string> Uploaded(this Client client, string words, string name = "plan.pdf")
    {
        var answer = await client.Upload(Pdf(words), name);
        Assert.True(answer.Status == 201, answer.Text);
        return (string)answer.Json!["id"]!;
    }

    /// <summary>The file's name as the answer gives it; null where it is not given.</summary>
    public static string? NameOf(this Answer answer) =>
        answer.Message.Content.Headers.ContentDisposition is { } said ? said.FileNameStar ?? said.FileName : null;
}
