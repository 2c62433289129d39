using Federation.Domain.Help;
using static Federation.Log.Column;

namespace Federation.Log.Help;

/// <summary>Mentors' slots and bookings, and the workload that follows from them.</summary>
internal static class CalendarRows
{
    /// <summary>State: <c>free</c>, <c>booked</c>, <c>withdrawn</c>. Moments in microseconds.</summary>
    public static readonly Table Slots = new(
        "mentor_slots", [Text("mentor"), Text("slot")],
        [
            Text("month"), Text("day"), Number("starts"), Number("ends"), Number("minutes"), Text("place"),
            Text("organisation"), Text("alliance"), Text("state"), Text("booking"), Number("illustrative"),
        ],
        "mentor, month", "alliance, day");

    /// <summary>State: <c>booked</c>, <c>cancelled</c>. Delivery, confirmation and rating are the request's.</summary>
    public static readonly Table Bookings = new(
        "bookings", [Text("mentor"), Text("booking")],
        [
            Text("slot"), Text("organisation"), Text("request"), Text("topic"), Text("state"), Text("booked_on"),
            Text("cancelled_on"), Text("reason_id"), Number("illustrative"),
        ],
        "organisation", "request");

    /// <summary>A mentor's load in a month: offered and booked by the slot's day, delivered by the help's.</summary>
    public static readonly Table Months = new(
        "mentor_months", [Text("mentor"), Text("month")],
        [
            Number("offered_minutes"), Number("booked_minutes"), Number("bookings"), Number("delivered_minutes"),
            Number("deliveries"),
        ]);

    public static readonly Projection Projection =
        Projection.Of<MentorMonthEvent>("mentor-months", [Slots, Bookings, Months], Of);

    private static IEnumerable<Change> Of(StoredEvent stored, MentorMonthEvent body)
    {
        var (mentor, month) = (stored.Id(), stored.Id(1));
        object[] whole = [mentor, month];
        return body switch
        {
            MentorMonthEvent.SlotOffered e =>
                [Offered(mentor, month, e), Months.Add(whole, ("offered_minutes", e.Minutes()))],
            MentorMonthEvent.SlotWithdrawn e =>
            [
                Slots.Put([mentor, e.SlotId], ("state", "withdrawn")),
                Months.Add(whole, ("offered_minutes", -e.Minutes)),
            ],
            MentorMonthEvent.SlotBooked e =>
            [
                Slots.Put([mentor, e.SlotId], ("state", "booked"), ("booking", e.BookingId)),
                Bookings.Put(
                    [mentor, e.BookingId], ("slot", e.SlotId), ("organisation", e.OrganisationId),
                    ("request", e.Request()), ("topic", e.Topic), ("state", "booked"), ("booked_on", stored.Day),
                    ("illustrative", e.Illustrative)),
                Months.Add(whole, ("booked_minutes", e.Minutes()), ("bookings", 1L)),
            ],
            MentorMonthEvent.BookingCancelled e =>
            [
                Slots.Put([mentor, e.SlotId], ("state", "free"), ("booking", null)),
                Bookings.Put(
                    [mentor, e.BookingId], ("state", "cancelled"), ("cancelled_on", stored.Day),
                    ("reason_id", e.ReasonId)),
                Months.Add(whole, ("booked_minutes", -e.Minutes), ("bookings", -1L)),
            ],
            _ => [], // a booking forestalled was never there to be seen
        };
    }

    private static Change Offered(string mentor, string month, MentorMonthEvent.SlotOffered e) => Slots.Put(
        [mentor, e.SlotId], ("month", month), ("day", Domain.Days.Of(e.From)), ("starts", e.From), ("ends", e.To),
        ("minutes", e.Minutes()), ("place", e.Place), ("organisation", e.OrganisationId), ("alliance", e.AllianceId),
        ("state", "free"), ("illustrative", e.Illustrative));
}
