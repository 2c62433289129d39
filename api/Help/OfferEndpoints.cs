using Federation.Api.Organisations;
using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <param name="OrganisationId">The provider.</param>
/// <param name="SlotId">A slot of the mentor, booked when the offer is accepted.</param>
public sealed record OfferBody(
    string OrganisationId, string? MentorId = null, string? SlotId = null, string? LibraryItemId = null,
    string? TeamId = null, string? Id = null, DateOnly? On = null) : IDated;

public sealed record AcceptanceBody(string OfferId, DateOnly? On = null) : IDated;

/// <summary>What providers hold out to a request, and the receiver's choice among it.</summary>
public static class OfferEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/requests/{id}/offers", Who.Members),
        new("POST", "/api/v1/requests/{id}/offers/{offerId}/withdrawal", Who.Members),
        new("POST", "/api/v1/requests/{id}/acceptance", Who.Staff | Who.Coordinators),
    ];

    public static void MapOffers(this IEndpointRouteBuilder api)
    {
        api.MapPost("/requests/{id}/offers", async (string id, Post<OfferBody> asked) =>
        {
            var done = await Make(asked, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/requests/{id}", new { offerId = done.Id });
        });
        api.MapPost(
            "/requests/{id}/offers/{offerId}/withdrawal", async (string id, string offerId, Post<Nothing> asked) =>
                (await Withdraw(asked, id, offerId)).Answer(asked.Http, new { offerId }));
        api.MapPost("/requests/{id}/acceptance", async (string id, Post<AcceptanceBody> asked) =>
            (await Accept(asked, id, asked.Body)).Answer(asked.Http));
    }

    /// <summary>In the standing of one who coordinates the provider, whosever request it is.</summary>
    public static Task<Done> Make(Post post, string id, OfferBody body)
    {
        var stream = RequestEndpoints.Stream(id);
        var offer = post.Id(body.Id, body.Id is null ? "offer" : "id");
        var provider = Post.Reference(body.OrganisationId, "organisationId");
        return post.Run(
            stream,
            () =>
            {
                post.RequireParty(provider, "organisationId");
                return new RequestCommand.MakeOffer(
                    offer, provider, body.MentorId, body.SlotId, body.LibraryItemId, body.TeamId,
                    post.HelpFacts(body.MentorId, body.SlotId, body.TeamId, body.LibraryItemId));
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, provider), offer);
    }

    public static Task<Done> Withdraw(Post post, string id, string offer)
    {
        var stream = RequestEndpoints.Stream(id);
        var provider = post.Rows.One(
            "select organisation from offers where request = @id and offer = @offer", r => r.GetString(0),
            ("id", id), ("offer", Post.Reference(offer, "offerId")));
        return post.Run(
            stream, () => new RequestCommand.WithdrawOffer(offer),
            provider is not null && post.Caller.SpeaksAsCoordinator(post.Rows, provider), id);
    }

    /// <summary>Accepts; with a slot the request is <c>booking</c> until its Process has answered.</summary>
    public static Task<Done> Accept(Post post, string id, AcceptanceBody body)
    {
        var (stream, offer) = (RequestEndpoints.Stream(id), Post.Reference(body.OfferId, "offerId"));
        var booking = post.Id(null, "booking");
        return post.Run(
            stream,
            () => new RequestCommand.AcceptOffer(
                offer, booking, MentorOf(post, id, offer) is { } mentor ? post.MentorFacts(mentor) : null),
            RequestEndpoints.Coordinates(post, id), id);
    }

    /// <summary>The mentor an offer names; once made, an offer never changes.</summary>
    private static string? MentorOf(Post post, string id, string offer) => post.Rows.One(
        "select mentor from offers where request = @id and offer = @offer", r => r.Text(0), ("id", id),
        ("offer", offer));
}
