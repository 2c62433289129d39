using System.Text;
using Federation.Api.Http;
using Federation.Tests.Rig;

namespace Federation.Tests.Bounds;

/// <summary>No table that the product gives out runs in a spreadsheet.</summary>
public class CsvTests
{
    [Theory]
    [InlineData("=1+1"), InlineData("+1+1"), InlineData("-1+1"), InlineData("@SUM(1)")]
    [InlineData("＝1+1"), InlineData("＋1"), InlineData("－1+1"), InlineData("＠x"), InlineData("﹦1")]
    [InlineData("−1+1")]
    [InlineData("\n=1"), InlineData("\r=1"), InlineData("\t=1"), InlineData(" =1"), InlineData("\u00A0=1")]
    [InlineData("\u3000=1"), InlineData("\u200B=1"), InlineData("\uFEFF=1"), InlineData("\u0001=1")]
    [InlineData("\u2066=1"), InlineData("\"=1"), InlineData("\u3164=1"), InlineData(" \t ＝1")]
    public void What_would_run_is_text(string cell)
    {
        var written = Cell(cell);
        var at = written.IndexOfAny(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '−']);
        Assert.Contains('\'', written[..at]);
    }

    [Theory]
    [InlineData("a;=1", "a;'=1"), InlineData("a\n@x", "a\n'@x"), InlineData("a\t＝x", "a\t'＝x")]
    [InlineData("a; -5 b", "a;' -5 b")]
    public void Nor_does_what_another_separator_would_make_a_cell(string cell, string written) =>
        Assert.Equal(written, Cell(cell));

    [Theory]
    [InlineData("-5"), InlineData("+5"), InlineData("-5.25"), InlineData("约40人次"), InlineData("a=b"), InlineData("")]
    [InlineData("2022-03-12"), InlineData("甲、乙; 丙")]
    public void Numbers_and_plain_words_stay_as_they_are(string cell) => Assert.Equal(cell, Cell(cell));

    [Fact]
    public async Task A_list_of_gifts_that_was_looked_at_is_not_served()
    {
        var campaign = await Fundraisers.Campaign.On(BothDatabases.Sqlite);
        var pages = await PageClient.As(
            campaign.Registry.Product, "coordinator", campaign.Registry.Alliance);
        var form = (await pages.Read($"{campaign.Path}/import")).Form($"{campaign.Path}/import/preview");
        var seen = await pages.Send(form.Attach("file", "gifts.csv", Encoding.UTF8.GetBytes(
            Fundraisers.Campaign.Header + "\"=HYPERLINK(1)\",1.00,2022-01-15\r\n")));
        var sheet = seen.Document.QuerySelector("input[name=sheet]")!.GetAttribute("value")!;

        var served = await pages.Get($"/api/v1/attachments/{sheet}");

        Assert.Equal(404, served.Status);
        Assert.Equal(404, (await campaign.Coordinator.Get($"/attachments/{sheet}")).Status);
    }

    private static string Cell(string text) =>
        Encoding.UTF8.GetString(CsvFile.Of([[text]]))[1..^3].Trim('"').Replace("\"\"", "\"");
}
