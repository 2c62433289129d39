using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Federation.Log;
using Federation.Tests.Rig;

namespace Federation.Tests.Help;

public class LibraryAndMentorTests
{
    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_nomination_sent_twice_makes_one_mentor_and_one_person_whose_name_is_sealed(string kind)
    {
        var town = await HelpTown.On(kind);
        var (key, body) = (Guid.NewGuid(), town.Nomination("欧阳不见于日志"));

        var first = await town.ProviderStaff.Post("/mentors", body, key);
        var again = await town.ProviderStaff.Post("/mentors", body, key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        var mentor = (string)first.Json!["id"]!;
        var person = (string)(await town.Coordinator.Read($"/mentors/{mentor}"))["mentor"]!["personId"]!;
        var known = await town.Coordinator.Read($"/people/{person}");
        Assert.Equal("欧阳不见于日志", (string)known["name"]!);
        Assert.DoesNotContain(
            town.Registry.Log.ReadAll(0, int.MaxValue),
            e => JsonSerializer.Serialize(e.Body, e.Body.GetType(), Json.Options).Contains("欧阳"));
        var other = await town.ProviderStaff.Post("/mentors", new
        {
            personId = person, organisationId = town.Provider, topics = new[] { "议事" },
            modes = new[] { "experience-sharing" },
        });
        Assert.Equal((409, "person-already-mentor"), (other.Status, other.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_mentors_own_account_keeps_its_calendar_offers_itself_and_reports_help(string kind)
    {
        var town = await HelpTown.On(kind);
        var self = await town.Registry.Product.As("mentor", town.Mentor);
        var from = HelpTown.Ten(5);

        var offered = await self.Done($"/mentors/{town.Mentor}/slots", new { from, to = from.AddHours(1) });
        var slot = (string)offered["slotId"]!;
        await self.Done($"/mentors/{town.Mentor}/slots/{slot}/withdrawal");
        var shown = await town.Coordinator.Read($"/mentors/{town.Mentor}/slots?month={from:yyyy-MM}");
        Assert.Empty(shown["items"]!.AsArray());

        var request = await town.Request();
        var offer = new { organisationId = town.Provider, mentorId = town.Mentor };
        var offerId = (string)(await self.Done($"/requests/{request}/offers", offer))["offerId"]!;
        await town.ReceiverStaff.Done($"/requests/{request}/acceptance", new { offerId });
        await self.Done($"/requests/{request}/delivery", new { minutes = 30 });
        var confirming = await self.Post($"/requests/{request}/confirmation", new { rating = 5 });
        Assert.Equal((403, "not-allowed"), (confirming.Status, confirming.Code));

        var elsewhere = await self.Post($"/mentors/{await town.NewMentor("别人")}/slots",
            new { from, to = from.AddHours(1) });
        Assert.Equal((403, "calendar-not-yours"), (elsewhere.Status, elsewhere.Code));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_package_takes_files_that_were_sent_before_and_grows_by_versions(string kind)
    {
        var town = await HelpTown.On(kind);
        var file = await Sent(town.ProviderStaff, $"%PDF-1.7 {town.Mentor}");
        var missing = await town.ProviderStaff.Post("/library", Package(town, "none"));
        Assert.Equal((409, "attachment-not-found"), (missing.Status, missing.Code));

        var item = await town.ProviderStaff.Made("/library", Package(town, file));
        await town.ProviderStaff.Done($"/library/{item}/publication");
        var version = Package(town, file);
        version.Remove("organisationId");
        version["title"] = "第二版";
        var foreign = await town.ReceiverStaff.Post($"/library/{item}/versions", version);
        Assert.Equal((403, "not-your-organisation"), (foreign.Status, foreign.Code));
        await town.ProviderStaff.Done($"/library/{item}/versions", version);

        var stranger = town.Registry.Product.Anonymous();
        var first = (await stranger.Read($"/library/{item}"))["package"]!;
        Assert.Equal((1L, "第一版"), ((long)first["version"]!, (string)first["title"]!["zh"]!));
        Assert.Equal(("application/pdf", file), Attached(first));
        await town.ProviderStaff.Done($"/library/{item}/publication");
        var listed = await stranger.Read($"/library?organisationId={town.Provider}&q=第二版&limit=500");
        Assert.Contains(listed["items"]!.AsArray(), one => (string)one!["id"]! == item);
        await town.ProviderStaff.Done($"/library/{item}/withdrawal");
        Assert.Equal(404, (await stranger.Get($"/library/{item}")).Status);
        Assert.Equal(200, (await town.ProviderStaff.Get($"/library/{item}")).Status);
        Assert.Equal(403, (await stranger.Get($"/library?state=withdrawn&organisationId={town.Provider}")).Status);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_character_that_no_text_has_is_told_on_either_database(string kind)
    {
        var town = await HelpTown.On(kind);

        var wish = town.Wish();
        wish["topic"] = "a\0b";
        var written = await town.ReceiverStaff.Post("/requests", wish);
        var looked = await town.ReceiverStaff.Get("/requests?q=a%00b");

        Assert.Equal((400, "malformed", "topic"), (written.Status, written.Code, (string?)written.Json!["field"]));
        Assert.Equal((400, "malformed"), (looked.Status, looked.Code));
    }

    [Fact]
    public async Task Lists_filter_and_turn_pages()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var topic = $"主题{town.Mentor}";
        string[] mentors =
            [await town.NewMentor("甲", topic), await town.NewMentor("乙", topic), await town.NewMentor("丙", topic)];
        foreach (var mentor in mentors) await town.Delivered(mentor: mentor);

        Assert.Equal(mentors.Order(StringComparer.Ordinal),
            await All(town, $"/mentors?topic={topic}&mode=on-site-guidance"));
        Assert.Empty(await All(town, $"/mentors?topic={topic}&mode=experience-sharing"));
        foreach (var mentor in mentors) Assert.Single(await All(town, $"/requests?mentorId={mentor}&state=delivered"));
        Assert.True((await All(town, $"/requests?organisationId={town.Receiver}")).Count >= 3);
        string[] malformed =
            ["/mentors?mode=magic", "/requests?state=odd", "/help?by=colour", "/help?from=x", "/mentors?cursor=%"];
        foreach (var wrong in malformed)
            Assert.Equal(400, (await town.Coordinator.Get(wrong)).Status);
    }

    private static async Task<List<string>> All(HelpTown town, string path)
    {
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = await town.Coordinator.Read($"{path}&limit=2&cursor={Uri.EscapeDataString(cursor)}");
            ids.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            cursor = (string?)page["next"] ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(ids.Distinct(), ids);
        return ids;
    }

    private static async Task<string> Sent(Client client, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attachments");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return (string)(await Answer.Of(await client.Http.SendAsync(request))).Json!["id"]!;
    }

    private static (string, string) Attached(JsonNode package) =>
        ((string)package["attachments"]![0]!["contentType"]!, (string)package["attachments"]![0]!["id"]!);

    private static Dictionary<string, object?> Package(HelpTown town, string file) => new()
    {
        ["organisationId"] = town.Provider, ["title"] = "第一版", ["summary"] = "亲子种植", ["topics"] = new[] { "种植" },
        ["audience"] = "亲子家庭", ["durationMinutes"] = 60, ["staffing"] = "讲师 1 人", ["costFen"] = 0,
        ["materials"] = Array.Empty<string>(), ["lessonPlan"] = "一、认识种子", ["attachments"] = new[] { file },
    };
}
