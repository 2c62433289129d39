using Federation.Domain;
using Federation.Domain.People;
using Federation.Grains;
using Federation.Log;
using Federation.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Federation.Tests.Registry;

public class PeopleTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task After_an_erasure_nothing_of_the_person_is_readable_and_the_log_verifies_and_rebuilds(string kind)
    {
        await using var product = await Product.Start(kind);
        var registry = await Registry.In(Task.FromResult(product));
        var id = await registry.Member();
        var organisation = await registry.Coordinator.Read($"/organisations/{id}");
        var person = (string)organisation["contact"]!["personId"]!;
        var copy = await registry.Coordinator.Read($"/people/{person}/copy");
        Assert.Equal("13812345678", (string)copy["person"]!["phone"]!);
        Assert.Equal([id], copy["contactOf"]!.AsArray().Select(o => (string)o!));

        var key = Guid.NewGuid();
        var erased = await registry.Coordinator.Post($"/people/{person}/erasure", key: key);
        var again = await registry.Coordinator.Post($"/people/{person}/erasure", key: key);

        Assert.Equal((200, erased.Text), (again.Status, again.Text));
        Assert.Null(registry.Log.Open(person));
        var shown = await registry.Coordinator.Get($"/organisations/{id}");
        Assert.True((bool)shown.Json!["contact"]!["erased"]!);
        Assert.DoesNotContain("王", shown.Text + (await registry.Coordinator.Get($"/people/{person}/copy")).Text);
        Assert.Empty(registry.Log.Verify());
        var rows = registry.Log.Dump();
        await registry.Log.Rebuild();
        Assert.Equal(rows, registry.Log.Dump());
        var back = await registry.Coordinator.Post("/people", new { id = person, organisationId = id, name = "王小明" });
        Assert.Equal((409, "person-erased"), (back.Status, back.Code));
        Assert.Null(registry.Log.Open(person));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_erasure_cut_off_after_its_fact_is_finished_at_the_next_start(string kind)
    {
        var product = await Product.Start(kind);
        var registry = await Registry.In(Task.FromResult(product));
        var id = await registry.Member();
        var person = await registry.Coordinator.Made("/people", new { organisationId = id, name = "陈一" });
        var now = DateTimeOffset.UtcNow;
        var asked = new Asked("admin", new(true, []), now, Days.Of(now));
        await product.Services.GetRequiredService<IGrains>().Execute(
            $"person/{person}", new PersonCommand.Erase(), new(Guid.NewGuid().ToString("N"), "cut off", asked));
        Assert.NotNull(registry.Log.Open(person));
        Assert.DoesNotContain("陈", (await registry.Coordinator.Get($"/people/{person}/copy")).Text);

        await using var again = await product.Restart();

        Assert.Null(again.Services.GetRequiredService<EventLog>().Open(person));
    }

    [Fact]
    public async Task Names_are_whole_for_their_own_masked_for_officials_and_hidden_from_others()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var (id, other) = (await registry.Member(0), await registry.Member(1));
        var (staff, stranger) = (await registry.Staff(id), await registry.Staff(other));
        var official = await registry.Product.As("town-official", registry.Town);
        var path = $"/organisations/{id}";

        Assert.Equal("13812345678", (string)(await staff.Read(path))["contact"]!["phone"]!);
        var masked = (await official.Read(path))["contact"]!;
        Assert.Equal(("王*", "138****5678"), ((string)masked["name"]!, (string)masked["phone"]!));
        Assert.Null((await stranger.Read(path))["contact"]);
        Assert.Null((await registry.Product.Anonymous().Read(path))["contact"]);
        var person = (string)masked["personId"]!;
        Assert.Equal("王小明", (string)(await staff.Read($"/people/{person}"))["name"]!);
        foreach (var route in new[] { $"/people/{person}", $"/people/{person}/copy" })
            Assert.Equal(404, (await stranger.Get(route)).Status);
        Assert.Equal(404, (await stranger.Post($"/people/{person}/erasure")).Status);
        Assert.Equal(403, (await stranger.Get($"/people?organisationId={id}")).Status);
        var list = (await staff.Read($"/people?organisationId={id}&role=contact"))["items"]!.AsArray();
        Assert.Equal("王*", (string)Assert.Single(list)!["name"]!);
        Assert.Equal("王小明", PlainOf(registry, person));
    }

    [Fact]
    public async Task A_person_reads_their_own_copy_with_their_own_account_and_nobody_elses()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var (id, other) = (await registry.Member(0), await registry.Organisation(1));
        var own = await registry.Coordinator.Made("/people", new { organisationId = id, name = "陈一" });
        var foreign = await registry.Admin.Made("/people", new { organisationId = other, name = "李四" });
        var name = $"own{Guid.NewGuid():N}"[..20];
        var roles = new[] { new { role = "organisation-staff", scope = id } };

        var opened = await registry.Coordinator.Post(
            "/accounts", new { userName = name, personId = own, roles, password = Product.Password });
        var tied = await registry.Coordinator.Post(
            "/accounts", new { userName = name + "b", personId = foreign, roles, password = Product.Password });

        Assert.Equal((201, 403), (opened.Status, tied.Status));
        var account = await registry.Product.SignedIn(name);
        Assert.Equal("陈一", (string)(await account.Read($"/people/{own}/copy"))["person"]!["name"]!);
        Assert.Equal(404, (await account.Get($"/people/{foreign}/copy")).Status);
    }

    [Fact]
    public async Task An_id_that_holds_somebody_elses_words_is_not_overwritten()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var id = await registry.Member();
        var text = registry.Log.Rows.One(
            "select statement from memberships where organisation = @id", r => r.GetString(0), ("id", id))!;
        var known = await registry.Coordinator.Made("/people", new { organisationId = id, name = "陈一" });

        foreach (var held in new[] { text, known })
        {
            var body = new { id = held, organisationId = id, name = "张三" };
            var answer = await registry.Coordinator.Post("/people", body);
            Assert.Equal((409, "person-id-taken"), (answer.Status, answer.Code));
        }

        Assert.Equal("愿与各会互助", registry.Log.Open(text));
        Assert.Equal("陈一", PlainOf(registry, known));
    }

    [Fact]
    public async Task A_strangers_telephone_is_not_guessed_and_nobody_learns_who_is_known()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var (id, other) = (await registry.Member(0), await registry.Member(1));
        var staff = await registry.Staff(other);
        var known = await registry.Coordinator.Made(
            "/people", new { id = $"p-{id}", organisationId = id, name = "陈一", phone = "13912345678" });
        object Guess(string organisation, string phone) =>
            new { id = known, organisationId = organisation, name = "陈一", phone };

        foreach (var organisation in new[] { id, other })
        {
            var (wrong, right) = (
                await staff.Post("/people", Guess(organisation, "13900000000")),
                await staff.Post("/people", Guess(organisation, "13912345678")));
            Assert.Equal((wrong.Status, wrong.Code), (right.Status, right.Code));
        }

        var free = await staff.Post("/people", new { organisationId = id, name = "陈一" });
        Assert.Equal((403, "not-your-organisation"), (free.Status, free.Code));
        foreach (var person in new[] { known, "nobody-there" })
        {
            var leader = new { name = "街坊会", specialities = Array.Empty<string>(), leaderPersonId = person };
            var named = await staff.Post($"/organisations/{other}/profile", leader);
            Assert.Equal((409, "person-not-found"), (named.Status, named.Code));
            var foreign = await staff.Post($"/organisations/{id}/profile", leader);
            Assert.Equal((403, "not-your-organisation"), (foreign.Status, foreign.Code));
            var mentor = await staff.Post("/mentors", new
            {
                organisationId = other, personId = person, topics = new[] { "助老" },
                modes = new[] { "on-site-guidance" },
            });
            Assert.Equal((409, "person-not-found"), (mentor.Status, mentor.Code));
        }
    }

    private static string PlainOf(Registry registry, string person) =>
        (string)System.Text.Json.Nodes.JsonNode.Parse(registry.Log.Open(person)!)!["name"]!;
}
