using Federation.Domain.Help;
using static Federation.Log.Column;

namespace Federation.Log.Help;

/// <summary>The mentor pool and the small teams.</summary>
internal static class MentorRows
{
    /// <summary>One row per mentor ever nominated. Deliveries, minutes, ratings: of confirmed help.</summary>
    public static readonly Table Mentors = new(
        "mentors", [Text("mentor")],
        [
            Text("organisation"), Text("alliance"), Text("person"), Text("topics"), Text("modes"), Text("state"),
            Number("illustrative"), Text("nominated_on"), Text("decided_on"), Text("retired_on"), Text("reason_id"),
            Number("deliveries"), Number("minutes"), Number("rating_sum"), Number("ratings"),
        ],
        "alliance, state", "organisation");

    /// <summary>One row per small team. <c>deliveries</c>, <c>minutes</c>, ratings: of confirmed help.</summary>
    public static readonly Table Teams = new(
        "teams", [Text("team")],
        [
            Text("organisation"), Text("name_zh"), Text("name_en"), Text("state"), Number("illustrative"),
            Text("formed_on"), Text("disbanded_on"),
            Number("deliveries"), Number("minutes"), Number("rating_sum"), Number("ratings"),
        ],
        "organisation");

    public static readonly Projection Projection = new("mentors", [Mentors, Teams], stored => stored.Body switch
    {
        MentorEvent body => Of(stored, body),
        TeamEvent body => Of(stored, body),
        _ => [],
    });

    private static IEnumerable<Change> Of(StoredEvent stored, MentorEvent body)
    {
        object[] key = [stored.Id()];
        return body switch
        {
            MentorEvent.MentorNominated e =>
            [
                Mentors.Put(
                    key, ("organisation", e.OrganisationId), ("alliance", e.AllianceId), ("person", e.PersonId),
                    ("topics", Cell.List(e.Topics)), ("modes", Cell.List(e.Modes)), ("state", "nominated"),
                    ("illustrative", e.Illustrative), ("nominated_on", stored.Day), ("decided_on", null),
                    ("retired_on", null), ("reason_id", null)),
            ],
            MentorEvent.MentorAccepted => [Mentors.Put(key, ("state", "accepted"), ("decided_on", stored.Day))],
            MentorEvent.MentorDeclined e =>
                [Mentors.Put(key, ("state", "declined"), ("decided_on", stored.Day), ("reason_id", e.ReasonId))],
            MentorEvent.MentorSkillsChanged e =>
                [Mentors.Put(key, ("topics", Cell.List(e.Topics)), ("modes", Cell.List(e.Modes)))],
            MentorEvent.MentorRetired e =>
                [Mentors.Put(key, ("state", "retired"), ("retired_on", stored.Day), ("reason_id", e.ReasonId))],
            _ => [],
        };
    }

    private static IEnumerable<Change> Of(StoredEvent stored, TeamEvent body)
    {
        object[] key = [stored.Id()];
        return body switch
        {
            TeamEvent.TeamFormed e =>
            [
                Teams.Put(
                    key, ("organisation", e.OrganisationId), ("name_zh", e.Name.Zh), ("name_en", e.Name.En),
                    ("state", "active"), ("illustrative", e.Illustrative), ("formed_on", stored.Day)),
            ],
            TeamEvent.TeamRenamed e => [Teams.Put(key, ("name_zh", e.Name.Zh), ("name_en", e.Name.En))],
            TeamEvent.TeamDisbanded => [Teams.Put(key, ("state", "disbanded"), ("disbanded_on", stored.Day))],
            _ => [],
        };
    }
}
