using Federation.Api.Counting;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Several sessions by the form of one, and the page of those that wait for their report.</summary>
public static class RecurringPages
{
    public static readonly RoleRow[] Roles = [new("GET", "/joint-actions/{id}/unreported", Who.Everyone)];

    public static void MapRecurringPages(this IEndpointRouteBuilder pages) =>
        pages.MapGet("/joint-actions/{id}/unreported", (string id, Reading reading) =>
        {
            var (of, action) = ActionHead.Of(reading, id);
            var found = Unreported.Of(reading, of, reading.Limit + 1);
            return Pages.Of<UnreportedPage>(new
            {
                Action = action, Sessions = found.Take(reading.Limit).ToArray(), reading.Today,
                Names = new RecordNames(reading.Rows), reading.First,
                Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) : null,
            });
        });

    /// <summary>Plans them all; then the action's page says how many there are now.</summary>
    public static Task<IResult> Plan(
        Posted posted, Reading reading, string id, SessionBody one, Func<Reading, string, FormState?, IResult> again)
    {
        posted.Required("times");
        var times = posted.State.ErrorOf("times") is null ? posted.Number("times") ?? 0 : 0;
        var body = new RecurringBody(
            one.SeriesId, one.VillageCode, one.OrganisationId, one.StartsAt, one.Place,
            posted.Choice<RepeatEvery>("every") ?? default, (int)Math.Clamp(times, 0, int.MaxValue));
        var missed = 0;
        return posted.Run(
            async () =>
            {
                var (done, sessions) = await RecurringEndpoints.Plan(posted.Post, id, body);
                missed = sessions.Count(s => s.Code is not null);
                return done;
            },
            _ => $"/joint-actions/{id}?done={(missed == 0 ? "recurring" : "recurring-partly")}#sessions",
            state => again(reading, id, state), ("recurrence-outside-action", "times"),
            ("recurrence-times-invalid", "times"), ("series-unknown", "seriesId"), ("not-participating", "owner"),
            ("session-place-invalid", "place"), ("organisationId", "owner"), ("villageCode", "owner"));
    }
}
