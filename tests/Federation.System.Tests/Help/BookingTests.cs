using Federation.Tests.Rig;

namespace Federation.Tests.Help;

public class BookingTests
{
    private const int Racers = 64;

    public static IEnumerable<object[]> Databases => BothDatabases.All;

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_64_organisations_that_race_for_one_slot_one_wins_and_63_are_told(string kind)
    {
        var town = await HelpTown.On(kind);
        var slotId = await town.Slot();
        var villages = town.Registry.Villages.Length;
        var racers = await Task.WhenAll(Enumerable.Range(0, Racers).Select(
            i => town.Registry.Organisation(i % villages, $"第 {i} 队")));

        var answers = await Task.WhenAll(racers.Select(organisationId =>
            town.Coordinator.Post($"/mentors/{town.Mentor}/bookings", new { slotId, organisationId })));

        var won = Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(Racers - 1, answers.Count(answer => (answer.Status, answer.Code) == (409, "slot-taken")));
        var request = (string)won.Json!["bookingId"]!;
        await town.Until($"/requests?organisationId={racers[Array.IndexOf(answers, won)]}", HasOne);
        Assert.Equal(("booked", request), await town.SlotState(slotId));
        var mentor = await town.Coordinator.Read($"/mentors/{town.Mentor}");
        Assert.Equal((1L, 120L),
            ((long)mentor["months"]![0]!["bookings"]!, (long)mentor["months"]![0]!["bookedMinutes"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_direct_booking_opens_an_accepted_request_and_a_retry_finds_the_same(string kind)
    {
        var town = await HelpTown.On(kind);
        var (slotId, key) = (await town.Slot(), Guid.NewGuid());
        var (path, body) = ($"/mentors/{town.Mentor}/bookings", new { slotId, organisationId = town.Receiver });

        var first = await town.ReceiverStaff.Post(path, body, key);
        var again = await town.ReceiverStaff.Post(path, body, key);

        Assert.Equal((201, first.Text), (again.Status, again.Text));
        var request = await town.UntilState((string)first.Json!["bookingId"]!, "accepted");
        Assert.Equal(HelpTown.Topic, (string)request["topic"]!);
        Assert.Equal(town.Registry.Alliance, (string)request["allianceId"]!);
        Assert.Equal(town.Provider, (string)request["provider"]!["id"]!);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_accepted_offer_with_a_slot_books_it_and_cancelling_the_request_releases_it(string kind)
    {
        var town = await HelpTown.On(kind);
        var (slot, request) = (await town.Slot(), await town.Request());
        var offerId = await town.Offer(request, slot);

        await town.ReceiverStaff.Done($"/requests/{request}/acceptance", new { offerId });
        await town.UntilState(request, "accepted");
        Assert.Equal(("booked", request), await town.SlotState(slot));

        await town.ReceiverStaff.Done($"/requests/{request}/cancellation", new { reason = "改期" });
        await town.Until($"/mentors/{town.Mentor}/slots?month={slot[..4]}-{slot[4..6]}", IsFree);
        var cancelled = await town.Coordinator.Read($"/requests/{request}");
        Assert.Equal(("cancelled", "改期"), ((string)cancelled["state"]!, (string)cancelled["cancelledBecause"]!));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_request_whose_slot_was_taken_meanwhile_is_open_again_and_says_why(string kind)
    {
        var town = await HelpTown.On(kind);
        var slot = await town.Slot();
        string[] requests = [await town.Request(), await town.Request()];
        string[] offers = [await town.Offer(requests[0], slot), await town.Offer(requests[1], slot)];

        await town.ReceiverStaff.Done($"/requests/{requests[0]}/acceptance", new { offerId = offers[0] });
        await town.UntilState(requests[0], "accepted");
        var answer = await town.ReceiverStaff.Done($"/requests/{requests[1]}/acceptance", new { offerId = offers[1] });

        var after = $"/requests/{requests[1]}?after={answer["position"]}";
        var lost = await town.Until(after, read => (string)read["state"]! != "booking");
        Assert.Equal(("open", "slot-taken"), ((string)lost["state"]!, (string)lost["reason"]!));
        Assert.Equal("lapsed", (string)lost["offers"]![0]!["state"]!);
        Assert.Equal(("booked", requests[0]), await town.SlotState(slot));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_booking_cancelled_on_the_calendar_frees_the_slot_and_reopens_its_request(string kind)
    {
        var town = await HelpTown.On(kind);
        var (slot, request) = (await town.Slot(), await town.Request());
        var offerId = await town.Offer(request, slot);
        await town.ReceiverStaff.Done($"/requests/{request}/acceptance", new { offerId });
        var booking = (string)(await town.UntilState(request, "accepted"))["agreed"]!["bookingId"]!;

        await town.ProviderStaff.Done($"/mentors/{town.Mentor}/bookings/{booking}/cancellation",
            new { reason = "导师生病" });

        var reopened = await town.UntilState(request, "open");
        Assert.Equal("booking-cancelled", (string)reopened["reason"]!);
        Assert.Equal(("free", null), await town.SlotState(slot));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_retired_mentors_free_slots_are_gone_and_the_booked_one_stands_until_it_is_cancelled(string kind)
    {
        var town = await HelpTown.On(kind);
        string[] slots = [await town.Slot(), await town.Slot(4), await town.Slot(5)];
        var bookings = $"/mentors/{town.Mentor}/bookings";
        var request = await town.Request();
        var offerId = await town.Offer(request, slots[1]);
        var booking = await town.ReceiverStaff.Made(
            bookings, new { slotId = slots[0], organisationId = town.Receiver });
        await town.UntilState(booking, "accepted");

        await town.ProviderStaff.Done($"/mentors/{town.Mentor}/retirement", new { reason = "搬家" });

        var shown = new List<string>();
        foreach (var each in slots.Select(MonthOf).Distinct())
            shown.AddRange((await town.Coordinator.Read($"/mentors/{town.Mentor}/slots?month={each}"))["items"]!
                .AsArray().Select(slot => (string)slot!["slotId"]!));
        Assert.Equal([slots[0]], shown);
        var direct = await town.ReceiverStaff.Post(bookings, new { slotId = slots[2], organisationId = town.Receiver });
        Assert.Equal((409, "mentor-not-accepted"), (direct.Status, direct.Code));
        var accepted = await town.ReceiverStaff.Post($"/requests/{request}/acceptance", new { offerId });
        Assert.Equal((409, "mentor-not-accepted"), (accepted.Status, accepted.Code));

        await town.ReceiverStaff.Done($"{bookings}/{booking}/cancellation", new { reason = "改期" });
        Assert.Empty((await town.Coordinator.Read(
            $"/mentors/{town.Mentor}/slots?month={MonthOf(slots[0])}"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Accepting_an_offer_and_the_mentors_retirement_at_once_leave_no_slot_booked_after_it(string kind)
    {
        var town = await HelpTown.On(kind);
        for (var round = 0; round < 8; round++)
        {
            town.Mentor = await town.NewMentor($"导师{round}");
            var (slot, request) = (await town.Slot(), await town.Request());
            var offerId = await town.Offer(request, slot);

            var retiring = town.ProviderStaff.Post($"/mentors/{town.Mentor}/retirement");
            var accepting = town.ReceiverStaff.Post($"/requests/{request}/acceptance", new { offerId });
            var (retired, accepted) = (await retiring, await accepting);

            Assert.Equal(200, retired.Status);
            if (accepted.Status == 200)
                Assert.True((long)accepted.Json!["position"]! < (long)retired.Json!["position"]!);
            else Assert.Equal((409, "mentor-not-accepted"), (accepted.Status, accepted.Code));
        }
    }

    [Fact]
    public async Task Slots_of_the_past_overlapping_foreign_or_malformed_are_refused_and_nothing_changes()
    {
        var town = await HelpTown.On(BothDatabases.Sqlite);
        var slotId = await town.Slot();
        var slots = $"/mentors/{town.Mentor}/slots";
        object Span(DateTimeOffset from, int minutes) => new { from, to = from.AddMinutes(minutes) };
        async Task Told(int status, string code, Task<Answer> asking)
        {
            var answer = await asking;
            Assert.True((status, code) == (answer.Status, answer.Code), $"{status} {code}: {answer.Text}");
        }

        await Told(409, "slot-in-the-past", town.ProviderStaff.Post(slots, Span(HelpTown.Ten(-1), 60)));
        await Told(409, "slot-overlaps", town.ProviderStaff.Post(slots, Span(HelpTown.Ten(3).AddHours(1), 60)));
        await Told(409, "slot-too-short", town.ProviderStaff.Post(slots, Span(HelpTown.Ten(4), 5)));
        await Told(409, "slot-in-other-month", town.ProviderStaff.Post(slots, Span(HelpTown.Ten(4), 60 * 24)));
        await Told(403, "calendar-not-yours", town.ReceiverStaff.Post(slots, Span(HelpTown.Ten(4), 60)));
        await Told(404, "not-found", town.ProviderStaff.Post("/mentors/nobody/slots", Span(HelpTown.Ten(4), 60)));
        await Told(400, "malformed", town.ProviderStaff.Post(slots, new { from = "morgen", to = "gestern" }));
        await Told(400, "malformed", town.ProviderStaff.Post(
            slots, new { from = DateTimeOffset.MinValue, to = DateTimeOffset.MaxValue }));
        var bookings = $"/mentors/{town.Mentor}/bookings";
        await Told(403, "not-your-organisation", town.ProviderStaff.Post(
            bookings, new { slotId, organisationId = town.Receiver }));
        await Told(409, "helps-itself",
            town.ProviderStaff.Post(bookings, new { slotId, organisationId = town.Provider }));
        await Told(409, "slot-not-offered", town.ReceiverStaff.Post(
            bookings, new { slotId = "202601-none", organisationId = town.Receiver }));
        await Told(409, "organisation-not-found",
            town.Coordinator.Post(bookings, new { slotId, organisationId = "none" }));
        await Told(404, "not-found", town.ReceiverStaff.Post($"{bookings}/none/cancellation"));

        Assert.Equal(("free", null), await town.SlotState(slotId));
    }

    private static string MonthOf(string slot) => $"{slot[..4]}-{slot[4..6]}";

    private static bool HasOne(System.Text.Json.Nodes.JsonNode read) => read["items"]!.AsArray().Count == 1;

    private static bool IsFree(System.Text.Json.Nodes.JsonNode read) =>
        read["items"]!.AsArray().All(slot => (string)slot!["state"]! == "free");
}
