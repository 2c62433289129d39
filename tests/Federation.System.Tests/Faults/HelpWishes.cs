using Federation.Domain;

namespace Federation.Tests.Faults;

/// <summary>Commands about mentors' slots, bookings and requests for help; a Process follows many of them.</summary>
internal static class HelpWishes
{
    private const string Topic = "社区花园";

    /// <summary>Slots begin on so few days and hours that they overlap and are asked for by several at once.</summary>
    private const int DaysAhead = 45, HourFirst = 8, HourLast = 18;

    private static DateOnly Today => Days.Of(TimeProvider.System.GetUtcNow());

    public static IEnumerable<Wish> All =>
    [
        new("slot", 8, (world, random) =>
        {
            var hour = new TimeOnly(random.Next(HourFirst, HourLast), 0);
            var from = new DateTimeOffset(Today.AddDays(random.Next(1, DaysAhead)).ToDateTime(hour), Days.Shanghai);
            var mentor = world.Pick("mentor", random);
            return ($"/mentors/{mentor}/slots", new { from, to = from.AddHours(1 + random.Next(2)) });
        }, Makes: "slot"),
        new("slot-withdrawal", 2, (world, random) => world.PickPart("slot", random) is { } slot
            ? ($"/mentors/{slot.Whole}/slots/{slot.Part}/withdrawal", new { }) : null),
        new("booking", 9, (world, random) => world.PickPart("slot", random) is { } slot
            ? ($"/mentors/{slot.Whole}/bookings", new
            {
                slotId = slot.Part, organisationId = world.Pick("organisation", random),
            }) : null, Makes: "booking"),
        new("booking-cancellation", 4, (world, random) => world.PickPart("booking", random) is { } booking
            ? ($"/mentors/{booking.Whole}/bookings/{booking.Part}/cancellation", new { reason = "改期" }) : null),
        new("request", 5, (world, random) => ("/requests", new
        {
            organisationId = world.Pick("organisation", random), kind = "mentor", topic = Topic, from = Today,
            to = Today.AddDays(DaysAhead), people = 20, note = "请联系李阿姨",
        }), Makes: "request"),
        new("offer", 6, (world, random) => world.Pick("request", random) is { } request
            && world.PickPart("slot", random) is { } slot
                ? ($"/requests/{request}/offers", new
                {
                    organisationId = world.Pick($"organisation of {slot.Whole}", random), mentorId = slot.Whole,
                    slotId = random.Next(3) == 0 ? null : slot.Part,
                }) : null, Makes: "offer"),
        new("acceptance", 6, (world, random) => world.PickPart("offer", random) is { } offer
            ? ($"/requests/{offer.Whole}/acceptance", new { offerId = offer.Part }) : null),
        new("delivery", 4, (world, random) => world.PickPart("offer", random) is { } offer
            ? ($"/requests/{offer.Whole}/delivery", new { minutes = random.Next(30, 90), personTimes = 12 }) : null),
        new("confirmation", 4, (world, random) => world.PickPart("offer", random) is { } offer
            ? ($"/requests/{offer.Whole}/confirmation", new { rating = random.Next(1, 6), comment = "很有帮助" }) : null),
        new("request-cancellation", 2, (world, random) => world.Pick("request", random) is { } request
            ? ($"/requests/{request}/cancellation", new { reason = "不需要了" }) : null),
    ];

    /// <summary>A mentor of this member, accepted.</summary>
    public static async Task Found(World world, Client admin, string member)
    {
        var mentor = await admin.Made("/mentors", new
        {
            name = "王小明", organisationId = member, topics = new[] { Topic }, modes = new[] { "on-site-guidance" },
        });
        await admin.Done($"/mentors/{mentor}/acceptance");
        world.Know("mentor", mentor);
        world.Know($"organisation of {mentor}", member);
    }
}
