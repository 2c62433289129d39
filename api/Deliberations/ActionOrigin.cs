using System.Text.Json.Serialization;

namespace Federation.Api.Deliberations;

/// <summary>The decision that a joint action follows from, with the six outputs it carries over.</summary>
public sealed record ActionOrigin(
    string DeliberationId, Name Question, DateOnly? DecidedOn, Name Title, Name? Goal, Name? Strategy, Name? Resources,
    Name? Stakeholders, Name? Audience, Name? Implementers, [property: JsonIgnore] TopicShown Topic)
{
    /// <summary>Null where the action follows from none, or from one that this product never held.</summary>
    internal static ActionOrigin? Of(Reading reading, string? deliberation)
    {
        if (deliberation is null || reading.Rows.One(
            "select 1 from deliberations where deliberation = @id and stage = 'decided'", r => r.GetInt64(0),
            ("id", deliberation)) != 1) return null;
        var talk = DeliberationReading.View(reading, deliberation, words: false);
        var topic = talk.Decided!;
        return new(
            deliberation, talk.Question, talk.Outcome!.On, topic.Title, topic.Goal, topic.Strategy, topic.Resources,
            topic.Stakeholders, topic.Audience, topic.Implementers, topic);
    }
}
