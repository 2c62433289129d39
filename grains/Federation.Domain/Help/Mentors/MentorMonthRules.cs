using System.Diagnostics;
using static Federation.Domain.Help.MentorMonthCommand;
using static Federation.Domain.Help.MentorMonthEvent;

namespace Federation.Domain.Help;

// The rules of a mentor's month; what it keeps true is said in MentorMonth.cs.

public static class MentorMonth
{
    public const int SlotsMax = 200;
    public const int SlotMinutesMin = 15;

    /// <summary>Bookings ever made in one month, cancelled ones included: they stay in the stream.</summary>
    public const int BookingsMax = 1_000;

    public static class Refusals
    {
        public static readonly Refusal NotYourCalendar =
            new("calendar-not-yours", "只有导师本人、其所属组织或联盟协调员可以安排时段。",
                "Only the mentor, their organisation or a coordinator arranges these slots.", Forbids: true);

        public static readonly Refusal OtherMonth =
            new("slot-in-other-month", "时段须在本月的同一天之内开始并结束。",
                "A slot begins and ends on one day of this month.", Field: "from");

        public static readonly Refusal TooShort =
            new("slot-too-short", $"时段至少 {SlotMinutesMin} 分钟，且结束须晚于开始。",
                $"A slot ends after it begins and lasts at least {SlotMinutesMin} minutes.", Field: "to");

        public static readonly Refusal IdUsed =
            new("slot-id-used", "这个时段编号已被使用，请换一个编号。", "This slot id is used already; choose another one.");

        public static readonly Refusal Overlaps =
            new("slot-overlaps", "与该导师已有的时段重叠，请调整时间。", "This overlaps another slot of the mentor; change the times.",
                Field: "from");

        public static readonly Refusal TooManySlots =
            new("too-many-slots", $"每位导师每月最多提供 {SlotsMax} 个时段。", $"A mentor offers at most {SlotsMax} slots a month.");

        public static readonly Refusal SlotBookedAlready =
            new("slot-booked", "该时段已有预约，请先取消预约再撤回时段。", "This slot is booked; cancel the booking first.");

        public static readonly Refusal BookingIdUsed =
            new("booking-id-used", "这个预约编号已被使用，请换一个编号。", "This booking id is used already; choose another one.");

        public static readonly Refusal BookingGone =
            new("booking-already-cancelled", "该预约已取消；如仍需要，请重新预约。",
                "This booking has been cancelled; book again if you still need it.");

        public static readonly Refusal TooManyBookings =
            new("too-many-bookings", "该导师本月的预约次数已达上限，请选择其他月份。",
                "This mentor's month has seen too many bookings; choose another month.");

        public static readonly Refusal BookingNotYours =
            new("booking-not-yours", "只有预约的组织、导师一方或联盟协调员可以取消预约。",
                "Only the booking organisation, the mentor's side or a coordinator cancels a booking.", Forbids: true);
    }

    public static readonly Boundary<MentorMonthState, MentorMonthCommand, MentorMonthEvent> Boundary =
        new("mentor-month", id => Decider(MentorMonthId.Parse(id)), new("导师月历", "Mentor's month"));

    public static Decider<MentorMonthState, MentorMonthCommand, MentorMonthEvent> Decider(MentorMonthId id) =>
        new(new(id, [], []), Decide, Evolve);

    private static Decision<MentorMonthEvent> Decide(MentorMonthState state, MentorMonthCommand command, Asked asked) =>
        command switch
        {
            OfferSlot offer => Offer(state, offer, asked),
            WithdrawSlot withdraw => Withdraw(state, withdraw, asked),
            Book book => Book(state, book, asked),
            CancelBooking cancel => Cancel(state, cancel, asked),
            ReleaseBooking release => Release(state, release, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<MentorMonthEvent> Offer(MentorMonthState state, OfferSlot offer, Asked asked)
    {
        if (offer.Mentor is not { } mentor) return Helping.Refusals.MentorNotAccepted;
        if (!Arranges(state, mentor.OrganisationId, asked)) return Refusals.NotYourCalendar;
        if (mentor.Stage is not MentorStage.Accepted) return Helping.Refusals.MentorNotAccepted;
        var offered = new SlotOffered(
            offer.SlotId, offer.From, offer.To, offer.Place, mentor.OrganisationId, mentor.AllianceId,
            offer.Illustrative);
        if (state.Find(offer.SlotId) is { } known)
            return known.Offered == offered && !known.Withdrawn ? Decision<MentorMonthEvent>.Nothing : Refusals.IdUsed;
        if (offered.Minutes() < SlotMinutesMin) return Refusals.TooShort;
        if (!state.Id.Covers(offer.SlotId) || !WithinOneDay(state.Id, offer)) return Refusals.OtherMonth;
        if (offer.Place?.Length > Helping.PlaceLengthMax) return Helping.Refusals.PlaceTooLong;
        if (offer.From <= asked.Now && !asked.As.Coordinator)
            return Helping.Refusals.SlotInThePast with { Field = "from" };
        if (state.Slots.Any(slot => !slot.Withdrawn && Overlap(slot.Offered, offered))) return Refusals.Overlaps;
        if (state.Slots.Count >= SlotsMax) return Refusals.TooManySlots;

        return offered;
    }

    private static Decision<MentorMonthEvent> Withdraw(MentorMonthState state, WithdrawSlot withdraw, Asked asked)
    {
        if (state.Find(withdraw.SlotId) is not { } slot) return Asked.Refusals.NotFound;
        if (!Arranges(state, slot.Offered.OrganisationId, asked)) return Refusals.NotYourCalendar;
        if (slot.Withdrawn) return Decision<MentorMonthEvent>.Nothing;
        if (slot.BookingId is not null) return Refusals.SlotBookedAlready;

        return new SlotWithdrawn(withdraw.SlotId, slot.Offered.Minutes());
    }

    private static Decision<MentorMonthEvent> Book(MentorMonthState state, Book book, Asked asked)
    {
        if (!asked.SpeaksFor(book.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (state.FindBooking(book.BookingId) is { } known)
            return known.Cancelled ? Refusals.BookingGone
                : Same(known.Booked!, book) ? Decision<MentorMonthEvent>.Nothing : Refusals.BookingIdUsed;
        if (state.Find(book.SlotId) is not { Withdrawn: false } slot) return Helping.Refusals.SlotNotOffered;
        if (slot.BookingId is not null) return Helping.Refusals.SlotTaken;
        if (slot.Offered.From <= asked.Now && !asked.As.Coordinator) return Helping.Refusals.SlotInThePast;
        if (slot.Offered.OrganisationId == book.OrganisationId) return Helping.Refusals.HelpsItself;
        if (book.RequestId is null && book.Mentor is not { Stage: MentorStage.Accepted })
            return Helping.Refusals.MentorNotAccepted;
        if ((book.Topic?.Trim() ?? book.Mentor?.Topics.FirstOrDefault()) is not { Length: > 0 } topic)
            return Helping.Refusals.TopicMissing with { Field = "topic" };
        if (topic.Length > Helping.TopicLengthMax) return Helping.Refusals.TopicTooLong with { Field = "topic" };
        if (state.Bookings.Count >= BookingsMax) return Refusals.TooManyBookings;

        return new SlotBooked(
            book.BookingId, book.SlotId, slot.Offered.From, slot.Offered.To, slot.Offered.Place, book.OrganisationId,
            book.RequestId, topic, book.VillageCode, slot.Offered.OrganisationId, slot.Offered.AllianceId,
            book.Illustrative);
    }

    private static Decision<MentorMonthEvent> Cancel(MentorMonthState state, CancelBooking cancel, Asked asked)
    {
        if (state.FindBooking(cancel.BookingId)?.Booked is not { } booked) return Asked.Refusals.NotFound;
        if (!asked.SpeaksFor(booked.OrganisationId) && !Arranges(state, booked.ProviderId, asked))
            return Refusals.BookingNotYours;
        if (state.FindBooking(cancel.BookingId)!.Cancelled) return Decision<MentorMonthEvent>.Nothing;
        // Once the slot has begun there may be a delivery: what happens then is decided at the request.
        if (booked.From <= asked.Now) return Helping.Refusals.SlotInThePast;

        return Cancelled(booked, cancel.ReasonId);
    }

    private static Decision<MentorMonthEvent> Release(MentorMonthState state, ReleaseBooking release, Asked asked)
    {
        if (!asked.As.Coordinator) return Asked.Refusals.NotCoordinator;

        return state.FindBooking(release.BookingId) switch
        {
            null => new BookingForestalled(release.BookingId),
            { Cancelled: true } => Decision<MentorMonthEvent>.Nothing,
            { Booked: { } booked } => Cancelled(booked, reasonId: null),
            var known => throw new UnreachableException(known.BookingId),
        };
    }

    private static BookingCancelled Cancelled(SlotBooked booked, string? reasonId) =>
        new(booked.BookingId, booked.SlotId, booked.Request(), booked.Minutes(), reasonId);

    private static bool Arranges(MentorMonthState state, string organisationId, Asked asked) =>
        asked.As.Mentor == state.Id.Mentor || asked.SpeaksFor(organisationId);

    // A slot may end at midnight: its last moment is still that day's.
    private static bool WithinOneDay(MentorMonthId id, OfferSlot offer) =>
        Days.Of(offer.From) == Days.Of(offer.To.AddTicks(-1)) && Days.Month(Days.Of(offer.From)) == id.Month;

    private static bool Overlap(SlotOffered one, SlotOffered other) => one.From < other.To && other.From < one.To;

    private static bool Same(SlotBooked booked, Book book) =>
        (booked.SlotId, booked.OrganisationId, booked.RequestId) == (book.SlotId, book.OrganisationId, book.RequestId);

    private static MentorMonthState Evolve(MentorMonthState state, MentorMonthEvent recorded) => recorded switch
    {
        SlotOffered e => state with { Slots = state.Slots.Add(new(e, Withdrawn: false, BookingId: null)) },
        SlotWithdrawn e => With(state, e.SlotId, slot => slot with { Withdrawn = true }),
        SlotBooked e => With(state, e.SlotId, slot => slot with { BookingId = e.BookingId }) with
        {
            Bookings = state.Bookings.Add(new(e.BookingId, e, Cancelled: false)),
        },
        BookingCancelled e => With(state, e.SlotId, slot => slot with { BookingId = null }) with
        {
            Bookings = [.. state.Bookings.Select(b => b.BookingId == e.BookingId ? b with { Cancelled = true } : b)],
        },
        BookingForestalled e => state with { Bookings = state.Bookings.Add(new(e.BookingId, null, Cancelled: true)) },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    private static MentorMonthState With(MentorMonthState state, string slotId, Func<Slot, Slot> change) =>
        state with { Slots = [.. state.Slots.Select(slot => slot.Offered.SlotId == slotId ? change(slot) : slot)] };
}
