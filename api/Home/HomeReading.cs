namespace Federation.Api.Home;

public sealed record ActionAtHome(string Id, Name Title, string Theme, ActionPhase Phase);

public sealed record RequestAtHome(
    string Id, string Topic, string State, string OrganisationId, DateOnly? OpenedOn, bool Illustrative);

/// <summary>What is going on in an alliance: public, without personal data.</summary>
public sealed record GoingOn(
    IReadOnlyList<ActionAtHome> Actions, IReadOnlyList<RequestAtHome> Requests, IReadOnlyList<SessionRow> Sessions);

/// <summary>An alliance that the home page can show.</summary>
public sealed record AllianceAtHome(string Id, Name Name, string Region);

/// <param name="Changes">Sessions moved or cancelled of which somebody may not have heard yet.</param>
public sealed record AtHome(
    AllianceAtHome Alliance, IReadOnlyList<AllianceAtHome> Others, CoverageAnswer Coverage,
    IReadOnlyList<HomeTask> Tasks, GoingOn Now, IReadOnlyList<SessionNews> Changes);

/// <param name="Shown">Null where there is no alliance yet.</param>
public sealed record HomeView(AtHome? Shown);

/// <summary>The first page: the alliance's figures, what is going on, and what the reader should do next.</summary>
internal static class HomeReading
{
    public static readonly Feature Feature =
        new("", [], home => home.Page<HomeView, HomePage>("/", Who.Everyone, reading => new(Of(reading))));

    private const int Shown = 5;

    private static AtHome? Of(Reading reading)
    {
        var alliances = reading.Rows.All(
            "select a.id, a.name, a.name_en, a.region, count(m.organisation) " +
            "from alliances a left join memberships m " +
            "on m.alliance = a.id and m.state = 'member' group by a.id, a.name, a.name_en, a.region " +
            "order by case when a.id = @asked then 0 else 1 end, count(m.organisation) desc, a.id limit 20",
            r => new AllianceAtHome(r.GetString(0), r.Name(1), r.GetString(3)), ("asked", reading.Text("at")));
        var shown = alliances.FirstOrDefault(a => a.Id == reading.Text("at"))
            ?? alliances.FirstOrDefault(a => IsOwn(reading, a)) ?? alliances.FirstOrDefault();
        return shown is null ? null : new(
            shown, [.. alliances.Where(a => a != shown)],
            CoverageReading.Of(reading, CoverageQuery.Of(reading, shown.Region) with { Alliance = null, By = null }),
            HomeTasks.Of(reading, Lang.Of(reading.Http), shown), Now(reading, shown.Id),
            SessionMoves.News(reading, shown.Id));
    }

    /// <summary>The reader coordinates it, is staff of a member, or looks after its region.</summary>
    private static bool IsOwn(Reading reading, AllianceAtHome alliance) =>
        (!reading.Caller.Administrator && (
            reading.Caller.Coordinates(alliance.Id, alliance.Region) || reading.Caller.Oversees(alliance.Region)))
        || reading.Caller.Organisations.Any(organisation => reading.Rows.One(
            "select 1 from memberships where alliance = @alliance and organisation = @organisation " +
            "and state = 'member'",
            r => r.GetInt64(0), ("alliance", alliance.Id), ("organisation", organisation)) == 1);

    private static GoingOn Now(Reading reading, string alliance) => new(
        reading.Rows.All<ActionAtHome>(
            "select action as id, title_zh, title_en, theme, phase from actions " +
            "where alliance = @alliance and phase <> 'draft' " +
            "order by case when phase = 'launched' then 0 else 1 end, from_day desc, action limit @max",
            ("alliance", alliance), ("max", Shown)),
        reading.Rows.All<RequestAtHome>(
            "select request as id, topic, state, organisation as organisation_id, opened_on, illustrative " +
            "from requests where alliance = @alliance and state in ('open', 'matched') " +
            "order by opened_on desc, request limit @max", ("alliance", alliance), ("max", Shown)),
        SessionReading.Latest(reading, alliance, Shown));
}
