using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <param name="OrganisationId">The provider.</param>
/// <param name="SlotId">A slot of the mentor, booked when the offer is accepted.</param>
public sealed record OfferBody(
    string OrganisationId, string? MentorId = null, string? SlotId = null, string? LibraryItemId = null,
    string? TeamId = null, string? Id = null, DateOnly? On = null) : IDated, IFromForm<OfferBody>
{
    /// <summary>A helper named in the form brings its organisation along.</summary>
    public static OfferBody Of(Posted form)
    {
        var with = form.Text("with");
        var provider = with is null
            ? form.Text("organisationId") : HelpChoices.OrganisationOf(form.Post.Rows, with);
        if (provider is null) form.Wrong("organisationId", "请选择由谁来帮忙", "Choose who helps");
        return new(
            provider ?? "", HelpChoices.Named(with, "mentor"), form.Text("slotId"), HelpChoices.Named(with, "package"),
            HelpChoices.Named(with, "team"));
    }
}

public sealed record AcceptanceBody(string OfferId, DateOnly? On = null) : IDated;

/// <summary>What providers hold out to a request, and the receiver's choice among it.</summary>
public static class Offers
{
    public static void Map(FeatureRoutes requests, PageRoute one)
    {
        requests.Add<OfferBody>("/{id}/offers", Who.Members, Make, one, told: new(
            "已报名，等待接受方选择", "Offered; the receiver now chooses", "offered"));
        requests.Do<Nothing>("/{id}/offers/{offerId}/withdrawal", Who.Members, Withdraw, one, told: new(
            "报名已撤回", "The offer is withdrawn", "offer-withdrawn"));
        requests.Do<AcceptanceBody>("/{id}/acceptance", Who.Staff | Who.Coordinators, Accept, one, told: new(
            "已接受报名", "The offer is accepted", "accepted"));
    }

    /// <summary>In the standing of one who coordinates the provider, whosever request it is.</summary>
    private static async Task<Done> Make(Post<OfferBody> post)
    {
        var (id, body) = (post["id"], post.Body);
        var offer = post.Id(body.Id, body.Id is null ? "offer" : "id");
        var provider = Post.Reference(body.OrganisationId, "organisationId");
        var done = await post.Run(
            Request.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(provider, "organisationId");
                return new RequestCommand.MakeOffer(
                    offer, provider, body.MentorId, body.SlotId, body.LibraryItemId, body.TeamId,
                    post.HelpFacts(body.MentorId, body.SlotId, body.TeamId, body.LibraryItemId));
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, provider), offer);
        return done.With("offerId", offer);
    }

    private static async Task<Done> Withdraw(Post post)
    {
        var (id, offer) = (post["id"], post["offerId"]);
        var provider = post.Rows.One(
            "select organisation from offers where request = @id and offer = @offer", r => r.GetString(0),
            ("id", id), ("offer", offer));
        var done = await post.Run(
            Request.Boundary.Stream(id), () => new RequestCommand.WithdrawOffer(offer),
            provider is not null && post.Caller.SpeaksAsCoordinator(post.Rows, provider), id);
        return done.With("offerId", offer);
    }

    /// <summary>Accepts; with a slot the request is <c>booking</c> until its Process has answered.</summary>
    private static Task<Done> Accept(Post<AcceptanceBody> post)
    {
        var (offer, booking) = (Post.Reference(post.Body.OfferId, "offerId"), post.Id(null, "booking"));
        return Requests.Run(post, id => new RequestCommand.AcceptOffer(
            offer, booking, MentorOf(post, id, offer) is { } mentor ? post.MentorFacts(mentor) : null));
    }

    /// <summary>The mentor an offer names; once made, an offer never changes.</summary>
    private static string? MentorOf(Post post, string id, string offer) => post.Rows.One(
        "select mentor from offers where request = @id and offer = @offer", r => r.Text(0), ("id", id),
        ("offer", offer));
}
