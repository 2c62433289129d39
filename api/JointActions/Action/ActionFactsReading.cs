using Federation.Domain.Alliances;
using Federation.Domain.Places;

namespace Federation.Api.JointActions;

/// <summary>Whose joint action it is.</summary>
public sealed record ActionOf(string Id, string AllianceId, string RegionCode);

/// <summary>The facts that commands of this area rest on; read inside the prepare lambda, each stream in the
/// basis.</summary>
internal static class ActionFactsReading
{
    /// <summary>The action of a route, or 404.</summary>
    public static ActionOf RequireAction(this Rows rows, string id) => rows.FindAction(Post.Reference(id, "id"))
        ?? throw new ProblemException(Problem.NotFound);

    public static ActionOf? FindAction(this Rows rows, string id) => rows.One<ActionOf>(
        "select a.action as id, a.alliance as alliance_id, coalesce(l.region, '') as region_code from actions a " +
        "left join alliances l on l.id = a.alliance where a.action = @id", ("id", id));

    /// <summary>The alliance that a body names, with its region, or 409.</summary>
    public static string RequireAlliance(this Rows rows, string id, string field) => rows.One(
        "select region from alliances where id = @id", r => r.GetString(0), ("id", Post.Reference(id, field)))
        ?? throw Problem.Absent("alliance-not-found", field, "没有这个联盟，请先成立。",
            "There is no such alliance; found it first.");

    /// <summary>What a session or pledge needs to know of its action in one village.</summary>
    public static ActionFacts ActionFacts(this Post post, string action, string village)
    {
        var about = post.Fact(JointAction.Boundary.Stream(action), "about", () => post.Rows.One(
            "select alliance, theme, phase, from_day, to_day, in_months from actions where action = @action",
            r => new ActionFacts(
                action, r.GetString(0), r.GetString(1), RowText.Parse<ActionPhase>(r.GetString(2)),
                new(r.Day(3)!.Value, r.Day(4)!.Value, r.Flag(5)), [], []), ("action", action))
            ?? throw new ProblemException(Problem.NotFound)); // Not remembered: another process may be making it.
        return about with
        {
            Series = [.. SeriesOf(post.Rows, action)],
            Participants = [.. ParticipantsOf(post.Rows, action, village)],
        };
    }

    public static ActionPhase Phase(this Post post, string action) => post.Fact(
        JointAction.Boundary.Stream(action), "phase", () => post.Rows.One(
            "select phase from actions where action = @action", r => RowText.Parse<ActionPhase>(r.GetString(0)),
            ("action", action))); // None where there is no such action.

    /// <summary>What records kept beside the action need to know of it.</summary>
    public static ActionDesk Desk(this Post post, ActionOf action) => new(
        action.Id, action.AllianceId, post.Phase(action.Id),
        [.. post.Caller.Organisations.Where(own => TakesPart(post.Rows, action.Id, own))]);

    public static bool TakesPart(Rows rows, string action, string organisation) => rows.One(
        "select 1 from action_participants where action = @action and organisation = @organisation limit 1",
        r => r.GetInt64(0), ("action", action), ("organisation", organisation)) == 1;

    /// <summary>Whether the organisation is a member today and the village one of the alliance's real ones.</summary>
    public static MemberFacts MemberFacts(this Post post, ActionOf action, string organisation, string village)
    {
        post.RestOn(Membership.Boundary.Stream(action.AllianceId, organisation));
        if (Regions.IsVillageCode(village)) post.RestOn(Town.Boundary.Stream(Regions.TownOf(village)));
        var admitted = post.Rows.One(
            "select state from memberships where alliance = @alliance and organisation = @organisation",
            r => r.GetString(0), ("alliance", action.AllianceId), ("organisation", organisation));
        var adopted = post.Rows.One(
            "select 1 from villages where code = @village and placeholder = 0 and (valid_to is null or valid_to > @on)",
            r => r.GetInt64(0), ("village", village), ("on", post.On)) == 1;
        return new(
            action.AllianceId, organisation, admitted == RowText.Of(MembershipStep.Member),
            adopted && village.StartsWith(action.RegionCode, StringComparison.Ordinal));
    }

    public static IReadOnlyList<ActionSeries> SeriesOf(Rows rows, string action)
    {
        var scopes = rows.All(
            "select series, scope from action_series_scopes where action = @action order by series, scope",
            r => (Series: r.GetString(0), Scope: r.GetString(1)), ("action", action))
            .ToLookup(s => s.Series, s => s.Scope);
        return rows.All(
            "select series, title_zh, title_en, place from action_series where action = @action order by place, series",
            r => new ActionSeries(
                r.GetString(0), r.Name(1), (int)r.GetInt64(3), [.. scopes[r.GetString(0)]]),
            ("action", action));
    }

    /// <summary>Who takes part, in one village or (null) everywhere; a row without series stands for all of
    /// them.</summary>
    public static IEnumerable<Participant> ParticipantsOf(Rows rows, string action, string? village) => rows.All(
        "select village, organisation, series from action_participants where action = @action " +
        (village is null ? "" : "and village = @village ") + "order by village, organisation, series",
        r => (Village: r.GetString(0), Organisation: r.GetString(1), Series: r.GetString(2)),
        ("action", action), ("village", village))
        .GroupBy(r => (r.Organisation, r.Village))
        .Select(g => new Participant(
            g.Key.Organisation, g.Key.Village, g.Any(r => r.Series == "") ? [] : [.. g.Select(r => r.Series)]));
}
