using Federation.Tests.Rig;

namespace Federation.Tests.Registry;

public class TownSetUpTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_second_town_is_set_up_by_the_api_alone_from_adoption_to_admitted_members(string kind)
    {
        var registry = await Registry.On(kind);
        var (coordinator, path, villages) = (registry.Coordinator, registry.Path, registry.Villages);
        var members = new[] { await registry.Member(0, "东街街坊会"), await registry.Member(1, "西街街坊会") };
        var person = await coordinator.Made(
            "/people", new { organisationId = members[0], name = "欧阳青", roles = new[] { "area-representative" } });
        var area = await coordinator.Made(
            $"{path}/areas", new { id = "east", name = "东片区", villageCodes = villages[..2] });
        var last = await coordinator.Done($"{path}/areas/{area}/representative", new { personId = person });
        await coordinator.Done($"{path}/areas/{area}", new { name = "东片区", villageCodes = villages[..1] });

        var shown = await coordinator.Read($"{path}?after={last["position"]}");
        Assert.Equal(2, (long)shown["members"]!);
        Assert.Equal(["互助", "共建"], shown["principles"]!.AsArray().Select(p => (string)p!["zh"]!));
        Assert.Equal(registry.Town, (string)shown["region"]!["code"]!);
        Assert.Equal(0, (long)shown["applications"]!);
        var east = shown["areas"]![0]!;
        Assert.Equal(villages[..1], east["villages"]!.AsArray().Select(v => (string)v!["code"]!));
        Assert.Equal("欧阳青", (string)east["representative"]!["name"]!);
        var anonymous = await registry.Product.Anonymous().Read(path);
        Assert.Null(anonymous["areas"]![0]!["representative"]);
        Assert.True((bool)anonymous["areas"]![0]!["represented"]!);
        Assert.Equal(members.Order(), await Members(registry, ""));
        Assert.Equal(members[..1], await Members(registry, "?q=东街"));
        Assert.Contains(registry.Alliance, (await coordinator.Get($"/alliances?region={registry.Town}")).Text);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Members_of_a_day_are_exact_after_admission_suspension_and_departure(string kind)
    {
        var registry = await Registry.On(kind);
        var (coordinator, path) = (registry.Coordinator, registry.Path);
        var id = await registry.Organisation();
        var member = $"{path}/members/{id}";
        await coordinator.Done($"{path}/applications", new { organisationId = id, on = "2021-06-01" });
        await coordinator.Done($"{path}/applications/{id}/admission", new { on = "2021-06-10" });
        await coordinator.Done($"{member}/suspension", new { reason = "资料待补", on = "2021-08-01" });
        Assert.Equal([id], await Members(registry, "?state=suspended"));
        await coordinator.Done($"{member}/reinstatement", new { on = "2021-09-01" });
        await coordinator.Done($"{member}/departure", new { on = "2021-10-01" });

        Assert.Empty(await Members(registry, "?on=2021-06-09"));
        Assert.Equal([id], await Members(registry, "?on=2021-06-10"));
        Assert.Equal([id], await Members(registry, "?on=2021-09-30"));
        Assert.Empty(await Members(registry, "?on=2021-10-01"));
        Assert.Empty(await Members(registry, ""));
        Assert.Equal([id], await Members(registry, "?state=departed"));
        var again = await coordinator.Post($"{member}/suspension", new { on = "2021-11-01" });
        Assert.Equal((409, "not-member"), (again.Status, again.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_32_identical_applications_comes_one_membership(string kind)
    {
        var registry = await Registry.On(kind);
        var id = await registry.Organisation();
        var staff = await registry.Staff(id);
        var body = new { organisationId = id, statement = "愿与各会互助" };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => staff.Post($"{registry.Path}/applications", body)));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(registry.Log.Read($"membership/{registry.Alliance}/{id}"));
        var admissions = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            registry.Coordinator.Post($"{registry.Path}/applications/{id}/admission")));
        Assert.All(admissions, answer => Assert.Equal(200, answer.Status));
        Assert.Equal([id], await Members(registry, ""));
        Assert.Equal(2, registry.Log.Read($"membership/{registry.Alliance}/{id}").Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_dissolution_and_an_admission_at_once_never_leave_a_dissolved_member(string kind)
    {
        var registry = await Registry.On(kind);
        for (var round = 0; round < 6; round++)
        {
            var id = await registry.Organisation();
            await registry.Coordinator.Done($"{registry.Path}/applications", new { organisationId = id });

            var answers = await Task.WhenAll(
                registry.Coordinator.Post($"{registry.Path}/applications/{id}/admission"),
                registry.Coordinator.Post($"/organisations/{id}/dissolution"));

            Assert.Equal([200, 409], answers.Select(a => a.Status).Order());
            var refused = answers.Single(a => a.Status == 409).Code;
            Assert.Contains(refused, new[] { "applicant-dissolved", "organisation-still-member" });
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_key_registers_an_organisation_and_its_contact_once(string kind)
    {
        var registry = await Registry.On(kind);
        var (key, body) = (Guid.NewGuid(), registry.Body());

        var first = await registry.Coordinator.Post("/organisations", body, key);
        var again = await registry.Coordinator.Post("/organisations", body, key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        var (id, contact) = ((string)first.Json!["id"]!, (string)first.Json["contactPersonId"]!);
        var shown = await registry.Coordinator.Read($"/organisations/{id}?after={first.Json["position"]}");
        Assert.Equal((contact, "王小明"), ((string)shown["contact"]!["personId"]!, (string)shown["contact"]!["name"]!));
        var list = await registry.Coordinator.Read($"/organisations?villageCode={registry.Villages[0]}");
        Assert.Equal([id], list["items"]!.AsArray().Select(o => (string)o!["id"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Lists_go_on_where_the_last_page_ended(string kind)
    {
        var registry = await Registry.On(kind);
        var members = new List<string>();
        for (var i = 0; i < 3; i++) members.Add(await registry.Member(2 - i));
        async Task<List<string>> Paged(string path, string id)
        {
            var all = new List<string>();
            string? cursor = "";
            do
            {
                var page = await registry.Coordinator.Read($"{path}limit=1&cursor={Uri.EscapeDataString(cursor!)}");
                all.Add((string)Assert.Single(page["items"]!.AsArray())![id]!);
                cursor = (string?)page["next"];
            }
            while (cursor is not null);
            return all;
        }

        Assert.Equal(members.Order(StringComparer.Ordinal), await Paged($"{registry.Path}/members?", "organisationId"));
        Assert.Equal(members.AsEnumerable().Reverse(), await Paged($"/organisations?region={registry.Town}&", "id"));
        var ofAlliance = await registry.Coordinator.Read(
            $"/organisations?allianceId={registry.Alliance}&kind=neighbourhood-association&legalStatus=filed&q=街坊");
        Assert.Equal(3, ofAlliance["items"]!.AsArray().Count);
        Assert.Empty((await registry.Coordinator.Read("/organisations?q=%25%5f"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_coordinator_of_a_region_founds_alliances_and_opens_accounts_only_in_it(string kind)
    {
        var registry = await Registry.On(kind);
        var elsewhere = await Registry.On(kind);
        var regional = await registry.Product.As("coordinator", registry.Town);
        object Founding(string town) => new
        {
            name = "社区联盟", regionCode = town, kind = "topic-alliance", parentId = $"union-{town}",
        };

        var child = await regional.Made("/alliances", Founding(registry.Town));
        var id = await regional.Made("/organisations", registry.Body());
        await regional.Done($"/alliances/{child}/applications", new { organisationId = id });
        await regional.Done("/accounts", new
        {
            userName = $"r{Guid.NewGuid():N}"[..20], roles = new[] { new { role = "organisation-staff", scope = id } },
        });

        Assert.Contains(child, (await regional.Get(registry.Path)).Text);
        Assert.Equal(403, (await regional.Post("/alliances", Founding(elsewhere.Town))).Status);

        // Registering is open to every coordinator, in any village; admission stays the alliance's decision.
        var stranger = await regional.Made("/organisations", elsewhere.Body());
        var admission = $"{elsewhere.Path}/applications/{stranger}/admission";
        Assert.Equal(403, (await regional.Post(admission)).Status);
        var staff = await registry.Product.As("organisation-staff", id);
        Assert.Equal(403, (await staff.Post("/organisations", registry.Body())).Status);
    }

    private static async Task<IEnumerable<string>> Members(Registry registry, string query) =>
        (await registry.Product.Anonymous().Read($"{registry.Path}/members{query}"))["items"]!.AsArray()
            .Select(m => (string)m!["organisationId"]!);
}
