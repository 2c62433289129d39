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
public static class Endorsements
{
    public static readonly Feature Feature = new(
        "/joint-actions/{id}/endorsements", [typeof(Endorsement.Refusals)], endorsements =>
    {
        var page = endorsements.GetIn<Whole<EndorsementShown>, EndorsementsPage>("", (reading, of) =>
            new(Of(reading, of)));
        endorsements.Add<EndorsementBody>(
            "", Who.Coordinators, Record, page, told: new("已登记", "Recorded", "recorded"),
            made: (post, _) => $"/api/v1/joint-actions/{post["id"]}/endorsements");
        endorsements.Do<Nothing>("/{endorsementId}/withdrawal", Who.Coordinators, post =>
            Run(post, post["endorsementId"], of => new EndorsementCommand.Withdraw(post.Desk(of))),
            page, told: new("已撤下", "Withdrawn", "withdrawn"));
    });

    private static Task<Done> Record(Post<EndorsementBody> post)
    {
        var body = post.Body;
        return Run(post, post.Id(body.Id), of => new EndorsementCommand.Record(
            body.Kind, body.Body, post.Text(body.Words, "words", of.Id), body.MayBeShown, body.Source,
            post.Desk(of), body.Illustrative));
    }

    private static Task<Done> Run(Post post, string endorsement, Func<ActionOf, object> command) =>
        post.AskIn(Endorsement.Boundary, post["id"], endorsement, command);

    /// <summary>By group, then by day. Words that may be shown are public, so reading them leaves no trace; the others
    /// are for those of the action.</summary>
    public static IReadOnlyList<EndorsementShown> Of(Reading reading, ActionOf of)
    {
        var said = reading.Rows.All<EndorsementShown>(
            "select endorsement as id, kind, body_zh, body_en, words, " +
            "case when words is null then 0 else 1 end as stated, may_be_shown, day as \"on\", source, illustrative " +
            "from action_endorsements where action = @action " +
            "order by kind, day, endorsement limit @max", ("action", of.Id), ("max", Reading.LimitMax));
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
