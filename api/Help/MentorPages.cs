using Federation.Api.Alliances;
using Federation.Api.Organisations;
using Federation.Domain.Accounts;
using Federation.Domain.Help;
using static Federation.Api.Help.HelpPages;

namespace Federation.Api.Help;

/// <summary>Pages of the mentor pool; a mentor's own page and its forms are in MentorDeeds.cs.</summary>
public static class MentorPages
{
    public static readonly RoleRow[] Roles =
    [
        new("GET", "/mentors", Who.SignedIn),
        new("GET", "/mentors/new", Who.Staff | Who.Coordinators),
        new("POST", "/mentors/new", Who.Staff | Who.Coordinators),
        .. MentorDeeds.Roles,
    ];

    public static void MapMentorPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/mentors", Pool);
        pages.MapGet("/mentors/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost("/mentors/new", NominateAsync);
        pages.MapMentorDeeds();
    }

    private static IResult Pool(Reading reading)
    {
        var found = MentorReading.Found(reading);
        var more = found.Count > reading.Limit;
        var shown = more ? found.Take(reading.Limit).ToArray() : found;
        var names = MentorReading.Names(reading, shown);
        return Pages.Of<MentorsPage>(new
        {
            Mentors = shown.Select(m => MentorReading.Shown(m, names)).ToArray(), Loads = Loads(reading),
            Q = reading.Http.Request.Query,
            MayNominate = (RoleTable.RolesOf(reading.Caller) & (Who.Staff | Who.Coordinators)) != 0,
            Parties = Proposers(reading.Rows), Waiting = Waiting(reading),
            Next = more ? reading.Next(shown[^1].Id) : null, reading.First,
        });
    }

    /// <summary>Minutes booked and given in the present month, by mentor.</summary>
    private static Dictionary<string, long> Loads(Reading reading) => reading.Rows.All(
        "select mentor, booked_minutes + delivered_minutes from mentor_months where month = @month",
        r => (r.GetString(0), r.Number(1) ?? 0), ("month", Days.Month(reading.Today)))
        .ToDictionary(load => load.Item1, load => load.Item2);

    private static PartyShown[] Proposers(Rows rows) => [.. rows.All(
        "select distinct o.id, o.name, o.name_en from mentors m " +
        "join organisations o on o.id = m.organisation order by o.id",
        r => new PartyShown(r.GetString(0), r.Name(1)))];

    /// <summary>Nominations to be decided; null for those who do not decide.</summary>
    private static long? Waiting(Reading reading) => (RoleTable.RolesOf(reading.Caller) & Who.Coordinators) == 0 ? null
        : reading.Rows.All(
            "select alliance, count(*) from mentors where state = 'nominated' group by alliance",
            r => (Alliance: r.GetString(0), Count: r.GetInt64(1)))
            .Where(n => reading.Caller.CoordinatesAlliance(reading.Rows, n.Alliance)).Sum(n => n.Count);

    private static IResult New(Reading reading, Lang lang, FormState? state) => Pages.Of<NewMentorPage>(
        new
        {
            State = state,
            Parties = HelpChoices.Of(lang, reading.OwnParties()),
            Topics = HelpChoices.Topics(reading.Rows),
        },
        Status(state));

    /// <summary>Ways of helping as ticked; told beside them where none is.</summary>
    internal static MentorMode[] ModesTicked(this Posted posted)
    {
        var ticked = posted.Many("modes");
        var modes = Enum.GetValues<MentorMode>().Where(mode => ticked.Contains(RowText.Of(mode))).ToArray();
        if (modes.Length < ticked.Distinct().Count())
            posted.State.Wrong("modes", posted.L.T("请从列表中选择", "Choose from the list"));
        else if (modes.Length == 0) posted.State.Wrong("modes", posted.L.T("请至少选择一种", "Choose at least one"));
        return modes;
    }

    private static Task<IResult> NominateAsync(Posted posted, Reading reading)
    {
        var (organisation, name) = (posted.Required("organisationId"), posted.Required("name"));
        posted.Required("topics");
        var modes = posted.ModesTicked();
        return posted.Run(
            () => MentorEndpoints.Nominate(posted.Post, new(
                organisation, [.. posted.Words("topics")], [.. modes], name, Phone: posted.Text("phone"))),
            done => $"/mentors/{done.Id}?done=nominated", state => New(reading, posted.L, state),
            ("too-many-topics", "topics"), ("topic-too-long", "topics"), ("topic-missing", "topics"),
            ("modes-missing", "modes"), ("organisation-not-member", "organisationId"));
    }
}
