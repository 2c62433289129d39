using Federation.Domain.Needs;
using Federation.Domain.Places;

namespace Federation.Api.Needs;

/// <param name="OrganisationId">Whose meeting it is; not given: the alliance's.</param>
/// <param name="Attendees">How many came in all; not given: not stated.</param>
public sealed record OpenSpaceBody(
    string AllianceId, Name Question, DateOnly HeldOn, Items<OpenSpaceGroupBody> Groups, string? OrganisationId = null,
    bool Illustrative = false, MeetingKind Kind = MeetingKind.OpenSpace, int? Attendees = null, string? Id = null,
    DateOnly? On = null) : IDated, IFromForm<OpenSpaceBody>
{
    /// <summary>The form asks for alliance and holder in one list, <c>alliance|</c> or <c>alliance|holder</c>, and for
    /// the groups' names line by line.</summary>
    public static OpenSpaceBody Of(Posted form)
    {
        var (holder, _) = (form.Required("allianceId").Split('|', 2), form.Required("heldOn"));
        return new(
            holder[0], form.Name("question"), form.Day("heldOn") ?? default,
            [.. form.Names("groups").Select(name => new OpenSpaceGroupBody(name))],
            holder is [_, { Length: > 0 } own] ? own : null, Kind: form.Choice<MeetingKind>("kind") ?? default,
            Attendees: form.Number("attendees") is { } came ? (int)Math.Clamp(came, int.MinValue, int.MaxValue) : null);
    }
}

/// <param name="Id">Not given: its place in the list.</param>
public sealed record OpenSpaceGroupBody(Name Name, int? People = null, string? Id = null);

/// <param name="Text">One person's own idea; sealed.</param>
public sealed record StatementBody(string GroupId, string Text, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>Open-space meetings: groups, statements, and what they found together.</summary>
public static class OpenSpaces
{
    private const Who Keepers = Who.Staff | Who.Coordinators;
    private static readonly Told Recorded = new("已记入", "Recorded");

    public static readonly Feature Feature = new("/open-spaces", [typeof(OpenSpace.Refusals)], meetings =>
    {
        meetings.Get<Listed<OpenSpaceRow>, OpenSpacesPage>("", Who.Everyone, OpenSpaceReading.Found, "alliance");
        var form = meetings.Form<NewOpenSpacePage>("/new", Keepers);
        var one = meetings.Get<OpenSpaceShown, OpenSpacePage>("/{id}", Who.Everyone, OpenSpaceReading.Find);
        meetings.Add<OpenSpaceBody>("", Keepers, Hold, form, one, Recorded with { Key = "held" });
        meetings.Add<StatementBody>(
            "/{id}/statements", Keepers, Say, one, told: Recorded with { Key = "said" }, section: "#groups");
        meetings.Do<FeedbackBody>("/{id}/result", Keepers, post => Run(post, post["id"], () =>
            new OpenSpaceCommand.StateResult(post.Text(post.Body.Text, "text", post["id"]))), one, told: Recorded);
    });

    private static Task<Done> Hold(Post<OpenSpaceBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        var region = post.Rows.RequireAlliance(body.AllianceId, "allianceId");
        if (body.OrganisationId is { } own)
            post.RequireParty(Post.Reference(own, "organisationId"), "organisationId");
        Items<OpenSpaceGroup> groups = [.. body.Groups.Select((group, place) => new OpenSpaceGroup(
            group.Id is { } given ? Post.Reference(given, "groups") : $"group-{place + 1}", group.Name, group.People))];
        return post.Run(
            OpenSpace.Boundary.Stream(id),
            () => new OpenSpaceCommand.Hold(
                body.AllianceId, body.OrganisationId, body.Question, body.HeldOn, groups, body.Illustrative,
                body.Kind, body.Attendees, body.OrganisationId is { } named
                    && !post.MemberOf(named).Contains(body.AllianceId)
                    && !Regions.Contains(region, post.RequireParty(named, "organisationId"))),
            body.OrganisationId is { } whose // Not in the name of one that only the other alliance speaks for.
                ? post.Caller.SpeaksAsCoordinator(post.Rows, whose)
                : post.Caller.Coordinates(body.AllianceId, region),
            id);
    }

    private static Task<Done> Say(Post<StatementBody> post)
    {
        var (statement, body) = (post.Id(post.Body.Id), post.Body);
        Post.Reference(body.GroupId, "groupId");
        return Run(post, statement, () => new OpenSpaceCommand.AddStatement(
            statement, body.GroupId, post.Text(body.Text, "text", post["id"])));
    }

    private static Task<Done> Run(Post post, string id, Func<object> command)
    {
        var alliance = OpenSpaceReading.Require(post.Rows, post["id"], alliance: null);
        return post.Run(
            OpenSpace.Boundary.Stream(post["id"]), command, post.Caller.CoordinatesAlliance(post.Rows, alliance), id);
    }
}
