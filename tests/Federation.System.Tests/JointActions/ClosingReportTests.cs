using System.Text;
using System.Text.Json.Nodes;
using DocumentFormat.OpenXml.Packaging;
using Federation.Tests.Rig;

namespace Federation.Tests.JointActions;

/// <summary>A closing report from its words to the town's confirmation, over HTTP.</summary>
public class ClosingReportTests
{
    private const string Document = "《食品安全行动小结》";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_report_keeps_its_figures_and_tells_what_changed_since(string kind)
    {
        var action = await Held(kind);
        await action.Post("report/words", new { summary = "三个村居一起办的", lessons = "早点备料" });
        Assert.Equal((409, "report-action-not-closed"), await Said(action.Coordinator, action, "handing-in"));
        await action.Post("closing", new { summary = "完", on = "2022-03-31" });

        await action.Post("report/handing-in", new { on = "2022-04-02" });
        var first = await action.Coordinator.Read(action.Path + "/report");
        Assert.Equal(("handed-in", 1, "2022-04-02"), (
            (string)first["state"]!, (int)first["version"]!["version"]!, (string)first["version"]!["asOf"]!));
        Assert.Equal(65L, Frozen(first, "personTimes"));
        Assert.Empty(first["changes"]!.AsArray());
        Assert.Equal("三个村居一起办的", (string?)first["words"]!["summary"]);
        var hash = action.Registry.Log.Rows.One("select hash from events where position = @position",
            r => Convert.ToHexStringLower((byte[])r[0]), ("position", (long)first["version"]!["position"]!));
        Assert.Equal(hash, (string)first["version"]!["hash"]!);

        await action.Report("one", "2021-10-09", 50, volunteers: 2, copies: 20);
        var changed = await action.Coordinator.Read(action.Path + "/report");
        Assert.Equal(65L, Frozen(changed, "personTimes"));
        Assert.Contains(changed["changes"]!.AsArray(), c => (string)c!["key"]! == "personTimes"
            && (string)c["scope"]!["kind"]! == "action" && ((long)c["was"]!, (long)c["is"]!) == (65, 75));
        await action.Post("report/handing-in");
        var second = await action.Coordinator.Read(action.Path + "/report");
        Assert.Equal((2, 75L), ((int)second["version"]!["version"]!, Frozen(second, "personTimes")));
        var earlier = await action.Coordinator.Read(action.Path + "/report?version=1");
        Assert.Equal((1, 65L), ((int)earlier["version"]!["version"]!, Frozen(earlier, "personTimes")));
        Assert.Equal(404, (await action.Coordinator.Get(action.Path + "/report?version=9")).Status);
        var anybody = await action.Registry.Product.Anonymous().Read(action.Path + "/report");
        Assert.Null(anybody["words"]!["summary"]);
        Assert.DoesNotContain("三个村居一起办的", anybody.ToJsonString());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_an_official_of_the_region_confirms_or_comments_and_only_the_newest(string kind)
    {
        var action = await Held(kind);
        await action.Post("closing", new { summary = "完", on = "2022-03-31" });
        var product = action.Registry.Product;
        var official = await product.As("town-official", action.Registry.Town);
        var another = await product.As("town-official", action.Registry.Town[..6]);
        Assert.Equal((409, "report-not-handed-in"), await Said(official, action, "confirmation", new { version = 1 }));
        await action.Post("report/handing-in");

        var elsewhere = await product.As("town-official", "110101001");
        foreach (var (by, code) in new[] { (elsewhere, "report-not-official"), (action.Coordinator, "not-allowed") })
        {
            Assert.Equal((403, code), await Said(by, action, "confirmation", new { version = 1 }));
            Assert.Equal((403, code), await Said(by, action, "comments", new { version = 1, text = "好" }));
        }

        Assert.Equal((400, "malformed"), await Said(official, action, "comments", new { version = 1, text = " " }));
        await official.Done(action.Path + "/report/comments",
            new { version = 1, text = "请补充志愿者的来源", asksAnswer = true });
        Assert.Equal((409, "report-comment-open"), await Said(another, action, "confirmation", new { version = 1 }));
        Assert.Equal((409, "report-unchanged"), await Said(action.Coordinator, action, "handing-in"));
        var commented = await action.Coordinator.Read(action.Path + "/report");
        Assert.Equal("请补充志愿者的来源", (string?)commented["comments"]![0]!["text"]);
        Assert.DoesNotContain("志愿者的来源", (await product.Anonymous().Read(action.Path + "/report")).ToJsonString());

        await action.Post("report/words", new { lessons = "志愿者都是街坊" });
        await action.Post("report/handing-in");
        Assert.Equal((409, "report-version-not-newest"),
            await Said(official, action, "confirmation", new { version = 1 }));
        await official.Done(action.Path + "/report/confirmation", new { version = 2 });
        Assert.Equal((409, "report-already-confirmed"),
            await Said(another, action, "confirmation", new { version = 2 }));
        var confirmed = await action.Coordinator.Read(action.Path + "/report");
        Assert.Equal("confirmed", (string)confirmed["state"]!);
        Assert.NotNull(confirmed["version"]!["confirmedOn"]);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Why_a_published_figure_differs_is_said_later_changed_and_kept(string kind)
    {
        var action = await Held(kind);
        async Task<(int, string?)> Explain(object note, string source = Document)
        {
            var answer = await action.Coordinator.Post(action.Path + "/published-figures/explanation",
                new { key = "personTimes", scope = "outreach", source, note });
            return (answer.Status, answer.Code);
        }

        Assert.Equal((200, null), await Explain("来源多算了一场"));
        Assert.Equal((200, null), await Explain(new { zh = "来源把筹备会也算了", en = "It counts a meeting too" }));
        Assert.Equal((404, "not-found"), await Explain("理由", "《别的文件》"));
        Assert.Equal((409, "figure-note-invalid"), await Explain(" "));

        var published = await action.Registry.Product.Anonymous().Read(action.Path + "/published-figures");
        var outreach = published["items"]!.AsArray().Single(f => (string)f!["key"]! == "personTimes")!;
        Assert.Equal("来源把筹备会也算了", (string)outreach["note"]!["zh"]!);
        Assert.Equal(["来源多算了一场", "来源把筹备会也算了"],
            published["explanations"]!.AsArray().Select(e => (string)e!["note"]!["zh"]!));
        var difference = published["differences"]!.AsArray().Single(d => (string)d!["key"]! == "personTimes")!;
        Assert.Equal((70L, 65L, -5L), (
            (long)difference["published"]!, (long)difference["computed"]!, (long)difference["by"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task So_is_why_a_figure_of_the_whole_alliance_differs(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var figure = new { key = "villages", source = Document };
        await registry.Coordinator.Done($"{registry.Path}/published-figures", new
        {
            figure.key, figure.source, value = 27, asOf = "2022-03", note = "照原文", on = "2022-03-31",
        });
        await registry.Coordinator.Done($"{registry.Path}/published-figures/explanation",
            new { figure.key, figure.source, note = "来源按旧区划" });

        var unfit = await registry.Coordinator.Post($"{registry.Path}/published-figures/explanation",
            new { figure.key, figure.source, note = " " });
        Assert.Equal((409, "figure-note-invalid"), (unfit.Status, unfit.Code));
        var kept = await registry.Product.Anonymous().Read($"{registry.Path}/published-figures/explanations");
        Assert.Equal(["照原文", "来源按旧区划"],
            kept["items"]!.AsArray().Select(e => (string)e!["note"]!["zh"]!));
        var published = (await registry.Coordinator.Read($"/coverage/{registry.Town}"))["figures"]!.AsArray()
            .Single(f => (string)f!["key"]! == "villages" && (string)f["source"]! == "published")!;
        Assert.Equal("来源按旧区划", (string)published["note"]!["zh"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_reports_every_number_opens_to_its_records(string kind)
    {
        var action = await Held(kind);
        await action.Post("closing", new { summary = "完", on = "2022-03-31" });
        await action.Post("report/handing-in");
        var page = await (await PageClient.Of(action.Registry.Product)).Read(action.Path + "/report");

        var numbers = page.Document.QuerySelectorAll("main a[data-figure]").ToArray();

        Assert.InRange(numbers.Length, 30, 500);
        foreach (var number in numbers)
        {
            var href = number.GetAttribute("href")!;
            var shown = number.GetAttribute("data-value") is { Length: > 0 } value ? long.Parse(value) : (long?)null;
            var records = await Opened.All(action.Coordinator, href);
            Assert.True(
                Opened.Sum(number.GetAttribute("data-figure")!, records) == (shown ?? 0), $"{href} shows {shown}");
        }

        var bare = page.Document.QuerySelectorAll("#figures td.number span.cell, #grid td.number span.cell")
            .Where(cell => cell.TextContent.Any(char.IsAsciiDigit) && cell.QuerySelector("a, span") is null);
        Assert.Empty(bare);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_report_leaves_as_a_word_document_and_as_a_table(string kind)
    {
        var action = await Held(kind);
        await action.Post("published-figures", new
        {
            key = "volunteerTimes", value = 9, asOf = "2022-03", source = "=HYPERLINK(\"x\")", on = "2022-03-31",
        });
        await action.Post("closing", new { summary = "完", on = "2022-03-31" });
        await action.Post("report/handing-in");

        var word = await action.Coordinator.Http.GetByteArrayAsync($"/api/v1{action.Path}/report/document.docx");
        using (var file = WordprocessingDocument.Open(new MemoryStream(word), false))
        {
            var text = file.MainDocumentPart!.Document.Body!.InnerText;
            Assert.Contains("儿童食品安全联合行动", text);
            Assert.Contains("65人次", text);
            Assert.Contains("按记录比公布数少5人次", text);
            Assert.Contains("第1版", text);
            var links = file.MainDocumentPart.HyperlinkRelationships.Select(l => l.Uri.ToString()).ToArray();
            Assert.Contains(links, l => l.Contains("/figures/personTimes/records?action="));
            Assert.Contains(file.MainDocumentPart.StyleDefinitionsPart!.Styles!.Descendants<
                DocumentFormat.OpenXml.Wordprocessing.Languages>(), l => l.EastAsia == "zh-CN");
            var errors = new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(file);
            Assert.Empty(errors.Select(e => $"{e.Path?.XPath}: {e.Description}"));
        }

        var csv = await action.Coordinator.Http.GetByteArrayAsync($"/api/v1{action.Path}/report/figures.csv?lang=en");
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), csv[..3]);
        var lines = Encoding.UTF8.GetString(csv[3..]).Split("\r\n");
        Assert.StartsWith("\"key\",\"figure\",\"scope\",\"source\",\"value\"", lines[0]);
        Assert.Contains(lines, l => l.StartsWith("\"personTimes\"") && l.Contains("\"records\",\"65\"")
            && l.Contains("\"1\",\"65\""));
        Assert.Contains(lines, l => l.Contains("\"'=HYPERLINK(\"\"x\"\")\""));
    }

    /// <summary>An action with three sessions, a shop, and a document that prints five person-times more.</summary>
    private static async Task<Action> Held(string kind)
    {
        var action = await Action.Launched(kind);
        await action.Hold("one", "street", 0, "2021-10-09", 40, volunteers: 2, copies: 20);
        await action.Hold("two", "street", 1, "2021-10-10", 25, volunteers: 1);
        await action.Hold("three", "kitchen", 2, "2021-11-10", 0);
        await action.Post("pledges", new
        {
            merchant = "阿婆粮油店", villageCode = action.Villages[0], visitedOn = "2021-12-01", signed = true,
            joinsAlliance = true, organisationId = action.Members[0], on = "2021-12-01",
        });
        await action.Post("published-figures", new
        {
            key = "personTimes", value = 70, scope = "outreach", asOf = "2022-03", source = Document, on = "2022-03-31",
        });
        return action;
    }

    private static long? Frozen(JsonNode report, string key) => (long?)report["handedIn"]!.AsArray().Single(f =>
        (string)f!["key"]! == key && (string)f["scope"]!["kind"]! == "action" && (string)f["source"]! == "records")![
        "value"];

    private static async Task<(int, string?)> Said(Client by, Action action, string step, object? body = null)
    {
        var answer = await by.Post($"{action.Path}/report/{step}", body);
        return (answer.Status, answer.Code);
    }
}
