using Federation.Api.Organisations;
using Federation.Api.Spine;
using Federation.Domain.Help;
using Federation.Log;

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
        api.MapPost("/requests/{id}/offers", async (string id, Asked<OfferBody> asked) =>
        {
            var done = await Make(asked.Asking, id, asked.Body);
            return done.Created(asked.Http, $"/api/v1/requests/{id}", new { offerId = done.Id });
        });
        api.MapPost(
            "/requests/{id}/offers/{offerId}/withdrawal", async (string id, string offerId, Asked<Nothing> asked) =>
                (await Withdraw(asked.Asking, id, offerId)).Answer(asked.Http, new { offerId }));
        api.MapPost("/requests/{id}/acceptance", async (string id, Asked<AcceptanceBody> asked) =>
            (await Accept(asked.Asking, id, asked.Body)).Answer(asked.Http));
    }

    /// <summary>In the standing of one who coordinates the provider, whosever request it is.</summary>
    public static Task<Done> Make(Asking asking, string id, OfferBody body)
    {
        var stream = RequestEndpoints.Stream(id);
        var offer = asking.Id(body.Id, body.Id is null ? "offer" : "id");
        var provider = Asking.Reference(body.OrganisationId, "organisationId");
        return asking.Run(
            stream,
            () =>
            {
                asking.RequireParty(provider, "organisationId");
                return new RequestCommand.MakeOffer(
                    offer, provider, body.MentorId, body.SlotId, body.LibraryItemId, body.TeamId,
                    asking.HelpFacts(body.MentorId, body.SlotId, body.TeamId, body.LibraryItemId));
            },
            asking.Caller.SpeaksAsCoordinator(asking.Rows, provider), offer);
    }

    public static Task<Done> Withdraw(Asking asking, string id, string offer)
    {
        var stream = RequestEndpoints.Stream(id);
        var provider = asking.Rows.One(
            "select organisation from offers where request = @id and offer = @offer", r => r.GetString(0),
            ("id", id), ("offer", Asking.Reference(offer, "offerId")));
        return asking.Run(
            stream, () => new RequestCommand.WithdrawOffer(offer),
            provider is not null && asking.Caller.SpeaksAsCoordinator(asking.Rows, provider), id);
    }

    /// <summary>Accepts; with a slot the request is <c>booking</c> until its Process has answered.</summary>
    public static Task<Done> Accept(Asking asking, string id, AcceptanceBody body)
    {
        var (stream, offer) = (RequestEndpoints.Stream(id), Asking.Reference(body.OfferId, "offerId"));
        var booking = asking.Id(null, "booking");
        return asking.Run(
            stream,
            () => new RequestCommand.AcceptOffer(
                offer, booking, MentorOf(asking, id, offer) is { } mentor ? asking.MentorFacts(mentor) : null),
            RequestEndpoints.Coordinates(asking, id), id);
    }

    /// <summary>The mentor an offer names; once made, an offer never changes.</summary>
    private static string? MentorOf(Asking asking, string id, string offer) => asking.Rows.One(
        "select mentor from offers where request = @id and offer = @offer", r => r.Text(0), ("id", id),
        ("offer", offer));
}
