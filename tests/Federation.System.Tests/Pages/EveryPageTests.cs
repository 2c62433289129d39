using System.Text.RegularExpressions;
using Federation.Api.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Pages;

/// <summary>Every page of the sample answers in both languages, and the open ones tell nothing of people.</summary>
public partial class EveryPageTests
{
    private const string Alliance = "/alliances/jiujiang", Action = "/joint-actions/food-safety-2021";
    private const string Town = "440605121", Shop = "/merchants/food-safety-2021/shop-01";
    private const string Fund = "/fundraisers/food-safety-gifts-2022";
    private const string Talk = "/deliberations/deliberation-2021", NextTalk = "/deliberations/deliberation-next";

    internal static readonly string[] OfTheSample =
    [
        Alliance, Alliance + "/edit", Alliance + "/areas/new", Alliance + "/areas/area-1", Alliance + "/members",
        Alliance + "/members/jfh-001", "/organisations/jfh-001", "/organisations/jfh-001/edit", "/mentors/mentor-01",
        "/requests/wish-1", "/requests/help-01", "/library/snack-workshop", "/library/snack-workshop/version",
        Action, Action + "/manage", Action + "/report", Action + "/pledges", Action + "/sessions/outreach-01",
        Action + "/pledges/shop-01", Action + "/pledge-texts", Action + "/planned-visits/new", Shop, Shop + "/badge",
        Fund, Fund + "/manage", Fund + "/import", $"/figures/relays/records?action=food-safety-2021",
        $"/coverage/{Town}", $"/coverage/{Town}001", $"/admin/places/{Town}", "/admin/accounts/staff-01",
        Action + "/unreported", Action + "/documents", Action + "/meetings", Action + "/meetings/meeting",
        Action + "/guardians", Action + "/guardians?organisation=jfh-001", Action + "/endorsements",
        Action + "/challenges", Action + "/challenges/snack-contest", Action + "/challenges/snack-contest/check-ins",
        $"/figures/sessions/records?region={Town}", $"/figures/villages/records?region={Town}",
        "/cases/food-safety-2021",
        Talk, NextTalk, NextTalk + "/outcome", NextTalk + "/topics/new", NextTalk + "/topics/lantern-fair",
        NextTalk + "/opinions/new", "/demands/demand-1", "/demands/need-1", "/open-spaces/open-space-2021",
        "/joint-actions/new?deliberation=deliberation-2021",
    ];

    /// <summary>The sample's people and phones, masked ones among them.</summary>
    private static readonly string[] People = ["联系人", "联*", "导师甲", "导*", "第一片区代表", "第*", "000-0", "小熊一家"];

    /// <summary>Open pages, each with a heading that it has in English only.</summary>
    public static TheoryData<string, string> Open => new()
    {
        { "/", "The alliance’s figures" }, { "/joint-actions", "Joint actions" }, { Action, "Series × villages" },
        { "/fundraisers", "Fundraising" }, { Fund, "Gifts by day" },
        { Action + "/report", "Sessions held" }, { Action + "/pledges", "Shops" },
        { Action + "/pledges/shop-01", "As it stands" }, { Action + "/pledge-texts", "Pledge texts" },
        { "/merchants", "The shops" }, { Shop, "What was promised" },
        { Action + "/sessions/outreach-01", "The session" },
        { Action + "/documents", "Documents" }, { Action + "/meetings/meeting", "Minutes" },
        { Action + "/guardians", "Guardians" }, { Action + "/endorsements", "Endorsements" },
        { Action + "/challenges/snack-contest", "Who takes part" }, { Action + "/unreported", "without report" },
        { $"/coverage/{Town}", "Where something was held, and where not" },
        { $"/coverage/{Town}001", "Reach" }, { "/figures", "What the figures mean" },
        { "/cases", "All cases" }, { "/cases/food-safety-2021", "In all" },
        { "/complaints/new", "Complaints and suggestions" }, { "/complaints/status", "What became of a complaint" },
        { "/deliberations", "Deliberations" }, { Talk, "Topics and how the areas rate them" },
        { "/open-spaces/open-space-2021", "Groups and statements" },
        { Alliance, "Areas" }, { Alliance + "/members", "Members" }, { "/organisations/jfh-001", "Association" },
    };

    [Theory, MemberData(nameof(Open))]
    public async Task Open_pages_answer_anybody_in_both_languages_and_tell_nothing_of_people(
        string path, string heading)
    {
        var nobody = await PageClient.Of(await SampleTown.Loaded);

        var (english, chinese) = (await nobody.Read(path + "?lang=en"), await nobody.Read(path + "?lang=zh"));

        Assert.Contains(Headings(english), h => h.Contains(heading));
        Assert.DoesNotContain(Headings(chinese), h => h.Contains(heading));
        Assert.StartsWith("en", LanguageOf(english));
        Assert.StartsWith("zh", LanguageOf(chinese));
        foreach (var page in new[] { english, chinese })
        {
            Assert.DoesNotMatch(Phone(), page.Html);
            Assert.All(People, name => Assert.DoesNotContain(name, page.Html));
        }
    }

    [Fact]
    public async Task Those_concerned_do_see_the_people_whom_open_pages_leave_out()
    {
        var staff = await PageClient.Of(await SampleTown.Loaded, "staff-01");

        var page = await staff.Read("/organisations/jfh-001");

        Assert.Contains("联系人（示例） 000-00000000", page.Text);
        Assert.Matches(Phone(), page.Html);
    }

    [Theory, InlineData("zh"), InlineData("en")]
    public async Task Every_page_of_the_role_table_answers_the_administrator(string language)
    {
        var product = await SampleTown.Loaded;
        var admin = await PageClient.Of(product, "admin");
        var routes = product.Services.GetRequiredService<RoleTable>().Rows
            .Where(r => r.Method == "GET").Select(r => r.Route)
            .Where(r => !r.StartsWith("/api/") && !r.StartsWith("/health") && !r.Contains('{')).ToArray();
        Assert.InRange(routes.Length, 20, 200);

        var wrong = new List<string>();
        foreach (var path in routes.Concat(OfTheSample))
        {
            var page = await admin.Get(path + (path.Contains('?') ? "&lang=" : "?lang=") + language);
            if (page is { Status: 302, Location: { } to }) page = await admin.Get(to); // Coverage, to the only town.
            if (page.Status != 200) wrong.Add($"{path} answered {page.Status}: {page.Text}");
            else if (page.Document.QuerySelectorAll("main h1").Length != 1) wrong.Add($"{path} has not one heading");
            else if (!LanguageOf(page).StartsWith(language)) wrong.Add($"{path} is not in {language}");
        }

        Assert.Empty(wrong);
    }

    private static string LanguageOf(Page page) => page.Document.DocumentElement.GetAttribute("lang") ?? "";

    private static IEnumerable<string> Headings(Page page) =>
        page.Document.QuerySelectorAll("h1, h2").Select(heading => heading.TextContent);

    /// <summary>Of a mobile, of a landline, or the sample's made-up one; masked ones are phones too.</summary>
    [GeneratedRegex(@"(?<![0-9a-f-])(1[3-9]\d(\d{8}|\*{4}\d{4})|0\d{2,3}-\d{7,8})(?![0-9a-f])")]
    private static partial Regex Phone();
}
