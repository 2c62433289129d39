using Federation.Api.Organisations;
using Federation.Api.Spine;
using Federation.Domain;
using Federation.Domain.Help;
using Federation.Log;

namespace Federation.Api.Help;

public sealed record TeamBody(
    string OrganisationId, Name Name, bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

public sealed record TeamNameBody(Name Name, DateOnly? On = null) : IDated;

/// <summary>Small teams (小团队) that organisations send out.</summary>
public static class TeamEndpoints
{
    public static readonly RoleRow[] Roles =
    [
        new("POST", "/api/v1/teams", Who.Staff | Who.Coordinators),
        new("GET", "/api/v1/teams", Who.SignedIn),
        new("POST", "/api/v1/teams/{id}/name", Who.Staff | Who.Coordinators),
        new("POST", "/api/v1/teams/{id}/disbanding", Who.Staff | Who.Coordinators),
    ];

    public static void MapTeams(this IEndpointRouteBuilder api)
    {
        api.MapPost("/teams", async (Asked<TeamBody> asked) =>
        {
            var done = await Form(asked.Asking, asked.Body);
            return done.Created(asked.Http, $"/api/v1/teams?organisationId={asked.Body.OrganisationId}");
        });
        api.MapPost("/teams/{id}/name", async (string id, Asked<TeamNameBody> asked) =>
            (await Rename(asked.Asking, id, asked.Body.Name)).Answer(asked.Http));
        api.MapPost("/teams/{id}/disbanding", async (string id, Asked<Nothing> asked) =>
            (await Disband(asked.Asking, id)).Answer(asked.Http));
        api.MapGet("/teams", (Reading reading) => Teams(reading));
    }

    public static Task<Done> Form(Asking asking, TeamBody body)
    {
        var (id, organisation) = (asking.Id(body.Id), Asking.Reference(body.OrganisationId, "organisationId"));
        return asking.Run(
            Team.Boundary.Stream(id),
            () =>
            {
                asking.RequireParty(organisation, "organisationId");
                return new TeamCommand.Form(organisation, body.Name, body.Illustrative);
            },
            asking.Caller.SpeaksAsCoordinator(asking.Rows, organisation), id);
    }

    public static Task<Done> Rename(Asking asking, string id, Name name) =>
        asking.Run(Stream(id), () => new TeamCommand.Rename(name), Coordinates(asking, id), id);

    public static Task<Done> Disband(Asking asking, string id) =>
        asking.Run(Stream(id), () => new TeamCommand.Disband(), Coordinates(asking, id), id);

    private static string Stream(string id) => Team.Boundary.Stream(Asking.Reference(id, "id"));

    private static bool Coordinates(Asking asking, string id) =>
        asking.Rows.One("select organisation from teams where team = @id", r => r.GetString(0), ("id", id)) is { } owner
        && asking.Caller.SpeaksAsCoordinator(asking.Rows, owner);

    /// <summary>Teams with what they did; disbanded ones only when asked for by state.</summary>
    private static IResult Teams(Reading reading)
    {
        var (organisation, q) = (reading.Id("organisationId"), reading.Words());
        var state = reading.Text("state") is "disbanded" ? "disbanded" : "active";
        var teams = reading.Rows.All(
            "select t.team, t.organisation, o.name, o.name_en, t.name_zh, t.name_en, t.state, t.illustrative, " +
            "t.formed_on, t.deliveries, t.minutes, t.rating_sum, t.ratings from teams t " +
            "left join organisations o on o.id = t.organisation where t.state = @state and t.team > @after " +
            (organisation is null ? "" : "and t.organisation = @organisation ") +
            (q is null ? "" : "and (lower(t.name_zh) like @q escape '!' or lower(o.name) like @q escape '!') ") +
            "order by t.team limit @max",
            r => (Id: r.GetString(0), Shown: (object)new
            {
                id = r.GetString(0), organisation = Parties.Party(r.GetString(1), r.Text(2), r.Text(3)),
                name = new Name(r.GetString(4), r.Text(5)), state = r.GetString(6), illustrative = r.Flag(7),
                formedOn = r.Day(8), deliveries = r.Number(9) ?? 0, minutes = r.Number(10) ?? 0,
                rating = HelpReading.Mean(r.Number(11), r.Number(12)), ratings = r.Number(12) ?? 0,
            }),
            ("state", state), ("after", reading.Cursor), ("organisation", organisation), ("q", q),
            ("max", reading.Limit + 1));
        return reading.Listed(teams);
    }
}
