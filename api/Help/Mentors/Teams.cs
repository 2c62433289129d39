using Federation.Domain.Help;

namespace Federation.Api.Help;

public sealed record TeamBody(
    [Says("所属组织", "Organisation")] string OrganisationId,
    [Says("名称", "Name", "例如“巧手维修队”。请不要写个人姓名。", "Such as “Handy Repair Team”. Please no names of people.",
        Max = Team.NameLengthMax)]
    Name Name,
    bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

public sealed record TeamNameBody(
    [Says("名称", "Name", Max = Team.NameLengthMax)] Name Name, DateOnly? On = null) : IDated;

/// <summary>A small team with what it did.</summary>
public sealed record TeamShown(
    string Id, PartyShown Organisation, Name Name, string State, bool Illustrative, DateOnly? FormedOn,
    long Deliveries, long Minutes, decimal? Rating, long Ratings);

/// <summary>Small teams (小团队) that organisations send out.</summary>
public static class Teams
{
    private const Who Keepers = Who.Staff | Who.Coordinators;

    public static readonly Feature Feature = new("/teams", [typeof(Team.Refusals)], teams =>
    {
        var list = teams.Get<Listed<TeamShown>, TeamsPage>("", Who.SignedIn, Found, "organisationId q state");
        var form = teams.Form<NewTeamPage>("/new", Keepers);
        teams.Add<TeamBody>("", Keepers, Form, form, then: list, told: new(
            "小团队已组建，报名和填报时就能选它", "The team is formed and can be chosen for help", "team-formed"),
            made: (post, _) => $"/api/v1/teams?organisationId={post.Body.OrganisationId}");
        teams.Do<TeamNameBody>("/{id}/name", Keepers, post => Run(post, new TeamCommand.Rename(post.Body.Name)), list,
            told: new("名称已更新", "The name is updated", "team-renamed"));
        teams.Do<Nothing>("/{id}/disbanding", Keepers, post => Run(post, new TeamCommand.Disband()), list,
            told: new("小团队已解散", "The team has disbanded", "team-disbanded"));
    });

    private static Task<Done> Form(Post<TeamBody> post)
    {
        var (id, body) = (post.Id(post.Body.Id), post.Body);
        var organisation = Post.Reference(body.OrganisationId, "organisationId");
        return post.Run(
            Team.Boundary.Stream(id),
            () =>
            {
                post.RequireParty(organisation, "organisationId");
                return new TeamCommand.Form(organisation, body.Name, body.Illustrative);
            },
            post.Caller.SpeaksAsCoordinator(post.Rows, organisation), id);
    }

    private static Task<Done> Run(Post post, TeamCommand command)
    {
        var id = post["id"];
        var owner = post.Rows.One("select organisation from teams where team = @id", r => r.GetString(0), ("id", id));
        return post.Run(
            Team.Boundary.Stream(id), () => command,
            owner is not null && post.Caller.SpeaksAsCoordinator(post.Rows, owner), id);
    }

    /// <summary>Teams with what they did; disbanded ones only when asked for by state.</summary>
    private static Listed<TeamShown> Found(Reading reading)
    {
        var (organisation, q) = (reading.Id("organisationId"), reading.Words());
        return reading.Page(
            reading.Rows.All(
                "select t.team, t.organisation, o.name, o.name_en, t.name_zh, t.name_en, t.state, t.illustrative, " +
                "t.formed_on, t.deliveries, t.minutes, t.rating_sum, t.ratings from teams t " +
                "left join organisations o on o.id = t.organisation where t.state = @state and t.team > @after " +
                (organisation is null ? "" : "and t.organisation = @organisation ") +
                (q is null ? "" : "and (lower(t.name_zh) like @q escape '!' or lower(o.name) like @q escape '!') ") +
                "order by t.team limit @max",
                r => new TeamShown(
                    r.GetString(0), Parties.Party(r.GetString(1), r.Text(2), r.Text(3))!, r.Name(4), r.GetString(6),
                    r.Flag(7), r.Day(8), r.Number(9) ?? 0, r.Number(10) ?? 0,
                    HelpReading.Mean(r.Number(11), r.Number(12)), r.Number(12) ?? 0),
                ("state", reading.Text("state") is "disbanded" ? "disbanded" : "active"), ("after", reading.Cursor),
                ("organisation", organisation), ("q", q), ("max", reading.Limit + 1)),
            team => team.Id);
    }
}
