using System.Net.Http.Headers;
using System.Text;
using Federation.Tests.Rig;

namespace Federation.Tests.Http;

/// <summary>Files that people send: of the kind that they say, and harmless when they are fetched again.</summary>
public class DownloadTests
{
    [Theory]
    [InlineData("名单.pdf"), InlineData("../../etc/passwd"), InlineData("a\r\nX-Planted: y.pdf")]
    [InlineData("a\"; filename=b.html"), InlineData("\u202Efdp.exe"), InlineData("a\0b\u0085.pdf"), InlineData("")]
    public async Task A_file_is_fetched_as_a_download_whatever_it_is_called(string name)
    {
        var admin = await (await Product.On(BothDatabases.Sqlite)).SignedIn();
        var sent = await Sent(admin, $"%PDF-1.7 {Guid.NewGuid()}", "application/pdf", name);
        if (sent.Status == 400) return; // Told instead of kept.
        Assert.Equal(201, sent.Status);

        using var file = await admin.Http.GetAsync($"/api/v1/attachments/{(string)sent.Json!["id"]!}");

        var disposition = Assert.Single(file.Content.Headers.GetValues("Content-Disposition"));
        Assert.StartsWith("attachment", disposition);
        Assert.DoesNotContain(disposition, letter => letter is < ' ' or > '~');
        Assert.Equal("application/pdf", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(file.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(file.Headers.Contains("X-Planted"));
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script>", "application/pdf")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), InlineData("<p>", "text/html")]
    [InlineData("%PDF-1.7", "image/png"), InlineData("MZ", "application/pdf"), InlineData("%PDF-1.7", "text/html")]
    public async Task A_file_that_is_not_of_a_kind_that_is_taken_is_told(string content, string type)
    {
        var admin = await (await Product.On(BothDatabases.Sqlite)).SignedIn();
        Assert.Equal((415, "attachment-kind"), (await Sent(admin, content, type, "a.pdf")) is var told
            ? (told.Status, told.Code) : default);
    }

    private static async Task<Answer> Sent(Client client, string content, string type, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments");
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        request.Headers.Add("File-Name", Uri.EscapeDataString(name));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await Answer.Of(await client.Http.SendAsync(request));
    }
}
