using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Domain.Help.Request;
using static Federation.Domain.Help.RequestCommand;
using static Federation.Domain.Help.RequestEvent;

namespace Federation.Tests.Help;

public partial class RequestTests
{
    private static readonly DateOnly Thursday = new(2026, 3, 5);
    private static readonly DateTimeOffset Ten = new(2026, 3, 5, 10, 0, 0, Days.Shanghai);
    private static readonly MentorFacts Grace = new(MentorStage.Accepted, "north", "town", ["剪纸"]);
    private static readonly HelpFacts Facts = new(Grace, new(Ten, Ten.AddHours(2), Free: true), new("north", true));

    private static readonly Wish Wish = new(
        "south", "town", RequestKind.Mentor, "剪纸", Thursday, Thursday.AddDays(7), 20, null, null, "note",
        "440605121201", Illustrative: false);

    private static readonly RequestOpened Opened = new(Wish);
    private static readonly Offer Plain = new("o1", "north", "town", "grace", null, null, null);
    private static readonly Offer Slotted = Plain with { OfferId = "o2", Slot = new("202603-a", Ten, Ten.AddHours(2)) };
    private static readonly Offer Sent = new("o3", "north", "town", null, null, "snacks", "kapok");
    private static readonly BookingRef Booking = new("b1", "grace", "202603-a");
    private static readonly RequestEvent[] Accepted =
        [Opened, new OfferMade(Plain), new OfferAccepted(Plain, Wish, null)];

    private static readonly RequestEvent[] Waiting =
        [Opened, new OfferMade(Slotted), new OfferAccepted(Slotted, Wish, Booking)];

    private static readonly RequestEvent[] Held = [.. Waiting, new SlotSecured("b1")];
    private static readonly Delivery Help = new("north", "town", "grace", null, null, Askers.Today, 90, 20);
    private static readonly RequestEvent[] Delivered = [.. Accepted, new DeliveryRecorded(Help)];
    private static readonly RequestEvent[] Confirmed =
        [.. Delivered, new DeliveryConfirmed(Wish, Help, new(5, "thanks"))];
    private static readonly RequestEvent[] Cancelled = [Opened, new RequestCancelled(null, null)];

    private static Spec<RequestState, RequestCommand, RequestEvent> Given(params RequestEvent[] events) =>
        new(Decider("r1"), events, Askers.Staff("south"));

    private static Spec<RequestState, RequestCommand, RequestEvent> Provider(params RequestEvent[] events) =>
        Given(events).By(Askers.Staff("north"));

    private static Spec<RequestState, RequestCommand, RequestEvent> Coordinator(params RequestEvent[] events) =>
        Given(events).By(Askers.Coordinator);

    private static MakeOffer Make(Offer offer, HelpFacts? facts = null) => new(
        offer.OfferId, offer.OrganisationId, offer.MentorId, offer.Slot?.SlotId, offer.LibraryItemId, offer.TeamId,
        facts ?? Facts with { Slot = offer.Slot is null ? null : Facts.Slot, Package = new("north", true) });

    private static RecordDelivery Record(long minutes = 90, long? personTimes = 20) =>
        new(null, null, null, minutes, personTimes, HelpFacts.None);

    private static AcceptOffer Take(string offer) => new(offer, "b1", Grace);

    // Opening

    /// <summary>How a request stands, and that something is so already, is told to those who have a part in it.
    /// </summary>
    [Fact]
    public void Nobody_else_is_told_how_it_stands()
    {
        OfferWithdrawn gone = new("o1", false, RequestStage.Open, null);
        RequestEvent[][] stages =
        [
            [Opened, new OfferMade(Plain)], [Opened, new OfferMade(Plain), gone], Accepted, Held, Delivered, Confirmed,
            [.. Accepted, new RequestCancelled(null, null)],
        ];
        foreach (var stage in stages)
        foreach (var (command, refusal) in new (RequestCommand, Refusal)[]
        {
            (Make(Plain), Asked.Refusals.NotYourOrganisation), (Take("o1"), Asked.Refusals.NotYourOrganisation),
            (new Cancel(null), Asked.Refusals.NotYourOrganisation),
            (new Schedule(new(Ten, Ten.AddHours(1), null)), Asked.Refusals.NotYourOrganisation),
            (new Confirm(5, "thanks"), Refusals.OnlyReceiverConfirms),
            (new CorrectConfirmed(90, 20, null), Asked.Refusals.NotCoordinator),
        }) Given(stage).By(Askers.Staff("west")).When(command).ThenRefused(refusal);
        foreach (var stage in stages.Where(stage => stage.Contains(new OfferMade(Plain))))
            Given(stage).By(Askers.Staff("west")).When(new WithdrawOffer("o1"))
                .ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void A_receiver_asks_for_help() => Given().When(new Open(Wish, null)).Then(Opened);

    [Fact]
    public void Nobody_asks_for_another_organisation() =>
        Provider().When(new Open(Wish, null)).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void A_request_is_opened_once() =>
        Given(Opened).When(new Open(Wish with { Topic = "舞蹈" }, null)).ThenRefused(Refusals.AlreadyOpen);

    [Fact]
    public void A_request_has_a_topic() =>
        Given().When(new Open(Wish with { Topic = " " }, null))
            .ThenRefused(Helping.Refusals.TopicMissing with { Field = "topic" });

    [Fact]
    public void Wished_days_run_forward_and_end()
    {
        Given().When(new Open(Wish with { To = Wish.From.AddDays(-1) }, null)).ThenRefused(Refusals.RangeInvalid);
        Given().When(new Open(Wish with { To = Wish.From.AddDays(RangeDaysMax) }, null))
            .ThenRefused(Refusals.RangeInvalid);
    }

    [Fact]
    public void Wished_days_are_not_over() =>
        Given().When(new Open(Wish with { From = Askers.Today.AddDays(-2), To = Askers.Today.AddDays(-1) }, null))
            .ThenRefused(Refusals.RangeInThePast);

    [Fact]
    public void A_coordinator_enters_an_old_request_on_its_own_day()
    {
        var day = Askers.Today.AddDays(-100);
        var old = Wish with { From = day, To = day };
        Given().By(Askers.Coordinator.On(day)).When(new Open(old, null)).Then(new RequestOpened(old));
        Given().By(Askers.Staff("south").On(day)).When(new Open(old, null))
            .ThenRefused(Asked.Refusals.BackDatingNotAllowed);
    }

    [Fact]
    public void The_number_of_people_is_plausible()
    {
        Given().When(new Open(Wish with { People = 0 }, null)).ThenRefused(Refusals.PeopleOutOfRange);
        Given().When(new Open(Wish with { People = PeopleMax + 1 }, null)).ThenRefused(Refusals.PeopleOutOfRange);
    }

    [Fact]
    public void Only_a_published_package_is_ordered()
    {
        var order = Wish with { LibraryItemId = "snacks" };
        Given().When(new Open(order, new("north", Published: true))).Then(new RequestOpened(order));
        Given().When(new Open(order, new("north", Published: false)))
            .ThenRefused(Helping.Refusals.PackageNotPublished);
    }

    [Fact]
    public void Nothing_happens_to_a_request_that_does_not_exist() =>
        Given().When(Take("o1")).ThenRefused(Asked.Refusals.NotFound);

    // Offers

    [Fact]
    public void A_provider_offers_help() => Provider(Opened).When(Make(Plain)).Then(new OfferMade(Plain));

    [Fact]
    public void A_mentor_offers_a_slot_of_their_own() =>
        Given(Opened).By(Askers.Mentor("grace")).When(Make(Slotted)).Then(new OfferMade(Slotted));

    [Fact]
    public void A_team_with_a_package_is_offered() => Provider(Opened).When(Make(Sent)).Then(new OfferMade(Sent));

    [Fact]
    public void Nobody_offers_anothers_help() =>
        Given(Opened).By(Askers.Staff("west")).When(Make(Plain)).ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void Nobody_helps_itself() =>
        Given(Opened).When(Make(Plain with { OrganisationId = "south" })).ThenRefused(Helping.Refusals.HelpsItself);

    [Fact]
    public void An_offer_id_is_used_once()
    {
        Provider(Opened, new OfferMade(Plain)).When(Make(Sent with { OfferId = "o1" }))
            .ThenRefused(Refusals.OfferIdUsed);
        Provider(Opened, new OfferMade(Plain), new OfferWithdrawn("o1", false, RequestStage.Open, null))
            .When(Make(Plain)).ThenRefused(Refusals.OfferIdUsed);
    }

    [Fact]
    public void An_accepted_request_takes_no_more_offers() =>
        Provider(Accepted).When(Make(Sent)).ThenRefused(Refusals.NotOpenForOffers);

    [Fact]
    public void A_mentor_offered_is_in_the_pool()
    {
        Provider(Opened).When(Make(Plain, HelpFacts.None)).ThenRefused(Helping.Refusals.MentorNotAccepted);
        Provider(Opened).When(Make(Plain, new(Grace with { Stage = MentorStage.Retired })))
            .ThenRefused(Helping.Refusals.MentorNotAccepted);
    }

    [Fact]
    public void A_mentor_offered_is_the_providers() =>
        Provider(Opened).When(Make(Plain, new(Grace with { OrganisationId = "west" })))
            .ThenRefused(Helping.Refusals.MentorElsewhere);

    [Fact]
    public void A_slot_is_somebodys() =>
        Provider(Opened).When(Make(Slotted with { MentorId = null })).ThenRefused(Refusals.SlotWithoutMentor);

    [Fact]
    public void A_slot_offered_exists_is_free_and_to_come()
    {
        var past = new SlotFacts(Askers.Now.AddHours(-1), Askers.Now.AddHours(1), Free: true);
        Provider(Opened).When(Make(Slotted, new(Grace))).ThenRefused(Helping.Refusals.SlotNotOffered);
        Provider(Opened).When(Make(Slotted, new(Grace, Facts.Slot! with { Free = false })))
            .ThenRefused(Helping.Refusals.SlotTaken);
        Provider(Opened).When(Make(Slotted, new(Grace, past))).ThenRefused(Helping.Refusals.SlotInThePast);
    }

    [Fact]
    public void A_team_offered_is_active_and_the_providers()
    {
        var package = new PackageFacts("north", true);
        Provider(Opened).When(Make(Sent, new(Team: new("north", false), Package: package)))
            .ThenRefused(Refusals.TeamNotActive);
        Provider(Opened).When(Make(Sent, new(Team: new("west", true), Package: package)))
            .ThenRefused(Refusals.TeamElsewhere);
    }

    [Fact]
    public void A_package_offered_is_published() =>
        Provider(Opened).When(Make(Sent, Facts)).ThenRefused(Helping.Refusals.PackageNotPublished);

    [Fact]
    public void A_request_takes_only_so_many_offers()
    {
        RequestEvent[] many =
            [Opened, .. Enumerable.Range(0, OffersMax).Select(i => new OfferMade(Plain with { OfferId = $"x{i}" }))];
        Provider(many).When(Make(Plain)).ThenRefused(Refusals.TooManyOffers);
    }

    [Fact]
    public void The_last_offer_withdrawn_leaves_the_request_open() =>
        Provider(Opened, new OfferMade(Plain)).When(new WithdrawOffer("o1"))
            .Then(new OfferWithdrawn("o1", false, RequestStage.Open, null));

    [Fact]
    public void An_accepted_offer_withdrawn_gives_its_booking_back() =>
        Provider(Held).When(new WithdrawOffer("o2")).Then(new OfferWithdrawn("o2", true, RequestStage.Open, Booking));

    [Fact]
    public void The_receiver_does_not_withdraw_an_offer() =>
        Given(Opened, new OfferMade(Plain)).When(new WithdrawOffer("o1"))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void An_offer_never_made_is_not_withdrawn() =>
        Provider(Opened).When(new WithdrawOffer("o1")).ThenRefused(Refusals.NoSuchOffer);

    [Fact]
    public void Help_given_is_not_withdrawn() =>
        Provider(Delivered).When(new WithdrawOffer("o1")).ThenRefused(Refusals.HelpGiven);

    // Acceptance and meeting

    [Fact]
    public void An_offer_without_a_slot_is_accepted_at_once() =>
        Given(Opened, new OfferMade(Plain)).When(Take("o1"))
            .Then(new OfferAccepted(Plain, Wish, null));

    [Fact]
    public void An_offer_with_a_slot_waits_for_its_booking() =>
        Given(Opened, new OfferMade(Slotted)).When(Take("o2"))
            .Then(new OfferAccepted(Slotted, Wish, Booking));

    [Fact]
    public void Only_the_receiver_accepts() =>
        Provider(Opened, new OfferMade(Plain)).When(Take("o1"))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);

    [Fact]
    public void One_offer_is_accepted_at_a_time() =>
        Given(Opened, new OfferMade(Slotted), new OfferMade(Plain), new OfferAccepted(Plain, Wish, null))
            .When(Take("o2")).ThenRefused(Refusals.AnotherAccepted);

    [Fact]
    public void An_offer_that_is_not_there_is_not_accepted() =>
        Given(Opened).When(Take("o1")).ThenRefused(Refusals.NoSuchOffer);

    [Fact]
    public void A_mentor_who_left_the_pool_since_is_not_accepted()
    {
        var gone = Grace with { Stage = MentorStage.Retired };
        Given(Opened, new OfferMade(Slotted)).When(Take("o2") with { Mentor = gone })
            .ThenRefused(Helping.Refusals.MentorNotAccepted);
        Given(Opened, new OfferMade(Plain)).When(Take("o1") with { Mentor = null })
            .ThenRefused(Helping.Refusals.MentorNotAccepted);
        Given(Opened, new OfferMade(Sent)).When(Take("o3") with { Mentor = null })
            .Then(new OfferAccepted(Sent, Wish, null));
    }

    [Fact]
    public void A_slot_that_has_begun_is_not_accepted() =>
        Given(Opened, new OfferMade(Slotted)).By(Askers.Staff("south") with { Now = Ten, On = Thursday })
            .When(Take("o2")).ThenRefused(Helping.Refusals.SlotInThePast);

    [Fact]
    public void Nothing_is_accepted_once_help_was_entered() =>
        Given(Opened, new OfferMade(Plain), new DeliveryRecorded(Help)).When(Take("o1"))
            .ThenRefused(Refusals.HelpGiven);

    [Fact]
    public void Either_side_schedules()
    {
        var meeting = new Appointment(Ten.AddHours(1), Ten.AddHours(2), "sealed-place");
        Given(Held).When(new Schedule(meeting)).Then(new AppointmentMade(meeting));
        Given(Held).By(Askers.Mentor("grace")).When(new Schedule(meeting)).Then(new AppointmentMade(meeting));
        Given(Held).By(Askers.Staff("west")).When(new Schedule(meeting))
            .ThenRefused(Asked.Refusals.NotYourOrganisation);
    }

    [Fact]
    public void A_meeting_needs_an_accepted_offer_and_no_delivery()
    {
        var meeting = new Schedule(new(Ten, Ten.AddHours(1), "活动室"));
        Given(Opened).When(meeting).ThenRefused(Refusals.NotAccepted);
        Given(Waiting).When(meeting).ThenRefused(Refusals.BookingPending);
        Given(Delivered).When(meeting).ThenRefused(Refusals.HelpGiven);
    }

    [Fact]
    public void A_meeting_is_a_stretch_of_one_day_to_come_at_a_place()
    {
        Given(Accepted).When(new Schedule(new(Ten, Ten, "x"))).ThenRefused(Refusals.MeetingInvalid);
        Given(Accepted).When(new Schedule(new(Ten, Ten.AddDays(1), "x"))).ThenRefused(Refusals.MeetingInvalid);
        Given(Accepted).When(new Schedule(new(Askers.Now.AddHours(-1), Askers.Now.AddHours(1), "x")))
            .ThenRefused(Refusals.MeetingInThePast);
    }

    [Fact]
    public void A_coordinator_enters_a_meeting_afterwards()
    {
        var past = new Appointment(Askers.Now.AddHours(-1), Askers.Now.AddHours(1), "sealed-place");
        Coordinator(Accepted).When(new Schedule(past)).Then(new AppointmentMade(past));
    }

    [Fact]
    public void A_meeting_of_an_old_log_is_agreed_on_anew_with_its_place_sealed()
    {
        var old = new MeetingScheduled(new(Ten.AddHours(1), Ten.AddHours(2), "活动室"));
        var sealing = new Appointment(Ten.AddHours(1), Ten.AddHours(2), "sealed-place");
        Given([.. Held, old]).When(new Schedule(sealing)).Then(new AppointmentMade(sealing));
    }

    [Fact]
    public void A_meeting_lies_within_the_booked_slot() =>
        Given(Held).When(new Schedule(new(Ten, Ten.AddHours(3), "x"))).ThenRefused(Refusals.OutsideSlot);
}
