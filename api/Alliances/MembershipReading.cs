using Federation.Api.Organisations;
using Federation.Api.Places;
using Federation.Api.People;
using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Alliances;

/// <param name="State">As it is now, also where the list is of an earlier day.</param>
/// <param name="Since">The first day of this membership; <paramref name="Until"/> is the first day without it.</param>
public sealed record MemberShown(
    string OrganisationId, Name Name, OrganisationKind Kind, string VillageCode, Place Village, MembershipStep State,
    DateOnly? Since, DateOnly? Until, bool Illustrative);

public sealed record ApplicationShown(
    string OrganisationId, Name Name, OrganisationKind Kind, string VillageCode, Place Village, MembershipStep State,
    DateOnly? AppliedOn, DateOnly? AdmittedOn, DateOnly? RefusedOn, string? Statement, string? Reason,
    bool Illustrative);

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
        "m.statement, case when m.state = 'refused' then m.reason end, o.illustrative " +
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
    public static IResult Members(Reading reading, string id)
    {
        if (AllianceReading.RegionOf(reading.Rows, Post.Reference(id, "id")) is null) return reading.NotFound();
        return reading.List(MembersOf(reading, id), m => m.OrganisationId);
    }

    /// <summary>The same as a list with one row more than asked for.</summary>
    /// <param name="usual">The state where none is asked for; null: every member.</param>
    public static IReadOnlyList<MemberShown> MembersOf(Reading reading, string id, string? usual = null)
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
            Shown, ("alliance", id), ("on", on ?? reading.Today), ("state", state), ("kind", kind), ("q", q),
            ("after", reading.Cursor), ("max", reading.Limit + 1));
        var names = reading.PlaceNames(members.Select(m => m.VillageCode));
        return [.. members.Select(m => m with { Village = new(m.VillageCode, names[m.VillageCode]) })];
    }

    /// <summary>What waits for a decision, or with <c>state</c> what was decided; a coordinator sees all of the
    /// alliance's, staff that of their own organisations.</summary>
    public static IResult Applications(Reading reading, string id)
    {
        if (AllianceReading.RegionOf(reading.Rows, Post.Reference(id, "id")) is not { } region)
            return reading.NotFound();
        var own = reading.Caller.Coordinates(id, region) ? null : reading.Caller.Organisations.ToArray();
        return own is { Length: 0 } ? Problem.NotAllowed.Answer(reading.Http)
            : reading.List(ApplicationsOf(reading, id, own), a => a.OrganisationId);
    }

    /// <summary>The same as a list with one row more than asked for.</summary>
    /// <param name="own">Only these organisations'; null: all.</param>
    public static IReadOnlyList<ApplicationShown> ApplicationsOf(Reading reading, string id, string[]? own)
    {
        var (q, state) = (reading.Words(), reading.Choice<MembershipStep>("state") ?? "applied");
        var among = own is null ? "" : $"and o.id in ({string.Join(", ", own.Select((_, i) => $"@o{i}"))}) ";
        var applications = reading.Rows.All(
            Applicant + "and m.state = @state " + among + (q is null ? "" : $"and {Queries.NameHas("o")} ") +
            "and o.id > @after order by o.id limit @max",
            Applying,
            [
                ("alliance", id), ("state", state), ("q", q), ("after", reading.Cursor), ("max", reading.Limit + 1),
                .. (own ?? []).Select((o, i) => ($"o{i}", (object?)o)),
            ]);
        return Opened(reading, applications);
    }

    public static IResult Application(Reading reading, string id, string organisation) =>
        ApplicationOf(reading, id, organisation) is { } known ? reading.Answer(known) : reading.NotFound();

    /// <summary>How an organisation stands to an alliance, for those whom it concerns; else null.</summary>
    public static ApplicationShown? ApplicationOf(Reading reading, string id, string organisation)
    {
        var region = AllianceReading.RegionOf(reading.Rows, Post.Reference(id, "id"));
        var known = reading.Rows.All(
            Applicant + "and m.organisation = @organisation", Applying, ("alliance", id),
            ("organisation", Post.Reference(organisation, "organisationId")));
        var may = region is not null
            && (reading.Caller.Coordinates(id, region) || reading.Caller.Organisations.Contains(organisation));
        return may && known.Count > 0 ? Opened(reading, known)[0] : null;
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
        RowText.Parse<MembershipStep>(r.GetString(5)), r.Day(6), r.Day(7), r.Day(8), r.Text(9), r.Text(10), r.Flag(11));
}
