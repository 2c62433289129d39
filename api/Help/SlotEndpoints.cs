using Federation.Api.Alliances;
using Federation.Api.Organisations;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <param name="To">Exclusive; on the same Shanghai day as <c>from</c>.</param>
public sealed record SlotBody(
    DateTimeOffset From, DateTimeOffset To, string? Place = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated;

/// <param name="OrganisationId">The receiver.</param>
/// <param name="Topic">The mentor's first topic, when not given.</param>
public sealed record BookBody(
    string SlotId, string OrganisationId, string? Topic = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated;

/// <summary>A mentor's slots and direct bookings, each of which opens an accepted request of the same id.</summary>
public static class SlotEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/mentors/{id}/slots", Who.Members),
        new("GET", "/api/v1/mentors/{id}/slots", Who.SignedIn),
        new("POST", "/api/v1/mentors/{id}/slots/{slotId}/withdrawal", Who.Members),
        new("POST", "/api/v1/mentors/{id}/bookings", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/mentors/{id}/bookings/{bookingId}/cancellation", Who.Members),
    ];

    public static void MapSlots(this IEndpointRouteBuilder api)
    {
        api.MapPost("/mentors/{id}/slots", async (string id, Post<SlotBody> asked) =>
        {
            var done = await Offer(asked, id, asked.Body);
            var month = Days.Month(Days.Of(asked.Body.From));
            return done.Created(asked.Http, $"/api/v1/mentors/{id}/slots?month={month}", new { slotId = done.Id });
        });
        api.MapGet("/mentors/{id}/slots", (string id, Reading reading) => MentorReading.Slots(reading, id));
        api.MapPost("/mentors/{id}/slots/{slotId}/withdrawal", async (string id, string slotId, Post<Nothing> asked) =>
            (await Withdraw(asked, id, slotId)).Answer(asked.Http, new { slotId }));
        api.MapPost("/mentors/{id}/bookings", async (string id, Post<BookBody> asked) =>
        {
            var done = await Book(asked, id, asked.Body);
            var more = new { bookingId = done.Id, requestId = done.Id };
            return done.Created(asked.Http, $"/api/v1/requests/{done.Id}", more);
        });
        api.MapPost(
            "/mentors/{id}/bookings/{bookingId}/cancellation",
            async (string id, string bookingId, Post<ReasonBody> asked) =>
                (await Cancel(asked, id, bookingId, asked.Body)).Answer(asked.Http, new { bookingId }));
    }

    /// <summary>Offers a slot; its id begins with the Shanghai month, which says in whose stream it is.</summary>
    public static Task<Done> Offer(Post post, string mentor, SlotBody body)
    {
        RequireMentor(post, mentor);
        var from = Parties.Sensible(body.From, "from");
        var to = Parties.Sensible(body.To, "to");
        var month = Days.Month(Days.Of(from));
        var slot = body.Id is null ? $"{month.Replace("-", "")}-{post.Id(null, "slot")}" : post.Id(body.Id);
        var place = string.IsNullOrWhiteSpace(body.Place) ? null : body.Place.Trim();
        return post.Run(
            MentorMonth.Boundary.Stream(mentor, month),
            () => new MentorMonthCommand.OfferSlot(
                slot, from, to, place, body.Illustrative, post.MentorFacts(mentor, "id")),
            MentorEndpoints.Coordinates(post, mentor), slot);
    }

    public static Task<Done> Withdraw(Post post, string mentor, string slot) => post.Run(
        MonthOf(mentor, slot), () => new MentorMonthCommand.WithdrawSlot(slot),
        MentorEndpoints.Coordinates(post, mentor), slot);

    /// <summary>Books for the receiver: in the standing of one who coordinates the receiver, not the mentor.</summary>
    public static Task<Done> Book(Post post, string mentor, BookBody body)
    {
        RequireMentor(post, mentor);
        Post.Reference(body.SlotId, "slotId");
        var receiver = Post.Reference(body.OrganisationId, "organisationId");
        if (MentorMonthId.Of(mentor, body.SlotId) is not { } month)
            throw new ProblemException(Problem.Of(Helping.Refusals.SlotNotOffered));
        var booking = post.Id(body.Id, body.Id is null ? "booking" : "id");
        return post.Run(
            month.Stream(),
            () =>
            {
                var village = post.RequireParty(receiver, "organisationId");
                return new MentorMonthCommand.Book(
                    booking, body.SlotId, receiver, RequestId: null, body.Topic, village, body.Illustrative,
                    post.MentorFacts(mentor, "id"));
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, receiver), booking);
    }

    public static Task<Done> Cancel(Post post, string mentor, string booking, ReasonBody body)
    {
        var (slot, receiver) = post.Rows.One(
            "select slot, organisation from bookings where mentor = @mentor and booking = @booking",
            r => (r.GetString(0), r.GetString(1)),
            ("mentor", Post.Reference(mentor, "id")), ("booking", Post.Reference(booking, "bookingId")));
        if (slot is null) throw new ProblemException(Problem.NotFound);
        return post.Run(
            MonthOf(mentor, slot),
            () => new MentorMonthCommand.CancelBooking(booking, post.Text(body.Reason, "reason", booking)),
            MentorEndpoints.Coordinates(post, mentor) || post.Caller.SpeaksAsCoordinator(post.Rows, receiver),
            booking);
    }

    private static void RequireMentor(Post post, string mentor)
    {
        if (MentorEndpoints.AllianceOf(post.Rows, Post.Reference(mentor, "id")) is null)
            throw new ProblemException(Problem.NotFound);
    }

    private static string MonthOf(string mentor, string slot) =>
        MentorMonthId.Of(Post.Reference(mentor, "id"), Post.Reference(slot, "slotId"))?.Stream()
        ?? throw new ProblemException(Problem.NotFound);
}
