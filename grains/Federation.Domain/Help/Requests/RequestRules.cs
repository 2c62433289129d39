using System.Diagnostics;
using static Federation.Domain.Help.RequestCommand;
using static Federation.Domain.Help.RequestEvent;

namespace Federation.Domain.Help;

// The rules of a request between people; those of its booking are in RequestBookings.cs.

public static partial class Request
{
    /// <summary>Offers ever made to one request, withdrawn ones included: they stay in the stream.</summary>
    public const int OffersMax = 100;

    public const int RangeDaysMax = 366;
    public const int RatingMin = 1;
    public const int RatingMax = 5;
    public const long PeopleMax = 10_000;
    public const long PersonTimesMax = 100_000;

    /// <summary>A delivery lies within one day.</summary>
    public const long MinutesMax = 24 * 60;

    public static readonly Boundary<RequestState, RequestCommand, RequestEvent> Boundary =
        new("request", Decider, new("互助需求", "Help request"));

    public static Decider<RequestState, RequestCommand, RequestEvent> Decider(string id) =>
        new(new(id, RequestStage.None), Decide, Evolve);

    private static Decision<RequestEvent> Decide(RequestState state, RequestCommand command, Asked asked) =>
        command switch
        {
            Open open => Open(state, open, asked),
            OpenBooked or BookingSucceeded or BookingFailed or BookingLost => OfBooking(state, command, asked),
            _ when state.Wish is null => Asked.Refusals.NotFound,
            _ when Refused(state, state.Wish, command, asked) is { } refused => refused,
            Cancel cancel => Cancel(state, cancel),
            Confirm confirm => Confirm(state, confirm, asked),
            CorrectConfirmed correct => Correct(state, state.Wish, correct, asked),
            _ when state.Stage == RequestStage.Cancelled => Refusals.IsCancelled,
            _ when state.Stage == RequestStage.Confirmed => Refusals.IsConfirmed,
            MakeOffer offer => MakeOffer(state, state.Wish, offer, asked),
            WithdrawOffer withdraw => Withdraw(state, withdraw),
            AcceptOffer accept => Accept(state, state.Wish, accept, asked),
            Schedule schedule => Schedule(state, schedule.Appointment, asked),
            RecordDelivery record => Deliver(state, state.Wish, record, asked),
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static Decision<RequestEvent> Open(RequestState state, Open open, Asked asked)
    {
        var wish = open.Wish with { Topic = open.Wish.Topic.Trim() };
        if (!asked.SpeaksFor(wish.OrganisationId)) return Asked.Refusals.NotYourOrganisation;
        if (state.Stage == RequestStage.Cancelled) return Refusals.IsCancelled;
        if (state.Stage != RequestStage.None)
            return wish == state.Wish ? Decision<RequestEvent>.Nothing : Refusals.AlreadyOpen;
        if (Helping.TopicsRefused(Helping.Tidy([wish.Topic])) is { } refused)
            return refused with { Field = "topic" };
        if (wish.To.DayNumber - wish.From.DayNumber is < 0 or >= RangeDaysMax) return Refusals.RangeInvalid;
        if (wish.To < asked.On) return Refusals.RangeInThePast;
        if (wish.People is < 1 or > PeopleMax) return Refusals.PeopleOutOfRange;
        if (wish.LibraryItemId is not null && open.Package is not { Published: true })
            return Helping.Refusals.PackageNotPublished;

        return new RequestOpened(wish);
    }

    /// <summary>Whether the asker has a part in this at all, before anything is said of how it stands: also what is so
    /// already is told to nobody else.</summary>
    private static Refusal? Refused(RequestState state, Wish wish, RequestCommand command, Asked asked)
    {
        var (receives, provides) = (asked.SpeaksFor(wish.OrganisationId), SpeaksForProvider(state.Accepted, asked));
        return command switch
        {
            CorrectConfirmed => asked.As.Coordinator ? null : Asked.Refusals.NotCoordinator,
            RequestCommand.Confirm => receives ? null : Refusals.OnlyReceiverConfirms,
            AcceptOffer => receives ? null : Asked.Refusals.NotYourOrganisation,
            RequestCommand.Cancel or RequestCommand.Schedule => receives || provides
                ? null : Asked.Refusals.NotYourOrganisation,
            RecordDelivery => provides || state.Accepted is null ? null : Asked.Refusals.NotYourOrganisation,
            MakeOffer make => Provides(make.OrganisationId, make.MentorId, asked)
                ? null : Asked.Refusals.NotYourOrganisation,
            WithdrawOffer { OfferId: var id } => state.Offers.Concat(state.Gone).FirstOrDefault(o => o.OfferId == id)
                is not { } offer || SpeaksForProvider(offer, asked) ? null : Asked.Refusals.NotYourOrganisation,
            _ => null,
        };
    }

    private static Decision<RequestEvent> MakeOffer(RequestState state, Wish wish, MakeOffer make, Asked asked)
    {
        var slot = make is { SlotId: { } id, Facts.Slot: { } facts } ? new OfferedSlot(id, facts.From, facts.To) : null;
        var offer = new Offer(
            make.OfferId, make.OrganisationId, make.Facts.Mentor?.AllianceId ?? wish.AllianceId, make.MentorId, slot,
            make.LibraryItemId, make.TeamId);
        if (state.Offers.FirstOrDefault(known => known.OfferId == make.OfferId) is { } standing)
            return standing == offer ? Decision<RequestEvent>.Nothing : Refusals.OfferIdUsed;
        if (state.Gone.Any(gone => gone.OfferId == make.OfferId)) return Refusals.OfferIdUsed;
        if (state.Stage is not (RequestStage.Open or RequestStage.Matched)) return Refusals.NotOpenForOffers;
        if (make.OrganisationId == wish.OrganisationId) return Helping.Refusals.HelpsItself;
        if (OfferRefused(make, asked) is { } refused) return refused;
        if (state.Offers.Count + state.Gone.Count >= OffersMax) return Refusals.TooManyOffers;

        return new OfferMade(offer);
    }

    private static Refusal? OfferRefused(MakeOffer make, Asked asked)
    {
        var (mentor, slot, team, package) = make.Facts;
        if (make.MentorId is not null && mentor is not { Stage: MentorStage.Accepted })
            return Helping.Refusals.MentorNotAccepted;
        if (make.MentorId is not null && mentor!.OrganisationId != make.OrganisationId)
            return Helping.Refusals.MentorElsewhere;
        if (make.SlotId is not null && make.MentorId is null) return Refusals.SlotWithoutMentor;
        if (make.SlotId is not null && slot is null) return Helping.Refusals.SlotNotOffered;
        if (make.SlotId is not null && !slot!.Free) return Helping.Refusals.SlotTaken;
        if (make.SlotId is not null && Begun(slot!.From, asked)) return Helping.Refusals.SlotInThePast;
        if (make.TeamId is not null && team is not { Active: true }) return Refusals.TeamNotActive;
        if (make.TeamId is not null && team!.OrganisationId != make.OrganisationId) return Refusals.TeamElsewhere;
        if (make.LibraryItemId is not null && package is not { Published: true })
            return Helping.Refusals.PackageNotPublished;

        return null;
    }

    private static Decision<RequestEvent> Withdraw(RequestState state, WithdrawOffer withdraw)
    {
        if (state.Offers.FirstOrDefault(known => known.OfferId == withdraw.OfferId) is not { } offer)
            return state.Gone.Any(gone => gone.OfferId == withdraw.OfferId)
                ? Decision<RequestEvent>.Nothing : Refusals.NoSuchOffer;
        var without = Without(state);
        if (offer != state.Accepted)
        {
            var still = state.Stage == RequestStage.Matched ? without : state.Stage;
            return new OfferWithdrawn(offer.OfferId, WasAccepted: false, still, Released: null);
        }

        if (state.Stage == RequestStage.Delivered) return Refusals.HelpGiven;

        var then = state.Direct ? RequestStage.Cancelled : without;
        return new OfferWithdrawn(offer.OfferId, WasAccepted: true, then, state.Booking);
    }

    private static Decision<RequestEvent> Accept(RequestState state, Wish wish, AcceptOffer accept, Asked asked)
    {
        if (state.Accepted is { } accepted)
            return accepted.OfferId == accept.OfferId ? Decision<RequestEvent>.Nothing : Refusals.AnotherAccepted;
        if (state.Delivery is not null) return Refusals.HelpGiven;
        if (state.Offers.FirstOrDefault(known => known.OfferId == accept.OfferId) is not { } offer)
            return Refusals.NoSuchOffer;
        if (offer.MentorId is not null && accept.Mentor is not { Stage: MentorStage.Accepted })
            return Helping.Refusals.MentorNotAccepted;
        if (offer.Slot is { } begun && Begun(begun.From, asked)) return Helping.Refusals.SlotInThePast;

        return new OfferAccepted(
            offer, wish, offer.Slot is { } slot ? new(accept.BookingId, offer.MentorId!, slot.SlotId) : null);
    }

    private static Decision<RequestEvent> Schedule(RequestState state, Appointment made, Asked asked)
    {
        if (state.Stage == RequestStage.Booking) return Refusals.BookingPending;
        if (state.Stage == RequestStage.Delivered) return Refusals.HelpGiven;
        if (state.Accepted is null) return Refusals.NotAccepted;
        if (made == state.Appointment) return Decision<RequestEvent>.Nothing;
        if (made.End <= made.Start || Days.Of(made.Start) != Days.Of(made.End.AddTicks(-1)))
            return Refusals.MeetingInvalid;
        if (Begun(made.Start, asked)) return Refusals.MeetingInThePast;
        if (state.Accepted.Slot is { } slot && (made.Start < slot.From || made.End > slot.To))
            return Refusals.OutsideSlot;

        return new AppointmentMade(made);
    }

    private static Decision<RequestEvent> Cancel(RequestState state, Cancel cancel)
    {
        if (state.Stage == RequestStage.Cancelled) return Decision<RequestEvent>.Nothing;
        if (state.Stage == RequestStage.Confirmed) return Refusals.IsConfirmed;

        return new RequestCancelled(cancel.ReasonId, state.Booking);
    }

    /// <summary>Where a request stands once one of its offers is gone.</summary>
    private static RequestStage Without(RequestState state) =>
        state.Offers.Count == 1 ? RequestStage.Open : RequestStage.Matched;

    private static bool SpeaksForProvider(Offer? offer, Asked asked) =>
        offer is not null && Provides(offer.OrganisationId, offer.MentorId, asked);

    private static bool Provides(string organisation, string? mentor, Asked asked) =>
        asked.SpeaksFor(organisation) || (mentor is not null && asked.As.Mentor == mentor);

    private static bool Begun(DateTimeOffset start, Asked asked) => start <= asked.Now && !asked.As.Coordinator;
}
