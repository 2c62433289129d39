using Federation.Domain;
using Federation.Tests.Rig;
using static Federation.Tests.JointActions.CurrentAction;

namespace Federation.Tests.JointActions;

public class ChallengeHttpTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Members_see_the_ranking_by_nickname_and_everybody_the_counts(string kind)
    {
        var action = await Launched(kind);
        var staff = await action.Registry.Staff(action.Member);
        await Open(action);
        foreach (var (id, nickname) in new[] { ("bears", "小熊一家"), ("cats", "猫咪队") })
            await staff.Done($"{action.Path}/challenges/pk/participants",
                new { id, organisationId = action.Member, villageCode = action.Village, nickname });
        foreach (var (back, done) in new[] { (2, new[] { "bears", "cats" }), (1, ["bears"]), (0, ["bears", "cats"]) })
            await staff.Done($"{action.Path}/challenges/pk/check-ins",
                new { organisationId = action.Member, day = Today.AddDays(-back), done });
        var fixedUp = await staff.Done($"{action.Path}/challenges/pk/check-ins",
            new { organisationId = action.Member, day = Today, done = new[] { "bears" }, undone = new[] { "cats" } });

        var path = $"{action.Path}/challenges/pk?after={fixedUp["position"]}";
        var ranking = (await staff.Read(path))["ranking"]!.AsArray();
        Assert.Equal([(1, "小熊一家", 3, 3), (2, "猫咪队", 1, 1)], ranking.Select(r => (
            (int)r!["rank"]!, (string)r["nickname"]!, (int)r["done"]!, (int)r["streak"]!)));
        var shown = await action.Registry.Product.Anonymous().Get(path);
        Assert.DoesNotContain("小熊", shown.Text);
        Assert.Null(shown.Json!["ranking"]);
        Assert.Equal((2, 4), ((int)shown.Json["participants"]!, (int)shown.Json["checkIns"]!));
        var counted = (await action.Coordinator.Read(action.Path))["figures"]!.AsArray()
            .Where(f => (string)f!["key"]! == "personTimes" && (string)f["scope"]!["kind"]! == "action");
        Assert.Equal([0], counted.Select(f => (long)f!["value"]!)); // Check-ins are no person-times.
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Lists_and_participants_that_do_not_fit_are_told(string kind)
    {
        var action = await Launched(kind);
        await Open(action);
        await action.Refused(409, "check-in-outside-challenge", "challenges/pk/check-ins",
            new { organisationId = action.Member, day = Today.AddDays(1) });
        await action.Refused(409, "entrant-unknown", "challenges/pk/check-ins",
            new { organisationId = action.Member, day = Today, done = new[] { "nobody" } });
        await action.Refused(409, "entrant-name-missing", "challenges/pk/participants",
            new { organisationId = action.Member, villageCode = action.Village, nickname = " " });
        await action.Refused(409, "not-participating", "challenges/pk/participants",
            new { organisationId = action.Member, villageCode = action.Registry.Villages[1], nickname = "队" });
        await action.Refused(400, "malformed", "challenges/pk/participants", new
        {
            organisationId = action.Member, villageCode = action.Village, nickname = new string('长', 65),
        });
        await action.Refused(404, "not-found", "challenges/no/check-ins",
            new { organisationId = action.Member, day = Today });
        await action.Refused(409, "challenge-numbers-invalid", "challenges",
            new { seriesId = "street", title = "赛", firstDay = Today, days = 500 });
        var stranger = await action.Registry.Passer();
        await action.Refused(403, "not-your-organisation", "challenges/pk/check-ins",
            new { organisationId = action.Member, day = Today }, stranger);
        await action.Post("challenges/pk/calling-off");
        await action.Refused(409, "challenge-called-off", "challenges/pk/check-ins",
            new { organisationId = action.Member, day = Today });
    }

    private static Task Open(CurrentAction action) => action.Post("challenges", new
    {
        id = "pk", seriesId = "street", title = "21天健康零食PK赛", firstDay = Days.Text(Today.AddDays(-2)), days = 21,
        gapsAllowed = 3,
    });
}
