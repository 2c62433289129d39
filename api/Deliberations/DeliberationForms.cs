namespace Federation.Api.Deliberations;

/// <param name="Topic">The one to be worded anew; null for a new one.</param>
public sealed record TopicView(DeliberationShown Talk, TopicShown? Topic);

/// <param name="Areas">Those whose opinion the reader may give.</param>
/// <param name="Area">The one that is chosen at first; the same with the topic.</param>
/// <param name="Standing">What the area says of the topic so far.</param>
public sealed record OpinionView(
    DeliberationShown Talk, IReadOnlyList<string> Areas, string? Area, string? Topic, OpinionShown? Standing);

/// <summary>What the forms of a deliberation show. Whoever may not fill them in is told so, and once there is an
/// outcome they lead back to it; a form that was refused is shown again in any case, with the reason.</summary>
internal static class DeliberationForms
{
    public static DeliberationShown ForOutcome(Reading reading)
    {
        var talk = DeliberationReading.View(reading, reading["id"]);
        if (!talk.Coordinates && reading.Sent is null) throw new ProblemException(Problem.NotAllowed);
        if (!talk.Open && reading.Sent is null) reading.Elsewhere = talk.At + "#outcome";
        return talk;
    }

    public static TopicView ForNewTopic(Reading reading) =>
        Allowed(reading, new(DeliberationReading.View(reading, reading["id"]), null));

    public static TopicView? ForTopic(Reading reading)
    {
        var (talk, id) = (DeliberationReading.View(reading, reading["id"]), reading["topicId"]);
        return talk.Topics.FirstOrDefault(known => known.Id == id) is { } topic
            ? Allowed(reading, new(talk, topic)) : null;
    }

    public static OpinionView ForOpinion(Reading reading)
    {
        var (talk, sent) = (DeliberationReading.View(reading, reading["id"]), reading.Sent);
        string[] areas = talk.Coordinates ? [.. talk.Areas.Select(called => called.Id)] : [.. talk.Speaks];
        if (sent is null && areas.Length == 0) throw new ProblemException(Problem.NotAllowed);
        if (sent is null && !talk.MayRate) reading.Elsewhere = talk.At;
        var area = sent?.Typed("areaId") ?? reading.Text("area") ?? talk.Waiting.FirstOrDefault()
            ?? (areas is [var only] ? only : null);
        var topic = sent?.Typed("topicId") ?? reading.Text("topic")
            ?? talk.Topics.FirstOrDefault(t => area is not null && t.Missing.Contains(area))?.Id
            ?? (talk.Topics is [var one] ? one.Id : null);
        return new(
            talk, areas, area, topic, talk.Topics.FirstOrDefault(t => t.Id == topic)?.Opinions?
                .FirstOrDefault(opinion => opinion.AreaId == area));
    }

    private static TopicView Allowed(Reading reading, TopicView view)
    {
        if (reading.Sent is not null) return view;
        if (!view.Talk.MayWord(view.Topic)) throw new ProblemException(Problem.NotAllowed);
        if (!view.Talk.Open) reading.Elsewhere = view.Talk.At;
        return view;
    }
}
