using System.Net.Http.Headers;
using Federation.Api.Hosting;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Http;

public class RetentionTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_file_nobody_refers_to_goes_after_a_day_and_a_key_after_400_days(string kind)
    {
        await using var product = await Product.Start(kind);
        var admin = await product.SignedIn();
        using var upload = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments");
        upload.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        upload.Content = new ByteArrayContent("%PDF-1.7 a plan"u8.ToArray());
        upload.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        var file = (string)(await Answer.Of(await admin.Http.SendAsync(upload))).Json!["id"]!;
        var retention = product.Services.GetRequiredService<Retention>();
        var now = DateTimeOffset.UtcNow;

        await retention.Sweep(now.AddHours(23));
        Assert.Equal(200, (await admin.Get($"/attachments/{file}")).Status);
        await retention.Sweep(now.AddHours(25));
        Assert.Equal(404, (await admin.Get($"/attachments/{file}")).Status);

        var (key, body) = (Guid.NewGuid(), new { userName = "wang.fang", roles = Array.Empty<object>() });
        await admin.Post("/accounts", body, key);
        await retention.Sweep(now.AddDays(13));
        var kept = await admin.Post("/accounts", new { userName = "other", roles = Array.Empty<object>() }, key);
        Assert.Equal(422, kept.Status);

        await retention.Sweep(now.AddDays(402)); // The sign-in has run out by then too.
        var later = await product.SignedIn();
        var anew = await later.Post("/accounts", new { userName = "another", roles = Array.Empty<object>() }, key);
        // Decided anew, and refused by the rule: the id derived from this key has its account.
        Assert.Equal((409, "account-already-open"), (anew.Status, anew.Code));
    }
}
