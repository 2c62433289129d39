using Federation.Domain.Help;
using ReasonBody = Federation.Api.Alliances.ReasonBody;

namespace Federation.Api.Help;

/// <param name="To">Exclusive; on the same Shanghai day as <c>from</c>.</param>
public sealed record SlotBody(
    DateTimeOffset From, DateTimeOffset To, string? Place = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated, IFromForm<SlotBody>
{
    /// <summary>The form asks for a day and two times of it.</summary>
    public static SlotBody Of(Posted form)
    {
        var (from, to) = HelpTimes.Of(form, "from", "to");
        return new(from, to, form.Text("place"));
    }
}

/// <param name="OrganisationId">The receiver.</param>
/// <param name="Topic">The mentor's first topic, when not given.</param>
public sealed record BookBody(
    string SlotId, string OrganisationId, string? Topic = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated, IFromForm<BookBody>
{
    public static BookBody Of(Posted form)
    {
        if (form.Text("organisationId") is null)
            form.Wrong("organisationId", "请选择为哪个组织预约", "Choose for which organisation to book");
        return new(form.Required("slotId"), form.Text("organisationId") ?? "", form.Text("topic"));
    }
}

/// <summary>A mentor's slots and direct bookings, each of which opens an accepted request of the same id.</summary>
internal static class Slots
{
    /// <summary>Their forms are on the mentor's page, which then shows the slot's month.</summary>
    public static void Map(FeatureRoutes mentors, PageRoute one)
    {
        mentors.Json("/{id}/slots", Who.SignedIn, MentorReading.Slots, "month");
        mentors.Add<SlotBody>("/{id}/slots", Who.Members, Offer, one,
            told: new("时段已开放预约", "The slot is open for booking", "slot-offered"),
            made: (post, _) => $"/api/v1/mentors/{post["id"]}/slots?month={Days.Month(Days.Of(post.Body.From))}");
        mentors.Do<Nothing>("/{id}/slots/{slotId}/withdrawal", Who.Members, Withdraw, one,
            told: new("时段已撤回", "The slot is withdrawn", "slot-withdrawn"));
        mentors.Add<BookBody>("/{id}/bookings", Who.Staff | Who.Coordinators, Book, one,
            told: new("预约成功，对应的求助单随即生成", "Booked; its request is being opened", "booked"),
            made: (_, done) => $"/api/v1/requests/{done.Id}");
        mentors.Do<ReasonBody>("/{id}/bookings/{bookingId}/cancellation", Who.Members, Cancel, one,
            told: new("预约已取消，时段重新开放", "The booking is cancelled; the slot is free again", "booking-cancelled"));
    }

    /// <summary>Offers a slot; its id begins with the Shanghai month, which says in whose stream it is.</summary>
    private static async Task<Done> Offer(Post<SlotBody> post)
    {
        var (mentor, body) = (Known(post), post.Body);
        var (from, to) = (Parties.Sensible(body.From, "from"), Parties.Sensible(body.To, "to"));
        var month = Days.Month(Days.Of(from));
        var slot = body.Id is null ? $"{month.Replace("-", "")}-{post.Id(null, "slot")}" : post.Id(body.Id);
        var place = string.IsNullOrWhiteSpace(body.Place) ? null : body.Place.Trim();
        var done = await post.Run(
            MentorMonth.Boundary.Stream(mentor, month),
            () => new MentorMonthCommand.OfferSlot(
                slot, from, to, place, body.Illustrative, post.MentorFacts(mentor, "id")),
            Mentors.Coordinates(post, mentor), slot);
        return InMonth(done.With("slotId", done.Id), mentor, month, "slot-offered");
    }

    private static async Task<Done> Withdraw(Post post)
    {
        var (mentor, slot) = (post["id"], post["slotId"]);
        var month = MentorMonthId.Of(mentor, slot) ?? throw new ProblemException(Problem.NotFound);
        var done = await post.Run(
            month.Stream(), () => new MentorMonthCommand.WithdrawSlot(slot), Mentors.Coordinates(post, mentor), slot);
        return InMonth(done.With("slotId", slot), mentor, month.Month, "slot-withdrawn");
    }

    /// <summary>Books for the receiver: in the standing of one who coordinates the receiver, not the mentor.</summary>
    private static async Task<Done> Book(Post<BookBody> post)
    {
        var (mentor, body) = (Known(post), post.Body);
        Post.Reference(body.SlotId, "slotId");
        var receiver = Post.Reference(body.OrganisationId, "organisationId");
        if (MentorMonthId.Of(mentor, body.SlotId) is not { } month)
            throw new ProblemException(Problem.Of(Helping.Refusals.SlotNotOffered));
        var booking = post.Id(body.Id, body.Id is null ? "booking" : "id");
        var done = await post.Run(
            month.Stream(),
            () =>
            {
                var village = post.RequireParty(receiver, "organisationId");
                return new MentorMonthCommand.Book(
                    booking, body.SlotId, receiver, RequestId: null, body.Topic, village, body.Illustrative,
                    post.MentorFacts(mentor, "id"));
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, receiver), booking);
        return InMonth(
            done.With("bookingId", booking).With("requestId", booking), mentor, month.Month, "booked");
    }

    private static async Task<Done> Cancel(Post<ReasonBody> post)
    {
        var (mentor, booking) = (post["id"], post["bookingId"]);
        var (slot, receiver) = post.Rows.One(
            "select slot, organisation from bookings where mentor = @mentor and booking = @booking",
            r => (r.GetString(0), r.GetString(1)), ("mentor", mentor), ("booking", booking));
        if (slot is null || MentorMonthId.Of(mentor, slot) is not { } month)
            throw new ProblemException(Problem.NotFound);
        var done = await post.Run(
            month.Stream(),
            () => new MentorMonthCommand.CancelBooking(booking, post.Text(post.Body.Reason, "reason", booking)),
            Mentors.Coordinates(post, mentor) || post.Caller.SpeaksAsCoordinator(post.Rows, receiver), booking);
        return InMonth(done.With("bookingId", booking), mentor, month.Month, "booking-cancelled");
    }

    private static Done InMonth(Done done, string mentor, string month, string told) =>
        done with { Elsewhere = $"/mentors/{mentor}?month={month}&done={told}#slots" };

    /// <summary>The mentor of the address, who was nominated at some time.</summary>
    private static string Known(Post post) => Mentors.AllianceOf(post.Rows, post["id"]) is not null
        ? post["id"] : throw new ProblemException(Problem.NotFound);
}
