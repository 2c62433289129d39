using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>Loads the Jiujiang case by the API's public commands, each stating its day with <c>on</c>.</summary>
/// <remarks>The steps of a stage do not depend on one another and go out together, so
/// that their commits share batches.</remarks>
internal sealed class JiujiangSample(ISend api, Caller admin, Caller coordinator, string password)
{
    private static readonly DateOnly
        Started = new(2021, 5, 6), Established = new(2021, 6, 15), Joined = new(2021, 7, 10);
    private static readonly DateOnly HelpAsOf = new(2022, 2, 28), Closed = new(2022, 3, 31);

    /// <summary>The town and its alliance, before anybody can have a role for them.</summary>
    public async Task Found()
    {
        await api.Post(admin, $"/regions/{Code}/adoption", new { on = Started });
        await Alliances();
    }

    public async Task Load()
    {
        await Organisations();
        await Members();
        await Task.WhenAll(Mentors(), Teams(), Library(), Areas());
        await Accounts(); // A role is for something that is there, the mentor's too.
        await new JiujiangDeliberation(api, coordinator).Load();
        await Task.WhenAll(Help(), Action());
        await new JiujiangMerchants(api, coordinator).Load();
        await new JiujiangFundraiser(api, coordinator).Load();
        await new JiujiangCycle(api, coordinator).Load(Closed);
        await new JiujiangNeeds(api, coordinator).Load();
        await PublishedByAlliance();
        await new JiujiangClosing(api, coordinator).Load(Closed); // Last: the report freezes what is recorded by then.
    }

    private async Task Alliances() => await api.Post(admin, "/alliances", new
    {
        id = Alliance, name = Name("九江镇街坊会志愿服务总队", "Jiujiang Town Volunteer Federation"), regionCode = Code,
        kind = "town-federation", principles = Principles.Select(p => Name(p.Zh, p.En)),
        guidance = new[] { Name("九江镇综合治理办公室", "Jiujiang Town comprehensive governance office") }, on = Started,
    });

    private Task Organisations() => All(
    [
        .. Villages.Select(v => Register(
            Association(v.Village), $"{v.Name}街坊会", $"{v.Name} Neighbourhood Association",
            "neighbourhood-association", v.Village)),
        .. VolunteerTeams.Select(t => Register(
            t.Id, t.Name, $"{t.Name} (volunteer team)", "volunteer-service-team", t.Village)),
    ]);

    private Task Register(string id, string zh, string en, string kind, string village) =>
        api.Post(coordinator, "/organisations", new // Who registers what stands alone may enrol it.
        {
            id, name = Name(zh, en), kind, villageCode = VillageCode(village), legalStatus = "filed",
            specialities = new[] { "社区服务", "儿童与家庭" }, contact = new { name = "联系人（示例）", phone = "000-00000000" },
            establishedOn = Established, illustrative = true, on = Established,
        });

    private async Task Members()
    {
        await All(JiujiangTown.Members.Select(m => api.Post(coordinator, $"/alliances/{Alliance}/applications", new
        {
            organisationId = m, statement = "愿意加入总队，互相支持（示例）。", on = Joined.AddDays(-10),
        })));
        await All(JiujiangTown.Members.Select(m => api.Post(
            coordinator, $"/alliances/{Alliance}/applications/{m}/admission", new { on = Joined })));
    }

    private async Task Accounts()
    {
        await Account("official", "town-official", Code);
        await Account("auditor", "auditor", "*");
        await Account("mentor-01", "mentor", JiujiangHelp.MentorId(0));
        for (var i = 0; i < 6; i++) await Account($"staff-{i + 1:00}", "organisation-staff", JiujiangTown.Members[i]);
    }

    private Task Account(string userName, string role, string scope) => api.Post(admin, "/accounts", new
    {
        id = userName, userName, roles = new[] { new { role, scope } }, password,
    });

    private async Task Areas()
    {
        foreach (var (id, zh, en, villages) in JiujiangTown.Areas)
        {
            await api.Post(coordinator, $"/alliances/{Alliance}/areas", new
            {
                id, name = Name($"{zh}（示例）", $"{en} (illustrative)"),
                villageCodes = villages.Select(VillageCode), on = Joined,
            });
            var organisation = Association(villages[0]);
            var person = await api.Post(coordinator, "/people", new
            {
                id = $"representative-{id}", organisationId = organisation, name = $"{zh}代表（示例）",
                roles = new[] { "area-representative" }, on = Joined,
            });
            await api.Post(
                coordinator, $"/alliances/{Alliance}/areas/{id}/representative",
                new { personId = (string)person["id"]!, on = Joined });
        }
    }

    private Task Mentors() => All(Enumerable.Range(0, JiujiangHelp.Mentors).Select(async i =>
    {
        await api.Post(coordinator, "/mentors", new
        {
            id = JiujiangHelp.MentorId(i), name = $"导师{"甲乙丙丁戊己庚辛壬癸"[i]}（示例）",
            organisationId = JiujiangHelp.MentorOrganisation(i),
            topics = JiujiangHelp.MentorTopics(i), modes = new[] { "experience-sharing", "on-site-guidance" },
            allianceId = Alliance, illustrative = true, on = Joined.AddDays(1),
        });
        await api.Post(coordinator, $"/mentors/{JiujiangHelp.MentorId(i)}/acceptance", new { on = Joined.AddDays(2) });
    }));

    private Task Teams() => All(Enumerable.Range(0, JiujiangHelp.Teams).Select(i => api.Post(coordinator, "/teams", new
    {
        id = JiujiangHelp.TeamId(i), organisationId = JiujiangHelp.TeamOrganisation(i),
        name = Name($"小团队{i + 1}（示例）", $"Small team {i + 1} (illustrative)"),
        illustrative = true, on = Joined.AddDays(1),
    })));

    private Task Library() => All(JiujiangLibrary.Packages.Select(async package =>
    {
        await api.Post(coordinator, "/library", package.Body(JiujiangTown.Members[package.Owner], Joined.AddDays(3)));
        await api.Post(coordinator, $"/library/{package.Id}/publication", new { on = Joined.AddDays(4) });
    }));

    /// <summary>Help that was given is entered afterwards: a request, its delivery, the
    /// receiver's confirmation.</summary>
    private Task Help() => All(JiujiangHelp.All.Select(async d =>
    {
        var id = $"help-{d.Number:00}";
        await api.Post(coordinator, "/requests", new
        {
            id, organisationId = d.Receiver, kind = d.Mentor is null ? "manpower" : "mentor", topic = d.Topic,
            from = d.On, to = d.On, mentorId = d.Mentor, illustrative = true, on = d.On,
        });
        await api.Post(coordinator, $"/requests/{id}/delivery", new
        {
            organisationId = d.Provider, mentorId = d.Mentor, teamId = d.Team, on = d.On, minutes = d.Minutes,
        });
        await api.Post(coordinator, $"/requests/{id}/confirmation", new { rating = d.Rating, on = d.On });
    }));

    private Task Action() => new JiujiangActionSample(api, coordinator).Load(Closed);

    private async Task PublishedByAlliance()
    {
        await Publish("villages", 27, "exact", new(2021, 6, 30), null);
        await Publish("villagesCovered", 27, "exact", new(2021, 6, 30), null);
        await Publish("memberOrganisations", 23, "exact", Joined, Name(
            "来源未说明成立日期，入会日期为示例。", "The founding day is not stated; the day of joining is illustrative."));
        await Publish("mentors", 10, "exact", HelpAsOf, null);
        await Publish("teams", 11, "exact", HelpAsOf, null);
        await Publish("organisationsServed", 24, "exact", HelpAsOf, Name(
            "服务了24个组织，多于23个成员：接受支持的组织可以不是成员。",
            "24 served is more than 23 members: an organisation that receives help need not be a member."));
        await Publish("supportMinutes", 6000, "nearly", HelpAsOf, Name(
            "来源为“近100小时”；系统按已确认的分钟数累计，分配为示例。",
            "The source says nearly 100 hours; ours adds confirmed minutes, whose split is illustrative."));
    }

    private Task Publish(string key, long value, string precision, DateOnly asOf, object? note) =>
        api.Post(
            coordinator, $"/alliances/{Alliance}/published-figures",
            new { key, value, precision, asOf, source = Source, note, on = Closed });

    /// <summary>A few open requests and free slots from today on, so that matching and booking can be tried.</summary>
    public async Task OpenFrom(DateOnly today)
    {
        for (var i = 0; i < 4; i++)
        {
            var day = today.AddDays(3 + 2 * i);
            await api.Post(coordinator, $"/mentors/{JiujiangHelp.MentorId(i)}/slots", new
            {
                from = $"{day:yyyy-MM-dd}T14:00:00+08:00", to = $"{day:yyyy-MM-dd}T16:00:00+08:00",
                place = "九江镇社会组织服务中心（示例）",
            });
        }

        await new JiujiangDeliberation(api, coordinator).OpenFrom(today);
        await new JiujiangNeeds(api, coordinator).OpenFrom(today);
        await Wish("wish-1", JiujiangTown.Members[12], "mentor", "食品安全", today);
        await Wish("wish-2", JiujiangTown.Members[15], "mentor", "志愿者培育", today);
        await Wish("wish-3", Association("222"), "manpower", "亲子活动", today);
    }

    private Task Wish(string id, string organisation, string kind, string topic, DateOnly today) =>
        api.Post(coordinator, "/requests", new
        {
            id, organisationId = organisation, kind, topic, from = today.AddDays(1), to = today.AddDays(30),
            people = 30, note = "希望有经验的街坊会来分享做法（示例）。", illustrative = true,
        });

    private static Task All(IEnumerable<Task> steps) => Task.WhenAll(steps);
}
