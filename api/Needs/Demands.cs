using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <param name="Topic">A few words, without names of people: what lists show.</param>
/// <param name="Text">What is needed, difficult or demanded; sealed.</param>
/// <param name="OrganisationId">Whose need or difficulty it is, or which organisation brings the demand.</param>
/// <param name="AllianceId">Not given: the organisation's, or the one around the village.</param>
/// <param name="MeetingId">The open-space meeting that it comes from.</param>
public sealed record DemandBody(
    DemandKind Kind, string Topic, string? Text = null, string? OrganisationId = null, string? VillageCode = null,
    string? AllianceId = null, string? MeetingId = null, bool Illustrative = false, string? Id = null,
    DateOnly? On = null) : IDated;

/// <param name="Of">The id of the joint action, request or package of the library.</param>
public sealed record AnswerBody(AnswerKind Kind, string Of, DateOnly? On = null) : IDated, IFromForm<AnswerBody>
{
    /// <summary>The form asks for both in one list: <c>kind|id</c>.</summary>
    static AnswerBody IFromForm<AnswerBody>.Of(Posted form)
    {
        var chosen = form.Required("of").Split('|');
        return new(Enum.GetValues<AnswerKind>().FirstOrDefault(kind => RowText.Of(kind) == chosen[0]), chosen[^1]);
    }
}

public sealed record FeedbackBody(string Text, DateOnly? On = null) : IDated;

/// <summary>Needs, difficulties and demands, from intake to feedback.</summary>
public static class Demands
{
    private const Who Bringers = Who.Resident | Who.Staff | Who.Coordinators, Keepers = Who.Staff | Who.Coordinators;
    private static readonly Told Recorded = new("已记入", "Recorded");

    public static readonly Feature Feature = new("/demands", [typeof(Demand.Refusals)], demands =>
    {
        demands.Get<Listed<DemandRow>, DemandsPage>(
            "", Who.SignedIn, DemandReading.Found, "kind state organisation alliance meeting mine");
        var form = demands.Form<NewDemandPage>("/new", Bringers);
        var one = demands.Get<DemandShown, DemandPage>("/{id}", Who.SignedIn, DemandReading.Find);
        demands.Add<DemandBody>("", Who.SignedIn, Bring);
        demands.Send<DemandBody>("/new", Bringers, Bring, form, one, Recorded with { Key = "brought" });
        demands.Do<Nothing>(
            "/{id}/acceptance", Keepers, post => Run(post, () => new DemandCommand.Accept()), one, told: Recorded);
        demands.Add<AnswerBody>("/{id}/answers", Keepers, Answer, one, told: Recorded);
        demands.Do<FeedbackBody>("/{id}/feedback", Keepers, post => Run(post, () =>
            new DemandCommand.Close(post.Text(post.Body.Text, "text", post["id"]))), one, told: Recorded);
        demands.Do<ReasonBody>("/{id}/setting-aside", Keepers, post => Run(post, () =>
            new DemandCommand.SetAside(post.Text(post.Body.Reason, "reason", post["id"]))), one, told: Recorded);
    });

    private static Task<Done> Bring(Post<DemandBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        if (body.VillageCode is { } village) Post.Reference(village, "villageCode");
        if (body.OrganisationId is { } own)
            post.RequireParty(Post.Reference(own, "organisationId"), "organisationId");
        var alliance = AllianceOf(post, body);
        return post.Run(
            Demand.Boundary.Stream(id),
            () =>
            {
                if (body.MeetingId is { } meeting) OpenSpaceReading.Require(post.Rows, meeting, alliance);
                return new DemandCommand.Bring(
                    body.Kind, alliance, body.OrganisationId, body.VillageCode, body.Topic,
                    post.Text(body.Text, "text", id), body.MeetingId, body.Illustrative);
            },
            body.OrganisationId is { } whose
                ? post.Caller.SpeaksAsCoordinator(post.Rows, whose)
                : post.Caller.CoordinatesAlliance(post.Rows, alliance),
            id);
    }

    private static Task<Done> Answer(Post<AnswerBody> post) => Run(post, () =>
    {
        var (kind, of) = (post.Body.Kind, Post.Reference(post.Body.Of, "of"));
        return new DemandCommand.GiveAnswer(new(kind, of), DemandReading.NameOf(post.Rows, kind, of) is not null);
    });

    private static string AllianceOf(Post post, DemandBody body)
    {
        if (body.AllianceId is { } named)
        {
            post.Rows.RequireAlliance(named, "allianceId");
            return named;
        }

        return (body.OrganisationId is { } own ? Parties.AllianceOf(post.Rows, own) : null)
            ?? (body.VillageCode is { } village ? Parties.AllianceAround(post.Rows, village) : null)
            ?? throw Problem.Absent(
                "no-alliance-around", "villageCode",
                "请注明村居或联盟：系统据此找到受理的联盟。", "Name the village or the alliance: it says who takes this in.");
    }

    private static Task<Done> Run(Post post, Func<object> command)
    {
        var id = post["id"];
        var alliance = post.Rows.One("select alliance from demands where demand = @id", r => r.GetString(0), ("id", id))
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            Demand.Boundary.Stream(id), command, post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
