using static Federation.Domain.Help.MentorMonthCommand;
using static Federation.Domain.Help.MentorMonthEvent;
using static Federation.Domain.Help.RequestCommand;
using static Federation.Domain.Help.RequestEvent;

namespace Federation.Domain.Help;

// Keeps a request and the mentor's month of one mind about a booking.
//
//   offer with a slot accepted → book it; refused → the request learns why and is open again
//   booked                     → the request is accepted; it no longer wants it → release it
//   booked directly            → an accepted request of its own opens; it cannot → release it
//   request lets it go         → release it, even before it was made: then it never will be
//   cancelled on the calendar  → the request is told
//
// Every effect may happen twice, late or after the other side has moved on: state decides, on both sides.

public static class SlotBooking
{
    /// <summary>Events about one booking are handled in order.</summary>
    public static readonly Process Process = new(
        "slot-booking", 1,
        [
            typeof(OfferAccepted), typeof(OfferWithdrawn), typeof(RequestCancelled), typeof(SlotBooked),
            typeof(BookingCancelled),
        ],
        happened => BookingOf(happened.Event), React);

    private static string? BookingOf(object recorded) => recorded switch
    {
        OfferAccepted e => e.Booking?.BookingId,
        OfferWithdrawn e => e.Released?.BookingId,
        RequestCancelled e => e.Released?.BookingId,
        SlotBooked e => e.BookingId,
        BookingCancelled e => e.BookingId,
        _ => null,
    };

    private static IEnumerable<Effect> React(Happened happened) => happened.Event switch
    {
        OfferAccepted { Booking: { } booking } e => [Booking(happened.Id(), booking, e)],
        OfferWithdrawn { Released: { } booking } => [Release(booking)],
        RequestCancelled { Released: { } booking } => [Release(booking)],
        SlotBooked { RequestId: { } requestId } e => [Answer(happened, requestId, e)],
        SlotBooked e => [Opening(happened, e)],
        BookingCancelled e => [new(Request.Boundary.Stream(e.RequestId), new BookingLost(e.BookingId))],
        _ => [],
    };

    private static Effect Booking(string requestId, BookingRef booking, OfferAccepted e) => new(
        StreamOf(booking),
        new Book(
            booking.BookingId, booking.SlotId, e.Wish.OrganisationId, requestId, e.Wish.Topic, e.Wish.VillageCode,
            e.Wish.Illustrative, Mentor: null),
        refused => new(Request.Boundary.Stream(requestId), new BookingFailed(booking.BookingId, refused.Code)));

    private static Effect Answer(Happened happened, string requestId, SlotBooked e) => new(
        Request.Boundary.Stream(requestId), new BookingSucceeded(e.BookingId), _ => Release(happened, e.BookingId));

    private static Effect Opening(Happened happened, SlotBooked e)
    {
        var day = Days.Of(e.From);
        var mentor = MentorOf(happened);
        var wish = new Wish(
            e.OrganisationId, e.AllianceId, RequestKind.Mentor, e.Topic, day, day, People: null, LibraryItemId: null,
            mentor, NoteId: null, e.VillageCode, e.Illustrative);
        var offer = new Offer(
            e.BookingId, e.ProviderId, e.AllianceId, mentor, new(e.SlotId, e.From, e.To), LibraryItemId: null,
            TeamId: null);
        return new(
            Request.Boundary.Stream(e.BookingId), new OpenBooked(wish, offer), _ => Release(happened, e.BookingId));
    }

    private static Effect Release(BookingRef booking) => new(StreamOf(booking), new ReleaseBooking(booking.BookingId));

    private static Effect Release(Happened happened, string bookingId) =>
        new(happened.Stream, new ReleaseBooking(bookingId));

    private static string MentorOf(Happened happened) => happened.Id();

    private static string StreamOf(BookingRef booking) =>
        MentorMonthId.Of(booking.MentorId, booking.SlotId)?.Stream()
        ?? throw new ArgumentException("Only a slot that exists is ever accepted.", nameof(booking));
}
