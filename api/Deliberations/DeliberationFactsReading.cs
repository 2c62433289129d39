using Federation.Domain.Alliances;
using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>Whose deliberation it is.</summary>
public sealed record DeliberationOf(string Id, string AllianceId, string? RegionCode);

/// <summary>The facts that commands of this area rest on; read inside the prepare lambda, each stream in the
/// basis.</summary>
internal static class DeliberationFactsReading
{
    /// <summary>The deliberation of a route, or 404.</summary>
    public static DeliberationOf RequireDeliberation(this Rows rows, string id) => rows.One(
        "select d.deliberation, d.alliance, a.region from deliberations d left join alliances a on a.id = d.alliance " +
        "where d.deliberation = @id",
        r => new DeliberationOf(r.GetString(0), r.GetString(1), r.Text(2)), ("id", Post.Reference(id, "id")))
        ?? throw new ProblemException(Problem.NotFound);

    public static bool IsMember(this Rows rows, string alliance, string organisation) => rows.One(
        "select 1 from memberships where alliance = @alliance and organisation = @organisation and state = 'member'",
        r => r.GetInt64(0), ("alliance", alliance), ("organisation", organisation)) == 1;

    public static AllianceAreas AreasOf(this Post post, string alliance)
    {
        post.RestOn(Alliance.Boundary.Stream(alliance));
        return new(alliance, [.. post.Rows.All(
            "select area from areas where alliance = @alliance order by area", r => r.GetString(0),
            ("alliance", alliance))]);
    }

    /// <summary>What the asker is to an area of the deliberation's alliance.</summary>
    public static AreaVoice VoiceOf(this Post post, DeliberationOf of, string area)
    {
        post.RestOn(Alliance.Boundary.Stream(of.AllianceId));
        foreach (var own in post.Caller.Organisations)
            post.RestOn(Membership.Boundary.Stream(of.AllianceId, own));
        return Voice(post.Rows, post.Caller, of.AllianceId, area);
    }

    public static AreaVoice Voice(Rows rows, Caller caller, string alliance, string area)
    {
        var person = rows.One(
            "select representative from areas where alliance = @alliance and area = @area", r => r.Text(0),
            ("alliance", alliance), ("area", area));
        string[] accounts = person is null ? [] : [.. rows.All(
            "select id from accounts where person = @person and closed = 0", r => r.GetString(0), ("person", person))];
        return new(
            area, caller.Account is { } me && accounts.Contains(me), accounts.Length > 0,
            [.. caller.Organisations.Where(own => rows.One(
                "select 1 from memberships m join organisations o on o.id = m.organisation " +
                "join area_villages v on v.alliance = m.alliance and v.village = o.village " +
                "where m.alliance = @alliance and m.organisation = @own and m.state = 'member' and v.area = @area",
                r => r.GetInt64(0), ("alliance", alliance), ("own", own), ("area", area)) == 1)]);
    }

    /// <summary>What a joint action rests on that follows from a deliberation; null when there is none such.</summary>
    public static DeliberationFacts? DeliberationFacts(this Post post, string? id)
    {
        if (id is null) return null;
        post.RestOn(Deliberation.Boundary.Stream(id));
        return post.Rows.One(
            "select alliance, stage from deliberations where deliberation = @id",
            r => new DeliberationFacts(id, r.GetString(0), r.GetString(1) == RowText.Of(DeliberationStage.Decided)),
            ("id", id));
    }
}
