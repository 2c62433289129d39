using Federation.Api.Alliances;
using Federation.Api.Organisations;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <param name="OrganisationId">The receiver; need not be a member of an alliance.</param>
/// <param name="From">First day on which help would suit; <c>to</c> is the last.</param>
public sealed record RequestBody(
    string OrganisationId, RequestKind Kind, string Topic, DateOnly From, DateOnly To, long? People = null,
    string? LibraryItemId = null, string? MentorId = null, string? Note = null, bool Illustrative = false,
    string? Id = null, DateOnly? On = null) : IDated;

public sealed record ScheduleBody(DateTimeOffset Start, DateTimeOffset End, string Place, DateOnly? On = null) : IDated;

/// <param name="OrganisationId">The provider, for help entered afterwards that names neither mentor nor team.</param>
public sealed record DeliveryBody(
    long Minutes, string? MentorId = null, string? TeamId = null, string? OrganisationId = null,
    long? PersonTimes = null,
    DateOnly? On = null) : IDated;

public sealed record ConfirmationBody(int Rating, string? Comment = null, DateOnly? On = null) : IDated;

/// <summary>Requests for help, from opening to the receiver's confirmation; offers are in OfferEndpoints.cs.</summary>
public static class RequestEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/requests", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/requests", Who.SignedIn),
        new("GET", "/api/v1/requests/{id}", Who.SignedIn),
        new("GET", "/api/v1/requests/{id}/matches", Who.Members),
        new("POST", "/api/v1/requests/{id}/schedule", Who.Members),
        new("POST", "/api/v1/requests/{id}/delivery", Who.Members),
        new("POST", "/api/v1/requests/{id}/confirmation", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/requests/{id}/cancellation", Who.Members),
    ];

    public static void MapRequests(this IEndpointRouteBuilder api)
    {
        api.MapPost("/requests", async (Post<RequestBody> asked) =>
        {
            var done = await Open(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/requests/{done.Id}");
        });
        api.MapPost("/requests/{id}/schedule", async (string id, Post<ScheduleBody> asked) =>
            (await Schedule(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/requests/{id}/delivery", async (string id, Post<DeliveryBody> asked) =>
            (await Deliver(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/requests/{id}/confirmation", async (string id, Post<ConfirmationBody> asked) =>
            (await Confirm(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/requests/{id}/cancellation", async (string id, Post<ReasonBody> asked) =>
            (await Cancel(asked, id, asked.Body)).Answer(asked.Http));
        api.MapGet("/requests", (Reading reading) => RequestReading.Requests(reading));
        api.MapGet("/requests/{id}", (string id, Reading reading) => RequestReading.Request(reading, id));
        api.MapGet("/requests/{id}/matches", (string id, Reading reading) => MatchReading.Matches(reading, id));
    }

    public static Task<Done> Open(Post post, RequestBody body)
    {
        var (id, receiver) = (post.Id(body.Id), Post.Reference(body.OrganisationId, "organisationId"));
        return post.Run(
            Request.Boundary.Stream(id),
            () =>
            {
                var village = post.RequireParty(receiver, "organisationId");
                var mentor = body.MentorId is null ? null : RequireMentor(post, body.MentorId);
                var package = body.LibraryItemId is null ? null : post.PackageFacts(body.LibraryItemId);
                var wish = new Wish(
                    receiver, AllianceFor(post.Rows, receiver, village, mentor, package), body.Kind, body.Topic,
                    body.From, body.To, body.People, body.LibraryItemId, body.MentorId,
                    post.Text(body.Note, "note", id), village, body.Illustrative);
                return new RequestCommand.Open(wish, package);
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, receiver), id);
    }

    public static Task<Done> Schedule(Post post, string id, ScheduleBody body)
    {
        var meeting = new Meeting(
            Parties.Sensible(body.Start, "start"), Parties.Sensible(body.End, "end"), body.Place.Trim());
        return post.Run(Stream(id), () => new RequestCommand.Schedule(meeting), Coordinates(post, id), id);
    }

    public static Task<Done> Deliver(Post post, string id, DeliveryBody body)
    {
        var stream = Stream(id);
        return post.Run(
            stream,
            () =>
            {
                if (body.OrganisationId is { } provider) post.RequireParty(provider, "organisationId");
                return new RequestCommand.RecordDelivery(
                    body.OrganisationId, body.MentorId, body.TeamId, body.Minutes, body.PersonTimes,
                    post.HelpFacts(body.MentorId, teamId: body.TeamId));
            },
            Coordinates(post, id), id);
    }

    public static Task<Done> Confirm(Post post, string id, ConfirmationBody body) => post.Run(
        Stream(id), () => new RequestCommand.Confirm(body.Rating, post.Text(body.Comment, "comment", id)),
        Coordinates(post, id), id);

    public static Task<Done> Cancel(Post post, string id, ReasonBody body) => post.Run(
        Stream(id), () => new RequestCommand.Cancel(post.Text(body.Reason, "reason", id)),
        Coordinates(post, id), id);

    internal static string Stream(string id) => Request.Boundary.Stream(Post.Reference(id, "id"));

    /// <summary>Coordinates the alliance that the request belongs to.</summary>
    internal static bool Coordinates(Post post, string id) => post.Caller.CoordinatesAlliance(
        post.Rows, post.Rows.One("select alliance from requests where request = @id", r => r.Text(0), ("id", id)));

    // Help to an organisation that is in no alliance belongs to the alliance that helps, or around whose region it is.
    private static string? AllianceFor(
        Rows rows, string receiver, string village, MentorFacts? mentor, PackageFacts? package) =>
        Parties.MembershipOf(rows, receiver) ?? mentor?.AllianceId
        ?? (package is null ? null : Parties.MembershipOf(rows, package.OrganisationId))
        ?? Parties.AllianceAround(rows, village);

    private static MentorFacts RequireMentor(Post post, string mentor) =>
        post.MentorFacts(mentor) ?? throw Problem.Absent(
            "mentor-not-found", "mentorId", "没有这位导师，请从导师库中选择。", "There is no such mentor; choose one of the pool.");
}
