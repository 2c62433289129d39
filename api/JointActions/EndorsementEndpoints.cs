using Federation.Api.People;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="Body">The body that speaks; left out for a person, whose name is not kept.</param>
/// <param name="Words">What was said; left out where only a source says that they endorsed.</param>
/// <param name="MayBeShown">The giver agreed that the words are public.</param>
public sealed record EndorsementBody(
    EndorserKind Kind, Name? Body = null, string? Words = null, bool MayBeShown = false, string? Source = null,
    bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

/// <param name="Words">Null where they are not stated, or not for this reader.</param>
/// <param name="Stated">There are words.</param>
public sealed record EndorsementShown(
    string Id, EndorserKind Kind, Name? Body, string? Words, bool Stated, bool MayBeShown, DateOnly On,
    string? Source, bool Illustrative);

/// <summary>Who thought well of a joint action: purchaser, departments, merchants, residents …</summary>
public static class EndorsementEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/endorsements";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{endorsementId}/withdrawal", Who.Coordinators),
        new("GET", At, Who.Everyone),
    ];

    public static void MapEndorsements(this IEndpointRouteBuilder actions)
    {
        var endorsements = actions.MapGroup("/{id}/endorsements");
        endorsements.MapPost("", async (string id, Post<EndorsementBody> asked) =>
            (await Record(asked, id, asked.Body)).Created(
                asked.Http, $"/api/v1/joint-actions/{id}/endorsements"));
        endorsements.MapPost("/{endorsementId}/withdrawal",
            async (string id, string endorsementId, Post<Nothing> asked) =>
            (await Withdraw(asked, id, endorsementId)).Answer(asked.Http));
        endorsements.MapGet("", (string id, Reading reading) => reading.Answer(new
        {
            items = Of(reading, reading.Rows.RequireAction(id)),
        }));
    }

    public static Task<Done> Record(Post post, string action, EndorsementBody body) => Run(
        post, action, post.Id(body.Id), of => new EndorsementCommand.Record(
            body.Kind, body.Body, post.Text(body.Words, "words", of.Id), body.MayBeShown, body.Source,
            post.Desk(of), body.Illustrative));

    public static Task<Done> Withdraw(Post post, string action, string endorsement) => Run(
        post, action, Post.Reference(endorsement, "endorsementId"), of =>
            new EndorsementCommand.Withdraw(post.Desk(of)));

    private static Task<Done> Run(Post post, string action, string endorsement, Func<ActionOf, object> command)
    {
        var of = post.Rows.RequireAction(action);
        return post.Run(
            Endorsement.Boundary.Stream(of.Id, endorsement), () => command(of), post.Caller.Coordinates(of),
            endorsement);
    }

    /// <summary>By group, then by day. Words that may be shown are public, so reading them leaves no trace; the others
    /// are for those of the action.</summary>
    public static IReadOnlyList<EndorsementShown> Of(Reading reading, ActionOf of)
    {
        var said = reading.Rows.All(
            "select endorsement, kind, body_zh, body_en, words, may_be_shown, day, source, illustrative " +
            "from action_endorsements where action = @action order by kind, day, endorsement limit @max",
            r => new EndorsementShown(
                r.GetString(0), RowText.Parse<EndorserKind>(r.GetString(1)),
                r.Text(2) is { } body ? new(body, r.Text(3)) : null, r.Text(4), r.Text(4) is not null, r.Flag(5),
                r.Day(6)!.Value, r.Text(7), r.Flag(8)), ("action", of.Id), ("max", Reading.LimitMax));
        var open = reading.Log.Open([.. said.Where(s => s.MayBeShown).Select(s => s.Words).OfType<string>()]);
        var kept = SessionReading.MayReadNotes(reading, of)
            ? reading.OpenWords(said.Where(s => !s.MayBeShown).Select(s => s.Words), "endorsements of an action") : [];
        return
        [
            .. said.OrderBy(s => s.Kind).Select(s => s with
            {
                Words = s.Words is { } id ? open.GetValueOrDefault(id) ?? kept.GetValueOrDefault(id) : null,
            }),
        ];
    }
}
