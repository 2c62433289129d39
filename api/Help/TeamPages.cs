using Federation.Api.Alliances;
using Federation.Api.Organisations;
using static Federation.Api.Help.HelpPages;

namespace Federation.Api.Help;

/// <summary>A small team as its page shows it.</summary>
/// <param name="Keeps">The reader may rename and disband it.</param>
public sealed record TeamShown(
    string Id, PartyShown? Organisation, Name Name, string State, bool Illustrative, DateOnly? FormedOn,
    long Deliveries, long Minutes, decimal? Rating, long Ratings, bool Keeps);

/// <summary>Pages of the small teams (小团队) that organisations send out.</summary>
public static class TeamPages
{
    public static readonly RoleRow[] Roles =
    [
        new("GET", "/teams", Who.SignedIn),
        new("GET", "/teams/new", Who.Staff | Who.Coordinators),
        new("POST", "/teams/new", Who.Staff | Who.Coordinators),
        new("POST", "/teams/{id}/name", Who.Staff | Who.Coordinators),
        new("POST", "/teams/{id}/disbanding", Who.Staff | Who.Coordinators),
    ];

    public static void MapTeamPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/teams", (Reading reading) => List(reading));
        pages.MapGet("/teams/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost("/teams/new", FormAsync);
        pages.MapPost("/teams/{id}/name", (string id, Posted posted, Reading reading) =>
        {
            var name = posted.Name("name");
            return posted.Run(
                () => TeamEndpoints.Rename(posted.Post, id, name), _ => "/teams?done=team-renamed",
                state => List(reading, $"name-{id}", state), ("team-name-missing", "name"),
                ("team-name-too-long", "name"));
        });
        pages.MapPost("/teams/{id}/disbanding", (string id, Posted posted, Reading reading) => posted.Run(
            () => TeamEndpoints.Disband(posted.Post, id), _ => "/teams?done=team-disbanded",
            state => List(reading, $"disbanding-{id}", state)));
    }

    private static IResult List(Reading reading, string? form = null, FormState? state = null)
    {
        var own = reading.OwnParties();
        var found = Found(reading, own.Select(p => p.Id).ToHashSet());
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        return Pages.Of<TeamsPage>(
            new
            {
                Teams = shown, Disbanded = StateOf(reading) == "disbanded", MayForm = own.Count > 0,
                Form = form, State = state, Done = reading.Text("done"),
                Next = more ? reading.Next(shown[^1].Id) : null, reading.First,
            },
            Status(state));
    }

    private static string StateOf(Reading reading) => reading.Text("state") is "disbanded" ? "disbanded" : "active";

    /// <summary>One more than fits on a page.</summary>
    private static IReadOnlyList<TeamShown> Found(Reading reading, HashSet<string> own) => reading.Rows.All(
        "select t.team, t.organisation, o.name, o.name_en, t.name_zh, t.name_en, t.state, t.illustrative, " +
        "t.formed_on, t.deliveries, t.minutes, t.rating_sum, t.ratings from teams t " +
        "left join organisations o on o.id = t.organisation where t.state = @state and t.team > @after " +
        "order by t.team limit @max",
        r => new TeamShown(
            r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3)), r.Name(4), r.GetString(6), r.Flag(7),
            r.Day(8), r.Number(9) ?? 0, r.Number(10) ?? 0, HelpReading.Mean(r.Number(11) ?? 0, r.Number(12) ?? 0),
            r.Number(12) ?? 0, own.Contains(r.GetString(1))),
        ("state", StateOf(reading)), ("after", reading.Cursor), ("max", reading.Limit + 1));

    private static IResult New(Reading reading, Lang lang, FormState? state) => Pages.Of<NewTeamPage>(
        new { State = state, Parties = HelpChoices.Of(lang, reading.OwnParties()) }, Status(state));

    private static Task<IResult> FormAsync(Posted posted, Reading reading)
    {
        var (organisation, name) = (posted.Required("organisationId"), posted.Name("name"));
        return posted.Run(
            () => TeamEndpoints.Form(posted.Post, new(organisation, name)), _ => "/teams?done=team-formed",
            state => New(reading, posted.L, state), ("team-name-missing", "name"), ("team-name-too-long", "name"));
    }
}
