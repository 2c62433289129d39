namespace Federation.Api.Deliberations;

/// <summary>Forms of a deliberation's topics and of the areas' opinions of them.</summary>
public static class OpinionPages
{
    private const string At = "/deliberations/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At + "/topics/new", Who.Resident | Who.Staff | Who.Coordinators),
        new("POST", At + "/topics/new", Who.Resident | Who.Staff | Who.Coordinators),
        new("GET", At + "/topics/{topicId}", Who.Resident | Who.Staff | Who.Coordinators),
        new("POST", At + "/topics/{topicId}", Who.Resident | Who.Staff | Who.Coordinators),
        new("GET", At + "/opinions/new", Who.Resident | Who.Staff | Who.Coordinators),
        new("POST", At + "/opinions/new", Who.Resident | Who.Staff | Who.Coordinators),
    ];

    public static void MapOpinionPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At + "/topics/new", (string id, Reading reading) => Topic(reading, id, null, null));
        pages.MapPost(At + "/topics/new", (string id, Posted posted, Reading reading) =>
        {
            var body = TopicOf(posted) with { AreaId = posted.Text("areaId") };
            return posted.Run(
                () => DeliberationEndpoints.Propose(posted.Post, id, body),
                _ => $"/deliberations/{id}?done=topic#topics", state => Topic(reading, id, null, state),
                ("topic-unfit", "title"), ("not-coordinator", "areaId"), ("not-your-area", "areaId"));
        });
        pages.MapGet(At + "/topics/{topicId}", (string id, string topicId, Reading reading) =>
            Topic(reading, id, topicId, null));
        pages.MapPost(At + "/topics/{topicId}", (string id, string topicId, Posted posted, Reading reading) =>
        {
            var body = TopicOf(posted);
            return posted.Run(
                () => DeliberationEndpoints.Revise(posted.Post, id, topicId, body),
                _ => $"/deliberations/{id}?done=topic#topics", state => Topic(reading, id, topicId, state),
                ("topic-unfit", "title"));
        });
        pages.MapGet(At + "/opinions/new", (string id, Reading reading) =>
            Opinion(reading, id, reading.Text("area"), reading.Text("topic"), null));
        pages.MapPost(At + "/opinions/new", GiveAsync);
    }

    private static IResult Topic(Reading reading, string id, string? topicId, FormState? state)
    {
        var view = DeliberationReading.View(reading, id);
        var topic = view.Topics.FirstOrDefault(known => known.Id == topicId);
        var mayRevise = view.Coordinates || (topic?.AreaId is { } area && view.Speaks.Contains(area));
        if (state is null && topicId is not null && topic is null)
            return Pages.Problem(reading.Http, Problem.NotFound);
        if (state is null && (topic is null ? !view.Coordinates && view.Speaks.Count == 0 : !mayRevise))
            return Pages.Problem(reading.Http, Problem.NotAllowed);
        return state is null && !view.Open
            ? Results.Redirect(view.At)
            : Pages.Of<TopicPage>(new { View = view, Topic = topic, State = state }, state);
    }

    private static TopicBody TopicOf(Posted posted)
    {
        Name? Output(string field) =>
            posted.Text(field) is { } zh ? new Name(zh, posted.Text(field + "En")) : null;

        return new(
            posted.Name("title"), Output("goal"), Output("strategy"), Output("resources"), Output("stakeholders"),
            Output("audience"), Output("implementers"));
    }

    private static Task<IResult> GiveAsync(string id, Posted posted, Reading reading)
    {
        var (area, topic) = (posted.Required("areaId"), posted.Required("topicId"));
        var (recommendation, difficulty) = (Rating(posted, "recommendation"), Rating(posted, "difficulty"));
        var own = posted.Text("words") is { } words ? new[] { words } : [];
        string[] reasons = [.. posted.Many("reasons"), .. own];
        return posted.Run(
            () => DeliberationEndpoints.Give(posted.Post, id, new(
                area, topic, recommendation, difficulty, [.. reasons.Distinct()], posted.Ticked("onPaper"))),
            done => After(new Reading(posted.Http), id, area, topic),
            state => Opinion(reading, id, area, topic, state),
            ("area-not-called", "areaId"), ("not-your-area", "areaId"), ("topic-unknown", "topicId"),
            ("later-opinion-stands", "topicId"), ("paper-by-coordinator", "onPaper"));
    }

    private static int Rating(Posted posted, string field)
    {
        if (posted.Text(field) is null)
        {
            posted.State.Wrong(field, posted.L.T("请选择 1 到 5", "Choose from 1 to 5"));
            return 0;
        }

        return posted.Number(field) is { } rating and >= 0 and <= 9 ? (int)rating : 0;
    }

    /// <summary>On to the next topic that the area has not rated, else back to the deliberation.</summary>
    private static string After(Reading reading, string id, string area, string rated)
    {
        var next = DeliberationReading.View(reading, id).Topics
            .FirstOrDefault(topic => topic.Id != rated && topic.Missing.Contains(area));
        return next is null ? $"/deliberations/{id}?done=rated#topics"
            : $"/deliberations/{id}/opinions/new?area={area}&topic={next.Id}&done=rated";
    }

    private static IResult Opinion(Reading reading, string id, string? area, string? topic, FormState? state)
    {
        var view = DeliberationReading.View(reading, id);
        string[] areas = view.Coordinates ? [.. view.Areas.Select(called => called.Id)] : [.. view.Speaks];
        if (state is null && areas.Length == 0) return Pages.Problem(reading.Http, Problem.NotAllowed);
        if (state is null && !view.MayRate) return Results.Redirect(view.At);
        area ??= view.Waiting.FirstOrDefault() ?? (areas is [var only] ? only : null);
        topic ??= view.Topics.FirstOrDefault(t => area is not null && t.Missing.Contains(area))?.Id
            ?? (view.Topics is [var one] ? one.Id : null);
        return Pages.Of<OpinionPage>(
            new
            {
                View = view, Areas = areas, Area = area, Topic = topic, State = state,
                Standing = view.Topics.FirstOrDefault(t => t.Id == topic)?.Opinions?
                    .FirstOrDefault(opinion => opinion.AreaId == area),
                Done = reading.Text("done") is not null,
                Late = reading.Today > view.About.LastDay && !view.Coordinates,
            }, state);
    }
}
