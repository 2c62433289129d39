using Federation.Domain.Alliances;
using Federation.Domain.Counting;
using Federation.Domain.Help;
using Federation.Domain.Organisations;
using Federation.Domain.Places;
using Federation.Log.Counting;

namespace Federation.Tests.Counting;

/// <summary>A town in which villages come, are renamed and go, associations and members too, and help is given; and all
/// of it counted the plain way, from what is remembered.</summary>
public sealed class TownLife
{
    private const string Alliance = "al", Another = "al-2";
    private static readonly DateOnly First = new(2025, 1, 1);
    private readonly Random _random;
    private readonly string _prefix;
    private readonly string? _people;
    private readonly List<Spell> _villages = [], _associations = [], _members = [];
    private readonly List<Given> _help = [];

    /// <param name="town">Its code; ids of alliances begin with it.</param>
    /// <param name="people">With what ids of organisations, mentors and teams begin: of this town alone, unless others
    /// share them.</param>
    public TownLife(Random random, string town, string? people = null)
    {
        (_random, Town, _prefix, _people) = (random, town, $"t{town}-", people);
        Villages = [.. Enumerable.Range(1, 4).Select(n => $"{town}{n:000}")];
        Found();
        foreach (var village in Villages) LifeOf(village);
        for (var n = 0; n < 5; n++) LifeOf(n);
        for (var n = 0; n < 6; n++) Help(n);
    }

    public string Town { get; }

    private string[] Villages { get; }

    /// <summary>What happened, each stream's events in their order; what others rest on comes first.</summary>
    public List<(string Stream, object Event)> Events { get; } = [];

    /// <summary>Questions about any days, places and alliances of the town.</summary>
    public IEnumerable<Question> Questions(int count) => Enumerable.Range(0, count).Select(_ =>
    {
        var from = Day();
        return new Question(
            new Period(from, from.AddDays(_random.Next(200))).AsOf(Day()),
            _random.Next(3) == 0 ? Villages[_random.Next(4)] : Town,
            _random.Next(3) switch { 0 => Id(Alliance), 1 => Id(Another), _ => null });
    });

    /// <summary>Counted again from what is remembered.</summary>
    public Reach Recounted(Question asked) => Recounted([this], asked);

    /// <summary>The same of several towns of a region.</summary>
    public static Reach Recounted(IReadOnlyList<TownLife> lives, Question asked)
    {
        var day = asked.Days.To;
        var here = asked.Region.Length > lives[0].Town.Length;
        bool Of(string alliance) => asked.Alliance is null || alliance == asked.Alliance;
        var villages = lives.SelectMany(life => life._villages)
            .Where(v => v.On(day) && Within(v.Place, asked)).Select(v => v.Place).ToHashSet();
        var covering = lives.SelectMany(life => life._associations)
            .Where(a => a.On(day) && villages.Contains(a.Place)).ToArray();
        var members = lives.SelectMany(life => life._members)
            .Where(m => m.On(day) && Of(m.Alliance) && (!here || m.Place == asked.Region)).ToArray();
        var help = lives.SelectMany(life => life._help)
            .Where(h => h.Day <= day && Of(h.Alliance) && (!here || h.Village == asked.Region)).ToArray();
        var within = help.Where(h => h.Day >= asked.Days.From).ToArray();
        return new(
            villages.Count, new(covering.Select(a => a.Place).Distinct().Count(), covering.Any(a => a.Illustrative)),
            new(members.Select(m => m.Who).Distinct().Count(), members.Any(m => m.Illustrative)),
            Who(help, h => h.Mentor), Who(help, h => h.Team), Who(help, h => h.Receiver),
            new(within.Sum(h => h.Minutes), within.Any(h => h.Illustrative)));
    }

    private static Distinct Who(Given[] help, Func<Given, string?> who)
    {
        var theirs = help.Where(h => who(h) is not null).ToArray();
        return new(theirs.Select(who).Distinct().Count(), theirs.Any(h => h.Illustrative));
    }

    private static bool Within(string place, Question asked) =>
        place.StartsWith(asked.Region, StringComparison.Ordinal);

    private void Found()
    {
        foreach (var alliance in new[] { Alliance, Another })
            Say($"alliance/{Id(alliance)}", new AllianceEvent.Founded(
                new(new("联盟"), [], []), Town, AllianceKind.TownFederation, null, null, false));
        Say($"town/{Town}", new TownEvent.TownAdopted(
            new("镇"), First, [.. Villages.Append($"{Town}498").Select(code => new VillageFacts(code, new(code)))]));
    }

    // Named, renamed, closed, and perhaps there again under its old code.
    private void LifeOf(string village)
    {
        var (since, day) = (Domain.Places.Town.Always, First);
        for (var step = _random.Next(4); step > 0; step--)
        {
            day = day.AddDays(1 + _random.Next(60));
            var closes = _random.Next(2) == 0;
            Say($"town/{Town}", closes
                ? new TownEvent.VillageClosed(village, day, since)
                : new TownEvent.VillageRenamed(village, new($"新{step}"), day, since));
            _villages.Add(new(village, "", village, since, day));
            since = day;
            if (!closes) continue;
            if (_random.Next(2) == 0) return;
            since = day = day.AddDays(1 + _random.Next(60));
            Say($"town/{Town}", new TownEvent.VillageAdded(village, new("又来"), since));
        }

        _villages.Add(new(village, "", village, since, null));
    }

    private void LifeOf(int organisation)
    {
        // Who is met in several towns is an illustration in all of them, or in none.
        var (id, on) = (Person($"o{organisation}"), Day());
        var illustrative = _people is null ? _random.Next(4) == 0 : organisation % 4 == 0;
        var stream = $"organisation/{id}";
        var standing = Standing();
        var since = standing.CountsFrom(on);
        Say(stream, new OrganisationEvent.Registered(
            on, new(new(id), []), standing, LegalStatus.Filed, null, null, illustrative));
        if (_random.Next(3) == 0)
        {
            var (was, wasSince) = (standing, since);
            (standing, since) = (Standing(), Day());
            Say(stream, new OrganisationEvent.StandingCorrected(standing, since, was, wasSince, illustrative));
        }

        DateOnly? gone = _random.Next(3) == 0 ? Later(since) : null;
        if (gone is { } day) Say(stream, new OrganisationEvent.Dissolved(day, standing, since));
        if (standing.Kind is OrganisationKind.NeighbourhoodAssociation)
            _associations.Add(new(standing.VillageCode, "", id, since, gone, illustrative));
        foreach (var alliance in new[] { Id(Alliance), Id(Another) }) MemberOf(alliance, id, illustrative);
    }

    private void MemberOf(string alliance, string organisation, bool illustrative)
    {
        var day = First;
        for (var turn = _random.Next(3); turn > 0; turn--)
        {
            var (stream, from, village) = ($"membership/{alliance}/{organisation}", Later(day), Village());
            Say(stream, new MembershipEvent.Admitted(
                from, OrganisationKind.NeighbourhoodAssociation, village, illustrative));
            DateOnly? to = turn > 1 || _random.Next(2) == 0 ? Later(from) : null;
            if (to is { } end) Say(stream, new MembershipEvent.Departed(end, from, null));
            _members.Add(new(village, alliance, organisation, from, to, illustrative));
            day = to ?? from;
        }
    }

    private void Help(int n)
    {
        var (receiver, village, day) = (Person($"o{_random.Next(5)}"), Village(), Day());
        var illustrative = _random.Next(4) == 0;
        var alliance = _random.Next(3) switch { 0 => null, 1 => Id(Another), _ => Id(Alliance) };
        string? mentor = _random.Next(2) == 0 ? Person($"m{_random.Next(3)}") : null;
        string? team = _random.Next(2) == 0 ? Person($"team{_random.Next(2)}") : null;
        var wish = new Wish(
            receiver, alliance, RequestKind.Mentor, "议事", day, day, null, null, null, null, village, illustrative);
        var given = new Delivery(Person("o0"), alliance, mentor, team, null, day, _random.Next(1, 300), null);
        Say($"request/{Id($"r{n}")}", new RequestEvent.DeliveryConfirmed(wish, given, new(5, null)));
        if (_random.Next(3) == 0)
        {
            var other = given with { Minutes = _random.Next(1, 300) };
            Say($"request/{Id($"r{n}")}", new RequestEvent.ConfirmedHelpCorrected(wish, other, given, "reason"));
            given = other;
        }

        _help.Add(new(alliance ?? "", village, mentor, team, receiver, day, given.Minutes, illustrative));
    }

    private OrganisationStanding Standing() => new(
        _random.Next(4) == 0 ? OrganisationKind.VolunteerServiceTeam : OrganisationKind.NeighbourhoodAssociation,
        Village(),
        _random.Next(2) == 0 ? Day() : null);

    private void Say(string stream, object body) => Events.Add((stream, body));

    private string Id(string id) => _prefix + id;

    private string Person(string id) => (_people ?? _prefix) + id;

    private string Village() => Villages[_random.Next(Villages.Length)];

    private DateOnly Day() => First.AddDays(_random.Next(300));

    private DateOnly Later(DateOnly day) => day.AddDays(1 + _random.Next(80));

    private sealed record Spell(
        string Place, string Alliance, string Who, DateOnly From, DateOnly? To, bool Illustrative = false)
    {
        public bool On(DateOnly day) => From <= day && (To is null || day < To);
    }

    private sealed record Given(
        string Alliance, string Village, string? Mentor, string? Team, string Receiver, DateOnly Day, long Minutes,
        bool Illustrative);
}
