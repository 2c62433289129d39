using Federation.Api.Alliances;
using Federation.Api.Organisations;
using static Federation.Api.Help.HelpPages;

namespace Federation.Api.Help;

/// <summary>One mentor's page: profile, the month's slots, and every form on it.</summary>
public static class MentorDeeds
{
    private const string One = "/mentors/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", One, Who.SignedIn),
        new("POST", One + "/acceptance", Who.Coordinators),
        new("POST", One + "/declining", Who.Coordinators),
        new("POST", One + "/skills", Who.Members),
        new("POST", One + "/retirement", Who.Members),
        new("POST", One + "/slots", Who.Members),
        new("POST", One + "/slots/{slotId}/withdrawal", Who.Members),
        new("POST", One + "/bookings", Who.Staff | Who.Coordinators),
        new("POST", One + "/bookings/{bookingId}/cancellation", Who.Members),
    ];

    public static void MapMentorDeeds(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(One, (string id, Reading reading, Lang lang) => Show(reading, lang, id));
        pages.MapPost(One + "/acceptance", (string id, Posted posted, Reading reading) => posted.Run(
            () => MentorEndpoints.Accept(posted.Post, id), _ => $"/mentors/{id}?done=mentor-accepted",
            state => Show(reading, posted.L, id, "tap", state)));
        pages.MapPost(One + "/declining", (string id, Posted posted, Reading reading) => posted.Run(
            () => MentorEndpoints.Decline(posted.Post, id, new(posted.Text("reason"))),
            _ => $"/mentors/{id}?done=mentor-declined", state => Show(reading, posted.L, id, "declining", state)));
        pages.MapPost(One + "/skills", ChangeAsync);
        pages.MapPost(One + "/retirement", (string id, Posted posted, Reading reading) => posted.Run(
            () => MentorEndpoints.Retire(posted.Post, id, new(posted.Text("reason"))),
            _ => $"/mentors/{id}?done=retired", state => Show(reading, posted.L, id, "retirement", state)));
        pages.MapPost(One + "/slots", OfferAsync);
        pages.MapPost(One + "/slots/{slotId}/withdrawal", (
            string id, string slotId, Posted posted, Reading reading) => posted.Run(
            () => SlotEndpoints.Withdraw(posted.Post, id, slotId), _ => In(id, slotId, "slot-withdrawn"),
            state => Show(reading, posted.L, id, "tap", state)));
        pages.MapPost(One + "/bookings", BookAsync);
        pages.MapPost(One + "/bookings/{bookingId}/cancellation", CancelAsync);
    }

    private static IResult Show(Reading reading, Lang lang, string id, string? form = null, FormState? state = null)
    {
        if (MentorReading.Find(reading.Rows, id) is not { } row) return Pages.Problem(reading.Http, Problem.NotFound);
        var caller = reading.Caller;
        var coordinates = caller.CoordinatesAlliance(reading.Rows, row.AllianceId);
        var month = Days.Month(MonthOf(reading, state));
        var parties = reading.OwnParties();
        var slots = MentorReading.SlotsOf(reading, row, month);
        return Pages.Of<MentorPage>(
            new
            {
                Mentor = MentorReading.Shown(row, MentorReading.Names(reading, [row])),
                Months = MentorReading.Months(reading.Rows, id), Month = month, Slots = slots,
                Bookers = Bookers(reading.Rows, slots, lang), Coordinates = coordinates,
                Arranges = coordinates || caller.Mentor == id || caller.Organisations.Contains(row.OrganisationId),
                Parties = HelpChoices.Of(lang, parties.Where(p => p.Id != row.OrganisationId)),
                Mine = parties.Select(p => p.Id).ToHashSet(),
                reading.Today, Now = reading.Log.Clock.GetUtcNow(),
                Topics = HelpChoices.Topics(reading.Rows), Form = form, State = state, Done = reading.Text("done"),
            },
            Status(state));
    }

    /// <summary>The month asked for, or that of the form that was refused.</summary>
    private static DateOnly MonthOf(Reading reading, FormState? state) =>
        state?.Typed("month") is { } typed && DateOnly.TryParseExact(typed + "-01", "yyyy-MM-dd", out var month)
            ? month : reading.DayOrMonth("month", last: false) ?? reading.Today;

    private static Dictionary<string, string> Bookers(Rows rows, IEnumerable<SlotShown> slots, Lang lang) =>
        slots.Select(s => s.Booking?.OrganisationId).OfType<string>().Distinct().ToDictionary(
            id => id,
            id => rows.One(
                "select name, name_en from organisations where id = @id", r => lang.Of(r.Name(0)), ("id", id)) ?? id);

    private static Task<IResult> ChangeAsync(string id, Posted posted, Reading reading)
    {
        posted.Required("topics");
        var modes = posted.ModesTicked();
        return posted.Run(
            () => MentorEndpoints.ChangeSkills(posted.Post, id, new([.. posted.Words("topics")], [.. modes])),
            _ => $"/mentors/{id}?done=skills-changed", state => Show(reading, posted.L, id, "skills", state),
            ("too-many-topics", "topics"), ("topic-too-long", "topics"), ("topic-missing", "topics"),
            ("modes-missing", "modes"));
    }

    private static Task<IResult> OfferAsync(string id, Posted posted, Reading reading)
    {
        var (from, to) = HelpTimes.Of(posted);
        return posted.Run(
            () => SlotEndpoints.Offer(posted.Post, id, new(from, to, posted.Text("place"))),
            done => In(id, done.Id!, "slot-offered"), state => Show(reading, posted.L, id, "slot", state),
            ("slot-in-the-past", "day"), ("slot-too-short", "until"), ("slot-overlaps", "at"),
            ("place-too-long", "place"));
    }

    /// <summary>Books, then back to the month: the request that a booking opens follows a moment later.</summary>
    private static Task<IResult> BookAsync(string id, Posted posted, Reading reading)
    {
        var (slot, organisation) = (posted.Required("slotId"), posted.Text("organisationId"));
        if (organisation is null)
            posted.State.Wrong("organisationId", posted.L.T("请选择为哪个组织预约", "Choose for which organisation to book"));
        return posted.Run(
            () => SlotEndpoints.Book(posted.Post, id, new(slot, organisation!, posted.Text("topic"))),
            _ => In(id, slot, "booked"), state => Show(reading, posted.L, id, "tap", state));
    }

    private static Task<IResult> CancelAsync(string id, string bookingId, Posted posted, Reading reading) => posted.Run(
        () => SlotEndpoints.Cancel(posted.Post, id, bookingId, new(posted.Text($"reason-{bookingId}"))),
        _ => $"/mentors/{id}?month={posted.Text("month")}&done=booking-cancelled#slots",
        state => Show(reading, posted.L, id, "tap", state));

    /// <summary>The page at the month of a slot, which its id begins with.</summary>
    private static string In(string id, string slot, string done) =>
        $"/mentors/{id}?month={slot[..4]}-{slot[4..6]}&done={done}#slots";
}
