using Federation.Domain;
using Federation.Domain.Help;
using MonthSpec = Federation.Tests.Spec<
    Federation.Domain.Help.MentorMonthState, Federation.Domain.Help.MentorMonthCommand,
    Federation.Domain.Help.MentorMonthEvent>;
using static Federation.Domain.Help.MentorMonth;
using static Federation.Domain.Help.MentorMonthCommand;
using static Federation.Domain.Help.MentorMonthEvent;

namespace Federation.Tests.Help;

public class MentorMonthTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 5, 10, 0, 0, Days.Shanghai);
    private static readonly MentorFacts Facts = new(MentorStage.Accepted, "north", "town", ["剪纸"]);

    private static readonly SlotOffered Offered =
        new("202603-a", Ten, Ten.AddHours(2), "村委会", "north", "town", Illustrative: false);

    private static readonly SlotOffered Later = Offered with
    {
        SlotId = "202603-b", From = Ten.AddHours(2), To = Ten.AddHours(4),
    };

    private static readonly SlotOffered Begun = Offered with
    {
        SlotId = "202603-p", From = Askers.Now.AddHours(-1), To = Askers.Now.AddHours(1),
    };

    private static readonly SlotBooked Booked = Booking("b1", Offered);

    private static SlotBooked Booking(string id, SlotOffered slot) => new(
        id, slot.SlotId, slot.From, slot.To, slot.Place, "south", null, "剪纸", "440605121201", "north", "town",
        Illustrative: false);

    private static OfferSlot Offer(SlotOffered slot, MentorStage stage = MentorStage.Accepted) =>
        new(slot.SlotId, slot.From, slot.To, slot.Place, slot.Illustrative, Facts with { Stage = stage });

    private static Book Book(string id = "b1", string slot = "202603-a", string organisation = "south") =>
        new(id, slot, organisation, RequestId: null, Topic: null, "440605121201", Illustrative: false, Facts);

    private static MonthSpec Given(params MentorMonthEvent[] events) =>
        new(Decider(new("grace", "2026-03")), events, Askers.Staff("south"));

    private static MonthSpec Mentor(params MentorMonthEvent[] events) =>
        Given(events).By(Askers.Mentor("grace"));

    [Fact]
    public void A_mentor_offers_a_slot() => Mentor().When(Offer(Offered)).Then(Offered);

    [Fact]
    public void A_slot_may_begin_when_another_ends() => Mentor(Offered).When(Offer(Later)).Then(Later);

    [Fact]
    public void Slots_of_one_mentor_never_overlap() =>
        Mentor(Offered).When(Offer(Later with { From = Ten.AddHours(1) })).ThenRefused(Refusals.Overlaps);

    [Fact]
    public void A_withdrawn_slot_makes_room() =>
        Mentor(Offered, new SlotWithdrawn("202603-a", 120)).When(Offer(Later with { From = Ten }))
            .Then(Later with { From = Ten });

    [Fact]
    public void A_mentor_outside_the_pool_offers_nothing() =>
        Mentor().When(Offer(Offered, MentorStage.Retired)).ThenRefused(Helping.Refusals.MentorNotAccepted);

    [Fact]
    public void Another_organisation_does_not_arrange_slots()
    {
        foreach (var stage in new[] { MentorStage.Accepted, MentorStage.Nominated, MentorStage.Retired })
            Given().When(Offer(Offered, stage)).ThenRefused(Refusals.NotYourCalendar);
    }

    [Fact]
    public void A_slot_belongs_to_its_own_month() =>
        Mentor().When(Offer(Offered with { From = Ten.AddMonths(1), To = Ten.AddMonths(1).AddHours(1) }))
            .ThenRefused(Refusals.OtherMonth);

    [Fact]
    public void A_slots_id_names_its_month() =>
        Mentor().When(Offer(Offered with { SlotId = "202604-a" })).ThenRefused(Refusals.OtherMonth);

    [Fact]
    public void A_slot_lies_within_one_Shanghai_day() =>
        Mentor().When(Offer(Offered with { From = Ten.AddHours(13), To = Ten.AddHours(15) }))
            .ThenRefused(Refusals.OtherMonth);

    [Fact]
    public void A_slot_may_end_at_midnight()
    {
        var late = Offered with { From = Ten.AddHours(13), To = Ten.AddHours(14) };
        Mentor().When(Offer(late)).Then(late);
    }

    [Fact]
    public void The_month_is_Shanghais_not_UTCs()
    {
        var one = new DateTimeOffset(2026, 3, 31, 17, 0, 0, TimeSpan.Zero); // 01:00 on 1 April in Shanghai
        var early = Offered with { SlotId = "202604-a", From = one, To = one.AddHours(1) };
        new MonthSpec(
            Decider(new("grace", "2026-04")), [], Askers.Mentor("grace")).When(Offer(early)).Then(early);
    }

    [Fact]
    public void A_slot_has_a_length() =>
        Mentor().When(Offer(Offered with { To = Ten.AddMinutes(SlotMinutesMin - 1) })).ThenRefused(Refusals.TooShort);

    [Fact]
    public void A_slot_does_not_end_before_it_begins() =>
        Mentor().When(Offer(Offered with { To = Ten.AddHours(-1) })).ThenRefused(Refusals.TooShort);

    [Fact]
    public void A_place_is_short() =>
        Mentor().When(Offer(Offered with { Place = new('x', Helping.PlaceLengthMax + 1) }))
            .ThenRefused(Helping.Refusals.PlaceTooLong);

    [Fact]
    public void A_slot_id_is_used_once() =>
        Mentor(Offered).When(Offer(Later with { SlotId = "202603-a" })).ThenRefused(Refusals.IdUsed);

    [Fact]
    public void A_slot_in_the_past_is_for_coordinators_only()
    {
        Mentor().When(Offer(Begun)).ThenRefused(Helping.Refusals.SlotInThePast);
        Given().By(Askers.Coordinator).When(Offer(Begun)).Then(Begun);
    }

    [Fact]
    public void A_month_has_room_for_so_many_slots()
    {
        var day = new DateTimeOffset(2026, 3, 6, 0, 0, 0, Days.Shanghai);
        MentorMonthEvent[] full = [.. Enumerable.Range(0, SlotsMax).Select(i => Offered with
        {
            SlotId = $"202603-{i}", From = day.AddMinutes(15 * i), To = day.AddMinutes((15 * i) + 15),
        })];
        Mentor(full).When(Offer(Offered)).ThenRefused(Refusals.TooManySlots);
    }

    [Fact]
    public void A_free_slot_is_withdrawn() =>
        Mentor(Offered).When(new WithdrawSlot("202603-a")).Then(new SlotWithdrawn("202603-a", 120));

    [Fact]
    public void A_booked_slot_is_not_withdrawn() =>
        Mentor(Offered, Booked).When(new WithdrawSlot("202603-a")).ThenRefused(Refusals.SlotBookedAlready);

    [Fact]
    public void Only_the_mentors_side_withdraws() =>
        Given(Offered).When(new WithdrawSlot("202603-a")).ThenRefused(Refusals.NotYourCalendar);

    [Fact]
    public void A_slot_that_is_not_there_is_not_withdrawn() =>
        Mentor().When(new WithdrawSlot("202603-a")).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void An_offered_slot_is_booked() => Given(Offered).When(Book()).Then(Booked);

    [Fact]
    public void A_slot_is_booked_at_most_once() =>
        Given(Offered, Booked).By(Askers.Staff("west")).When(Book("b2", organisation: "west"))
            .ThenRefused(Helping.Refusals.SlotTaken);

    [Fact]
    public void Not_for_another_organisation() =>
        Given(Offered).When(Book(organisation: "west")).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_slot_never_offered_or_withdrawn_is_not_booked()
    {
        Given().When(Book()).ThenRefused(Helping.Refusals.SlotNotOffered);
        Given(Offered, new SlotWithdrawn("202603-a", 120)).When(Book()).ThenRefused(Helping.Refusals.SlotNotOffered);
    }

    [Fact]
    public void A_slot_that_has_begun_is_booked_by_coordinators_only()
    {
        Given(Begun).When(Book(slot: "202603-p")).ThenRefused(Helping.Refusals.SlotInThePast);
        Given(Begun).By(Askers.Coordinator).When(Book(slot: "202603-p")).Then(Booking("b1", Begun));
    }

    [Fact]
    public void An_organisation_does_not_book_its_own_mentor() =>
        Given(Offered).By(Askers.Staff("north")).When(Book(organisation: "north"))
            .ThenRefused(Helping.Refusals.HelpsItself);

    [Fact]
    public void A_mentor_who_has_left_the_pool_is_not_booked_directly() =>
        Given(Offered).When(Book() with { Mentor = Facts with { Stage = MentorStage.Retired } })
            .ThenRefused(Helping.Refusals.MentorNotAccepted);

    [Fact]
    public void A_booking_has_a_topic()
    {
        Given(Offered).When(Book() with { Topic = " " })
            .ThenRefused(Helping.Refusals.TopicMissing with { Field = "topic" });
        Given(Offered).When(Book() with { Topic = new('x', Helping.TopicLengthMax + 1) })
            .ThenRefused(Helping.Refusals.TopicTooLong with { Field = "topic" });
    }

    [Fact]
    public void A_booking_id_is_used_once() =>
        Given(Offered, Later, Booked).When(Book(slot: "202603-b")).ThenRefused(Refusals.BookingIdUsed);

    [Fact]
    public void A_month_sees_only_so_many_bookings()
    {
        MentorMonthEvent[] many =
            [Offered, .. Enumerable.Range(0, BookingsMax).Select(i => new BookingForestalled($"x{i}"))];
        Given(many).When(Book()).ThenRefused(Refusals.TooManyBookings);
    }

    [Fact]
    public void Who_booked_cancels_and_the_slot_is_free_again()
    {
        var cancelled = new BookingCancelled("b1", "202603-a", "b1", 120, "why");
        Given(Offered, Booked).When(new CancelBooking("b1", "why")).Then(cancelled);
        Mentor(Offered, Booked).When(new CancelBooking("b1", "why")).Then(cancelled);
        Given(Offered, Booked, cancelled).When(Book("b2")).Then(Booking("b2", Offered));
    }

    [Fact]
    public void A_third_organisation_does_not_cancel() =>
        Given(Offered, Booked).By(Askers.Staff("west")).When(new CancelBooking("b1", null))
            .ThenRefused(Refusals.BookingNotYours);

    [Fact]
    public void A_booking_that_is_not_there_is_not_cancelled() =>
        Given(Offered).When(new CancelBooking("b1", null)).ThenRefused(Asked.Refusals.NotFound);

    [Fact]
    public void Once_the_slot_has_begun_the_request_decides() =>
        Given(Begun, Booking("b1", Begun)).By(Askers.Coordinator).When(new CancelBooking("b1", null))
            .ThenRefused(Helping.Refusals.SlotInThePast);

    [Fact]
    public void A_released_booking_frees_its_slot_at_any_time() =>
        Given(Begun, Booking("b1", Begun)).By(Askers.Coordinator).When(new ReleaseBooking("b1"))
            .Then(new BookingCancelled("b1", "202603-p", "b1", 120, null));

    [Fact]
    public void A_booking_released_before_it_arrives_never_takes_the_slot()
    {
        Given(Offered).By(Askers.Coordinator).When(new ReleaseBooking("b1")).Then(new BookingForestalled("b1"));
        Given(Offered, new BookingForestalled("b1")).When(Book()).ThenRefused(Refusals.BookingGone);
    }

    [Fact]
    public void People_do_not_release() =>
        Given(Offered, Booked).When(new ReleaseBooking("b1")).ThenRefused(Asked.Refusals.NotCoordinator);

    [Theory]
    [InlineData("202603-a", "2026-03"), InlineData("2026-a", null)]
    [InlineData("20260x-a", null), InlineData("202603-", null)]
    public void A_slots_id_says_its_month(string slotId, string? month) =>
        Assert.Equal(month, MentorMonthId.Of("grace", slotId)?.Month);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Whatever_is_asked_in_whatever_order_slots_never_overlap_and_are_booked_once(int seed)
    {
        var random = new Random(seed);
        var decider = Decider(new("grace", "2026-03"));
        var state = decider.Initial;
        var holders = new Dictionary<string, string>();
        for (var turn = 0; turn < 4_000; turn++)
        {
            var decision = decider.Decide(state, Any(random), Askers.Coordinator);
            foreach (var recorded in decision.Events)
            {
                if (recorded is SlotBooked booked) Assert.True(holders.TryAdd(booked.SlotId, booked.BookingId));
                if (recorded is BookingCancelled cancelled) Assert.True(holders.Remove(cancelled.SlotId));
            }

            state = decider.Fold(state, decision.Events);
            var standing = state.Slots.Where(slot => !slot.Withdrawn).Select(slot => slot.Offered)
                .OrderBy(slot => slot.From).ToList();
            Assert.All(standing.Zip(standing.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        }

        Assert.Equal(
            holders.OrderBy(pair => pair.Key),
            state.Slots.Where(slot => slot.BookingId is not null)
                .Select(slot => KeyValuePair.Create(slot.Offered.SlotId, slot.BookingId!)).OrderBy(pair => pair.Key));
    }

    private static MentorMonthCommand Any(Random random)
    {
        var slot = $"202603-{random.Next(40)}";
        var booking = $"b{random.Next(60)}";
        var from = Ten.AddMinutes(random.Next(600));
        return random.Next(6) switch
        {
            0 or 1 => Offer(Offered with { SlotId = slot, From = from, To = from.AddMinutes(random.Next(120)) }),
            2 => new WithdrawSlot(slot),
            3 => Book(booking, slot, $"o{random.Next(3)}"),
            4 => new CancelBooking(booking, null),
            _ => new ReleaseBooking(booking),
        };
    }
}
