using Federation.Domain.Help;
using Wanted = Federation.Domain.Help.Wanted;

namespace Federation.Api.Help;

/// <summary>A free slot of a mentor that suits a request.</summary>
public sealed record FreeSlot(string SlotId, DateTimeOffset From, DateTimeOffset To, string? Place);

/// <param name="Kind"><c>mentor</c>, <c>team</c> or <c>package</c>.</param>
/// <param name="Name">A person's as plain text, a team's or a package's as a <see cref="Domain.Name"/> in its
/// languages; null where the reader may not see it.</param>
public sealed record CandidateShown(
    string Kind, string? MentorId, string? TeamId, string? LibraryItemId, object? Name, PartyShown Organisation,
    Items<string> Topics, Items<MentorMode> Modes, IReadOnlyList<FreeSlot>? Slots);

public sealed record ReasonShown(string Fact, string Value, long Points, Name Text);

public sealed record MatchShown(int Rank, long Score, CandidateShown Candidate, IReadOnlyList<ReasonShown> Reasons);

public sealed record MatchesShown(IReadOnlyList<MatchShown> Items);

/// <summary>Who could help with a request, each with the facts that its rank rests on.</summary>
internal static class MatchReading
{
    /// <summary>Free slots shown with a mentor, the earliest first.</summary>
    private const int SlotsMax = 5;

    public static MatchesShown? Matches(Reading reading) =>
        RequestReading.Named(reading.Rows, reading["id"]) is { } request ? new(For(reading, request)) : null;

    public static IReadOnlyList<MatchShown> For(Reading reading, RequestShown request)
    {
        var wanted = new Wanted(
            RowText.Parse<RequestKind>(request.Kind), request.Topic, request.From, request.To, request.MentorId,
            request.LibraryItemId);
        var candidates = new Candidates(reading, request);
        var found = wanted.Kind switch
        {
            RequestKind.Mentor => candidates.Mentors(),
            RequestKind.Activity => candidates.Packages(),
            _ => candidates.Teams(),
        };
        var matches = Matching.Rank(wanted, found, reading.Today);
        var names = MentorReading.Names(
            reading, [.. candidates.Pool.Where(m => matches.Any(x => x.Candidate.MentorId == m.Id))]);
        return
        [
            .. matches.Select(match => new MatchShown(
                match.Rank, match.Score, Shown(reading, request, candidates, names, match.Candidate),
                [.. match.Reasons.Select(r => new ReasonShown(r.Fact, r.Value, r.Points, new(r.Zh, r.En)))])),
        ];
    }

    private static CandidateShown Shown(
        Reading reading, RequestShown request, Candidates candidates, IReadOnlyDictionary<string, PersonDetails> names,
        Candidate who)
    {
        var person = candidates.Pool.FirstOrDefault(m => m.Id == who.MentorId)?.PersonId;
        return new(
            who.MentorId is not null ? "mentor" : who.TeamId is not null ? "team" : "package", who.MentorId, who.TeamId,
            who.LibraryItemId, person is null ? candidates.NameOf(who.Id) : names.GetValueOrDefault(person)?.Name,
            candidates.PartyOf(who.OrganisationId), who.Topics, who.Modes,
            who.MentorId is null ? null : Slots(reading, who.MentorId, request));
    }

    private static IReadOnlyList<FreeSlot> Slots(Reading reading, string mentor, RequestShown request) =>
    [
        .. reading.Rows.All<FreeSlot>(
            "select slot as slot_id, starts as \"from\", ends as \"to\", place from mentor_slots " +
            "where mentor = @mentor and state = 'free' and day >= @from and day <= @to and starts > @now " +
            "order by starts, slot limit @max",
            ("mentor", mentor), ("from", request.From), ("to", request.To), ("now", reading.Log.Clock.GetUtcNow()),
            ("max", SlotsMax))
            .Select(s => s with { From = s.From.ToOffset(Days.Shanghai), To = s.To.ToOffset(Days.Shanghai) }),
    ];
}

/// <summary>The candidates for one request, from rows: their facts as of now.</summary>
internal sealed class Candidates(Reading reading, RequestShown request)
{
    /// <summary>Of one kind in one alliance; a pool beyond it is split by alliance long before.</summary>
    private const int CandidatesMax = 2_000;

    private readonly Dictionary<string, (string? Village, Name Name)> _parties = reading.Rows.All(
        "select id, village, name, name_en from organisations where id in (select organisation from mentors " +
        "union select organisation from teams union select organisation from library_items)",
        r => KeyValuePair.Create(r.GetString(0), (r.Text(1), r.Name(2)))).ToDictionary();

    private readonly Dictionary<string, string> _areas = request.AllianceId is null ? [] : reading.Rows.All(
        "select village, area from area_villages where alliance = @alliance",
        r => KeyValuePair.Create(r.GetString(0), r.GetString(1)), ("alliance", request.AllianceId)).ToDictionary();

    private readonly Dictionary<string, Name> _names = [];
    private readonly string _month = Days.Month(request.From);

    public IReadOnlyList<MentorRow> Pool { get; private set; } = [];

    public Name? NameOf(string candidate) => _names.GetValueOrDefault(candidate);

    public PartyShown PartyOf(string organisation) =>
        new(organisation, _parties.TryGetValue(organisation, out var o) ? o.Name : new(organisation));

    /// <summary>Accepted mentors of the alliance; hours free are those in slots still to come.</summary>
    public IEnumerable<Candidate> Mentors()
    {
        Pool = MentorReading.Pool(reading.Rows, request.AllianceId, CandidatesMax);
        var free = Sums(
            "select mentor, sum(minutes) from mentor_slots where state = 'free' and day >= @from and day <= @to " +
            "and starts > @now group by mentor");
        // Help that was booked and has been confirmed since is one load, not two.
        var load = Sums(
            "select m.mentor, m.booked_minutes + m.delivered_minutes - coalesce((select sum(s.minutes) " +
            "from mentor_slots s join bookings b on b.mentor = s.mentor and b.booking = s.booking " +
            "join requests q on q.request = b.request and q.state = 'confirmed' " +
            "where s.mentor = m.mentor and s.month = m.month and s.state = 'booked'), 0) " +
            "from mentor_months m where m.month = @month");
        var last = Last("mentor", "help_days");
        return Others(Pool, m => m.OrganisationId).Select(m => new Candidate(
            $"mentor/{m.Id}", m.OrganisationId, m.Id, null, null, [.. m.Topics],
            [.. m.Modes.Select(RowText.Parse<MentorMode>)],
            free.GetValueOrDefault(m.Id), DistanceTo(m.OrganisationId), last.GetValueOrDefault(m.Id), m.RatingSum,
            m.Ratings, load.GetValueOrDefault(m.Id)));
    }

    /// <summary>Active teams of the alliance's members.</summary>
    public IEnumerable<Candidate> Teams() => Found(
        "team", "help_days", "select x.team as id, x.organisation, x.name_zh, x.name_en, '[]' as topics, " +
        "x.rating_sum, x.ratings from teams x where x.state = 'active'", (id, given) => given with { TeamId = id });

    /// <summary>Published packages of the alliance's members.</summary>
    public IEnumerable<Candidate> Packages() => Found(
        "item", "library_runs", "select x.item as id, x.organisation, x.title_zh as name_zh, x.title_en as name_en, " +
        "v.topics, x.rating_sum, x.ratings from library_items x join library_versions v on v.item = x.item " +
        "and v.version = x.published where x.state = 'published'", (id, given) => given with { LibraryItemId = id });

    private sealed record Row(
        string Id, string Organisation, Name Name, Items<string> Topics, long? RatingSum, long? Ratings);

    private IEnumerable<Candidate> Found(
        string key, string given, string select, Func<string, Candidate, Candidate> named)
    {
        var load = Sums($"select {key}, sum(minutes) from {given} where day like @days group by {key}");
        var last = Last(key, given);
        var rows = reading.Rows.All<Row>(
            select + (request.AllianceId is null ? "" : " and x.organisation in (select organisation " +
                "from memberships where alliance = @alliance and state in ('member', 'suspended'))") +
            $" order by x.{key} limit @most", ("alliance", request.AllianceId), ("most", CandidatesMax));
        return [.. Others(rows, row => row.Organisation).Select(row =>
        {
            var id = $"{(key == "item" ? "package" : key)}/{row.Id}";
            _names[id] = row.Name;
            return named(row.Id, new(
                id, row.Organisation, null, null, null, row.Topics, [], 0, DistanceTo(row.Organisation),
                last.GetValueOrDefault(row.Id), row.RatingSum ?? 0, row.Ratings ?? 0, load.GetValueOrDefault(row.Id)));
        })];
    }

    /// <summary>Nobody helps itself.</summary>
    private IEnumerable<T> Others<T>(IEnumerable<T> all, Func<T, string> organisation) =>
        all.Where(one => organisation(one) != request.Organisation.Id);

    private Dictionary<string, long> Sums(string sql) => reading.Rows.All(
        sql, r => KeyValuePair.Create(r.GetString(0), Convert.ToInt64(r[1])), ("from", request.From),
        ("to", request.To), ("now", reading.Log.Clock.GetUtcNow()), ("month", _month), ("days", _month + "-%"))
        .ToDictionary();

    private Dictionary<string, DateOnly?> Last(string key, string table) => reading.Rows.All(
        $"select {key}, max(day) from {table} group by {key}", r => KeyValuePair.Create(r.GetString(0), r.Day(1)))
        .ToDictionary();

    private DistanceClass DistanceTo(string organisation) =>
        _parties.TryGetValue(organisation, out var party) && party.Village is { } village
            ? Parties.Distance(village, request.VillageCode, code => _areas.GetValueOrDefault(code))
            : DistanceClass.Farther;
}
