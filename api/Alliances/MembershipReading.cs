using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Alliances;

/// <param name="State">As it is now, also where the list is of an earlier day.</param>
/// <param name="Since">The first day of this membership; <paramref name="Until"/> is the first day without it.</param>
public sealed record MemberShown(
    string OrganisationId, Name Name, OrganisationKind Kind, string VillageCode, Place Village, MembershipStep State,
    DateOnly? Since, DateOnly? Until, bool Illustrative);

/// <param name="Filing">Whose hand filed it; null where that was not recorded yet.</param>
public sealed record ApplicationShown(
    string OrganisationId, Name Name, OrganisationKind Kind, string VillageCode, Place Village, MembershipStep State,
    DateOnly? AppliedOn, DateOnly? AdmittedOn, DateOnly? RefusedOn, string? Statement, string? Reason,
    bool Illustrative, Filing? Filing);

/// <summary>The members of an alliance, or what was applied for, in one state; how many there are in each.</summary>
public sealed record MembersView(
    string AllianceId, string State, bool Coordinates, IReadOnlyDictionary<string, long> Counts,
    Listed<MemberShown> Members);

/// <param name="Reason">Of the last step.</param>
/// <param name="Filed">The reader filed it, and so does not admit.</param>
public sealed record MembershipView(
    string AllianceId, ApplicationShown Membership, bool Coordinates, DateOnly? SuspendedOn, DateOnly? DepartedOn,
    string? Reason, bool Filed);

/// <summary>Reads of memberships: who was a member on any day, and what waits for a decision.</summary>
public static class MembershipReading
{
    private const string Member =
        "select o.id, o.name, o.name_en, o.kind, o.village, m.state, s.from_day, s.to_day, o.illustrative " +
        "from membership_spells s join organisations o on o.id = s.organisation " +
        "join memberships m on m.alliance = s.alliance and m.organisation = s.organisation " +
        "where s.alliance = @alliance and s.from_day <= @on and (s.to_day is null or s.to_day > @on) ";

    /// <summary>Without a day: those in one state now.</summary>
    private const string InState =
        "select o.id, o.name, o.name_en, o.kind, o.village, m.state, m.admitted_on, m.departed_on, o.illustrative " +
        "from memberships m join organisations o on o.id = m.organisation where m.alliance = @alliance ";

    private const string Applicant =
        "select o.id, o.name, o.name_en, o.kind, o.village, m.state, m.applied_on, m.admitted_on, m.refused_on, " +
        "m.statement, case when m.state = 'refused' then m.reason end, o.illustrative, m.filing " +
        "from memberships m join organisations o on o.id = m.organisation where m.alliance = @alliance ";

    public static bool IsMember(Rows rows, string alliance, string organisation) => rows.One(
        "select 1 from memberships where alliance = @alliance and organisation = @organisation " +
        "and state in ('member', 'suspended')",
        r => r.GetInt64(0), ("alliance", alliance), ("organisation", organisation)) == 1;

    /// <summary>Applications that wait for a decision.</summary>
    public static long Waiting(Rows rows, string alliance) => rows.One(
        "select count(*) from memberships where alliance = @alliance and state = 'applied'", r => r.GetInt64(0),
        ("alliance", alliance));

    /// <summary>Members on a day (<c>on</c>, usually today); filters <c>state</c>, <c>kind</c>, <c>q</c>.</summary>
    public static Listed<MemberShown>? Members(Reading reading) =>
        AllianceReading.RegionOf(reading.Rows, reading["id"]) is null ? null : MembersOf(reading, usual: null);

    /// <summary>What waits for a decision, or with <c>state</c> what was decided; a coordinator sees all of the
    /// alliance's, staff that of their own organisations.</summary>
    public static Listed<ApplicationShown>? Applications(Reading reading)
    {
        var id = reading["id"];
        if (AllianceReading.RegionOf(reading.Rows, id) is not { } region) return null;
        var own = reading.Caller.Coordinates(id, region) ? null : reading.Caller.Organisations.ToArray();
        return own is { Length: 0 } ? throw new ProblemException(Problem.NotAllowed) : ApplicationsOf(reading, own);
    }

    /// <summary>How an organisation stands to an alliance, for those whom it concerns; else null.</summary>
    public static ApplicationShown? Application(Reading reading)
    {
        var (id, organisation) = (reading["id"], reading["organisationId"]);
        var known = reading.Rows.All(
            Applicant + "and m.organisation = @organisation", Applying,
            ("alliance", id), ("organisation", organisation));
        var may = Coordinates(reading, id) == true || reading.Caller.Organisations.Contains(organisation);
        return may && known.Count > 0 ? Opened(reading, known)[0] : null;
    }

    /// <summary>The page of members; applications are for those who decide about them.</summary>
    public static MembersView? ByState(Reading reading)
    {
        var id = reading["id"];
        if (Coordinates(reading, id) is not { } coordinates) return null;
        var state = reading.Choice<MembershipStep>("state") ?? "member";
        var deciding = state is "applied" or "refused";
        if (deciding && !coordinates) throw new ProblemException(Problem.NotAllowed);
        var counts = reading.Rows.All(
            "select state, count(*) from memberships where alliance = @id group by state",
            r => (State: r.GetString(0), Count: r.GetInt64(1)), ("id", id)).ToDictionary(c => c.State, c => c.Count);
        return new(id, state, coordinates, counts, deciding ? Deciding(reading) : MembersOf(reading, state));
    }

    /// <summary>The page of one membership: its application, and what came of it since.</summary>
    public static MembershipView? Find(Reading reading)
    {
        if (Application(reading) is not { } membership) return null;
        var id = reading["id"];
        var (suspended, departed, reason, by) = reading.Rows.One(
            "select suspended_on, departed_on, reason, filed_by from memberships " +
            "where alliance = @id and organisation = @organisation",
            r => (r.Day(0), r.Day(1), r.Text(2), r.Text(3)), ("id", id), ("organisation", membership.OrganisationId));
        return new(
            id, membership, Coordinates(reading, id) == true, suspended, departed,
            reading.OpenWords([reason], "a membership").GetValueOrDefault(reason ?? ""),
            by is not null && by == reading.Caller.Account && membership.Filing is not Filing.Enrolment);
    }

    /// <summary>Null: there is no such alliance.</summary>
    private static bool? Coordinates(Reading reading, string id) =>
        AllianceReading.RegionOf(reading.Rows, id) is { } region ? reading.Caller.Coordinates(id, region) : null;

    /// <param name="usual">The state where none is asked for; null: every member.</param>
    private static Listed<MemberShown> MembersOf(Reading reading, string? usual)
    {
        var state = reading.Choice<MembershipStep>("state") ?? usual;
        if (state is "none" or "applied" or "refused") throw Reading.Wrong(
            "state", "成员状态为 member、suspended 或 departed；申请另有列表。",
            "A member's state is member, suspended or departed; applications have a list of their own.");
        var (q, kind, on) = (reading.Words(), reading.Choice<OrganisationKind>("kind"), reading.Day("on"));
        var members = reading.Rows.All(
            (on is null && state is not null ? InState : Member) + (state is null ? "" : "and m.state = @state ") +
            (kind is null ? "" : "and o.kind = @kind ") + (q is null ? "" : $"and {Queries.NameHas("o")} ") +
            "and o.id > @after order by o.id limit @max",
            Shown, ("alliance", reading["id"]), ("on", on ?? reading.Today), ("state", state), ("kind", kind), ("q", q),
            ("after", reading.Cursor), ("max", reading.Limit + 1));
        var names = reading.PlaceNames(members.Select(m => m.VillageCode));
        return reading.Page(
            [.. members.Select(m => m with { Village = new(m.VillageCode, names[m.VillageCode]) })],
            m => m.OrganisationId);
    }

    /// <param name="own">Only these organisations'; null: all.</param>
    private static Listed<ApplicationShown> ApplicationsOf(Reading reading, string[]? own)
    {
        var (q, state) = (reading.Words(), reading.Choice<MembershipStep>("state") ?? "applied");
        var (among, values) = OwnAlliances.In("o", own ?? []);
        var applications = reading.Rows.All(
            Applicant + "and m.state = @state " + (own is null ? "" : $"and o.id in ({among}) ") +
            (q is null ? "" : $"and {Queries.NameHas("o")} ") + "and o.id > @after order by o.id limit @max",
            Applying,
            [
                ("alliance", reading["id"]), ("state", state), ("q", q), ("after", reading.Cursor),
                ("max", reading.Limit + 1), .. values,
            ]);
        return reading.Page(Opened(reading, applications), a => a.OrganisationId);
    }

    /// <summary>Applications as rows of the members' page.</summary>
    private static Listed<MemberShown> Deciding(Reading reading)
    {
        var found = ApplicationsOf(reading, own: null);
        return new([.. found.Items.Select(a => new MemberShown(
            a.OrganisationId, a.Name, a.Kind, a.VillageCode, a.Village, a.State, a.RefusedOn ?? a.AppliedOn, null,
            a.Illustrative))], found.Next);
    }

    /// <summary>The ids of sealed words become the words.</summary>
    private static ApplicationShown[] Opened(Reading reading, IReadOnlyList<ApplicationShown> applications)
    {
        var texts = reading.OpenWords(
            applications.SelectMany(a => new[] { a.Statement, a.Reason }), "applications");
        var names = reading.PlaceNames(applications.Select(a => a.VillageCode));
        return [.. applications.Select(a => a with
        {
            Village = new(a.VillageCode, names[a.VillageCode]),
            Statement = texts.GetValueOrDefault(a.Statement ?? ""), Reason = texts.GetValueOrDefault(a.Reason ?? ""),
        })];
    }

    private static MemberShown Shown(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.Name(1), RowText.Parse<OrganisationKind>(r.GetString(3)), r.GetString(4), new("", new("")),
        RowText.Parse<MembershipStep>(r.GetString(5)), r.Day(6), r.Day(7), r.Flag(8));

    private static ApplicationShown Applying(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), r.Name(1), RowText.Parse<OrganisationKind>(r.GetString(3)), r.GetString(4), new("", new("")),
        RowText.Parse<MembershipStep>(r.GetString(5)), r.Day(6), r.Day(7), r.Day(8), r.Text(9), r.Text(10), r.Flag(11),
        r.Text(12) is { } filing ? RowText.Parse<Filing>(filing) : null);
}
