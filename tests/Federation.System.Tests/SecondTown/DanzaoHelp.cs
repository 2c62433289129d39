using System.Text.Json.Nodes;
using Federation.Domain;

namespace Federation.Tests.SecondTown;

/// <summary>Mutual help: a booked mentor, a package of the library, a team's help to an organisation outside.</summary>
public sealed partial class Danzao
{
    private const string Gardens = "社区花园", FireSafety = "消防安全";

    public string Mentor { get; private set; } = "";

    /// <summary>Put forward by the organisation, accepted by the coordinator.</summary>
    public async Task Nominate()
    {
        Mentor = await Staff["dan"].Made("/mentors", new
        {
            name = "陈师傅", phone = "13900002222", organisationId = "dan", topics = new[] { Gardens },
            modes = new[] { "on-site-guidance", "experience-sharing" },
        });
        Assert.Equal("nominated", (string)(await Coordinator.Read($"/mentors/{Mentor}"))["mentor"]!["state"]!);
        await Coordinator.Done($"/mentors/{Mentor}/acceptance", new { });
    }

    /// <summary>A slot of a past Saturday, booked from the calendar; then delivered, and confirmed by the receiver
    /// itself: 90 minutes.</summary>
    public async Task BookAndDeliver()
    {
        var slotId = await Slot(Coordinator, "2025-11-08T10:00:00+08:00", "2025-11-08T12:00:00+08:00", "2025-11-01");
        var booked = await Coordinator.Done(
            $"/mentors/{Mentor}/bookings", new { slotId, organisationId = "nan", on = "2025-11-01" });
        var request = (string)booked["bookingId"]!;
        var opened = await Until($"/requests/{request}", r => (string)r["state"]! == "accepted");
        Assert.Equal(
            ("nan", "dan", Mentor, Gardens),
            ((string)opened["organisation"]!["id"]!, (string)opened["provider"]!["id"]!,
                (string)opened["agreed"]!["mentorId"]!, (string)opened["topic"]!));
        var again = await Staff["vol"].Post($"/mentors/{Mentor}/bookings", new { slotId, organisationId = "vol" });
        Assert.Equal((409, "slot-taken"), (again.Status, again.Code));

        await Coordinator.Done(
            $"/requests/{request}/delivery", new { minutes = 90, personTimes = 12, on = "2025-11-08" });
        await ConfirmedBy("nan", request, rating: 5, stranger: "dan");
    }

    /// <summary>A slot that lies ahead is booked by the receiver and given back: nothing of it counts.</summary>
    public async Task BookAndCancel()
    {
        var day = Days.Of(TimeProvider.System.GetUtcNow()).AddDays(3);
        var slotId = await Slot(Staff["dan"], $"{day:yyyy-MM-dd}T10:00:00+08:00", $"{day:yyyy-MM-dd}T11:00:00+08:00");
        var body = new { slotId, organisationId = "nan" };
        var booked = await Staff["nan"].Done($"/mentors/{Mentor}/bookings", body);
        var booking = (string)booked["bookingId"]!;
        await Until($"/requests/{booking}", r => (string)r["state"]! == "accepted");

        await Staff["nan"].Done($"/mentors/{Mentor}/bookings/{booking}/cancellation", new { reason = "改期" });

        await Until($"/requests/{booking}", r => (string)r["state"]! == "cancelled");
        var slots = (await Coordinator.Read($"/mentors/{Mentor}/slots?month={day:yyyy-MM}"))["items"]!.AsArray();
        Assert.Equal("free", (string)Assert.Single(slots, s => (string)s!["slotId"]! == slotId)!["state"]!);
    }

    /// <summary>A package is published, asked for, offered with a team; its run of 120 minutes comes back.</summary>
    public async Task OrderFromTheLibrary()
    {
        var package = await Staff["vol"].Made("/library", new
        {
            organisationId = "vol", title = "灭火器实操课", summary = "每人都试一次", topics = new[] { FireSafety },
            audience = "居民", durationMinutes = 120, staffing = "两名教员", costFen = 30000,
            materials = new[] { "灭火器" }, lessonPlan = "先讲后练", on = (string?)null,
        });
        await Staff["vol"].Done($"/library/{package}/publication", new { });
        var team = await Staff["vol"].Made("/teams", new { organisationId = "vol", name = "消防小组" });
        var request = await Coordinator.Made("/requests", new
        {
            organisationId = "nan", kind = "activity", topic = FireSafety, from = "2025-11-20", to = "2025-12-20",
            people = 40, libraryItemId = package, note = "请联系李阿姨", on = "2025-11-20",
        });
        await Help(request, "vol", team, package, "2025-12-06", 120, 35);
        await ConfirmedBy("nan", request, rating: 4, stranger: "vol");

        var shown = await Until($"/library/{package}", p => p["runs"]!.AsArray().Count == 1);
        Assert.Equal(
            (request, 120, 35, 4), ((string)shown["runs"]![0]!["requestId"]!, (int)shown["runs"]![0]!["minutes"]!,
                (int)shown["runs"]![0]!["personTimes"]!, (int)shown["runs"]![0]!["rating"]!));

        await HelpOutside(team);
    }

    /// <summary>60 minutes to an organisation that is no member; and 45 minutes that nobody confirms.</summary>
    private async Task HelpOutside(string team)
    {
        var outside = await Coordinator.Made("/requests", new
        {
            organisationId = "liang", kind = "manpower", topic = FireSafety, from = "2026-01-10", to = "2026-01-31",
            on = "2026-01-10",
        });
        await Help(outside, "vol", team, null, "2026-01-17", 60, null);
        await ConfirmedBy("liang", outside, rating: 3, stranger: "nan");
        var unconfirmed = await Coordinator.Made("/requests", new
        {
            organisationId = "vol", kind = "manpower", topic = Gardens, from = "2026-01-10", to = "2026-01-31",
            on = "2026-01-10",
        });
        await Help(unconfirmed, "dan", null, null, "2026-01-18", 45, 3);
    }

    private async Task Help(
        string request, string provider, string? team, string? package, string day, int minutes, int? personTimes)
    {
        var offer = new { organisationId = provider, teamId = team, libraryItemId = package, on = day };
        var offerId = (string)(await Coordinator.Done($"/requests/{request}/offers", offer))["offerId"]!;
        await Coordinator.Done($"/requests/{request}/acceptance", new { offerId, on = day });
        await Coordinator.Done($"/requests/{request}/delivery", new { minutes, personTimes, on = day });
    }

    /// <summary>Only the receiving side's word counts.</summary>
    private async Task ConfirmedBy(string receiver, string request, int rating, string stranger)
    {
        var foreign = await Staff[stranger].Post($"/requests/{request}/confirmation", new { rating });
        Assert.Equal((403, "only-receiver-confirms"), (foreign.Status, foreign.Code));
        await Staff[receiver].Done($"/requests/{request}/confirmation", new { rating, comment = "谢谢" });
    }

    private async Task<string> Slot(Client by, string from, string to, string? on = null) =>
        (string)(await by.Done($"/mentors/{Mentor}/slots", new { from, to, place = "居民议事厅", on }))["slotId"]!;

    /// <summary>Reads until what the Processes do is to be seen; woken by each position.</summary>
    public async Task<JsonNode> Until(string path, Func<JsonNode, bool> seen)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var position = Head.Position;
            var answer = await Coordinator.Get(path);
            if (answer.Status == 200 && seen(answer.Json!)) return answer.Json!;
            await Head.Moved(position).WaitAsync(limit.Token);
        }
    }
}
