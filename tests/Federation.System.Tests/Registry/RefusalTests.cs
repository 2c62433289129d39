using Federation.Tests.Rig;

namespace Federation.Tests.Registry;

public class RefusalTests
{
    private static readonly Lazy<Task<Registry>> Shared = new(() => Registry.On(BothDatabases.Sqlite));

    [Fact]
    public async Task What_a_coordinator_decides_is_closed_to_staff_and_to_the_coordinator_of_another_alliance()
    {
        var registry = await Shared.Value;
        var id = await registry.Organisation();
        await registry.Coordinator.Done($"{registry.Path}/applications", new { organisationId = id });
        var strangers = new[] { await registry.Staff(id), (await Registry.On(BothDatabases.Sqlite)).Coordinator };
        var before = registry.Log.Read($"alliance/{registry.Alliance}").Count;
        (string, object?)[] commands =
        [
            ($"{registry.Path}/applications/{id}/admission", null),
            ($"{registry.Path}/applications/{id}/refusal", null),
            ($"{registry.Path}/members/{id}/suspension", null), ($"{registry.Path}/members/{id}/reinstatement", null),
            ($"{registry.Path}/areas", new { name = "南片区", villageCodes = registry.Villages[2..3] }),
            ($"{registry.Path}/profile", new { name = "改名", principles = Array.Empty<string>() }),
            ($"{registry.Path}/founding", new { foundedOn = "2020-01-01" }),
            ($"/organisations/{id}/dissolution", null),
            ($"/organisations/{id}/standing", new { kind = "enterprise", villageCode = registry.Villages[1] }),
            ("/alliances", new { name = "另一联盟", regionCode = registry.Town, kind = "topic-alliance" }),
        ];
        foreach (var stranger in strangers)
        foreach (var (path, body) in commands)
        {
            var answer = await stranger.Post(path, body);
            Assert.True(answer.Status == 403, $"{path} answered {answer.Status}: {answer.Text}");
        }

        Assert.Single(registry.Log.Read($"membership/{registry.Alliance}/{id}"));
        Assert.Single(registry.Log.Read($"organisation/{id}"));
        Assert.Equal(before, registry.Log.Read($"alliance/{registry.Alliance}").Count);
    }

    [Fact]
    public async Task Staff_act_for_their_own_organisation_and_for_no_other()
    {
        var registry = await Shared.Value;
        var (id, other) = (await registry.Organisation(0), await registry.Organisation(1));
        var staff = await registry.Staff(id);
        var profile = new { name = "新名街坊会", specialities = new[] { "助学" } };
        (string, object)[] commands =
        [
            ("/organisations/{0}/profile", profile),
            ("/organisations/{0}/legal-status", new { legalStatus = "registered" }),
            ("/organisations/{0}/credit-code", new { creditCode = "123" }),
        ];
        foreach (var (path, body) in commands)
        {
            Assert.Equal(200, (await staff.Post(string.Format(path, id), body)).Status);
            var foreign = await staff.Post(string.Format(path, other), body);
            Assert.Equal((403, "not-your-organisation"), (foreign.Status, foreign.Code));
        }

        var apply = $"{registry.Path}/applications";
        Assert.Equal(403, (await staff.Post(apply, new { organisationId = other })).Status);
        Assert.Equal(201, (await staff.Post(apply, new { organisationId = id, statement = "愿加入" })).Status);
        Assert.Equal("愿加入", (string)(await staff.Read($"{apply}/{id}"))["statement"]!);
        Assert.Equal(404, (await staff.Get($"{apply}/{other}")).Status);
        Assert.Equal(403, (await staff.Post("/people", new { organisationId = other, name = "张三" })).Status);
        var backDated = await staff.Post(
            $"/organisations/{id}/legal-status", new { legalStatus = "filed", on = "2020-01-01" });
        Assert.Equal((409, "back-dating-not-allowed"), (backDated.Status, backDated.Code));
        var shown = await staff.Read($"/organisations/{id}");
        Assert.Equal("wrong-length", (string)shown["creditCodeWarning"]!);
        Assert.Equal("王小明", (string)shown["contact"]!["name"]!); // A profile without a contact keeps it.
    }

    [Fact]
    public async Task A_coordinator_opens_staff_accounts_for_members_of_the_alliance_and_for_nobody_else()
    {
        var registry = await Shared.Value;
        var (member, outsider) = (await registry.Member(0), await registry.Organisation(1));
        Task<Answer> Open(string role, string scope) => registry.Coordinator.Post("/accounts", new
        {
            userName = $"n{Guid.NewGuid():N}"[..20], roles = new[] { new { role, scope } }, password = Product.Password,
        });

        var opened = await Open("organisation-staff", member);

        Assert.Equal(201, opened.Status);
        Assert.Equal(403, (await Open("organisation-staff", outsider)).Status);
        Assert.Equal(403, (await Open("coordinator", registry.Alliance)).Status);
        Assert.Equal(403, (await Open("platform-administrator", "*")).Status);
        var roles = $"/accounts/{opened.Json!["id"]}/roles";
        Assert.Equal(403, (await registry.Coordinator.Post(roles, new
        {
            roles = new[] { new { role = "organisation-staff", scope = outsider } },
        })).Status);
        Assert.Equal(200, (await registry.Coordinator.Post(roles, new { roles = Array.Empty<object>() })).Status);
    }

    [Fact]
    public async Task A_coordinator_does_not_pull_in_an_organisation_of_another_town()
    {
        var (registry, elsewhere) = (await Shared.Value, await Registry.On(BothDatabases.Sqlite));
        var id = await elsewhere.Member();

        var pulled = await registry.Coordinator.Post($"{registry.Path}/applications", new { organisationId = id });

        Assert.Equal((403, "not-your-organisation"), (pulled.Status, pulled.Code));
        Assert.Null((await registry.Coordinator.Read($"/organisations/{id}"))["contact"]);
        var own = await elsewhere.Staff(id); // Its own staff may join where they like.
        Assert.Equal(201, (await own.Post($"{registry.Path}/applications", new { organisationId = id })).Status);
    }

    [Fact]
    public async Task What_a_body_refers_to_must_exist()
    {
        var registry = await Shared.Value;
        var id = await registry.Organisation();
        var foreign = await (await Registry.On(BothDatabases.Sqlite)).Organisation();
        var stranger = await registry.Admin.Made("/people", new { organisationId = foreign, name = "远客" });
        await registry.Coordinator.Done(
            $"{registry.Path}/areas", new { id = "ref", name = "片区", villageCodes = Array.Empty<string>() });
        var seat = $"{registry.Path}/areas/ref/representative";
        var unknown = registry.Body();
        unknown["villageCode"] = registry.Town + "398";
        var profile = new { name = "街坊会", specialities = Array.Empty<string>(), leaderPersonId = stranger };
        (string Path, object Body, int Status, string Code)[] cases =
        [
            ("/organisations", unknown, 409, "region-not-found"),
            ("/people", new { organisationId = "nobody", name = "张三" }, 409, "organisation-not-found"),
            ($"{registry.Path}/applications", new { organisationId = "nobody" }, 409, "organisation-not-found"),
            (seat, new { personId = "nobody" }, 409, "person-not-found"),
            (seat, new { personId = stranger }, 409, "person-outside-alliance"),
            ($"{registry.Path}/areas/nowhere/representative", new { personId = (string?)null }, 409, "area-not-found"),
            ($"/organisations/{id}/profile", profile, 409, "person-of-another-organisation"),
            ("/alliances", new { name = "上", regionCode = registry.Town, kind = "topic-alliance", parentId = "nobody" },
                409, "alliance-not-found"),
            ("/alliances/nowhere/areas", new { name = "上", villageCodes = Array.Empty<string>() }, 404, "not-found"),
            ("/alliances/nowhere/applications", new { organisationId = id }, 404, "not-found"),
            ($"{registry.Path}/members/nobody/departure", new { }, 404, "not-found"),
            ("/organisations/nobody/legal-status", new { legalStatus = "filed" }, 404, "not-found"),
            ("/people/nobody/erasure", new { }, 404, "not-found"),
        ];
        foreach (var (path, body, status, code) in cases)
        {
            var answer = await registry.Admin.Post(path, body);
            Assert.True(
                (answer.Status, answer.Code) == (status, code), $"{path} answered {answer.Status}: {answer.Text}");
        }
    }

    [Fact]
    public async Task Malformed_input_names_its_field_and_changes_nothing()
    {
        var registry = await Shared.Value;
        var before = registry.Log.Read($"alliance/{registry.Alliance}").Count;
        Dictionary<string, object?> With(string field, object? value) => new(registry.Body()) { [field] = value };
        (string Path, object Body, string Field)[] cases =
        [
            ("/organisations", With("villageCode", "abc"), "villageCode"),
            ("/organisations", With("kind", "club"), "kind"),
            ("/organisations", With("contact", new { name = " " }), "contact.name"),
            ("/organisations", With("contact", new { name = "王", phone = "电话" }), "contact.phone"),
            ("/organisations", With("id", "A B"), "id"), ("/organisations", With("nonsense", 1), "nonsense"),
            ("/organisations", With("specialities", null), "specialities"),
            ("/alliances", new { name = "甲", regionCode = "44x", kind = "town-federation" }, "regionCode"),
            ("/alliances", new { name = "甲", regionCode = registry.Town, kind = "federation" }, "kind"),
            ("/alliances", new { id = "4406", name = "甲", regionCode = registry.Town, kind = "town-federation" }, "id"),
            ("/people", new { organisationId = "x y", name = "王" }, "organisationId"),
            ("/people", new { organisationId = "x", name = new string('王', 61) }, "name"),
            ($"{registry.Path}/areas", new { name = "片", villageCodes = new[] { "12" } }, "villageCodes"),
            ($"{registry.Path}/applications", new { organisationId = "X" }, "organisationId"),
        ];
        foreach (var (path, body, field) in cases)
        {
            var answer = await registry.Admin.Post(path, body);
            Assert.True(
                (answer.Status, (string?)answer.Json?["field"]) == (400, field),
                $"{path} {field} answered {answer.Status}: {answer.Text}");
        }

        foreach (var query in new[] { "/members?state=applied", "/members?on=2021-13-01", "/members?kind=club" })
            Assert.Equal(400, (await registry.Admin.Get(registry.Path + query)).Status);
        Assert.Equal(before, registry.Log.Read($"alliance/{registry.Alliance}").Count);
    }
}
