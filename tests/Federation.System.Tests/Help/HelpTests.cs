using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Help;

public class HelpTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Only_minutes_that_the_receiver_confirmed_count(string kind)
    {
        var town = await HelpTown.On(kind);
        var receiver = await town.Registry.Member(2, "丙街坊会");
        await town.Delivered(receiver, minutes: 500);
        var request = await town.Delivered(receiver, minutes: 90);
        Assert.Empty((await town.Help($"&organisationId={receiver}"))["items"]!.AsArray());

        var foreign = await town.ProviderStaff.Post($"/requests/{request}/confirmation",
            new { rating = 5, comment = "好" });
        Assert.Equal((403, "only-receiver-confirms"), (foreign.Status, foreign.Code));
        await (await town.Registry.Staff(receiver)).Done($"/requests/{request}/confirmation",
            new { rating = 4, comment = "好" });

        var help = await town.Help($"&organisationId={receiver}");
        var pair = Assert.Single(help["items"]!.AsArray())!;
        Assert.Equal(
            (town.Provider, receiver, 90L, 1L, 20L),
            ((string)pair["provider"]!["id"]!, (string)pair["receiver"]!["id"]!, (long)pair["minutes"]!,
                (long)pair["deliveries"]!, (long)pair["personTimes"]!));
        var topic = Assert.Single((await town.Help($"&organisationId={receiver}&by=topic"))["items"]!.AsArray())!;
        Assert.Equal((HelpTown.Topic, 90L), ((string)topic["topic"]!, (long)topic["minutes"]!));
        Assert.Equal(town.Provider, (string)topic["pairs"]![0]!["provider"]!["id"]!);
        var before = await town.Help($"&organisationId={receiver}&to={HelpTown.Today.AddDays(-1):yyyy-MM-dd}");
        Assert.Empty(before["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Help_already_given_to_a_non_member_is_entered_afterwards_and_belongs_to_the_alliance(string kind)
    {
        var town = await HelpTown.On(kind);
        var receiver = await town.Registry.Organisation(2, "尚未入盟的队伍");
        var on = HelpTown.Today.AddDays(-40);
        var wish = town.Wish(receiver);
        (wish["from"], wish["to"], wish["on"]) = (on, on, on);

        var request = await town.Coordinator.Made("/requests", wish);
        await town.Coordinator.Done($"/requests/{request}/delivery", new { mentorId = town.Mentor, on, minutes = 150 });
        await town.Coordinator.Done($"/requests/{request}/confirmation", new { rating = 5, on = HelpTown.Today });

        var help = await town.Help($"&organisationId={receiver}&from={on:yyyy-MM-dd}&to={on:yyyy-MM-dd}");
        var pair = Assert.Single(help["items"]!.AsArray())!;
        Assert.Equal((town.Provider, 150L), ((string)pair["provider"]!["id"]!, (long)pair["minutes"]!));
        wish["organisationId"] = town.Receiver;
        var early = await town.ReceiverStaff.Post("/requests", wish);
        Assert.Equal((409, "back-dating-not-allowed"), (early.Status, early.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_package_is_found_once_published_and_a_confirmed_run_is_written_back(string kind)
    {
        var town = await HelpTown.On(kind);
        var item = await town.ProviderStaff.Made("/library", Package(town.Provider));
        Assert.Equal(404, (await town.ReceiverStaff.Get($"/library/{item}")).Status);
        var wish = new Dictionary<string, object?>(town.Wish()) { ["kind"] = "activity", ["libraryItemId"] = item };
        var unpublished = await town.ReceiverStaff.Post("/requests", wish);
        Assert.Equal((409, "package-not-published"), (unpublished.Status, unpublished.Code));

        await town.ProviderStaff.Done($"/library/{item}/publication");
        var request = await town.ReceiverStaff.Made("/requests", wish);
        var best = (await town.ReceiverStaff.Read($"/requests/{request}/matches"))["items"]![0]!;
        Assert.Equal((item, "asked-for"),
            ((string)best["candidate"]!["libraryItemId"]!, (string)best["reasons"]![0]!["fact"]!));
        var offer = new { organisationId = town.Provider, libraryItemId = item };
        var offerId = (string)(await town.ProviderStaff.Done($"/requests/{request}/offers", offer))["offerId"]!;
        await town.ReceiverStaff.Done($"/requests/{request}/acceptance", new { offerId });
        await town.ProviderStaff.Done($"/requests/{request}/delivery", new { minutes = 45, personTimes = 30 });
        await town.ReceiverStaff.Done($"/requests/{request}/confirmation", new { rating = 5, comment = "孩子们很喜欢" });

        var shown = await town.Until($"/library/{item}", read => (long)read["package"]!["runs"]! == 1);
        Assert.Equal((request, 45L), ((string)shown["runs"]![0]!["requestId"]!, (long)shown["runs"]![0]!["minutes"]!));
        Assert.Equal(5m, (decimal)shown["package"]!["rating"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_team_offered_scheduled_and_withdrawn_leaves_the_request_open(string kind)
    {
        var town = await HelpTown.On(kind);
        var team = await town.ProviderStaff.Made("/teams", new { organisationId = town.Provider, name = "搬运小队" });
        var wish = new Dictionary<string, object?>(town.Wish()) { ["kind"] = "manpower" };
        var request = await town.ReceiverStaff.Made("/requests", wish);
        var matches = (await town.ReceiverStaff.Read($"/requests/{request}/matches"))["items"]!.AsArray();
        Assert.Contains(matches, match => (string?)match!["candidate"]!["teamId"] == team);

        var offer = new { organisationId = town.Provider, teamId = team };
        var offerId = (string)(await town.ProviderStaff.Done($"/requests/{request}/offers", offer))["offerId"]!;
        await town.ReceiverStaff.Done($"/requests/{request}/acceptance", new { offerId });
        var (start, place) = (HelpTown.Ten(2), "广场");
        await town.ProviderStaff.Done($"/requests/{request}/schedule", new { start, end = start.AddHours(1), place });
        var scheduled = await town.ReceiverStaff.Read($"/requests/{request}");
        Assert.Equal(("scheduled", place), ((string)scheduled["state"]!, (string)scheduled["agreed"]!["place"]!));
        var foreign = await town.ReceiverStaff.Post($"/requests/{request}/offers/{offerId}/withdrawal");
        Assert.Equal((403, "not-your-organisation"), (foreign.Status, foreign.Code));

        await town.ProviderStaff.Done($"/requests/{request}/offers/{offerId}/withdrawal");

        var open = await town.ReceiverStaff.Read($"/requests/{request}");
        Assert.Equal(("open", "offer-withdrawn"), ((string)open["state"]!, (string)open["reason"]!));
    }

    private static object Package(string organisationId) => new
    {
        organisationId, title = new { zh = "阳台种菜课", en = "Balcony gardening" }, summary = "亲子种植",
        topics = new[] { HelpTown.Topic }, audience = "亲子家庭", durationMinutes = 60, staffing = "讲师 1 人",
        costFen = 20_000, materials = new[] { "种子", "花盆" }, lessonPlan = "一、认识种子",
    };
}
