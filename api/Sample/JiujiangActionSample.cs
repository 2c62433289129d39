using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>The joint action of the sample, from creating to closing, by the API's public commands.</summary>
internal sealed class JiujiangActionSample(ISend api, Caller coordinator)
{
    private static readonly DateOnly Planned = new(2021, 8, 28), Launched = new(2021, 9, 4);

    public async Task Load(DateOnly closed)
    {
        await Draft();
        await Arrange();
        await Post("launch", new { on = Launched });
        await Task.WhenAll(JiujiangAction.Sessions.Select(Hold));
        await Task.WhenAll(Enumerable.Range(0, JiujiangAction.Merchants).Select(Visit));
        foreach (var figure in JiujiangAction.Figures) await Publish(figure, closed);
        await Post("closing", new { summary = "联合行动按计划完成，各村居将继续做好食品安全宣传（示例）。", on = closed });
    }

    private Task Draft() => api.Post(coordinator, "/joint-actions", new
    {
        id = JiujiangTown.Action, allianceId = Alliance, theme = "儿童食品安全",
        title = Name("儿童食品安全联合行动", "Joint action on children’s food safety"),
        goal = Name("提高社区儿童的食品卫生安全意识", "Raise children’s awareness of food hygiene and safety"),
        from = "2021-09", to = "2022-03",
        guidance = new[]
        {
            Name("九江镇综合治理办公室", "Jiujiang Town comprehensive governance office"),
            Name("九江镇食品安全委员会办公室", "Jiujiang Town food safety committee office"),
        },
        partners = new[] { Name("九江镇社会组织联合会", "Jiujiang Town federation of social organisations") },
        deliberationId = JiujiangDeliberation.Id, on = Planned,
    });

    /// <summary>Its series, what counts as outreach, and the members who take part.</summary>
    private async Task Arrange()
    {
        var order = 0;
        foreach (var series in JiujiangAction.AllSeries)
        {
            await Post("series", new
            {
                id = series.Id, title = Name(series.Zh, series.En), order = ++order,
                scopes = series.IsOutreach ? new[] { JiujiangAction.Outreach } : [], on = Planned,
            });
        }

        await Post("scopes", new { scope = JiujiangAction.Outreach, name = Name("宣传活动", "Outreach"), on = Planned });
        foreach (var village in JiujiangAction.Villages)
        {
            await Post("participants", new
            {
                organisationId = Association(village), villageCode = VillageCode(village),
                seriesIds = JiujiangAction.AllSeries.Select(s => s.Id), on = Planned,
            });
        }
    }

    private async Task Hold(JiujiangAction.Session session)
    {
        await Post("sessions", new
        {
            id = session.Id, seriesId = session.Series, villageCode = VillageCode(session.Village),
            organisationId = Association(session.Village),
            startsAt = $"{session.On:yyyy-MM-dd}T{session.Time}:00+08:00",
            place = "社区党群服务中心（示例）", illustrative = true, on = session.On,
        });
        object[] brochures = session.Brochures == 0
            ? []
            : [new { name = "食品安全宣传册", count = session.Brochures, precision = "about" }];
        await Post($"sessions/{session.Id}/report", new
        {
            personTimes = new { value = session.PersonTimes, precision = session.Precision },
            volunteers = session.Volunteers,
            minutes = session.Minutes, materials = brochures, on = session.On,
        });
    }

    private Task Visit(int number)
    {
        var (merchant, village, on) = JiujiangAction.Merchant(number);
        return Post("pledges", new
        {
            id = $"shop-{number + 1:00}", merchant, villageCode = VillageCode(village), visitedOn = on,
            signed = (bool?)null,
            promises = new[] { "不销售“三无”食品", "派发食品安全宣传单" }, joinsAlliance = true,
            organisationId = Association(village), illustrative = true, on,
        });
    }

    private Task Publish(JiujiangAction.Published figure, DateOnly on) => Post("published-figures", new
    {
        key = figure.Key, value = figure.Value, precision = figure.Precision,
        scope = figure.Scope.Length == 0 ? null : figure.Scope, asOf = figure.AsOf, source = Source,
        note = figure.Zh is null ? null : Name(figure.Zh, figure.En!), on,
    });

    private async Task Post(string part, object body) =>
        await api.Post(coordinator, $"/joint-actions/{JiujiangTown.Action}/{part}", body);
}
