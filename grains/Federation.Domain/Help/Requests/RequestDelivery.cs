using static Federation.Domain.Help.RequestCommand;
using static Federation.Domain.Help.RequestEvent;

namespace Federation.Domain.Help;

// The rules of help given: reported by the provider (or entered afterwards by a coordinator), corrected by the provider
// until the receiving side confirms it. Confirmed minutes are official: afterwards only a coordinator sets them right,
// as both sides agreed, with a reason that both sides see. Who helped whom, and when, stays as it was confirmed.

public static partial class Request
{
    private static Decision<RequestEvent> Deliver(RequestState state, Wish wish, RecordDelivery record, Asked asked)
    {
        var offer = state.Accepted;
        if (offer is null && !asked.As.Coordinator) return Refusals.OfferFirst;
        if (state.Stage == RequestStage.Booking) return Refusals.BookingPending;
        if (record is { MentorId: not null, TeamId: not null }) return Refusals.MentorOrTeam;
        if (ProviderOf(state, record) is not { } provider) return Refusals.ProviderMissing;
        if (offer is not null && provider != offer.OrganisationId) return Refusals.ProviderElsewhere;
        if (provider == wish.OrganisationId) return Helping.Refusals.HelpsItself;
        if (HelperRefused(provider, offer, record) is { } refused) return refused;
        if (record.Minutes is < 1 or > MinutesMax) return Refusals.MinutesOutOfRange;
        if (record.PersonTimes is < 0 or > PersonTimesMax) return Refusals.PersonTimesOutOfRange;
        if (state.Booking is not null && BeforeSlot(offer!.Slot!, asked)) return Refusals.SlotNotBegun;

        var delivery = Described(wish, offer, record, provider, asked.On);
        if (state.Delivery is null) return new DeliveryRecorded(delivery);
        return delivery == state.Delivery ? Decision<RequestEvent>.Nothing : new DeliveryCorrected(delivery);
    }

    private static bool BeforeSlot(OfferedSlot slot, Asked asked) =>
        asked.Now < slot.From || asked.On < Days.Of(slot.From);

    private static string? ProviderOf(RequestState state, RecordDelivery record) =>
        record.OrganisationId ?? state.Accepted?.OrganisationId
        ?? record.Facts.Mentor?.OrganisationId ?? record.Facts.Team?.OrganisationId;

    // A mentor who has retired or a team that has disbanded since may still be named for what they did.
    private static Refusal? HelperRefused(string provider, Offer? offer, RecordDelivery record)
    {
        if (record.MentorId is not null && record.MentorId != offer?.MentorId)
        {
            if (record.Facts.Mentor is not { Stage: MentorStage.Accepted or MentorStage.Retired } mentor)
                return Helping.Refusals.MentorNotAccepted;
            if (mentor.OrganisationId != provider) return Helping.Refusals.MentorElsewhere;
        }

        if (record.TeamId is not null && record.TeamId != offer?.TeamId)
        {
            if (record.Facts.Team is not { } team) return Refusals.TeamNotActive;
            if (team.OrganisationId != provider) return Refusals.TeamElsewhere;
        }

        return null;
    }

    // Who helped is who was offered, unless the report names somebody else; one delivery names a mentor or a team, and
    // where the offer named both, the mentor.
    private static Delivery Described(Wish wish, Offer? offer, RecordDelivery record, string provider, DateOnly day)
    {
        var named = record.MentorId ?? record.TeamId;
        var mentor = named is null ? offer?.MentorId : record.MentorId;
        var team = named is null && mentor is null ? offer?.TeamId : record.TeamId;
        return new(
            provider, wish.AllianceId ?? offer?.AllianceId ?? record.Facts.Mentor?.AllianceId, mentor, team,
            offer?.LibraryItemId ?? wish.LibraryItemId, day, record.Minutes, record.PersonTimes);
    }

    private static Decision<RequestEvent> Confirm(RequestState state, Confirm confirm, Asked asked)
    {
        if (state.Stage == RequestStage.Cancelled) return Refusals.IsCancelled;
        var confirmation = new Confirmation(confirm.Rating, confirm.CommentId);
        if (state.Confirmation is not null)
            return confirmation == state.Confirmation ? Decision<RequestEvent>.Nothing : Refusals.IsConfirmed;
        if (state.Delivery is null) return Refusals.NotDelivered;
        if (asked.On < state.Delivery.Day) return Refusals.ConfirmedBeforeDelivery;
        if (confirm.Rating is < RatingMin or > RatingMax) return Refusals.RatingOutOfRange;

        return new DeliveryConfirmed(state.Wish!, state.Delivery, confirmation);
    }

    private static Decision<RequestEvent> Correct(
        RequestState state, Wish wish, CorrectConfirmed correct, Asked asked)
    {
        if (state.Stage != RequestStage.Confirmed) return Refusals.NotConfirmed;
        var replaced = state.Delivery!;
        var corrected = replaced with
        {
            Minutes = correct.Minutes, PersonTimes = correct.PersonTimes ?? replaced.PersonTimes,
        };
        if (corrected == replaced) return Decision<RequestEvent>.Nothing;
        if (correct.ReasonId is not { } reason) return Refusals.ReasonMissing;
        if (asked.On < replaced.Day) return Refusals.CorrectedBeforeDelivery;
        if (correct.Minutes is < 1 or > MinutesMax) return Refusals.MinutesOutOfRange;
        if (correct.PersonTimes is < 0 or > PersonTimesMax) return Refusals.PersonTimesOutOfRange;

        return new ConfirmedHelpCorrected(wish, corrected, replaced, reason);
    }
}
