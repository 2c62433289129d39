using Federation.Domain;
using Federation.Domain.Help;
using static Federation.Domain.Help.RequestStage;

namespace Federation.Tests.Help;

// Requests and a mentor's month run together with the Process between them, under the worst delivery there is: messages
// come in any order, more than once, and an attempt may be lost before or after it took effect.
public class SlotBookingTests
{
    private const int Requests = 8;
    private const int Slots = 5;
    private static readonly MentorFacts Grace = new(MentorStage.Accepted, "north", "town", ["剪纸"]);
    private static readonly MentorMonthId March = new("grace", "2026-03");

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void However_messages_arrive_a_slot_is_booked_exactly_when_a_request_holds_it(int seed)
    {
        for (var round = 0; round < 40; round++)
        {
            var world = new World(new Random((seed * 1_000) + round));
            world.OfferSlots(Slots);
            for (var turn = 0; turn < 250; turn++) world.Turn();
            world.Drain();
            world.AssertConsistent();
        }
    }

    [Fact]
    public void The_simulation_reaches_every_kind_of_event()
    {
        var seen = new HashSet<Type>();
        for (var seed = 0; seed < 60; seed++)
        {
            var world = new World(new Random(seed));
            world.OfferSlots(Slots);
            for (var turn = 0; turn < 250; turn++) world.Turn();
            world.Drain();
            seen.UnionWith(world.Happened.Select(happened => happened.Event.GetType()));
        }

        Type[] awaited =
        [
            typeof(RequestEvent.BookedRequestOpened), typeof(RequestEvent.SlotSecured),
            typeof(RequestEvent.SlotRefused), typeof(RequestEvent.SlotLost),
            typeof(RequestEvent.OfferWithdrawn), typeof(RequestEvent.RequestCancelled),
            typeof(RequestEvent.RequestForestalled), typeof(RequestEvent.DeliveryConfirmed),
            typeof(MentorMonthEvent.BookingCancelled), typeof(MentorMonthEvent.BookingForestalled),
        ];
        Assert.Empty(awaited.Except(seen));
    }

    private sealed class World(Random random)
    {
        private readonly Dictionary<string, RequestState> _requests = [];
        private readonly List<Effect> _underWay = [];
        private MentorMonthState _month = MentorMonth.Decider(March).Initial;
        private DateTimeOffset _now = Askers.Now;
        private int _ids;

        public List<Happened> Happened { get; } = [];

        private Asked Coordinator => new("coordinator", new(true, []), _now, Days.Of(_now));

        public void OfferSlots(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var from = Askers.Now.AddHours(2 + (3 * i));
                var to = from.AddHours(1);
                Send(March.Stream(), new MentorMonthCommand.OfferSlot($"202603-{i}", from, to, null, false, Grace));
            }
        }

        public void Turn()
        {
            _now += TimeSpan.FromMinutes(random.Next(6));
            if (_underWay.Count > 0 && random.Next(2) == 0) Deliver();
            else if (random.Next(3) == 0) Send(March.Stream(), OnCalendar());
            else Ask($"r{random.Next(Requests)}");
        }

        public void Drain()
        {
            while (_underWay.Count > 0) Deliver();
        }

        public void AssertConsistent()
        {
            Assert.All(_requests.Values, request => Assert.NotEqual(RequestStage.Booking, request.Stage));
            var held = _requests.Values.Where(request => request.Booking is not null).ToList();
            Assert.All(
                held, request => Assert.True(request.Stage is Accepted or Scheduled or Delivered or Confirmed));
            Assert.Equal(
                held.Select(request => (request.Booking!.SlotId, request.Booking.BookingId)).Order(),
                _month.Slots.Where(slot => slot.BookingId is not null)
                    .Select(slot => (slot.Offered.SlotId, slot.BookingId!)).Order());
            Assert.All(
                _month.Bookings.Where(booking => !booking.Cancelled),
                booking => Assert.Equal(booking.BookingId, _month.Find(booking.Booked!.SlotId)!.BookingId));
        }

        // Any message under way; sometimes lost before it arrives (and sent again), sometimes doubled.
        private void Deliver()
        {
            var effect = _underWay[random.Next(_underWay.Count)];
            var fate = random.Next(6);
            if (fate == 0) return;
            if (fate != 1) _underWay.Remove(effect);
            var refused = Send(effect.Stream, effect.Command);
            if (refused is not null && effect.IfRefused?.Invoke(refused) is { } next) _underWay.Add(next);
        }

        private MentorMonthCommand OnCalendar() => random.Next(3) switch
        {
            0 => new MentorMonthCommand.Book(
                $"d{_ids++}", Slot(), "south", null, null, "440605121201", Illustrative: false, Grace),
            1 when _month.Bookings.Count > 0 =>
                new MentorMonthCommand.CancelBooking(
                    _month.Bookings[random.Next(_month.Bookings.Count)].BookingId, ReasonId: null),
            _ => new MentorMonthCommand.WithdrawSlot(Slot()),
        };

        private void Ask(string id)
        {
            if (_requests.Count > 0 && random.Next(4) == 0) id = _requests.Keys.ElementAt(random.Next(_requests.Count));
            var state = _requests.GetValueOrDefault(id);
            var offer = state is { Offers.Count: > 0 } ? state.Offers[random.Next(state.Offers.Count)].OfferId : "none";
            RequestCommand command = state is null ? Open() : random.Next(9) switch
            {
                0 or 1 => Offer(),
                2 or 3 or 4 => new RequestCommand.AcceptOffer(offer, $"b{_ids++}", Grace),
                5 => new RequestCommand.WithdrawOffer(offer),
                6 => new RequestCommand.RecordDelivery("north", null, null, 60, null, HelpFacts.None),
                7 => new RequestCommand.Confirm(5, null),
                _ => new RequestCommand.Cancel(null),
            };
            Send(Request.Boundary.Stream(id), command);
        }

        private RequestCommand.Open Open() => new(
            new("south", "town", RequestKind.Mentor, "剪纸", Days.Of(_now), Days.Of(_now), null, null, null, null,
                "440605121201", Illustrative: false),
            null);

        private RequestCommand.MakeOffer Offer()
        {
            var slot = _month.Slots[random.Next(Slots)].Offered;
            return new(
                $"o{_ids++}", "north", "grace", slot.SlotId, null, null,
                new(Grace, new(slot.From, slot.To, Free: true)));
        }

        private string Slot() => $"202603-{random.Next(Slots)}";

        private Refusal? Send(string stream, object command)
        {
            if (stream == March.Stream())
            {
                var month = MentorMonth.Decider(March);
                var decision = month.Decide(_month, (MentorMonthCommand)command, Coordinator);
                _month = month.Fold(_month, decision.Events);
                return Recorded(stream, decision.Refusal, decision.Events);
            }

            var id = stream.Split('/')[1];
            var request = Request.Decider(id);
            var state = _requests.GetValueOrDefault(id, request.Initial);
            var decided = request.Decide(state, (RequestCommand)command, Coordinator);
            if (decided.Events.Length > 0) _requests[id] = request.Fold(state, decided.Events);
            return Recorded(stream, decided.Refusal, decided.Events);
        }

        private Refusal? Recorded(string stream, Refusal? refusal, IEnumerable<object> events)
        {
            foreach (var recorded in events)
            {
                var happened = new Happened(Happened.Count + 1, stream, 1, Days.Of(_now), _now, "somebody", recorded);
                Happened.Add(happened);
                var key = SlotBooking.Process.Key(happened);
                var effects = SlotBooking.Process.React(happened).ToList();
                Assert.False(key is null && effects.Count > 0); // what has an effect has a key to be ordered by
                _underWay.AddRange(effects);
            }

            return refusal;
        }
    }
}
