using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Several sessions by the form of one.</summary>
public static class RecurringPages
{
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
