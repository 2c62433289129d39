using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Domain.Help.Request;
using static Federation.Domain.Help.RequestCommand;
using static Federation.Domain.Help.RequestEvent;

namespace Federation.Tests.Help;

// Help given, its confirmation, cancelling, and the calendar's answers.
public partial class RequestTests
{
    [Fact]
    public void The_provider_reports_help_as_it_was_offered()
    {
        Provider(Accepted).When(Record()).Then(new DeliveryRecorded(Help));
        Given(Accepted).By(Askers.Mentor("grace")).When(Record()).Then(new DeliveryRecorded(Help));
    }

    [Fact]
    public void The_receiver_does_not_report() =>
        Given(Accepted).When(Record()).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void Another_mentor_of_the_provider_may_have_come() =>
        Provider(Accepted).When(Record() with { MentorId = "ada", Facts = new(Grace) })
            .Then(new DeliveryRecorded(Help with { MentorId = "ada" }));

    [Fact]
    public void Who_came_was_in_the_pool_and_is_the_providers()
    {
        Provider(Accepted).When(Record() with { MentorId = "ada" }).ThenRefused(Helping.Refusals.MentorNotAccepted);
        Provider(Accepted).When(Record() with { MentorId = "ada", Facts = new(Grace with { OrganisationId = "west" }) })
            .ThenRefused(Helping.Refusals.MentorElsewhere);
        Provider(Accepted).When(Record() with { TeamId = "kapok" }).ThenRefused(Refusals.TeamNotActive);
        Provider(Accepted).When(Record() with { TeamId = "kapok", Facts = new(Team: new("west", true)) })
            .ThenRefused(Refusals.TeamElsewhere);
    }

    [Fact]
    public void One_delivery_is_a_mentors_or_a_teams() =>
        Provider(Accepted).When(Record() with { MentorId = "grace", TeamId = "kapok" })
            .ThenRefused(Refusals.MentorOrTeam);

    [Fact]
    public void The_provider_is_who_offered() =>
        Coordinator(Accepted).When(Record() with { OrganisationId = "west" }).ThenRefused(Refusals.ProviderElsewhere);

    [Fact]
    public void Minutes_and_person_times_are_plausible()
    {
        Provider(Accepted).When(Record(0)).ThenRefused(Refusals.MinutesOutOfRange);
        Provider(Accepted).When(Record(MinutesMax + 1)).ThenRefused(Refusals.MinutesOutOfRange);
        Provider(Accepted).When(Record(60, -1)).ThenRefused(Refusals.PersonTimesOutOfRange);
        Provider(Accepted).When(Record(60, PersonTimesMax + 1)).ThenRefused(Refusals.PersonTimesOutOfRange);
    }

    [Fact]
    public void Help_is_not_reported_before_its_slot_begins()
    {
        var atTen = Askers.Staff("north") with { Now = Ten, On = Thursday };
        Provider(Held).When(Record()).ThenRefused(Refusals.SlotNotBegun);
        Provider(Held).By(atTen with { Now = Ten.AddMinutes(-1) }).When(Record()).ThenRefused(Refusals.SlotNotBegun);
        Provider(Waiting).When(Record()).ThenRefused(Refusals.BookingPending);
        Coordinator(Held).By(Askers.Coordinator with { Now = Ten, On = Thursday.AddDays(-1) }).When(Record())
            .ThenRefused(Refusals.SlotNotBegun);
        Provider(Held).By(atTen).When(Record()).Then(new DeliveryRecorded(Help with { Day = Thursday }));
    }

    [Fact]
    public void A_report_is_corrected_until_it_is_confirmed()
    {
        Provider(Delivered).When(Record(60)).Then(new DeliveryCorrected(Help with { Minutes = 60 }));
        Provider(Confirmed).When(Record(60)).ThenRefused(Refusals.IsConfirmed);
    }

    [Fact]
    public void A_coordinator_enters_help_already_given_without_offer_or_booking()
    {
        var day = Askers.Today.AddDays(-30);
        var past = Given(Opened).By(Askers.Coordinator.On(day));
        var byTeam = Record() with { TeamId = "kapok", Facts = new(Team: new("north", Active: false)) };
        var given = new Delivery("north", "town", null, "kapok", null, day, 90, 20);

        past.When(byTeam).Then(new DeliveryRecorded(given));
        past.When(Record() with { OrganisationId = "west" })
            .Then(new DeliveryRecorded(given with { ProviderId = "west", TeamId = null }));
        past.When(Record()).ThenRefused(Refusals.ProviderMissing);
        past.When(Record() with { OrganisationId = "south" }).ThenRefused(Helping.Refusals.HelpsItself);
    }

    [Fact]
    public void Nobody_else_reports_help_that_was_not_accepted() =>
        Provider(Opened, new OfferMade(Plain)).When(Record()).ThenRefused(Refusals.OfferFirst);

    [Fact]
    public void The_receiver_confirms_and_only_then_it_counts() =>
        Given(Delivered).When(new Confirm(5, "thanks")).Then(new DeliveryConfirmed(Wish, Help, new(5, "thanks")));

    [Fact]
    public void A_coordinator_confirms_on_the_receivers_behalf() =>
        Coordinator(Delivered).When(new Confirm(4, null)).Then(new DeliveryConfirmed(Wish, Help, new(4, null)));

    [Fact]
    public void The_provider_never_confirms() =>
        Provider(Delivered).When(new Confirm(5, null)).ThenRefused(Refusals.OnlyReceiverConfirms);

    [Fact]
    public void There_must_be_help_to_confirm() =>
        Given(Accepted).When(new Confirm(5, null)).ThenRefused(Refusals.NotDelivered);

    [Fact]
    public void Help_is_not_confirmed_before_its_day() =>
        Given(Delivered).By(Askers.Coordinator.On(Askers.Today.AddDays(-1))).When(new Confirm(5, null))
            .ThenRefused(Refusals.ConfirmedBeforeDelivery);

    [Fact]
    public void A_rating_is_one_to_five()
    {
        Given(Delivered).When(new Confirm(0, null)).ThenRefused(Refusals.RatingOutOfRange);
        Given(Delivered).When(new Confirm(6, null)).ThenRefused(Refusals.RatingOutOfRange);
    }

    [Fact]
    public void A_confirmation_is_final()
    {
        Given(Confirmed).When(new Confirm(1, null)).ThenRefused(Refusals.IsConfirmed);
        Given(Confirmed).When(new Cancel(null)).ThenRefused(Refusals.IsConfirmed);
    }

    [Fact]
    public void Confirmed_help_is_set_right_by_a_coordinator_and_says_what_it_replaces()
    {
        var right = Help with { Minutes = 60, PersonTimes = 12 };
        var corrected = new ConfirmedHelpCorrected(Wish, right, Help, "agreed");
        Coordinator(Confirmed).When(new CorrectConfirmed(60, 12, "agreed")).Then(corrected);
        Coordinator([.. Confirmed, corrected]).When(new CorrectConfirmed(75, null, "again"))
            .Then(new ConfirmedHelpCorrected(Wish, right with { Minutes = 75 }, right, "again"));
        Coordinator([.. Confirmed, corrected]).When(new Confirm(5, "thanks")).Then();
        Coordinator(Confirmed).When(new CorrectConfirmed(90, 20, null)).Then();
    }

    [Fact]
    public void Neither_side_sets_right_alone_what_was_confirmed()
    {
        Given(Confirmed).When(new CorrectConfirmed(60, 12, "mine")).ThenRefused(Asked.Refusals.NotCoordinator);
        Provider(Confirmed).When(new CorrectConfirmed(60, 12, "mine")).ThenRefused(Asked.Refusals.NotCoordinator);
    }

    [Fact]
    public void A_correction_has_a_reason_plausible_numbers_a_day_after_the_help_and_something_confirmed()
    {
        Coordinator(Delivered).When(new CorrectConfirmed(60, 12, "why")).ThenRefused(Refusals.NotConfirmed);
        Coordinator(Cancelled).When(new CorrectConfirmed(60, 12, "why")).ThenRefused(Refusals.NotConfirmed);
        Coordinator().When(new CorrectConfirmed(60, 12, "why")).ThenRefused(Asked.Refusals.NotFound);
        Coordinator(Confirmed).When(new CorrectConfirmed(60, 12, null)).ThenRefused(Refusals.ReasonMissing);
        Coordinator(Confirmed).When(new CorrectConfirmed(0, 12, "why")).ThenRefused(Refusals.MinutesOutOfRange);
        Coordinator(Confirmed).When(new CorrectConfirmed(MinutesMax + 1, 12, "why"))
            .ThenRefused(Refusals.MinutesOutOfRange);
        Coordinator(Confirmed).When(new CorrectConfirmed(60, -1, "why")).ThenRefused(Refusals.PersonTimesOutOfRange);
        Coordinator(Confirmed).When(new CorrectConfirmed(60, PersonTimesMax + 1, "why"))
            .ThenRefused(Refusals.PersonTimesOutOfRange);
        Given(Confirmed).By(Askers.Coordinator.On(Help.Day.AddDays(-1))).When(new CorrectConfirmed(60, 12, "why"))
            .ThenRefused(Refusals.CorrectedBeforeDelivery);
    }

    [Fact]
    public void At_any_step_before_confirmation_a_request_is_cancelled()
    {
        RequestEvent[][] steps = [[Opened], [Opened, new OfferMade(Plain)], Accepted, Delivered];
        Assert.All(steps, step => Given(step).When(new Cancel("why")).Then(new RequestCancelled("why", null)));
    }

    [Fact]
    public void A_cancelled_request_names_the_booking_to_release()
    {
        Given(Waiting).When(new Cancel(null)).Then(new RequestCancelled(null, Booking));
        Provider(Held).When(new Cancel(null)).Then(new RequestCancelled(null, Booking));
    }

    [Fact]
    public void A_third_party_does_not_cancel() =>
        Provider(Opened, new OfferMade(Plain)).When(new Cancel(null)).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_cancelled_request_stays_cancelled()
    {
        Provider(Cancelled).When(Make(Plain)).ThenRefused(Refusals.IsCancelled);
        Given(Cancelled).When(new Confirm(5, null)).ThenRefused(Refusals.IsCancelled);
        Given(Cancelled).When(new Open(Wish, null)).ThenRefused(Refusals.IsCancelled);
    }

    // The calendar's answers

    [Fact]
    public void A_booked_slot_makes_the_request_accepted() =>
        Coordinator(Waiting).When(new BookingSucceeded("b1")).Then(new SlotSecured("b1"));

    [Fact]
    public void A_booking_that_nobody_waits_for_is_refused_so_that_it_is_released()
    {
        Coordinator(Waiting).When(new BookingSucceeded("b0")).ThenRefused(Refusals.BookingNotAwaited);
        Coordinator([.. Waiting, new RequestCancelled(null, Booking)]).When(new BookingSucceeded("b1"))
            .ThenRefused(Refusals.BookingNotAwaited);
    }

    [Fact]
    public void A_taken_slot_opens_the_request_again_with_the_reason() =>
        Coordinator(Waiting).When(new BookingFailed("b1", "slot-taken"))
            .Then(new SlotRefused("o2", "b1", "slot-taken", RequestStage.Open));

    [Fact]
    public void Other_offers_still_stand_when_a_slot_is_refused_or_lost()
    {
        var two = new OfferMade(Plain);
        Coordinator([Opened, two, .. Waiting[1..]]).When(new BookingFailed("b1", "slot-taken"))
            .Then(new SlotRefused("o2", "b1", "slot-taken", RequestStage.Matched));
        Coordinator([Opened, two, .. Held[1..]]).When(new BookingLost("b1"))
            .Then(new SlotLost("o2", "b1", RequestStage.Matched));
        Given([Opened, two, .. Waiting[1..], new SlotRefused("o2", "b1", "slot-taken", RequestStage.Matched)])
            .When(Take("o1")).Then(new OfferAccepted(Plain, Wish, null));
    }

    [Fact]
    public void A_slot_refused_in_an_older_log_left_the_request_open() =>
        Given([.. Waiting, new SlotRefusedV1("o2", "b1", "slot-taken")]).When(Take("o2"))
            .ThenRefused(Refusals.NoSuchOffer);

    [Fact]
    public void A_failure_that_comes_late_is_no_news()
    {
        Coordinator(Held).When(new BookingFailed("b1", "slot-taken")).Then();
        Coordinator(Waiting).When(new BookingFailed("b0", "slot-taken")).Then();
    }

    [Fact]
    public void A_booking_cancelled_on_the_calendar_opens_the_request_again()
    {
        Coordinator(Held).When(new BookingLost("b1")).Then(new SlotLost("o2", "b1", RequestStage.Open));
        Coordinator(Held).When(new BookingLost("b0")).Then();
    }

    [Fact]
    public void Help_given_stays_given_when_its_booking_is_lost() =>
        Coordinator([.. Held, new DeliveryRecorded(Help)]).When(new BookingLost("b1"))
            .Then(new SlotLost("o2", "b1", RequestStage.Delivered));

    [Fact]
    public void A_direct_booking_opens_an_accepted_request()
    {
        var direct = Slotted with { OfferId = "r1" };
        Coordinator().When(new OpenBooked(Wish, direct)).Then(new BookedRequestOpened(Wish, direct));
        Coordinator(new BookedRequestOpened(Wish, direct)).When(new BookingLost("r1"))
            .Then(new SlotLost("r1", "r1", RequestStage.Cancelled));
        Coordinator(Opened).When(new OpenBooked(Wish, direct)).ThenRefused(Refusals.AlreadyOpen);
    }

    [Fact]
    public void A_direct_booking_cancelled_first_never_opens_its_request()
    {
        Coordinator().When(new BookingLost("r1")).Then(new RequestForestalled());
        Coordinator(new RequestForestalled()).When(new OpenBooked(Wish, Slotted with { OfferId = "r1" })).Then();
        Coordinator().When(new BookingLost("b1")).Then();
    }

    [Fact]
    public void People_do_not_speak_for_the_calendar() =>
        Given(Waiting).When(new BookingSucceeded("b1")).ThenRefused(Asked.Refusals.NotCoordinator);
}
