using System.Text.Json.Nodes;
using Federation.Tests.Rig;

namespace Federation.Tests.Help;

public class PoolTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Names_of_mentors_are_shown_to_members_masked_to_others_and_hidden_from_strangers(string kind)
    {
        var town = await HelpTown.On(kind);
        var stranger = await town.Registry.Staff(await town.Registry.Organisation(2, "未入盟的组织"));
        async Task<string?> Name(Client client) =>
            (string?)(await client.Read($"/mentors/{town.Mentor}"))["mentor"]!["name"];

        Assert.Equal("王小明", await Name(town.ReceiverStaff));
        Assert.Equal("王小明", await Name(town.Coordinator));
        Assert.Equal("王*", await Name(stranger));
        Assert.Equal(401, (await town.Registry.Product.Anonymous().Get($"/mentors/{town.Mentor}")).Status);
    }

    [Fact]
    public async Task A_mentor_is_put_forward_by_a_member_only_and_accepted_by_the_coordinator_only()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        async Task Told(int status, string code, Client client, string path, object? body = null)
        {
            var answer = await client.Post(path, body);
            Assert.True((status, code) == (answer.Status, answer.Code), $"{status} {code}: {answer.Text}");
        }

        var outside = await town.Registry.Organisation(2, "未入盟的组织");
        Dictionary<string, object?> nomination = new()
        {
            ["name"] = "陈梅", ["organisationId"] = outside, ["topics"] = new[] { "议事" },
            ["modes"] = new[] { "experience-sharing" },
        };
        await Told(409, "organisation-not-member", town.Coordinator, "/mentors", nomination);
        await Told(403, "not-your-organisation", town.ReceiverStaff, "/mentors", town.Nomination());
        nomination["organisationId"] = town.Provider;
        await Told(400, "malformed", town.ProviderStaff, "/mentors", With(nomination, "name", null));
        await Told(400, "malformed", town.ProviderStaff, "/mentors", With(nomination, "modes", new[] { "magic" }));
        await Told(409, "topic-missing", town.ProviderStaff, "/mentors",
            With(nomination, "topics", Array.Empty<string>()));
        await Told(409, "organisation-not-found", town.Coordinator, "/mentors",
            With(nomination, "organisationId", "none"));

        var waiting = await town.ProviderStaff.Made("/mentors", nomination);
        await Told(403, "not-allowed", town.ProviderStaff, $"/mentors/{waiting}/acceptance");
        await Told(403, "not-coordinator", await town.Registry.Stranger(),
            $"/mentors/{waiting}/acceptance");
        await Told(404, "not-found", town.Coordinator, "/mentors/none/acceptance");
        await Told(409, "mentor-not-accepted", town.ProviderStaff, $"/mentors/{waiting}/slots",
            new { from = HelpTown.Ten(2), to = HelpTown.Ten(2).AddHours(1) });
        var pool = await town.ReceiverStaff.Read($"/mentors?organisationId={town.Provider}&limit=500");
        Assert.DoesNotContain(pool["items"]!.AsArray(), mentor => (string)mentor!["id"]! == waiting);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Changing_one_fact_changes_rank_and_reason(string kind)
    {
        var town = await HelpTown.On(kind);
        string[] mentors = [await town.NewMentor("甲", "剪纸"), await town.NewMentor("乙", "剪纸")];
        var (first, second) = mentors.Order(StringComparer.Ordinal).ToArray() is [var a, var b] ? (a, b) : default;
        var request = await town.ReceiverStaff.Made("/requests", With(town.Wish(), "topic", "剪纸"));
        async Task<(JsonNode First, JsonNode Second)> Ranked()
        {
            var items = (await town.ReceiverStaff.Read($"/requests/{request}/matches"))["items"]!.AsArray();
            JsonNode Of(string id) => items.Single(match => (string?)match!["candidate"]!["mentorId"] == id)!;
            return (Of(first), Of(second));
        }

        var equal = await Ranked();
        Assert.True((int)equal.First["rank"]! < (int)equal.Second["rank"]!); // The id decides between equals.
        Assert.Equal("剪纸", Reason(equal.First, "topic"));

        await town.Slot(mentor: second);
        var free = await Ranked();
        Assert.Equal("120", Reason(free.Second, "free-minutes"));
        Assert.True((int)free.Second["rank"]! < (int)free.First["rank"]!);
        Assert.Single(free.Second["candidate"]!["slots"]!.AsArray());

        var helped = await town.Delivered(mentor: second);
        await town.ReceiverStaff.Done($"/requests/{helped}/confirmation", new { rating = 2, comment = "一般" });
        var rated = await Ranked();
        Assert.Equal(("2.0", $"{HelpTown.Today:yyyy-MM-dd}", "60"),
            (Reason(rated.Second, "rating"), Reason(rated.Second, "last-help"), Reason(rated.Second, "workload")));
        Assert.True((int)rated.First["rank"]! < (int)rated.Second["rank"]!);

        await town.ProviderStaff.Done($"/mentors/{first}/skills",
            new { topics = new[] { "合唱" }, modes = new[] { "on-site-guidance" } });
        var changed = await Ranked();
        Assert.Equal("", Reason(changed.First, "topic"));
        Assert.True((int)changed.Second["rank"]! < (int)changed.First["rank"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Help_that_was_booked_and_confirmed_is_one_load_not_two(string kind)
    {
        var town = await HelpTown.On(kind);
        var (slotId, day) = (await town.Slot(-1), HelpTown.Today.AddDays(-1));
        var booking = await town.Coordinator.Made(
            $"/mentors/{town.Mentor}/bookings", new { slotId, organisationId = town.Receiver });
        await town.UntilState(booking, "accepted");
        var request = await town.Coordinator.Made("/requests", With(town.Wish(), "from", day));
        async Task<string> Load()
        {
            var items = (await town.Coordinator.Read($"/requests/{request}/matches"))["items"]!.AsArray();
            return Reason(items.Single(m => (string?)m!["candidate"]!["mentorId"] == town.Mentor)!, "workload");
        }

        Assert.Equal("120", await Load());
        await town.Coordinator.Done($"/requests/{booking}/delivery", new { minutes = 100, on = day });
        await town.Coordinator.Done($"/requests/{booking}/confirmation", new { rating = 5 });
        Assert.Equal("100", await Load());
    }

    [Fact]
    public async Task A_request_that_does_not_hold_together_is_refused_and_the_note_is_for_members()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        async Task Told(int status, string code, string field, object? value, object? from = null)
        {
            var wish = With(town.Wish(), "from", from ?? HelpTown.Today);
            var answer = await town.ReceiverStaff.Post("/requests", With(wish, field, value));
            Assert.True((status, code) == (answer.Status, answer.Code), $"{status} {code}: {answer.Text}");
        }

        await Told(403, "not-your-organisation", "organisationId", town.Provider);
        await Told(409, "organisation-not-found", "organisationId", "none");
        await Told(409, "mentor-not-found", "mentorId", "none");
        await Told(409, "range-in-the-past", "to", HelpTown.Today.AddDays(-1), from: HelpTown.Today.AddDays(-9));
        await Told(409, "range-invalid", "to", HelpTown.Today.AddDays(-1));
        await Told(409, "people-out-of-range", "people", 0);
        await Told(400, "malformed", "kind", "money");
        await Told(400, "malformed", "from", "soon");
        Assert.Equal(404, (await town.ReceiverStaff.Post("/requests/none/cancellation")).Status);
        Assert.Equal(404, (await town.ReceiverStaff.Get("/requests/none/matches")).Status);

        var request = await town.Request();
        var outsider = await town.Registry.Product.As("town-official", town.Registry.Town);
        Assert.Equal("请联系李阿姨", (string?)(await town.ProviderStaff.Read($"/requests/{request}"))["note"]);
        Assert.Null((await outsider.Read($"/requests/{request}"))["note"]);
    }

    private static string Reason(JsonNode match, string fact) =>
        (string)match["reasons"]!.AsArray().Single(reason => (string)reason!["fact"]! == fact)!["value"]!;

    private static Dictionary<string, object?> With(Dictionary<string, object?> body, string field, object? value) =>
        new(body) { [field] = value };
}
