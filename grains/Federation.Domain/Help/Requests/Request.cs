namespace Federation.Domain.Help;

// One request for help, from opening to the receiver's confirmation: words and state.
// What it may be refused is in RequestRefusals.cs, its rules are in RequestRules.cs and RequestBookings.cs.
//
// One stream per request. The invariants that decide this boundary: one offer is accepted at a time; minutes count only
// once the receiving side has confirmed them; a request waits for at most one booking, and whatever
// it no longer holds it names in its event, so that the Process of slot bookings can release it.

/// <summary>What is asked for: a mentor, an activity (活动输出) or manpower (人力支持).</summary>
public enum RequestKind { Mentor, Activity, Manpower }

/// <summary>Where a request stands. Matched: it has offers. Booking: the accepted slot is being booked.</summary>
public enum RequestStage { None, Open, Matched, Booking, Accepted, Scheduled, Delivered, Confirmed, Cancelled }

/// <summary>What the receiver wishes for.</summary>
/// <param name="OrganisationId">The receiver; need not be a member of an alliance.</param>
/// <param name="AllianceId">Null: known once somebody of an alliance helps.</param>
/// <param name="From">First day on which help would suit.</param>
/// <param name="To">Last such day.</param>
/// <param name="People">How many people are to be helped, or hands are wanted.</param>
/// <param name="VillageCode">The receiver's village, 12 digits.</param>
public sealed record Wish(
    string OrganisationId, string? AllianceId, RequestKind Kind, string Topic, DateOnly From, DateOnly To, long? People,
    string? LibraryItemId, string? MentorId, string? NoteId, string VillageCode, bool Illustrative);

/// <summary>What a provider holds out.</summary>
/// <param name="Slot">A slot of the mentor, to be booked when the offer is accepted.</param>
public sealed record Offer(
    string OfferId, string OrganisationId, string? AllianceId, string? MentorId, OfferedSlot? Slot,
    string? LibraryItemId, string? TeamId);

/// <param name="To">Exclusive.</param>
public sealed record OfferedSlot(string SlotId, DateTimeOffset From, DateTimeOffset To);

/// <summary>Where a booking is to be found.</summary>
public sealed record BookingRef(string BookingId, string MentorId, string SlotId);

/// <summary>As it was recorded before: the place in clear. End is exclusive.</summary>
public sealed record Meeting(DateTimeOffset Start, DateTimeOffset End, string Place);

/// <summary>When help is to take place, and where: sealed, it may be a home. End is exclusive.</summary>
public sealed record Appointment(DateTimeOffset Start, DateTimeOffset End, string? PlaceId);

/// <summary>Help that was given.</summary>
/// <param name="ProviderId">The organisation that helped.</param>
/// <param name="Day">On which it took place.</param>
/// <param name="Minutes">Of help; counts once confirmed.</param>
/// <param name="PersonTimes">Served; null: not reported.</param>
public sealed record Delivery(
    string ProviderId, string? AllianceId, string? MentorId, string? TeamId, string? LibraryItemId, DateOnly Day,
    long Minutes, long? PersonTimes);

/// <param name="Rating">1 (poor) to 5 (excellent).</param>
public sealed record Confirmation(int Rating, string? CommentId);

public abstract record RequestCommand
{
    [Name("help.open-request")]
    public sealed record Open(Wish Wish, PackageFacts? Package) : RequestCommand;

    [Name("help.make-offer")]
    public sealed record MakeOffer(
        string OfferId, string OrganisationId, string? MentorId, string? SlotId, string? LibraryItemId, string? TeamId,
        HelpFacts Facts) : RequestCommand;

    /// <summary>The provider takes an offer back; also an accepted one, as long as no help has been given.</summary>
    [Name("help.withdraw-offer")]
    public sealed record WithdrawOffer(string OfferId) : RequestCommand;

    /// <param name="BookingId">Names the booking, if the offer has a slot.</param>
    /// <param name="Mentor">The mentor the offer names may have left the pool since it was made.</param>
    [Name("help.accept-offer")]
    public sealed record AcceptOffer(string OfferId, string BookingId, MentorFacts? Mentor) : RequestCommand;

    [Name("help.schedule")]
    public sealed record Schedule(Appointment Appointment) : RequestCommand;

    /// <summary>Help was given on the day asked for; again before confirmation: a correction.</summary>
    /// <param name="OrganisationId">The provider, where no offer was accepted (help entered afterwards).</param>
    [Name("help.record-delivery")]
    public sealed record RecordDelivery(
        string? OrganisationId, string? MentorId, string? TeamId, long Minutes, long? PersonTimes, HelpFacts Facts)
        : RequestCommand;

    [Name("help.confirm-delivery")]
    public sealed record Confirm(int Rating, string? CommentId) : RequestCommand;

    /// <summary>A coordinator sets right what was confirmed, as both sides agreed.</summary>
    /// <param name="PersonTimes">Null: as they were.</param>
    /// <param name="ReasonId">Why, and how it was agreed: a sealed text that both sides see.</param>
    [Name("help.correct-confirmed")]
    public sealed record CorrectConfirmed(long Minutes, long? PersonTimes, string? ReasonId) : RequestCommand;

    [Name("help.cancel-request")]
    public sealed record Cancel(string? ReasonId) : RequestCommand;

    /// <summary>Asked by the Process of slot bookings: a direct booking opens its own accepted request.</summary>
    [Name("help.open-booked-request")]
    public sealed record OpenBooked(Wish Wish, Offer Offer) : RequestCommand;

    /// <summary>Asked by the Process of slot bookings: the calendar holds the booking.</summary>
    [Name("help.booking-succeeded")]
    public sealed record BookingSucceeded(string BookingId) : RequestCommand;

    /// <summary>Asked by the Process of slot bookings: the calendar refused, with this code.</summary>
    [Name("help.booking-failed")]
    public sealed record BookingFailed(string BookingId, string Code) : RequestCommand;

    /// <summary>Asked by the Process of slot bookings: the booking was cancelled on the calendar.</summary>
    [Name("help.booking-lost")]
    public sealed record BookingLost(string BookingId) : RequestCommand;

    private RequestCommand() { }
}

// These names and shapes are stored for ever: add a new event rather than change one.
public abstract record RequestEvent
{
    [Name("help.request-opened.v1", "发布互助需求", "Asked for help")]
    public sealed record RequestOpened(Wish Wish) : RequestEvent;

    /// <summary>Opened by a direct booking: accepted from the start; offer, booking and request share one id.</summary>
    [Name("help.booked-request-opened.v1", "登记预约的互助", "Opened a booked request")]
    public sealed record BookedRequestOpened(Wish Wish, Offer Offer) : RequestEvent;

    /// <summary>The booking was cancelled before its request could open: it never will.</summary>
    [Name("help.request-forestalled.v1", "需求提前取消", "Cancelled before the request")]
    public sealed record RequestForestalled : RequestEvent;

    [Name("help.offer-made.v1", "响应互助需求", "Offered help")]
    public sealed record OfferMade(Offer Offer) : RequestEvent;

    /// <param name="Stage">Where the request stands then.</param>
    /// <param name="Released">The booking that an accepted offer gives back.</param>
    [Name("help.offer-withdrawn.v1", "收回响应", "Withdrew an offer")]
    public sealed record OfferWithdrawn(string OfferId, bool WasAccepted, RequestStage Stage, BookingRef? Released)
        : RequestEvent;

    /// <param name="Wish">What the booking is for.</param>
    /// <param name="Booking">To be made; null: the offer has no slot, the request is accepted at once.</param>
    [Name("help.offer-accepted.v1", "接受响应", "Accepted an offer")]
    public sealed record OfferAccepted(Offer Offer, Wish Wish, BookingRef? Booking) : RequestEvent;

    [Name("help.slot-secured.v1", "时段预约成功", "Secured a slot")]
    public sealed record SlotSecured(string BookingId) : RequestEvent;

    /// <summary>As it was recorded before: the request was open then, even where other offers stood.</summary>
    [Name("help.slot-refused.v1", "时段预约未成", "Slot could not be had")]
    public sealed record SlotRefusedV1(string OfferId, string BookingId, string Code) : RequestEvent;

    /// <param name="Code">Of the calendar's refusal, e.g. <c>slot-taken</c>.</param>
    /// <param name="Stage">Where the request stands then: other offers may still stand.</param>
    [Name("help.slot-refused.v2", "时段预约未成", "Slot could not be had")]
    public sealed record SlotRefused(string OfferId, string BookingId, string Code, RequestStage Stage) : RequestEvent;

    /// <param name="Stage">Where the request stands then; help already given stays given.</param>
    [Name("help.slot-lost.v1", "时段已被占用", "Lost a slot")]
    public sealed record SlotLost(string OfferId, string BookingId, RequestStage Stage) : RequestEvent;

    /// <summary>Of logs before <see cref="AppointmentMade"/>, which seals the place.</summary>
    [Name("help.meeting-scheduled.v1", "约定互助时间", "Scheduled the help")]
    public sealed record MeetingScheduled(Meeting Meeting) : RequestEvent;

    [Name("help.appointment-made.v1", "约定互助时间和地点", "Agreed on when and where to help")]
    public sealed record AppointmentMade(Appointment Appointment) : RequestEvent;

    [Name("help.delivery-recorded.v1", "记录互助完成", "Recorded help given")]
    public sealed record DeliveryRecorded(Delivery Delivery) : RequestEvent;

    [Name("help.delivery-corrected.v1", "更正互助记录", "Corrected help given")]
    public sealed record DeliveryCorrected(Delivery Delivery) : RequestEvent;

    /// <summary>The receiving side confirmed: from here on the minutes count, on the delivery's day.</summary>
    [Name("help.delivery-confirmed.v1", "确认并评价互助", "Confirmed and rated help")]
    public sealed record DeliveryConfirmed(Wish Wish, Delivery Delivery, Confirmation Confirmation) : RequestEvent;

    /// <summary>What counts from here on, still on the delivery's day; whoever counts subtracts what it replaces.
    /// </summary>
    [Name("help.confirmed-help-corrected.v1", "更正已确认的互助", "Corrected confirmed help")]
    public sealed record ConfirmedHelpCorrected(Wish Wish, Delivery Delivery, Delivery Replaced, string ReasonId)
        : RequestEvent;

    [Name("help.request-cancelled.v1", "取消互助需求", "Cancelled a request")]
    public sealed record RequestCancelled(string? ReasonId, BookingRef? Released) : RequestEvent;

    private RequestEvent() { }
}

/// <param name="Wish">Null before opening (and for ever, when forestalled).</param>
/// <param name="Offers">Standing ones, the accepted one included.</param>
/// <param name="Gone">Offers withdrawn or lapsed.</param>
/// <param name="Accepted">The accepted offer.</param>
/// <param name="Booking">Wanted while the stage is booking, held afterwards.</param>
/// <param name="Direct">Opened by a direct booking.</param>
public sealed record RequestState(
    string Id, RequestStage Stage, Wish? Wish = null, Items<Offer> Offers = default, Items<Offer> Gone = default,
    Offer? Accepted = null, BookingRef? Booking = null, bool Direct = false, Appointment? Appointment = null,
    Delivery? Delivery = null, Confirmation? Confirmation = null);
