using Federation.Domain.Counting;

namespace Federation.Domain.JointActions;

// The values that a session's commands and events are made of.

/// <summary>What a session counts under. Every counted event carries it, so that counters need no lookup.</summary>
/// <param name="Scopes">Those of its series on the day of planning: figures by scope need no join.</param>
/// <param name="Illustrative">An illustration of how a published total may have come about, not a reported
/// session.</param>
public sealed record SessionOf(
    string AllianceId, string Theme, string SeriesId, Items<string> Scopes, string VillageCode, string OrganisationId,
    bool Illustrative);

/// <summary>When and where a session was to be.</summary>
public sealed record SessionTime(DateTimeOffset StartsAt, string Place);

/// <summary>Copies of one thing handed out at a session.</summary>
public sealed record Material(string Name, long Count, Precision Precision = Precision.Exact);

/// <summary>What is reported of a held session.</summary>
/// <param name="PersonTimes">Residents served, in person-times (人次).</param>
/// <param name="Volunteers">Person-times of volunteers.</param>
/// <param name="Minutes">Length of the session.</param>
/// <param name="NoteId">A sealed text.</param>
public sealed record SessionReport(
    Counted PersonTimes, long Volunteers, long Minutes, Items<Material> Materials, string? NoteId = null)
{
    public const long PersonTimesMax = 100_000;
    public const long VolunteersMax = 10_000;
    public const long MinutesMax = 1_440; // a session lies within one day
    public const int MaterialsMax = 20;
    public const long CopiesMax = 1_000_000;

    public bool NumbersFit() =>
        PersonTimes.Value is >= 0 and <= PersonTimesMax && Volunteers is >= 0 and <= VolunteersMax
        && Minutes is >= 0 and <= MinutesMax;

    public bool MaterialsFit() =>
        Materials.Count <= MaterialsMax
        && Materials.All(material =>
            Texts.Fits(material.Name, Texts.WordMax) && material.Count is >= 0 and <= CopiesMax)
        && Materials.Select(material => material.Name).Distinct().Count() == Materials.Count;

    /// <summary>What this report adds to every counter it belongs to.</summary>
    public Tally Tally(bool illustrative) => new(
        Sessions: 1, Parts.Of(PersonTimes), Volunteers, Minutes,
        Materials.Aggregate(default(Parts), (sum, material) => sum + Parts.Of(material.Count, material.Precision)),
        Pledges: 0, PledgesNotStated: 0, Illustrative: illustrative ? 1 : 0, IllustrativePledges: 0);
}
