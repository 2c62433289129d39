using Federation.Tests.Rig;

namespace Federation.Tests.Registry;

/// <summary>What another alliance over the same town may do to an organisation: at every stage of its membership.
/// </summary>
public class ForeignAllianceTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_foreign_coordinator_files_no_application_for_another_alliances_member(string kind)
    {
        var town = await TwoAlliances.On(kind);
        var id = await town.First.Member();
        await Nothing(town, id);

        var filed = await town.Stranger.Post($"{town.Path}/applications", new { organisationId = id, statement = "x" });

        Assert.Equal((403, "not-your-organisation"), (filed.Status, filed.Code));
        await Nothing(town, id);
    }

    [Fact]
    public async Task An_application_opens_the_statement_and_the_masked_contact_and_nothing_more()
    {
        var town = await TwoAlliances.On(BothDatabases.Sqlite);
        var id = await town.First.Member();
        var staff = await town.First.Staff(id);

        await staff.Done($"{town.Path}/applications", new { organisationId = id, statement = "两边都想参加" });

        var application = await town.Stranger.Read($"{town.Path}/applications/{id}");
        Assert.Equal(("两边都想参加", "own"), ((string)application["statement"]!, (string)application["filing"]!));
        var shown = (await town.Stranger.Read($"/organisations/{id}"))["contact"]!;
        Assert.Equal(("王*", "138****5678"), ((string)shown["name"]!, (string)shown["phone"]!));
        await Nothing(town, id, contactSeen: true);

        await town.Stranger.Done($"{town.Path}/applications/{id}/refusal", new { reason = "不合适" });
        await Nothing(town, id);
    }

    [Fact]
    public async Task Its_own_application_admitted_gives_what_an_alliance_has_of_a_member_until_it_departs()
    {
        var town = await TwoAlliances.On(BothDatabases.Sqlite);
        var id = await town.First.Member();
        var (staff, contact) = (await town.First.Staff(id), await town.ContactOf(id));
        await staff.Done($"{town.Path}/applications", new { organisationId = id });

        await town.Stranger.Done($"{town.Path}/applications/{id}/admission");

        Assert.Equal("王小明", (string)(await town.Stranger.Read($"/people/{contact}"))["name"]!);
        await town.Stranger.Done($"{town.Path}/members/{id}/suspension");
        Assert.Equal(200, (await town.Stranger.Get($"/people/{contact}")).Status);
        await staff.Done($"{town.Path}/members/{id}/departure");
        await Nothing(town, id);
    }

    [Fact]
    public async Task A_coordinator_around_one_that_stands_alone_files_for_it_and_does_not_admit_it()
    {
        var town = await TwoAlliances.On(BothDatabases.Sqlite);
        var id = await town.First.Organisation();
        var second = await town.First.Product.As("coordinator", town.Second);

        await town.Stranger.Done($"{town.Path}/applications", new { organisationId = id });

        await Nothing(town, id, contactSeen: true);
        var own = await town.Stranger.Post($"{town.Path}/applications/{id}/admission");
        Assert.Equal((403, "filed-by-you"), (own.Status, own.Code));
        await town.First.Coordinator.Done($"{town.First.Path}/applications", new { organisationId = id });
        await town.First.Coordinator.Done($"{town.First.Path}/applications/{id}/admission");
        var taken = await second.Post($"{town.Path}/applications/{id}/admission");
        Assert.Equal((409, "organisation-files-itself"), (taken.Status, taken.Code));
        await Nothing(town, id, contactSeen: true);

        var staff = await town.First.Staff(id);
        await staff.Done($"{town.Path}/applications", new { organisationId = id });
        await town.Stranger.Done($"{town.Path}/applications/{id}/admission");
    }

    [Fact]
    public async Task Who_registered_an_organisation_that_stands_alone_enrols_it_and_it_is_recorded_as_that()
    {
        var registry = await Registry.On(BothDatabases.Sqlite);
        var (alone, staffed) = (await registry.Organisation(), await registry.Organisation());
        await registry.Staff(staffed);
        await registry.Coordinator.Done($"{registry.Path}/applications", new { organisationId = alone });

        var application = await registry.Coordinator.Read($"{registry.Path}/applications/{alone}");
        Assert.Equal("enrolment", (string)application["filing"]!);
        await registry.Coordinator.Done($"{registry.Path}/applications/{alone}/admission");

        var filed = await registry.Coordinator.Post(
            $"{registry.Path}/applications", new { organisationId = staffed });
        Assert.Equal((403, "not-your-organisation"), (filed.Status, filed.Code));
        Assert.Null((await registry.Coordinator.Read($"/organisations/{staffed}"))["contact"]);
    }

    [Fact]
    public async Task A_seat_of_an_area_does_not_open_a_stranger_of_the_same_town()
    {
        var town = await TwoAlliances.On(BothDatabases.Sqlite);
        var id = await town.First.Member();
        var leader = await town.First.Coordinator.Made(
            "/people", new { organisationId = id, name = "欧阳青", roles = new[] { "leader" } });
        await town.Stranger.Done(
            $"{town.Path}/areas", new { id = "east", name = "东片区", villageCodes = town.First.Villages[..1] });

        var seated = await town.Stranger.Post(
            $"{town.Path}/areas/east/representative", new { personId = leader });

        Assert.Equal((409, "person-not-found"), (seated.Status, seated.Code));
        var page = await PageClient.As(town.First.Product, "coordinator", town.Second);
        Assert.DoesNotContain("欧阳青", (await page.Read($"{town.Path}/areas/east")).Text);
    }

    /// <summary>Neither sees nor does the stranger anything of this organisation.</summary>
    private static async Task Nothing(TwoAlliances town, string id, bool contactSeen = false)
    {
        var (stranger, contact) = (town.Stranger, await town.ContactOf(id));
        foreach (var path in new[] { $"/people/{contact}", $"/people/{contact}/copy" })
            Assert.Equal(404, (await stranger.Get(path)).Status);
        Assert.Equal(contactSeen, (await stranger.Read($"/organisations/{id}"))["contact"] is not null);
        (string Path, object Body, int Status)[] verbs =
        [
            ($"/people/{contact}/erasure", new { }, 404),
            ($"/people/{contact}/roles", new { roles = new[] { "staff" } }, 404),
            ("/people", new { organisationId = id, name = "张三" }, 403),
            ($"/organisations/{id}/credit-code", new { creditCode = "123" }, 403),
            ($"/organisations/{id}/profile", new { name = "改名", specialities = Array.Empty<string>() }, 403),
            ($"/organisations/{id}/legal-status", new { legalStatus = "registered" }, 403),
            ($"/organisations/{id}/dissolution", new { }, 403),
            ("/requests", new
            {
                organisationId = id, kind = "manpower", topic = "助老", from = "2099-01-01", to = "2099-01-02",
            }, 403),
            ("/demands", new { kind = "need", organisationId = id, topic = "书架" }, 403),
            ("/teams", new { organisationId = id, name = "小队" }, 403),
            ("/accounts", new
            {
                userName = $"f{Guid.NewGuid():N}"[..20],
                roles = new[] { new { role = "organisation-staff", scope = id } }, password = Product.Password,
            }, 403),
        ];
        foreach (var (path, body, status) in verbs)
        {
            var answer = await stranger.Post(path, body);
            Assert.True(answer.Status == status, $"{path}: {answer.Text}");
        }

        Assert.Equal("王小明", (string)(await town.First.Admin.Read($"/people/{contact}"))["name"]!);
    }
}
