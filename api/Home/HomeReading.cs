using Federation.Api.JointActions;
using Federation.Domain.JointActions;

namespace Federation.Api.Home;

public sealed record ActionAtHome(string Id, Name Title, string Theme, ActionPhase Phase);

public sealed record RequestAtHome(
    string Id, string Topic, string State, string OrganisationId, DateOnly? OpenedOn, bool Illustrative);

/// <summary>What is going on in an alliance: public, without personal data.</summary>
public sealed record GoingOn(
    IReadOnlyList<ActionAtHome> Actions, IReadOnlyList<RequestAtHome> Requests, IReadOnlyList<SessionRow> Sessions);

internal static class HomeReading
{
    private const int Shown = 5;

    /// <summary>The reader coordinates it, is staff of a member, or looks after its region.</summary>
    public static bool IsOwn(Reading reading, AllianceAtHome alliance) =>
        (!reading.Caller.Administrator && (
            reading.Caller.Coordinates(alliance.Id, alliance.Region) || reading.Caller.Oversees(alliance.Region)))
        || reading.Caller.Organisations.Any(organisation => reading.Rows.One(
            "select 1 from memberships where alliance = @alliance and organisation = @organisation " +
            "and state = 'member'",
            r => r.GetInt64(0), ("alliance", alliance.Id), ("organisation", organisation)) == 1);

    public static GoingOn Of(Reading reading, AllianceAtHome alliance) => new(
        reading.Rows.All(
            "select action, title_zh, title_en, theme, phase from actions " +
            "where alliance = @alliance and phase <> 'draft' " +
            "order by case when phase = 'launched' then 0 else 1 end, from_day desc, action limit @max",
            r => new ActionAtHome(
                r.GetString(0), r.Name(1), r.GetString(3), RowText.Parse<ActionPhase>(r.GetString(4))),
            ("alliance", alliance.Id), ("max", Shown)),
        reading.Rows.All(
            "select request, topic, state, organisation, opened_on, illustrative from requests " +
            "where alliance = @alliance and state in ('open', 'matched') " +
            "order by opened_on desc, request limit @max",
            r => new RequestAtHome(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Day(4), r.Flag(5)),
            ("alliance", alliance.Id), ("max", Shown)),
        SessionReading.Latest(reading, alliance.Id, Shown));
}
