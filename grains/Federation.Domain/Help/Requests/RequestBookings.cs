using System.Diagnostics;
using static Federation.Domain.Help.RequestCommand;
using static Federation.Domain.Help.RequestEvent;

namespace Federation.Domain.Help;

// What a request makes of the calendar's answers, and how its events fold.
//
// Answers may come twice, late or in the wrong order. Only the booking that the request names now means anything to it:
// any other is refused (success), so that the Process releases it, or is no news (failure, loss).

public static partial class Request
{
    private static Decision<RequestEvent> OfBooking(RequestState state, RequestCommand command, Asked asked) =>
        !asked.As.Coordinator ? Asked.Refusals.NotCoordinator : command switch
        {
            OpenBooked open => OpenDirect(state, open),
            BookingSucceeded succeeded => Succeeded(state, succeeded),
            BookingFailed failed => Failed(state, failed),
            BookingLost lost => Lost(state, lost),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<RequestEvent> OpenDirect(RequestState state, OpenBooked open)
    {
        if (state.Stage == RequestStage.None) return new BookedRequestOpened(open.Wish, open.Offer);

        return state.Direct ? Decision<RequestEvent>.Nothing : Refusals.AlreadyOpen;
    }

    private static Decision<RequestEvent> Succeeded(RequestState state, BookingSucceeded succeeded)
    {
        if (state.Booking?.BookingId != succeeded.BookingId) return Refusals.BookingNotAwaited;
        if (state.Stage != RequestStage.Booking) return Decision<RequestEvent>.Nothing;

        return new SlotSecured(succeeded.BookingId);
    }

    private static Decision<RequestEvent> Failed(RequestState state, BookingFailed failed) =>
        state.Stage == RequestStage.Booking && state.Booking!.BookingId == failed.BookingId
            ? new SlotRefused(state.Accepted!.OfferId, failed.BookingId, failed.Code, Without(state))
            : Decision<RequestEvent>.Nothing;

    private static Decision<RequestEvent> Lost(RequestState state, BookingLost lost)
    {
        if (state.Stage == RequestStage.None && state.Id == lost.BookingId) return new RequestForestalled();
        if (state.Booking?.BookingId != lost.BookingId) return Decision<RequestEvent>.Nothing;
        var given = state.Stage is RequestStage.Delivered or RequestStage.Confirmed;
        var then = given ? state.Stage : state.Direct ? RequestStage.Cancelled : Without(state);

        return new SlotLost(state.Accepted!.OfferId, lost.BookingId, then);
    }

    private static RequestState Evolve(RequestState state, RequestEvent recorded) => recorded switch
    {
        RequestOpened e => state with { Stage = RequestStage.Open, Wish = e.Wish },
        BookedRequestOpened e => state with
        {
            Stage = RequestStage.Accepted, Wish = e.Wish, Direct = true, Offers = [e.Offer], Accepted = e.Offer,
            Booking = new(e.Offer.OfferId, e.Offer.MentorId!, e.Offer.Slot!.SlotId),
        },
        RequestForestalled => state with { Stage = RequestStage.Cancelled, Direct = true },
        OfferMade e => state with { Stage = RequestStage.Matched, Offers = state.Offers.Add(e.Offer) },
        OfferWithdrawn e => Dropping(state, e.OfferId, e.Stage),
        OfferAccepted e => state with
        {
            Stage = e.Booking is null ? RequestStage.Accepted : RequestStage.Booking,
            Accepted = e.Offer,
            Booking = e.Booking,
        },
        SlotSecured => state with { Stage = RequestStage.Accepted },
        SlotRefusedV1 e => Dropping(state, e.OfferId, RequestStage.Open),
        SlotRefused e => Dropping(state, e.OfferId, e.Stage),
        SlotLost { Stage: RequestStage.Delivered or RequestStage.Confirmed } => state with { Booking = null },
        SlotLost e => Dropping(state, e.OfferId, e.Stage),
        MeetingScheduled e => state with
        {
            Stage = RequestStage.Scheduled, Appointment = new(e.Meeting.Start, e.Meeting.End, PlaceId: null),
        },
        AppointmentMade e => state with { Stage = RequestStage.Scheduled, Appointment = e.Appointment },
        DeliveryRecorded e => state with { Stage = RequestStage.Delivered, Delivery = e.Delivery },
        ConfirmedHelpCorrected e => state with { Delivery = e.Delivery },
        DeliveryCorrected e => state with { Delivery = e.Delivery },
        DeliveryConfirmed e => state with { Stage = RequestStage.Confirmed, Confirmation = e.Confirmation },
        RequestCancelled => state with { Stage = RequestStage.Cancelled, Booking = null },
        _ => throw new UnreachableException(recorded.GetType().Name),
    };

    // An offer that is gone takes with it what was agreed on its account.
    private static RequestState Dropping(RequestState state, string offerId, RequestStage stage)
    {
        var remaining = state with
        {
            Stage = stage,
            Offers = state.Offers.Where(offer => offer.OfferId != offerId),
            Gone = [.. state.Gone, .. state.Offers.Where(offer => offer.OfferId == offerId)],
        };
        return state.Accepted?.OfferId == offerId
            ? remaining with { Accepted = null, Booking = null, Appointment = null }
            : remaining;
    }
}
