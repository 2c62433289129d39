using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>The page of who thought well of an action, and entering and withdrawing it.</summary>
public static class EndorsementPages
{
    private const string At = "/joint-actions/{id}/endorsements";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{endorsementId}/withdrawal", Who.Coordinators),
    ];

    public static void MapEndorsementPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => Show(reading, id, null));
        pages.MapPost(At, (string id, Posted posted, Reading reading) =>
        {
            var kind = posted.Choice<EndorserKind>("kind") ?? default;
            var body = new EndorsementBody(
                kind, posted.Text("body") is { } name ? new Name(name, posted.Text("bodyEn")) : null,
                posted.Text("words"), posted.Ticked("mayBeShown"), posted.Text("source"), On: posted.Day("on"));
            return posted.Run(
                () => EndorsementEndpoints.Record(posted.Post, id, body),
                _ => $"/joint-actions/{id}/endorsements?done=recorded", state => Show(reading, id, state),
                ("endorsement-empty", "words"), ("endorsement-texts-invalid", "body"), ("day-in-future", "on"));
        });
        pages.MapPost(At + "/{endorsementId}/withdrawal",
            (string id, string endorsementId, Posted posted, Reading reading) => posted.Run(
                () => EndorsementEndpoints.Withdraw(posted.Post, id, endorsementId),
                _ => $"/joint-actions/{id}/endorsements?done=withdrawn", state => Show(reading, id, state)));
    }

    private static IResult Show(Reading reading, string id, FormState? state)
    {
        var (of, action) = ActionHead.Of(reading, id);
        return Pages.Of<EndorsementsPage>(
            new
            {
                Action = action, Endorsements = EndorsementEndpoints.Of(reading, of), State = state,
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }
}
