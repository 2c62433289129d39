using Federation.Tests.Rig;

namespace Federation.Tests.Complaints;

/// <summary>A complaint from a resident without an account to its answer, over HTTP and by the pages.</summary>
public class ComplaintTests
{
    private const string Words = "第三场活动没有办，却登记了人次", Contact = "13800138000";

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Anybody_files_one_and_sees_with_its_code_what_becomes_of_it(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var resident = registry.Product.Anonymous();
        var (id, code) = await Filed(resident, registry.Alliance, "money");

        Assert.Equal(("received", null), await Status(resident, id, code));
        Assert.Equal(("received", null), await Status(resident, id.ToUpperInvariant().Replace("-", " "), code));
        var wide = string.Concat(code.Select(sign => (char)(sign - '!' + '！'))); // As a Chinese keyboard types it.
        Assert.Equal(("received", null), await Status(resident, id, wide));
        await registry.Coordinator.Done($"/complaints/{id}/taking");
        Assert.Equal(("in-hand", null), await Status(resident, id, code));
        Assert.Equal((409, "complaint-words-missing"), await Said(registry.Coordinator, id, "answer"));
        await registry.Coordinator.Done($"/complaints/{id}/answer", new { text = "已更正，谢谢提醒" });

        Assert.Equal(("answered", "已更正，谢谢提醒"), await Status(resident, id, code));
        Assert.Equal((409, "complaint-ended"), await Said(registry.Coordinator, id, "declining", "不属实"));
        var shown = await registry.Coordinator.Read($"/complaints/{id}");
        Assert.Equal((Words, Contact), ((string)shown["text"]!, (string)shown["contact"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_wrong_code_and_an_unknown_number_are_told_alike(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var resident = registry.Product.Anonymous();
        var (id, code) = await Filed(resident, registry.Alliance, "other");

        foreach (var (number, secret) in new[]
        {
            (id, "0000-0000-0000"), ("0000-0000-0000", code), (id, ""), (id, "’; drop table complaints"), ("x", code),
        })
        {
            var answer = await resident.Post("/complaints/status", new { id = number, code = secret });
            Assert.Equal((404, "complaint-not-found"), (answer.Status, answer.Code));
        }

        Assert.DoesNotContain(registry.Log.ReadAll(0, 100_000), e => System.Text.Json.JsonSerializer.Serialize(
            e.Body, e.Body.GetType()).Contains(code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_form_sent_twice_has_one_number_and_one_code(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var (resident, key) = (registry.Product.Anonymous(), Guid.NewGuid());
        var body = new { allianceId = registry.Alliance, about = "other", text = Words };

        var first = await resident.Post("/complaints", body, key);
        var again = await resident.Post("/complaints", body, key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        Assert.Single((await registry.Coordinator.Read("/complaints"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task One_about_a_coordinator_is_for_the_officials_and_so_is_one_that_was_passed_on(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var official = await registry.Product.As("town-official", registry.Town);
        var resident = registry.Product.Anonymous();
        var (about, _) = await Filed(resident, registry.Alliance, "coordinator");
        var (other, _) = await Filed(resident, registry.Alliance, "other");

        async Task<string[]> Listed(Client reader) => [.. (await reader.Read("/complaints"))["items"]!.AsArray()
            .Select(c => (string)c!["id"]!)];
        Assert.Equal([other], await Listed(registry.Coordinator));
        Assert.Equal(404, (await registry.Coordinator.Get($"/complaints/{about}")).Status);
        Assert.Equal((403, "complaint-for-officials"), await Said(registry.Coordinator, about, "answer", "没有的事"));
        Assert.Equal(2, (await Listed(official)).Length);
        await official.Done($"/complaints/{about}/answer", new { text = "已核实" });

        await registry.Coordinator.Done($"/complaints/{other}/passing-on", new { text = "需要镇街协调" });
        Assert.Empty(await Listed(registry.Coordinator));
        Assert.Equal("需要镇街协调", (string)(await official.Read($"/complaints/{other}"))["note"]!);
        await official.Done($"/complaints/{other}/declining", new { text = "不在本镇范围" });
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nobody_else_reads_or_handles_one(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var (id, _) = await Filed(registry.Product.Anonymous(), registry.Alliance, "other");
        var elsewhere = await registry.Product.As("town-official", "110101001");
        var stranger = await registry.Stranger();
        foreach (var other in new[] { elsewhere, stranger })
        {
            Assert.Equal(404, (await other.Get($"/complaints/{id}")).Status);
            Assert.Empty((await other.Read("/complaints"))["items"]!.AsArray());
            Assert.Equal((403, "complaint-not-handler"), await Said(other, id, "answer", "好"));
        }

        Assert.Equal(401, (await registry.Product.Anonymous().Get("/complaints")).Status);
        Assert.Equal((404, "not-found"), await Said(registry.Coordinator, "0000-0000-0000", "answer", "好"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Erased_its_words_are_gone_and_its_state_remains(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var resident = registry.Product.Anonymous();
        var (id, code) = await Filed(resident, registry.Alliance, "other");
        await registry.Coordinator.Done($"/complaints/{id}/erasure");

        var shown = await registry.Coordinator.Read($"/complaints/{id}");
        Assert.Equal((null, null), ((string?)shown["text"], (string?)shown["contact"]));
        Assert.Equal("received", (await Status(resident, id, code)).Item1);
        Assert.Equal((409, "complaint-erased"), await Said(registry.Coordinator, id, "answer", "好"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_cannot_be_filed_is_told(string kind)
    {
        var registry = await Registry.Registry.On(kind);
        var resident = registry.Product.Anonymous();
        async Task<(int, string?)> Filing(object body)
        {
            var answer = await resident.Post("/complaints", body);
            return (answer.Status, answer.Code);
        }

        var alliance = registry.Alliance;
        Assert.Equal((409, "alliance-not-found"),
            await Filing(new { allianceId = "nowhere", about = "other", text = "x" }));
        Assert.Equal((400, "malformed"), await Filing(new { allianceId = alliance, about = "other", text = " " }));
        Assert.Equal((400, "malformed"), await Filing(new { allianceId = alliance, about = "weather", text = "x" }));
        Assert.Equal((400, "malformed"), await Filing(
            new { allianceId = alliance, about = "other", text = "x", contact = new string('1', 201) }));
        Assert.Equal((409, "complaint-subject-not-found"), await Filing(
            new { allianceId = alliance, about = "joint-action", aboutId = "nothing", text = "x" }));
        Assert.Equal((400, "malformed"), await Filing(
            new { allianceId = alliance, about = "money", aboutId = "x", text = "x" }));
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_are_slowed_down()
    {
        await using var product = await Product.Start(
            BothDatabases.Sqlite, ("Federation:ComplaintsPerMinute", "5"));
        var guesser = product.Anonymous();
        var statuses = new List<int>();
        for (var i = 0; i < 8; i++) statuses.Add((await guesser.Post(
            "/complaints/status", new { id = "0000-0000-0000", code = $"0000-0000-{i:0000}" })).Status);

        Assert.Equal([404, 404, 404, 404, 404, 429, 429, 429], statuses);
    }

    [Fact]
    public async Task From_the_page_of_an_action_a_complaint_names_it_unless_it_is_about_something_else()
    {
        var action = await JointActions.Action.Draft(BothDatabases.Sqlite);
        var resident = await PageClient.Of(action.Registry.Product);
        var link = (await resident.Read(action.Path)).Document.QuerySelector("#more a[href^='/complaints/new']")!;
        var form = (await resident.Read(link.GetAttribute("href")!)).Form("/complaints/new").Fill("text", Words)
            .Fill("allianceId", action.Registry.Alliance);

        foreach (var (about, named) in new[] { ("joint-action", action.Id), ("money", null) })
        {
            var filed = await resident.Send(form.Fill("about", about).Fill("_key", $"{Guid.NewGuid()}"));
            Assert.Equal(200, filed.Status);
            var id = filed.Document.GetElementById("number")!.TextContent;
            var shown = await action.Coordinator.Read($"/complaints/{id}");
            Assert.Equal(named, (string?)shown["complaint"]!["aboutId"]);
        }
    }

    [Fact]
    public async Task By_the_pages_a_resident_files_looks_up_and_a_coordinator_answers()
    {
        var registry = await Registry.Registry.On(BothDatabases.Sqlite);
        var product = registry.Product;
        var resident = await PageClient.Of(product);
        var form = (await resident.Read("/complaints/new")).Form("/complaints/new");
        var unfit = await resident.Send(form.Fill("allianceId", registry.Alliance).Fill("about", "other"));
        Assert.Equal((422, "请填写这一项"), (unfit.Status, unfit.ErrorOf("text")));

        var filed = await resident.Send(unfit.Form("/complaints/new").Fill("text", Words));
        Assert.Equal(200, filed.Status);
        var (id, code) = (filed.Document.GetElementById("number")!.TextContent,
            filed.Document.GetElementById("code")!.TextContent);
        var look = (await resident.Read("/complaints/status")).Form("/complaints/status");
        var wrong = await resident.Send(look.Fill("id", id).Fill("code", "0000-0000-0000"));
        Assert.Equal(422, wrong.Status);
        Assert.Contains("编号或查询码不对", wrong.Text);

        var coordinator = await PageClient.As(product, "coordinator", registry.Alliance);
        Assert.Contains(id, (await coordinator.Read("/complaints")).Text);
        var page = await coordinator.Read($"/complaints/{id}");
        Assert.Contains(Words, page.Text);
        await coordinator.Done(
            page.Form($"/complaints/{id}/steps").Fill("step", "answer").Fill("text", "谢谢，已更正"));
        var found = await resident.Send(look.Fill("id", id).Fill("code", code));
        Assert.Contains("谢谢，已更正", found.Text);
        Assert.DoesNotContain(Words, found.Html);
    }

    private static async Task<(string Id, string Code)> Filed(Client by, string alliance, string about)
    {
        var done = await by.Done("/complaints", new { allianceId = alliance, about, text = Words, contact = Contact });
        return ((string)done["id"]!, (string)done["code"]!);
    }

    private static async Task<(string, string?)> Status(Client by, string id, string code)
    {
        var done = await by.Done("/complaints/status", new { id, code });
        return ((string)done["state"]!, (string?)done["answer"]);
    }

    private static async Task<(int, string?)> Said(Client by, string id, string step, string? text = null)
    {
        var answer = await by.Post($"/complaints/{id}/{step}", new { text });
        return (answer.Status, answer.Code);
    }
}
