using Federation.Api.Organisations;
using Federation.Domain.Help;

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
        api.MapPost("/teams", async (Post<TeamBody> asked) =>
        {
            var done = await Form(asked, asked.Body);
            return done.Created(asked.Http, $"/api/v1/teams?organisationId={asked.Body.OrganisationId}");
        });
        api.MapPost("/teams/{id}/name", async (string id, Post<TeamNameBody> asked) =>
            (await Rename(asked, id, asked.Body.Name)).Answer(asked.Http));
        api.MapPost("/teams/{id}/disbanding", async (string id, Post<Nothing> asked) =>
            (await Disband(asked, id)).Answer(asked.Http));
        api.MapGet("/teams", (Reading reading) => Teams(reading));
    }

    public static Task<Done> Form(Post post, TeamBody body)
    {
        var (id, organisation) = (post.Id(body.Id), Post.Reference(body.OrganisationId, "organisationId"));
        return post.Run(
            Team.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(organisation, "organisationId");
                return new TeamCommand.Form(organisation, body.Name, body.Illustrative);
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, organisation), id);
    }

    public static Task<Done> Rename(Post post, string id, Name name) =>
        post.Run(Stream(id), () => new TeamCommand.Rename(name), Coordinates(post, id), id);

    public static Task<Done> Disband(Post post, string id) =>
        post.Run(Stream(id), () => new TeamCommand.Disband(), Coordinates(post, id), id);

    private static string Stream(string id) => Team.Boundary.Stream(Post.Reference(id, "id"));

    private static bool Coordinates(Post post, string id) =>
        post.Rows.One("select organisation from teams where team = @id", r => r.GetString(0), ("id", id)) is { } owner
        && post.Caller.SpeaksAsCoordinator(post.Rows, owner);

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
