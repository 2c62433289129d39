namespace Federation.Domain.Help;

// The slots that one mentor offers in one Shanghai month, and who booked them: words and state.
// The rules are in MentorMonthRules.cs.
//
// One stream per mentor and month keeps every stream short. Two invariants decide this boundary: slots of one mentor
// never overlap (a slot lies within one day, so two months cannot overlap), and a slot is booked at most once.

/// <param name="Month">Shanghai's, <c>yyyy-MM</c>.</param>
public readonly record struct MentorMonthId(string Mentor, string Month)
{
    private const int MonthDigits = 6; // yyyyMM

    /// <summary>From the stream's name after its kind: <c>{mentor}/{yyyy-MM}</c>.</summary>
    public static MentorMonthId Parse(string id) => new(id.Split('/')[0], id.Split('/')[1]);

    /// <summary>The month is in a slot's id (<c>yyyyMM-…</c>); null for an id that cannot be a slot's.</summary>
    public static MentorMonthId? Of(string mentor, string slotId) =>
        slotId.Length > MonthDigits + 1 && slotId[MonthDigits] == '-' && slotId[..MonthDigits].All(char.IsAsciiDigit)
            ? new(mentor, $"{slotId[..4]}-{slotId[4..MonthDigits]}")
            : null;

    public bool Covers(string slotId) => Of(Mentor, slotId) == this;

    /// <summary>The stream of this month.</summary>
    public string Stream() => MentorMonth.Boundary.Stream(Mentor, Month);
}

public abstract record MentorMonthCommand
{
    /// <param name="To">Exclusive.</param>
    [Name("help.offer-slot")]
    public sealed record OfferSlot(
        string SlotId, DateTimeOffset From, DateTimeOffset To, string? Place, bool Illustrative, MentorFacts? Mentor)
        : MentorMonthCommand;

    [Name("help.withdraw-slot")]
    public sealed record WithdrawSlot(string SlotId) : MentorMonthCommand;

    /// <summary>Books a slot for a request, or directly: then an accepted request of its own follows.</summary>
    /// <param name="RequestId">The request that accepted an offer with this slot; null when booked directly.</param>
    /// <param name="Topic">Null: the mentor's first topic.</param>
    /// <param name="VillageCode">Where the receiver is.</param>
    /// <param name="Mentor">Needed for a direct booking; a request has checked it when the offer was made.</param>
    [Name("help.book-slot")]
    public sealed record Book(
        string BookingId, string SlotId, string OrganisationId, string? RequestId, string? Topic, string VillageCode,
        bool Illustrative, MentorFacts? Mentor) : MentorMonthCommand;

    /// <summary>Receiver, mentor or the mentor's organisation give up a booking before its slot begins.</summary>
    [Name("help.cancel-booking")]
    public sealed record CancelBooking(string BookingId, string? ReasonId) : MentorMonthCommand;

    /// <summary>The request no longer needs its booking, be it that the booking has not even arrived.</summary>
    [Name("help.release-booking")]
    public sealed record ReleaseBooking(string BookingId) : MentorMonthCommand;

    private MentorMonthCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record MentorMonthEvent
{
    [Name("help.slot-offered.v1", "开放导师时段", "Offered a slot")]
    public sealed record SlotOffered(
        string SlotId, DateTimeOffset From, DateTimeOffset To, string? Place, string OrganisationId, string AllianceId,
        bool Illustrative) : MentorMonthEvent
    {
        /// <summary>Length in whole minutes.</summary>
        public long Minutes() => (long)(To - From).TotalMinutes;
    }

    [Name("help.slot-withdrawn.v1", "收回导师时段", "Withdrew a slot")]
    public sealed record SlotWithdrawn(string SlotId, long Minutes) : MentorMonthEvent;

    /// <param name="RequestId">Null: booked directly; the request that follows is named like the booking.</param>
    /// <param name="ProviderId">The mentor's organisation.</param>
    [Name("help.slot-booked.v1", "预约导师时段", "Booked a slot")]
    public sealed record SlotBooked(
        string BookingId, string SlotId, DateTimeOffset From, DateTimeOffset To, string? Place, string OrganisationId,
        string? RequestId, string Topic, string VillageCode, string ProviderId, string AllianceId, bool Illustrative)
        : MentorMonthEvent
    {
        /// <summary>Length in whole minutes.</summary>
        public long Minutes() => (long)(To - From).TotalMinutes;

        /// <summary>The request this booking serves.</summary>
        public string Request() => RequestId ?? BookingId;
    }

    [Name("help.booking-cancelled.v1", "取消预约", "Cancelled a booking")]
    public sealed record BookingCancelled(
        string BookingId, string SlotId, string RequestId, long Minutes, string? ReasonId) : MentorMonthEvent;

    /// <summary>A booking was released before it arrived: when it does arrive, it is refused.</summary>
    [Name("help.booking-forestalled.v1", "预约前已取消", "Cancelled before the booking")]
    public sealed record BookingForestalled(string BookingId) : MentorMonthEvent;

    private MentorMonthEvent() { }
}

/// <param name="BookingId">The one booking that holds the slot; null while it is free.</param>
public sealed record Slot(MentorMonthEvent.SlotOffered Offered, bool Withdrawn, string? BookingId);

/// <param name="Booked">Null: forestalled.</param>
public sealed record Booking(string BookingId, MentorMonthEvent.SlotBooked? Booked, bool Cancelled);

public sealed record MentorMonthState(MentorMonthId Id, Items<Slot> Slots, Items<Booking> Bookings)
{
    public Slot? Find(string slotId) => Slots.FirstOrDefault(slot => slot.Offered.SlotId == slotId);

    public Booking? FindBooking(string bookingId) => Bookings.FirstOrDefault(booking => booking.BookingId == bookingId);
}
