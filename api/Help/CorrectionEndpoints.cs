using Federation.Domain.Help;

namespace Federation.Api.Help;

/// <param name="Minutes">What they should have been.</param>
/// <param name="Reason">Why, and how both sides agreed on it.</param>
/// <param name="PersonTimes">As they were, when not given.</param>
public sealed record CorrectionBody(long Minutes, string Reason, long? PersonTimes = null, DateOnly? On = null)
    : IDated;

/// <summary>One correction of confirmed help.</summary>
/// <param name="On">The day on which it was agreed; it counts on the day of the help.</param>
public sealed record CorrectionRow(
    DateOnly On, long Minutes, long? PersonTimes, long WasMinutes, long? WasPersonTimes, string ReasonId);

/// <summary>Confirmed help set right as both sides agreed: by a coordinator, seen by both.</summary>
public static class CorrectionEndpoints
{
    private const string At = "/requests/{id}/correction";

    public static readonly RoleRow[] Roles = [new("POST", "/api/v1" + At, Who.Coordinators)];

    public static readonly RoleRow[] PageRoles = [new("POST", At, Who.Coordinators)];

    public static void MapCorrections(this IEndpointRouteBuilder api) =>
        api.MapPost(At, async (string id, Post<CorrectionBody> asked) =>
            (await Correct(asked, id, asked.Body)).Answer(asked.Http));

    public static void MapCorrectionPages(this IEndpointRouteBuilder pages) =>
        pages.MapPost(At, (string id, Posted posted, Reading reading) =>
        {
            var (minutes, times, reason) = (
                RequestDeeds.Minutes(posted), RequestDeeds.PersonTimes(posted), posted.Required("reason"));
            return posted.Run(
                () => Correct(posted.Post, id, new(minutes, reason, times)),
                _ => $"/requests/{id}?done=corrected",
                state => RequestDeeds.Show(reading, posted.L, id, "correction", state),
                ("minutes-out-of-range", "minutes"), ("person-times-out-of-range", "personTimes"));
        });

    public static Task<Done> Correct(Post post, string id, CorrectionBody body) => post.Run(
        RequestEndpoints.Stream(id),
        () => new RequestCommand.CorrectConfirmed(
            body.Minutes, body.PersonTimes, post.Text(body.Reason, "reason", id)),
        RequestEndpoints.Coordinates(post, id), id);

    /// <summary>The corrections of one request, first to last.</summary>
    public static IReadOnlyList<CorrectionRow> Of(Rows rows, string id) => rows.All(
        "select corrected_on, minutes, person_times, was_minutes, was_person_times, reason_id from help_corrections " +
        "where request = @id order by number",
        r => new CorrectionRow(
            r.Day(0)!.Value, r.GetInt64(1), r.Number(2), r.GetInt64(3), r.Number(4), r.GetString(5)), ("id", id));
}
