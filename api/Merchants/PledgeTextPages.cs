using Federation.Api.JointActions;
using Federation.Domain.Merchants;

namespace Federation.Api.Merchants;

/// <summary>The versions of an action's pledge text, and publishing the next.</summary>
public static class PledgeTextPages
{
    private const string At = "/joint-actions/{id}/pledge-texts";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At, Who.Coordinators),
    ];

    public static void MapPledgeTextPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => Show(reading, id, null));
        pages.MapPost(At, (string id, Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => MerchantEndpoints.Publish(posted.Post, id, body),
                _ => $"/joint-actions/{id}/pledge-texts?done=published", state => Show(reading, id, state),
                ("pledge-wording-invalid", "title"), ("pledge-months-invalid", "validMonths"),
                ("pledge-text-out-of-order", "on"), ("back-dating-not-allowed", "on"), ("day-in-future", "on"));
        });
    }

    private static PledgeTextBody BodyOf(Posted posted)
    {
        posted.Required("promises");
        var months = posted.Number("validMonths");
        if (months is < 1 or > PledgeText.MonthsMax) posted.State.Wrong(
            "validMonths", posted.L.Of(PledgeText.Refusals.MonthsInvalid));
        return new(
            posted.Name("title"), posted.Names("promises"),
            posted.Text("text") is { } text ? new Name(text, posted.Text("textEn")) : null,
            posted.State.Failed ? null : (int?)months, posted.Ticked("illustrative"), posted.Text("source"),
            posted.Day("on"));
    }

    private static IResult Show(Reading reading, string id, FormState? state)
    {
        var (of, about) = ActionReading.Require(reading, id);
        return Pages.Of<PledgeTextsPage>(
            new
            {
                About = about, Texts = PledgeTextReading.Of(reading.Rows, of.Id), State = state,
                MayPublish = reading.Caller.Coordinates(of), reading.Today,
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }
}
