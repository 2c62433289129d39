using DocumentFormat.OpenXml.Packaging;
using Federation.Api.Hosting;
using Federation.Grains.Engine;
using Federation.Tests.Pages;
using Federation.Tests.Rig;
using Microsoft.Extensions.Configuration;

namespace Federation.Tests.Http;

/// <summary>Links that leave the product lead where its operator says, never where a caller says.</summary>
public class PublicAddressTests
{
    private const string Badge = "/merchants/food-safety-2021/shop-01/badge";
    private const string Report = "/api/v1/joint-actions/food-safety-2021/report/document.docx";
    private const string Evil = "evil.example";

    [Fact]
    public async Task A_document_and_a_badge_lead_to_the_address_that_is_set_whatever_the_host()
    {
        var product = await SampleTown.Loaded;

        var links = await Links(product, Evil);

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith(SampleTown.PublicAddress + "/", link));
        Assert.Contains($"{SampleTown.PublicAddress}/merchants/", await Text(product, Badge, Evil));
    }

    [Fact]
    public async Task Without_an_address_a_host_that_anybody_can_write_is_not_printed()
    {
        await using var product = await Product.Start(BothDatabases.Sqlite, ("Sample", "jiujiang"));

        Assert.Empty(await Links(product, Evil));
        var badge = await Text(product, Badge, Evil);
        Assert.DoesNotContain(Evil, badge);
        Assert.Contains("请系统管理员先设置对外网址", badge);
        Assert.All(await Links(product, "localhost"), link => Assert.StartsWith("http://localhost/", link));
        Assert.Contains("http://localhost/merchants/", await Text(product, Badge, "localhost"));
    }

    /// <summary>Pages hold no absolute address at all.</summary>
    [Fact]
    public async Task No_page_repeats_the_host_that_it_was_asked_by()
    {
        var product = await SampleTown.Loaded;
        foreach (var path in new[] { "/", "/sign-in", "/merchants", "/coverage", Badge, "/nowhere", "/me" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = Evil } };
            using var answer = await product.Anonymous().Http.SendAsync(request);
            Assert.DoesNotContain(Evil, await answer.Content.ReadAsStringAsync());
            Assert.DoesNotContain(Evil, answer.Headers.ToString());
        }
    }

    [Theory]
    [InlineData("town.example"), InlineData("ftp://town.example"), InlineData("https://town.example/?x=1")]
    [InlineData("https://a:b@town.example"), InlineData("/town")]
    public void What_is_no_address_is_told_at_the_start(string set)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Federation:PublicAddress", set)]).Build();
        Assert.Contains($"'{set}'", Assert.Throws<SettingsException>(() => new PublicAddress(settings)).Message);
    }

    private static async Task<string[]> Links(Product product, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Report) { Headers = { Host = host } };
        using var answer = await product.Anonymous().Http.SendAsync(request);
        using var file = WordprocessingDocument.Open(
            new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), isEditable: false);
        return [.. file.MainDocumentPart!.HyperlinkRelationships.Select(link => link.Uri.OriginalString)];
    }

    private static async Task<string> Text(Product product, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var answer = await product.Anonymous().Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
