using Federation.Api.Counting;
using Federation.Api.JointActions;

namespace Federation.Api.Home;

/// <summary>The first page: the alliance's figures, what is going on, and what the reader should do next.</summary>
public static class HomePages
{
    public static readonly RoleRow[] Roles = [new("GET", "/", Who.Everyone)];

    public static void MapHomePages(this IEndpointRouteBuilder pages) => pages.MapGet("/", Show);

    private static IResult Show(Reading reading, Lang lang)
    {
        var alliances = reading.Rows.All(
            "select a.id, a.name, a.name_en, a.region, count(m.organisation) " +
            "from alliances a left join memberships m " +
            "on m.alliance = a.id and m.state = 'member' group by a.id, a.name, a.name_en, a.region " +
            "order by case when a.id = @asked then 0 else 1 end, count(m.organisation) desc, a.id limit 20",
            r => new AllianceAtHome(r.GetString(0), r.Name(1), r.GetString(3)), ("asked", reading.Text("at")));
        var shown = alliances.FirstOrDefault(a => a.Id == reading.Text("at"))
            ?? alliances.FirstOrDefault(a => HomeReading.IsOwn(reading, a)) ?? alliances.FirstOrDefault();
        return shown is null ? Pages.Of<EmptyHomePage>(new { reading.Caller }) : Pages.Of<HomePage>(new
        {
            Alliance = shown, Others = alliances.Where(a => a != shown).ToArray(),
            Coverage = CoverageReading.Of(
                reading, CoverageQuery.Of(reading, shown.Region) with { Alliance = null, By = null }),
            Tasks = HomeTasks.Of(reading, lang, shown), Now = HomeReading.Of(reading, shown),
            Changes = SessionMoves.News(reading, shown.Id),
            Names = new RecordNames(reading.Rows), reading.Caller.SignedIn,
        });
    }
}

/// <summary>An alliance that the home page can show.</summary>
public sealed record AllianceAtHome(string Id, Name Name, string Region);
