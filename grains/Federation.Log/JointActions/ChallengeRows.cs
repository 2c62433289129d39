using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Challenges over many days: the rule, who takes part under which sealed nickname, and the days done. Check-ins are no
// person-times, so no counter is touched.

public static class ChallengeRows
{
    public static readonly Table Challenges = new("challenges",
        [Text("action"), Text("challenge")],
        [
            Text("alliance"), Text("series"), Text("title_zh"), Text("title_en"), Text("first_day"), Text("last_day"),
            Number("length"), Number("gaps"), Text("called_off_on"), Number("illustrative"), Text("source"),
        ]);

    public static readonly Table Entrants = new("challenge_entrants",
        [Text("action"), Text("challenge"), Text("organisation"), Text("entrant")],
        [Text("name"), Text("village"), Text("left_on")]);

    /// <summary>One row per participant and day done.</summary>
    public static readonly Table DaysDone = new("challenge_days",
        [Text("action"), Text("challenge"), Text("organisation"), Text("entrant"), Text("day")], [Number("present")]);

    public static readonly Projection Projection = new(
        "challenges", [Challenges, Entrants, DaysDone], stored => stored.Body switch
        {
            ChallengeEvent body => Apply(stored, body),
            ChallengeGroupEvent body => Apply(stored, body),
            _ => [],
        });

    private static IEnumerable<Change> Apply(StoredEvent e, ChallengeEvent body) => body switch
    {
        ChallengeEvent.Opened opened =>
        [
            Challenges.Put([e.Id(0), e.Id(1)],
                ("alliance", opened.AllianceId), ("series", opened.Plan.SeriesId), ("title_zh", opened.Plan.Title.Zh),
                ("title_en", opened.Plan.Title.En), ("first_day", opened.Plan.FirstDay),
                ("last_day", opened.Plan.LastDay()), ("length", (long)opened.Plan.Length),
                ("gaps", (long)opened.Plan.GapsAllowed), ("illustrative", opened.Illustrative),
                ("source", opened.Source)),
        ],
        ChallengeEvent.CalledOff => [Challenges.Put([e.Id(0), e.Id(1)], ("called_off_on", e.Day))],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static IEnumerable<Change> Apply(StoredEvent e, ChallengeGroupEvent body) => body switch
    {
        ChallengeGroupEvent.Joined joined =>
        [
            Entrants.Put(Key(e, joined.Who.Id),
                ("name", joined.Who.NameId), ("village", joined.Who.VillageCode), ("left_on", null)),
        ],
        ChallengeGroupEvent.CheckedIn list =>
        [
            .. list.Undone.Select(id => DaysDone.Delete([.. Key(e, id), On(list)])),
            .. list.Done.Select(id => DaysDone.Put([.. Key(e, id), On(list)], ("present", true))),
        ],
        ChallengeGroupEvent.Left gone => [Entrants.Put(Key(e, gone.EntrantId), ("left_on", e.Day))],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static string On(ChallengeGroupEvent.CheckedIn list) => Days.Text(list.Day);

    private static object[] Key(StoredEvent e, string entrant) => [e.Id(0), e.Id(1), e.Id(2), entrant];
}
