using Federation.Tests.Rig;

namespace Federation.Tests.JointActions;

public class ActionRefusalTests
{
    private static readonly Lazy<Task<Action>> Shared = new(() => Action.Launched(BothDatabases.Sqlite));

    private static async Task Refused(int status, string code, string part, object body, Client? by = null)
    {
        var action = await Shared.Value;
        var head = action.Registry.Log.VersionOf($"action/{action.Id}");
        var answer = await (by ?? action.Coordinator).Post($"{action.Path}/{part}", body);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(head, action.Registry.Log.VersionOf($"action/{action.Id}"));
    }

    [Fact]
    public async Task A_session_is_not_reported_before_it_was_held()
    {
        var action = await Shared.Value;
        // The action's last day is past, so a session of tomorrow lies outside it.
        var tomorrow = $"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}T09:00:00+08:00";
        await Refused(409, "session-outside-action", "sessions", new
        {
            seriesId = "street", villageCode = action.Villages[0], organisationId = action.Members[0],
                startsAt = tomorrow,
            place = "礼堂",
        });
        await action.Post("sessions", action.Session("early", "street", 0, "2021-10-09"));
        var report = new { personTimes = new { value = 1 }, volunteers = 0, minutes = 1 };
        await Refused(409, "session-not-yet-held", "sessions/early/report", new
        {
            report.personTimes, report.volunteers, report.minutes, on = "2021-10-08",
        });
        await Refused(409, "day-in-future", "sessions/early/report", new
        {
            report.personTimes, report.volunteers, report.minutes, on = "2099-01-01",
        });
    }

    [Fact]
    public async Task Foreign_and_unknown_references_are_told()
    {
        var action = await Shared.Value;
        var outsider = await action.Registry.Organisation(3);
        await Refused(409, "not-a-member", "participants", new
        {
            organisationId = outsider, villageCode = action.Villages[3], seriesIds = Array.Empty<string>(),
        });
        await Refused(409, "village-not-in-alliance", "participants", new
        {
            organisationId = action.Members[0], villageCode = "110101001001", seriesIds = Array.Empty<string>(),
        });
        await Refused(409, "series-unknown", "sessions", action.Session("x1", "dancing", 0, "2021-10-09"));
        await Refused(409, "not-participating", "sessions", new
        {
            seriesId = "street", villageCode = action.Villages[1], organisationId = action.Members[0],
            startsAt = "2021-10-09T09:00:00+08:00", place = "礼堂",
        });
        await Refused(404, "not-found", "sessions/nowhere/report",
            new { personTimes = new { value = 1 }, volunteers = 0, minutes = 1 });
        await Refused(404, "not-found", "pledges/nowhere/withdrawal", new { });
        await Refused(400, "malformed", "pledges/No%20Where/withdrawal", new { });
        var unknown = await action.Coordinator.Post("/joint-actions/no-such-action/launch");
        Assert.Equal((404, "not-found"), (unknown.Status, unknown.Code));
        var elsewhere = await (await action.Registry.Product.SignedIn()).Post(
            "/joint-actions", new { allianceId = "nowhere", title = "x", theme = "y", from = "2021-09",
                to = "2021-10" });
        Assert.Equal((409, "alliance-not-found"), (elsewhere.Status, elsewhere.Code));
    }

    [Theory]
    [InlineData("series", "{\"title\":\"甲\",\"order\":\"one\"}", "order")]
    [InlineData("series", "{\"title\":\"甲\",\"order\":3,\"colour\":\"red\"}", "colour")]
    [InlineData("published-figures", "{\"key\":\"sessions\",\"value\":1,\"asOf\":\"March\",\"source\":\"x\"}", "asOf")]
    [InlineData("published-figures",
        "{\"key\":\"sessions\",\"value\":1,\"asOf\":\"2022-03\",\"source\":\"x\",\"scope\":7}", "scope")]
    [InlineData("pledges", "{\"merchant\":\"店\",\"signed\":\"maybe\"}", "signed")]
    [InlineData("sessions/early/report",
        "{\"personTimes\":{\"value\":1,\"precision\":\"maybe\"},\"volunteers\":0,\"minutes\":1}",
        "personTimes.precision")]
    public async Task Malformed_bodies_name_the_field(string part, string body, string field)
    {
        var action = await Shared.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1{action.Path}/{part}");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await Answer.Of(await action.Coordinator.Http.SendAsync(request));
        Assert.Equal((400, "malformed", field), (answer.Status, answer.Code, (string?)answer.Json!["field"]));
    }

    [Fact]
    public async Task Rules_of_the_action_reach_the_caller()
    {
        var action = await Shared.Value;
        await Refused(409, "figure-unknown", "published-figures",
            new { key = "joy", value = 1, asOf = "2022-03", source = "x" });
        await Refused(409, "scope-unknown", "published-figures",
            new { key = "sessions", value = 1, asOf = "2022-03", source = "x", scope = "inreach" });
        await Refused(400, "malformed", "published-figures",
            new { key = "sessions", value = 1, asOf = "2022-03", source = "x", scope = "region/4406" });
        await Refused(409, "series-order-taken", "series", new { id = "other", title = "甲", order = 1 });
        await action.Post("sessions", action.Session("still-open", "street", 0, "2021-10-12"));
        await Refused(409, "sessions-still-open", "closing", new { summary = "完" });
        var staff = await action.Registry.Staff(action.Members[0]);
        await Refused(403, "not-allowed", "closing", new { summary = "完" }, staff);
        await Refused(409, "back-dating-not-allowed", "sessions", action.Session("late", "street", 0, "2021-10-13"),
            staff);
        var anonymous = await action.Registry.Product.Anonymous().Post($"{action.Path}/launch");
        Assert.Equal((401, "not-signed-in"), (anonymous.Status, anonymous.Code));
        var stranger = await action.Registry.Stranger();
        await Refused(403, "not-coordinator", "launch", new { }, stranger);
    }
}
