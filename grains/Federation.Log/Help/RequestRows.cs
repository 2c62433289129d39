using Federation.Domain.Help;
using static Federation.Log.Column;

namespace Federation.Log.Help;

/// <summary>The requests board and its offers.</summary>
internal static class RequestRows
{
    /// <summary><c>reason</c>: why it fell back (<c>slot-taken</c>); <c>reason_id</c>: people's own words;
    /// <c>place</c>: as old events have it in clear, else <c>place_id</c>.</summary>
    public static readonly Table Requests = new(
        "requests", [Text("request")],
        [
            Text("organisation"), Text("alliance"), Text("kind"), Text("topic"), Text("from_day"), Text("to_day"),
            Number("people"), Text("library_item"), Text("wished_mentor"), Text("note_id"), Text("village"),
            Number("illustrative"), Text("state"), Text("reason"), Text("opened_on"), Text("accepted_offer"),
            Text("provider"), Text("mentor"), Text("team"), Text("booking"), Number("starts"), Number("ends"),
            Text("place"), Text("delivered_on"), Number("minutes"), Number("person_times"), Number("rating"),
            Text("comment_id"), Text("confirmed_on"), Text("cancelled_on"), Text("reason_id"), Text("place_id"),
        ],
        "alliance, state", "organisation", "provider", "delivered_on");

    /// <summary>State: <c>made</c>, <c>accepted</c>, <c>withdrawn</c>, <c>lapsed</c>.</summary>
    public static readonly Table Offers = new(
        "offers", [Text("request"), Text("offer")],
        [
            Text("organisation"), Text("mentor"), Text("slot"), Number("starts"), Number("ends"), Text("library_item"),
            Text("team"), Text("state"), Text("made_on"),
        ],
        "organisation", "mentor, slot");

    /// <summary>Confirmed help set right: what it became and what it was. The number is the event's version.</summary>
    public static readonly Table Corrections = new(
        "help_corrections", [Text("request"), Number("number")],
        [
            Text("corrected_on"), Number("minutes"), Number("person_times"), Number("was_minutes"),
            Number("was_person_times"), Text("reason_id"),
        ]);

    public static readonly Projection Projection =
        Projection.Of<RequestEvent>("help", [Requests, Offers, Corrections, LedgerRows.Days], Of);

    private static IEnumerable<Change> Of(StoredEvent stored, RequestEvent body)
    {
        var request = stored.Id();
        return body switch
        {
            RequestEvent.RequestOpened e => [Opened(stored, e.Wish, RequestStage.Open)],
            RequestEvent.BookedRequestOpened e =>
            [
                Opened(stored, e.Wish, RequestStage.Accepted),
                Agreed(request, e.Offer, e.Offer.OfferId, RequestStage.Accepted),
                Made(stored, e.Offer, "accepted"),
            ],
            RequestEvent.OfferMade e => [Made(stored, e.Offer, "made"), Standing(request, RequestStage.Matched)],
            RequestEvent.OfferAccepted e =>
            [
                Agreed(
                    request, e.Offer, e.Booking?.BookingId,
                    e.Booking is null ? RequestStage.Accepted : RequestStage.Booking),
                Became(request, e.Offer.OfferId, "accepted"),
            ],
            RequestEvent.SlotSecured => [Standing(request, RequestStage.Accepted)],
            RequestEvent.OfferWithdrawn or RequestEvent.SlotRefusedV1 or RequestEvent.SlotRefused
                or RequestEvent.SlotLost => FellBack(stored, body),
            RequestEvent.MeetingScheduled { Meeting: var m } => [Scheduled(request, m.Start, m.End, m.Place, null)],
            RequestEvent.AppointmentMade { Appointment: var a } =>
                [Scheduled(request, a.Start, a.End, null, a.PlaceId)],
            RequestEvent.DeliveryRecorded e => [Delivered(request, e.Delivery)],
            RequestEvent.DeliveryCorrected e => [Delivered(request, e.Delivery)],
            RequestEvent.DeliveryConfirmed e => Confirmed(stored, e),
            RequestEvent.ConfirmedHelpCorrected e => Corrected(stored, e),
            RequestEvent.RequestCancelled e => [Cancelled(stored, e.ReasonId)],
            _ => [], // a request forestalled was never there to be seen
        };
    }

    private static Change Opened(StoredEvent stored, Wish wish, RequestStage stage) => Requests.Put(
        [stored.Id()], ("organisation", wish.OrganisationId), ("alliance", wish.AllianceId),
        ("kind", Cell.Kebab(wish.Kind)), ("topic", wish.Topic), ("from_day", wish.From), ("to_day", wish.To),
        ("people", wish.People), ("library_item", wish.LibraryItemId), ("wished_mentor", wish.MentorId),
        ("note_id", wish.NoteId), ("village", wish.VillageCode), ("illustrative", wish.Illustrative),
        ("state", Cell.Kebab(stage)), ("opened_on", stored.Day));

    private static Change Made(StoredEvent stored, Offer offer, string state) => Offers.Put(
        [stored.Id(), offer.OfferId], ("organisation", offer.OrganisationId), ("mentor", offer.MentorId),
        ("slot", offer.Slot?.SlotId), ("starts", offer.Slot?.From), ("ends", offer.Slot?.To),
        ("library_item", offer.LibraryItemId), ("team", offer.TeamId), ("state", state), ("made_on", stored.Day));

    private static Change Agreed(string request, Offer offer, string? booking, RequestStage stage) => Requests.Put(
        [request], ("state", Cell.Kebab(stage)), ("reason", null), ("accepted_offer", offer.OfferId),
        ("provider", offer.OrganisationId), ("mentor", offer.MentorId), ("team", offer.TeamId), ("booking", booking),
        ("starts", offer.Slot?.From), ("ends", offer.Slot?.To));

    private static Change Standing(string request, RequestStage stage) =>
        Requests.Put([request], ("state", Cell.Kebab(stage)));

    private static Change Became(string request, string offer, string state) =>
        Offers.Put([request, offer], ("state", state));

    // Whatever an offer brought leaves with it; an offer that was not the accepted one leaves only itself.
    private static IEnumerable<Change> FellBack(StoredEvent stored, RequestEvent body)
    {
        var request = stored.Id();
        return body switch
        {
            RequestEvent.OfferWithdrawn { WasAccepted: false } e =>
                [Became(request, e.OfferId, "withdrawn"), Standing(request, e.Stage)],
            RequestEvent.OfferWithdrawn e =>
                [Became(request, e.OfferId, "withdrawn"), Unagreed(stored, e.Stage, "offer-withdrawn")],
            RequestEvent.SlotRefusedV1 e =>
                [Became(request, e.OfferId, "lapsed"), Unagreed(stored, RequestStage.Open, e.Code)],
            RequestEvent.SlotRefused e =>
                [Became(request, e.OfferId, "lapsed"), Unagreed(stored, e.Stage, e.Code)],
            RequestEvent.SlotLost { Stage: RequestStage.Delivered or RequestStage.Confirmed } =>
                [Requests.Put([request], ("booking", null))],
            RequestEvent.SlotLost e =>
                [Became(request, e.OfferId, "lapsed"), Unagreed(stored, e.Stage, "booking-cancelled")],
            _ => [],
        };
    }

    private static Change Unagreed(StoredEvent stored, RequestStage stage, string reason) => Requests.Put(
        [stored.Id()], ("state", Cell.Kebab(stage)), ("reason", reason), ("accepted_offer", null), ("provider", null),
        ("mentor", null), ("team", null), ("booking", null), ("starts", null), ("ends", null), ("place", null),
        ("place_id", null),
        ("cancelled_on", stage == RequestStage.Cancelled ? stored.Day : null));

    private static Change Delivered(string request, Delivery delivery) => Requests.Put(
        [request], ("state", "delivered"), ("provider", delivery.ProviderId), ("mentor", delivery.MentorId),
        ("team", delivery.TeamId), ("library_item", delivery.LibraryItemId), ("delivered_on", delivery.Day),
        ("minutes", delivery.Minutes), ("person_times", delivery.PersonTimes));

    private static IEnumerable<Change> Confirmed(StoredEvent stored, RequestEvent.DeliveryConfirmed e) =>
    [
        Requests.Put(
            [stored.Id()], ("state", "confirmed"), ("alliance", e.Delivery.AllianceId), ("confirmed_on", stored.Day),
            ("rating", (long)e.Confirmation.Rating), ("comment_id", e.Confirmation.CommentId)),
        .. LedgerRows.Of(e),
    ];

    private static IEnumerable<Change> Corrected(StoredEvent stored, RequestEvent.ConfirmedHelpCorrected e) =>
    [
        Requests.Put([stored.Id()], ("minutes", e.Delivery.Minutes), ("person_times", e.Delivery.PersonTimes)),
        Corrections.Put(
            [stored.Id(), stored.Version], ("corrected_on", stored.Day), ("minutes", e.Delivery.Minutes),
            ("person_times", e.Delivery.PersonTimes), ("was_minutes", e.Replaced.Minutes),
            ("was_person_times", e.Replaced.PersonTimes), ("reason_id", e.ReasonId)),
        .. LedgerRows.Of(e),
    ];

    /// <param name="place">In clear, as older events have it.</param>
    private static Change Scheduled(
        string request, DateTimeOffset start, DateTimeOffset end, string? place, string? placeId) => Requests.Put(
        [request], ("state", "scheduled"), ("starts", start), ("ends", end), ("place", place), ("place_id", placeId));

    private static Change Cancelled(StoredEvent stored, string? reasonId) => Requests.Put(
        [stored.Id()], ("state", "cancelled"), ("booking", null), ("cancelled_on", stored.Day),
        ("reason_id", reasonId));
}
