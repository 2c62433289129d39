using Federation.Tests.Rig;

namespace Federation.Tests.Fundraisers;

public class FundraiserTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_campaign_runs_from_opening_to_its_public_account_to_the_fen(string kind)
    {
        var campaign = await Campaign.On(kind);
        var coordinator = campaign.Coordinator;
        Assert.Equal(201, (await campaign.Gift("g-1", 2_000)).Status);
        Assert.Equal(201, (await campaign.Gift("g-2", 1_234, "2022-02-01T10:00:00+08:00")).Status);
        await coordinator.Done($"{campaign.Path}/relays", new { count = 116, on = "2022-02-28" });
        await coordinator.Done($"{campaign.Path}/published-totals", new { amountFen = 3_300, on = "2022-02-28" });
        Assert.Equal(201, (await campaign.Spend("s-1", 1_000)).Status);
        Assert.Equal((409, "second-person-needed"), Told(await coordinator.Post(
            $"{campaign.Path}/spendings/s-1/approval")));
        Assert.Equal(200, (await campaign.Approve("s-1")).Status);
        await coordinator.Done($"{campaign.Path}/reconciliations", new { statementFen = 2_000, asOf = "2022-01-31" });
        await coordinator.Done($"{campaign.Path}/corrections",
            new { kind = "gift", of = "g-2", value = 1_200, reason = "平台更正" });

        var account = await campaign.Registry.Product.Anonymous().Read($"{campaign.Path}/account");
        var about = account["fundraiser"]!;
        Assert.Equal((3_200, 2, 3_300, 1_000, 2_200), (
            (int)about["raisedFen"]!, (int)about["gifts"]!, (int)about["publishedFen"]!, (int)about["spentFen"]!,
            (int)about["balanceFen"]!));
        Assert.Equal("gifts", (string)about["base"]!);
        Assert.Equal(0, account["ledger"]!.AsArray().Sum(line => (long)line!["fen"]!));
        var correction = Assert.Single(account["corrections"]!.AsArray())!;
        Assert.Null(correction["reason"]); // free text: not for everybody
        Assert.Equal("平台更正", (string)(await coordinator.Read($"{campaign.Path}/account"))["corrections"]![0]![
            "reason"]!);

        Assert.Equal((409, "remainder-unexplained"), Told(await coordinator.Post($"{campaign.Path}/closing")));
        await coordinator.Done($"{campaign.Path}/closing", new { remainder = "用于下一次联合行动" });
        Assert.Equal("closed", (string)(await campaign.Read())["state"]!);
        Assert.Equal((409, "fundraiser-closed"), Told(await campaign.Gift("g-3", 5)));
        await coordinator.Done($"{campaign.Path}/corrections",
            new { kind = "spending", of = "s-1", value = 900, reason = "发票金额", id = "c-1" });
        Assert.Equal(200, (await campaign.Approve("c-1")).Status);
        Assert.Equal(2_300, (long)(await campaign.Read())["balanceFen"]!);
        Assert.InRange(Campaign.EveryPrefixBalances(campaign.Registry.Log), 5, int.MaxValue);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_published_total_alone_shows_its_day_and_that_spending_is_not_stated(string kind)
    {
        var campaign = await Campaign.On(kind);
        await campaign.Coordinator.Done($"{campaign.Path}/published-totals",
            new { amountFen = 502_086, on = "2022-02-28", source = "平台页面" });

        var about = await campaign.Registry.Product.Anonymous().Read(campaign.Path);

        Assert.Equal((502_086, "2022-02-28", "published-total"),
            ((int)about["publishedFen"]!, (string)about["publishedOn"]!, (string)about["base"]!));
        Assert.Null(about["spentFen"]);
        Assert.Null(about["balanceFen"]);
        var raised = about["figures"]!.AsArray().Where(f => (string)f!["key"]! == "raisedFen").ToArray();
        Assert.Equal(["records", "published"], raised.Select(f => (string)f!["source"]!));
        Assert.Null(raised[0]!["value"]);
        Assert.Equal(502_086, (long)raised[1]!["value"]!);

        Assert.Equal((409, "spending-beyond-balance"), Told(await campaign.Spend("s-1", 502_087)));
        Assert.Equal(201, (await campaign.Spend("s-2", 502_086)).Status);
        Assert.Equal(200, (await campaign.Approve("s-2")).Status);
        Assert.Equal((409, "gifts-below-spent"), Told(await campaign.Gift("g-1", 5)));
        Assert.Equal(201, (await campaign.Gift("g-1", 502_086)).Status);
        Assert.Equal((0, "gifts"), ((int)(await campaign.Read())["balanceFen"]!,
            (string)(await campaign.Read())["base"]!));
        Campaign.EveryPrefixBalances(campaign.Registry.Log);
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Of_many_approvals_and_corrections_at_once_no_fen_is_spent_that_is_not_there(string kind)
    {
        var campaign = await Campaign.On(kind);
        var gifts = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => campaign.Gift($"g-{n % 12}", 100)));
        Assert.Equal(12, gifts.Count(answer => answer.Status == 201));
        Assert.All(gifts, answer => Assert.True(answer.Status is 200 or 201, answer.Text));
        for (var n = 0; n < 6; n++) Assert.Equal(201, (await campaign.Spend($"s-{n}", 200)).Status);
        Assert.Equal((409, "spending-beyond-balance"), Told(await campaign.Spend("s-6", 1)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).SelectMany(n => new[]
        {
            campaign.Approve($"s-{n}"), campaign.Coordinator.Post($"{campaign.Path}/corrections",
                new { kind = "gift", of = $"g-{n}", value = 0, reason = "退款" }),
        }));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201 or 409 or 503, answer.Text));
        var about = await campaign.Read();
        Assert.Equal((long)about["raisedFen"]! - ((long?)about["spentFen"] ?? 0), (long)about["balanceFen"]!);
        Assert.True((long)about["balanceFen"]! >= 0);
        Assert.Contains(answers, answer => answer.Status == 409);
        Campaign.EveryPrefixBalances(campaign.Registry.Log);
    }

    [Fact]
    public async Task Bad_money_is_told_in_both_languages_and_records_nothing()
    {
        var campaign = await Campaign.On(BothDatabases.Sqlite);
        await campaign.Gift("g-1", 1_000);
        var before = Versions();
        object gift(object fen, string at = "2022-01-15T09:30:00+08:00") =>
            new { externalId = "g-9", amountFen = fen, givenAt = at };
        object spending(object fen, object? within = null) =>
            new { amountFen = fen, on = "2022-02-01", purpose = "印册", voucher = "1", withinPurpose = within ?? true };

        await Refused("gifts", gift(-5), 409, "amount-invalid");
        await Refused("gifts", gift(12.5), 400, "malformed");
        await Refused("gifts", gift(5, "2022-03-01T00:00:00+08:00"), 409, "gift-outside-window");
        await Refused("gifts", new { externalId = "g-1", amountFen = 2, givenAt = "2022-01-15T09:30:00+08:00" },
            409, "gift-already-recorded");
        await Refused("spendings", spending(1_001), 409, "spending-beyond-balance");
        await Refused("spendings", spending(-1), 409, "amount-invalid");
        await Refused("spendings", spending(1, false), 409, "spending-outside-purpose");
        await Refused("spendings",
            new { amountFen = 1, on = "2022-02-01", purpose = "印册", voucher = new string('a', 64) }, 409,
            "attachment-not-found");
        await Refused("reconciliations", new { statementFen = 999, asOf = "2022-02-28" }, 409, "statement-differs");
        await Refused("corrections", new { kind = "gift", of = "g-7", value = 1, reason = "x" }, 409,
            "nothing-to-correct");
        await Refused("corrections", new { kind = "gift", of = "g-1", value = 1, reason = " " }, 400, "malformed");
        Assert.Equal(before, Versions());

        (long, long) Versions() => (
            campaign.Registry.Log.VersionOf($"fundraiser/{campaign.Id}"),
            campaign.Registry.Log.VersionOf($"gifts/{campaign.Id}/*"));

        async Task Refused(string part, object body, int status, string code)
        {
            var answer = await campaign.Coordinator.Post($"{campaign.Path}/{part}", body);
            Assert.Equal((status, code), Told(answer));
            Assert.NotEqual((string)answer.Json!["texts"]!["zh"]!, (string)answer.Json["texts"]!["en"]!);
        }
    }

    [Fact]
    public async Task A_joint_actions_figures_show_what_its_campaign_raised_with_the_records_behind()
    {
        var action = await JointActions.Action.Launched(BothDatabases.Sqlite);
        var campaign = await Campaign.On(BothDatabases.Sqlite, action.Registry);
        var body = campaign.Body();
        (body["id"], body["jointActionId"]) = (campaign.Id + "-b", action.Id);
        var path = $"/fundraisers/{await action.Coordinator.Made("/fundraisers", body)}";
        await action.Coordinator.Done($"{path}/gifts",
            new { externalId = "g-1", amountFen = 12_34, givenAt = "2022-01-15T09:30:00+08:00" });
        await action.Coordinator.Done($"{path}/relays", new { count = 7, on = "2022-02-28" });

        var figures = await action.Coordinator.Read(action.Path);

        Assert.Equal((1_234L, "exact"), JointActions.Action.Figure(figures, "raisedFen", "action"));
        Assert.Equal((7L, "exact"), JointActions.Action.Figure(figures, "relays", "action"));
        var raised = figures["figures"]!.AsArray().Single(f => (string)f!["key"]! == "raisedFen")!;
        var records = await action.Coordinator.Read(((string)raised["records"]!)["/api/v1".Length..]);
        Assert.Equal("g-1", (string)Assert.Single(records["items"]!.AsArray())!["externalId"]!);
        body["jointActionId"] = "no-such-action";
        body["id"] = campaign.Id + "-c";
        Assert.Equal((409, "joint-action-not-found"), Told(await action.Coordinator.Post("/fundraisers", body)));
    }

    internal static (int, string?) Told(Answer answer) => (answer.Status, answer.Code);
}
