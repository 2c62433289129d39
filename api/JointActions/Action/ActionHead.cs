namespace Federation.Api.JointActions;

/// <summary>What the pages beside an action's own need of it: its name, and what the reader may do. No figure is
/// computed for it.</summary>
/// <param name="Speaks">Organisations that take part and that the reader is staff of.</param>
public sealed record ActionHead(ActionRow About, bool Coordinates, IReadOnlyList<string> Speaks)
{
    public string At => $"/joint-actions/{About.Id}";

    /// <summary>May keep what every participant may; after the closing only a coordinator completes it.</summary>
    public bool MayKeep => Coordinates || (Speaks.Count > 0 && About.Phase != ActionPhase.Closed);

    /// <summary>Takes part, so that what is for those of the action is for this reader.</summary>
    public bool Member => Coordinates || Speaks.Count > 0;

    internal static (ActionOf Of, ActionHead Head) Of(Reading reading, string id)
    {
        var (of, about) = ActionReading.Plain(reading, id);
        return (of, new(
            about, reading.Caller.Coordinates(of),
            [.. reading.Caller.Organisations.Where(own => ActionFactsReading.TakesPart(reading.Rows, of.Id, own))]));
    }

    /// <summary>Organisations that take part, once each, for choosing among them; all for a coordinator, else the
    /// reader's own.</summary>
    internal IReadOnlyList<Choice> Organisations(Reading reading, Lang lang) =>
    [
        .. ActionReading.Participants(reading.Rows, About.Id)
            .Where(p => Coordinates || Speaks.Contains(p.OrganisationId)).DistinctBy(p => p.OrganisationId)
            .Select(p => new Choice(p.OrganisationId, lang.Of(p.Name))),
    ];
}
