using Federation.Domain.Help;
using ReasonBody = Federation.Api.Alliances.ReasonBody;

namespace Federation.Api.Help;

/// <summary>Requests for help, from opening to the receiver's confirmation.</summary>
public static class Requests
{
    private const Who Askers = Who.Staff | Who.Coordinators;

    public static readonly Feature Feature = new(
        "/requests", [typeof(Request.Refusals), typeof(Helping.Refusals)], requests =>
        {
            requests.Json("", Who.SignedIn, RequestReading.Requests, RequestReading.Filters);
            requests.Page<RequestBoard, RequestsPage>("", Who.Everyone, RequestBoard.Of);
            var form = requests.Page<NewRequest, NewRequestPage>("/new", Askers, NewRequest.Of);
            var given = requests.Page<GivenHelp, GivenPage>("/given", Who.Coordinators, GivenHelp.Of);
            requests.Json("/{id}", Who.SignedIn, RequestReading.Find);
            var one = requests.Page<RequestView, RequestPage>("/{id}", Who.SignedIn, RequestView.Of);
            requests.Json("/{id}/matches", Who.Members, MatchReading.Matches);
            requests.Add<RequestBody>("", Askers, post => Open(post, post.Body), form, one, new(
                "求助已发出，成员组织现在都能看到", "The request is open; all members can see it now", "opened"));
            requests.Send<GivenForm>("/given", Who.Coordinators, Enter, Reached(given, one), one, new(
                "服务已补录，请代接受方确认后计入", "The help is entered; it counts once it is confirmed"));
            Offers.Map(requests, one);
            requests.Do<ScheduleBody>("/{id}/schedule", Who.Members, Schedule, one, told: new(
                "时间和地点已约定", "Time and place are agreed", "scheduled"));
            requests.Do<DeliveryBody>("/{id}/delivery", Who.Members, post => Deliver(post, post.Body), one, told: new(
                "服务已填报，等待接受方确认", "The help is reported; the receiver now confirms it", "delivered"));
            requests.Do<ConfirmationBody>("/{id}/confirmation", Askers, post => Run(post, id =>
                new RequestCommand.Confirm(post.Body.Rating, post.Text(post.Body.Comment, "comment", id))),
                one, told: new("已确认，谢谢您的评价", "Confirmed; thank you for the rating", "confirmed"));
            requests.Do<CorrectionBody>("/{id}/correction", Who.Coordinators, post => Run(post, id =>
                new RequestCommand.CorrectConfirmed(
                    post.Body.Minutes, post.Body.PersonTimes, post.Text(post.Body.Reason, "reason", id))),
                one, told: new("已更正，双方都能看到", "Corrected; both sides see it", "corrected"));
            requests.Do<ReasonBody>("/{id}/cancellation", Who.Members, post => Run(post, id =>
                new RequestCommand.Cancel(post.Text(post.Body.Reason, "reason", id))),
                one, told: new("求助已取消", "The request is cancelled", "cancelled"));
        });

    /// <summary>May ask for help, and hand on activities, for some organisation.</summary>
    internal static bool MayAsk(Caller caller) => (RoleTable.RolesOf(caller) & Askers) != 0;

    /// <summary>Asks about the request of the address, in the standing of who coordinates its alliance.</summary>
    internal static Task<Done> Run(Post post, Func<string, object> command)
    {
        var id = post["id"];
        var alliance = post.Rows.One("select alliance from requests where request = @id", r => r.Text(0), ("id", id));
        return post.Run(
            Request.Boundary.Stream(id), () => command(id), post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }

    private static Task<Done> Open(Post post, RequestBody body)
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

    /// <summary>A request of that day, then its delivery.</summary>
    private static async Task<Done> Enter(Post<GivenForm> post)
    {
        var opened = await Open(post, post.Body.Request);
        if (!opened.Accepted) return opened;
        post.Http.Request.RouteValues["id"] = opened.Id; // From here on it is about this request.
        return await Deliver(post.For("delivery"), post.Body.Delivery);
    }

    /// <summary>Where only the delivery was refused there is a request by now: its own page goes on.</summary>
    private static PageRoute Reached(PageRoute given, PageRoute one) => new(
        given.At, (http, _) => (http.Request.RouteValues.ContainsKey("id") ? one : given).Show(http));

    private static Task<Done> Schedule(Post<ScheduleBody> post)
    {
        var (start, end) = (Parties.Sensible(post.Body.Start, "start"), Parties.Sensible(post.Body.End, "end"));
        var place = post.Body.Place.Trim();
        if (place.Length > Helping.PlaceLengthMax)
            throw new ProblemException(Problem.Of(Helping.Refusals.PlaceTooLong));
        return Run(post, id => new RequestCommand.Schedule(new(start, end, PlaceOf(post, id, place))));
    }

    /// <summary>The place that is agreed on already, where it is the same; else sealed anew.</summary>
    private static string? PlaceOf(Post post, string id, string place)
    {
        var known = post.Rows.One("select place_id from requests where request = @id", r => r.Text(0), ("id", id));
        return known is not null && post.Log.Open(known) == place ? known
            : post.Text(place, "place", id, Helping.PlaceLengthMax);
    }

    private static Task<Done> Deliver(Post post, DeliveryBody body) => Run(post, id =>
    {
        if (body.OrganisationId is { } provider) post.RequireParty(provider, "organisationId");
        var facts = post.HelpFacts(body.MentorId, teamId: body.TeamId);
        RequireProvider(post, id, body.OrganisationId ?? facts.Mentor?.OrganisationId ?? facts.Team?.OrganisationId);
        return new RequestCommand.RecordDelivery(
            body.OrganisationId, body.MentorId, body.TeamId, body.Minutes, body.PersonTimes, facts);
    });

    /// <summary>Where no offer says who helps, only who speaks for an organisation enters that it did; another
    /// alliance's member offers its help itself.</summary>
    private static void RequireProvider(Post post, string id, string? provider)
    {
        var offered = post.Rows.One(
            "select accepted_offer from requests where request = @id", r => r.Text(0), ("id", id)) is not null;
        if (!offered && provider is not null && post.Caller.Is(Who.Coordinators)
            && !post.Caller.SpeaksFor(post.Rows, provider))
            throw new ProblemException(Problem.Of(Asked.Refusals.NotYourOrganisation));
    }

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
