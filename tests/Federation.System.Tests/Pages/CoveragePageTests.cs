using AngleSharp.Dom;

namespace Federation.Tests.Pages;

/// <summary>The official's page on the sample's town, and everything that its figures lead to.</summary>
public class CoveragePageTests
{
    private const string Town = "/coverage/440605121", AtTheEnd = Town + "?asOf=2022-03-31";

    private static Task<PageClient> Official => Of("official");

    private static async Task<PageClient> Of(string userName) => await PageClient.Of(await SampleTown.Loaded, userName);

    [Fact]
    public async Task The_official_is_led_to_the_own_town_and_sees_every_village_those_with_nothing_first()
    {
        var official = await Official;
        Assert.Equal(Town, (await official.Get("/coverage")).Location);

        var page = await official.Read(AtTheEnd);

        var rows = page.Document.QuerySelectorAll("#matrix tbody tr");
        Assert.Equal(27, rows.Length);
        Assert.Equal(27, rows.Select(r => r.QuerySelector("th a")!.GetAttribute("href")).Distinct().Count());
        Assert.All(rows.Take(16), r => Assert.Contains("untouched", r.ClassList));
        Assert.All(rows.Take(16), r => Assert.Equal("0", r.QuerySelector("td.total")!.TextContent));
        Assert.All(rows.Skip(16), r => Assert.DoesNotContain("untouched", r.ClassList));
        Assert.Equal("25", page.Document.QuerySelector("#matrix tfoot tr td:last-child")!.TextContent);
        Assert.Contains("共 27 个村居：27 个有街坊会，11 个办过活动，16 个还没有", page.Text);
        var themes = await official.Read(AtTheEnd + "&by=theme&show=person-times");
        Assert.Equal(27, themes.Document.QuerySelectorAll("#matrix tbody tr").Length);
        Assert.Equal("700", themes.Document.QuerySelector("#matrix tfoot tr td:last-child")!.TextContent);
    }

    [Theory]
    [InlineData("villages", "27", "27")]
    [InlineData("villagesCovered", "27", "27")]
    [InlineData("memberOrganisations", "23", "23")]
    [InlineData("mentors", "10", "10")]
    [InlineData("teams", "11", "11")]
    [InlineData("organisationsServed", "24", "24")]
    [InlineData("supportMinutes", "98小时30分", "近100小时")]
    public async Task What_was_published_stands_beside_what_records_add_up_to(
        string key, string computed, string published)
    {
        var page = await (await Official).Read(Town + "?asOf=2022-02-28");

        var card = page.Document.QuerySelector($".figure a[href^='/figures/{key}/records']")!.Closest(".figure")!;

        var value = card.QuerySelector(".figure-value")!.TextContent;
        Assert.StartsWith(computed, string.Concat(value.Where(c => c > ' ')));
        Assert.StartsWith(published, card.QuerySelector(".figure-published strong")!.TextContent.Trim());
        Assert.Contains("社区社会组织参与社会治理探索经验揭秘", card.QuerySelector(".figure-published")!.TextContent);
        Assert.Equal(computed == published, card.QuerySelector(".figure-difference")!.ClassList.Contains("same"));
    }

    [Fact]
    public async Task Gaps_name_the_villages_that_were_silent_and_only_to_those_who_look_after_them()
    {
        var gaps = (await (await Official).Read(AtTheEnd + "&days=30")).Document.QuerySelectorAll("#gaps tbody tr");

        Assert.Equal(19, gaps.Length);
        Assert.Equal(16, gaps.Count(row => row.TextContent.Contains("从未")));
        Assert.Single(gaps, row => row.TextContent.Contains("梅圳") && row.TextContent.Contains("110"));
        var nobody = await PageClient.Of(await SampleTown.Loaded);
        Assert.Null((await nobody.Read(AtTheEnd)).Document.QuerySelector("#gaps"));
    }

    [Theory]
    [InlineData("days=x", "days")]
    [InlineData("days=-1", "days")]
    [InlineData("asOf=2022-02-30", "asOf")]
    [InlineData("from=yesterday", "from")]
    public async Task A_filter_that_cannot_be_understood_is_told_beside_it_and_kept(string typed, string field)
    {
        var page = await (await Official).Get($"{Town}?{typed}");

        Assert.Equal(422, page.Status);
        Assert.NotNull(page.ErrorOf(field));
        Assert.Equal(typed.Split('=')[1], page.ValueOf(field));
    }

    [Fact]
    public async Task Records_of_no_region_say_what_is_missing_although_they_have_no_field_for_it()
    {
        var page = await (await Official).Get("/figures/villages/records");

        Assert.Equal(422, page.Status);
        Assert.Contains("区域", page.Document.QuerySelector("#records .empty")!.TextContent);
    }

    [Theory]
    [InlineData(AtTheEnd)]
    [InlineData("/joint-actions/food-safety-2021")]
    [InlineData("/?asOf=2022-03-31")]
    public async Task Every_figure_opens_to_its_records(string path)
    {
        var official = await Official;
        var page = await official.Read(path);
        var cards = page.Document.QuerySelectorAll(".figure:has(a.more)");
        Assert.NotEmpty(cards);

        foreach (var card in cards)
        {
            var rows = await Records(official, card.QuerySelector("a.more")!);
            if (card.QuerySelector(".figure-value strong")?.TextContent.Trim() != "0") Assert.NotEmpty(rows);
            else Assert.Empty(rows);
        }

        foreach (var link in page.Document.QuerySelectorAll("#figures td a[href^='/figures/']"))
            Assert.NotEmpty(await Records(official, link));
    }

    [Fact]
    public async Task Each_number_of_the_matrix_opens_to_as_many_sessions()
    {
        var official = await Official;
        foreach (var by in new[] { "month", "theme" })
        {
            var cells = (await official.Read($"{AtTheEnd}&by={by}")).Document.QuerySelectorAll("#matrix td.held a");
            Assert.NotEmpty(cells);
            foreach (var cell in cells)
                Assert.Equal(cell.QuerySelector("b")!.TextContent, $"{(await Records(official, cell)).Length}");
        }
    }

    private static async Task<IElement[]> Records(PageClient reader, IElement link)
    {
        var page = await reader.Read(link.GetAttribute("href")!);
        return [.. page.Document.QuerySelectorAll("#records tbody tr")];
    }
}
