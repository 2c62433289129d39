namespace Federation.Api.JointActions;

/// <summary>The first of several sessions at the same time of day, how far apart, and how many in all.</summary>
/// <param name="Id">The others are told apart by a number behind it.</param>
public sealed record RecurringBody(
    string SeriesId, string VillageCode, string OrganisationId, DateTimeOffset StartsAt, string Place,
    RepeatEvery Every, int Times, bool Illustrative = false, string? Source = null, string? Id = null,
    DateOnly? On = null) : IDated;

/// <summary>What became of one of several sessions.</summary>
/// <param name="Code">Why it was not planned; null when it was.</param>
public sealed record RecurringSession(string Id, DateTimeOffset StartsAt, string? Code);

/// <summary>Several sessions by one command, and what belongs to all sessions of an action: those that wait for their
/// report, and the calendar.</summary>
public static class RecurringSessions
{
    /// <summary>Of an id that a number is put behind.</summary>
    private const int IdMax = 61;

    public static readonly Feature Feature = new("/joint-actions/{id}",
        [typeof(Recurrence.Refusals), typeof(Session.Refusals)], action =>
        {
            action.GetIn<Listed<UnreportedSession>, UnreportedPage>(
                "/unreported-sessions", Unreported.List, page: "/unreported");
            action.File("/calendar", Who.Everyone, SessionCalendar.OfAction);
            action.Add<RecurringBody>("/recurring-sessions", Sessions.Keepers,
                async post =>
                {
                    var (done, sessions) = await Plan(post, post["id"], post.Body);
                    return done.With("sessions", sessions);
                },
                made: (post, _) => $"/api/v1/joint-actions/{post["id"]}/sessions");
        });

    /// <summary>Each session is a command of its own under a key derived from this one, so that sending twice plans
    /// nothing twice. What is wrong with all of them is told before any is planned; should one be refused all the
    /// same, because the action changed meanwhile, each tells what became of it.</summary>
    internal static async Task<(Done Done, RecurringSession[] Sessions)> Plan(
        Post post, string action, RecurringBody body)
    {
        var of = post.Rows.RequireAction(action);
        if (!post.Caller.Standing(post.Caller.Coordinates(of)).Speaks(body.OrganisationId))
            throw new ProblemException(Problem.Of(Asked.Refusals.NotYourOrganisation)); // Before all else.
        var id = post.Id(body.Id);
        var recurrence = new Recurrence(body.Every, body.Times);
        var first = Parties.Sensible(body.StartsAt, "startsAt");
        if (recurrence.Refused(first, DaysOf(post.Rows, of)) is { } refused)
            throw new ProblemException(Problem.Of(refused));
        if (id.Length > IdMax) throw Reading.Wrong(
            "id", $"编号最长 {IdMax} 个字符。", $"An id has at most {IdMax} characters here.");
        var planned = await Task.WhenAll(recurrence.Starts(first).Select(async (start, n) => (
            Start: start, Done: await Sessions.Plan(post.For($"{n + 1}"), action, new(
                body.SeriesId, body.VillageCode, body.OrganisationId, start, body.Place, body.Illustrative,
                body.Source, $"{id}-{n + 1}", body.On)))));
        var answered = planned.Where(p => p.Done.Accepted).DefaultIfEmpty(planned[0])
            .MaxBy(p => p.Done.Outcome.Position).Done;
        return (
            answered with { Id = id },
            [.. planned.Select(p => new RecurringSession(p.Done.Id!, p.Start, p.Done.Problem?.Code))]);
    }

    private static ActionDays DaysOf(Rows rows, ActionOf of) => rows.One(
        "select from_day, to_day from actions where action = @action",
        r => new ActionDays(r.Day(0)!.Value, r.Day(1)!.Value), ("action", of.Id))!;
}
