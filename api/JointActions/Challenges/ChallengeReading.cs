namespace Federation.Api.JointActions;

/// <summary>One line of the ranking, for those of the action.</summary>
public sealed record RankShown(
    int Rank, string ParticipantId, string? Nickname, string OrganisationId, string VillageCode, int Done, int Streak,
    int Missed, ChallengePace Pace);

/// <summary>How many take part for an organisation, and what they did.</summary>
public sealed record ChallengeCount(string OrganisationId, int Participants, int CheckIns, int Finished);

/// <param name="State">planned, launched (on the way), closed (over) or cancelled.</param>
/// <param name="Ranking">For those of the action; null for others, who see counts alone.</param>
public sealed record ChallengeShown(
    string Id, string SeriesId, Name Title, DateOnly FirstDay, DateOnly LastDay, long Days, long GapsAllowed,
    string State, bool Illustrative, string? Source)
{
    public int Participants => Counts.Sum(c => c.Participants);

    public int CheckIns => Counts.Sum(c => c.CheckIns);

    public int Finished => Counts.Sum(c => c.Finished);

    public IReadOnlyList<ChallengeCount> Counts { get; init; } = [];

    public IReadOnlyList<RankShown>? Ranking { get; init; }
}

/// <summary>The list that staff tick on a phone: one organisation's participants on a day.</summary>
/// <param name="Own">Whose list it is.</param>
/// <param name="Done">Participants who did it on the day.</param>
/// <param name="Villages">Where the organisation takes part.</param>
public sealed record CheckInView(
    ChallengeShown Challenge, IReadOnlyList<Choice> Organisations, string Own, DateOnly Day, IReadOnlySet<string> Done,
    IReadOnlyList<Choice> Villages);

/// <summary>Challenges of an action. Nicknames are for those of the action; everybody sees counts, which are no figures
/// of the action.</summary>
internal static class ChallengeReading
{
    /// <summary>Participants of one challenge that are read; beyond it the ranking would be no page any more.</summary>
    private const int EntrantsRead = 5_000;

    private const string Columns =
        "challenge, series, title_zh, title_en, first_day, last_day, length, gaps, called_off_on, illustrative, source";

    public static IReadOnlyList<ChallengeShown> Of(Reading reading, ActionOf of) => reading.Rows.All(
        $"select {Columns} from challenges where action = @action order by first_day, challenge limit @max",
        r => Row(reading, r), ("action", of.Id), ("max", Reading.LimitUsual))
        .Select(c => c with { Counts = CountsOf(Ranked(reading, of, c, names: false)) }).ToArray();

    public static Listed<ChallengeShown> List(Reading reading, ActionOf of) => new(Of(reading, of), null);

    public static ChallengeShown? Find(Reading reading, ActionOf of)
    {
        var found = reading.Rows.One(
            $"select {Columns} from challenges where action = @action and challenge = @challenge",
            r => Row(reading, r), ("action", of.Id), ("challenge", reading["challengeId"]));
        if (found is null) return null;
        var member = SessionReading.MayReadNotes(reading, of);
        var ranking = Ranked(reading, of, found, names: member);
        return found with { Counts = CountsOf(ranking), Ranking = member ? ranking : null };
    }

    /// <summary>For the organisation and day asked for, as far as they are the reader's and the challenge's; else for
    /// the reader's first, and for today.</summary>
    public static CheckInView? CheckIns(Reading reading, ActionOf of, ActionHead action)
    {
        if (Find(reading, of) is not { } found) return null;
        if (!action.Member) throw new ProblemException(Problem.NotAllowed);
        var lang = Lang.Of(reading.Http);
        var organisations = action.Organisations(reading, lang);
        var own = (organisations.FirstOrDefault(o => o.Value == reading.Text("organisation"))
            ?? organisations.FirstOrDefault())?.Value ?? "";
        var asked = reading.Day("day") ?? reading.Today;
        var day = asked < found.FirstDay ? found.FirstDay : asked > found.LastDay ? found.LastDay : asked;
        var done = reading.Rows.All(
            "select entrant from challenge_days where action = @action and challenge = @challenge " +
            "and organisation = @organisation and day = @day", r => r.GetString(0),
            ("action", of.Id), ("challenge", found.Id), ("organisation", own), ("day", day)).ToHashSet();
        return new(
            found, organisations, own, day, done,
            [
                .. ActionReading.Participants(reading.Rows, of.Id).Where(p => p.OrganisationId == own)
                    .Select(p => new Choice(p.VillageCode, lang.Of(p.Village))),
            ]);
    }

    private static ChallengeCount[] CountsOf(IReadOnlyList<RankShown> ranking) =>
    [
        .. ranking.GroupBy(r => r.OrganisationId).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            new ChallengeCount(
                g.Key, g.Count(), g.Sum(r => r.Done), g.Count(r => r.Pace == ChallengePace.Finished))),
    ];

    private static IReadOnlyList<RankShown> Ranked(Reading reading, ActionOf of, ChallengeShown challenge, bool names)
    {
        var plan = new ChallengePlan(
            challenge.Title, challenge.SeriesId, challenge.FirstDay, (int)challenge.Days, (int)challenge.GapsAllowed);
        (string, object?)[] key = [("action", of.Id), ("challenge", challenge.Id)];
        var days = reading.Rows.All(
            "select organisation, entrant, day from challenge_days where action = @action and challenge = @challenge",
            r => (Who: $"{r.GetString(0)}/{r.GetString(1)}", Day: r.Day(2)!.Value), key)
            .ToLookup(d => d.Who, d => d.Day);
        var entrants = reading.Rows.All(
            "select organisation, entrant, name, village from challenge_entrants where action = @action " +
            "and challenge = @challenge and left_on is null order by organisation, entrant limit @max",
            r => (Organisation: r.GetString(0), Id: r.GetString(1), Name: r.GetString(2), Village: r.GetString(3)),
            [.. key, ("max", EntrantsRead)]).ToDictionary(e => $"{e.Organisation}/{e.Id}");
        var words = names ? reading.OpenWords(entrants.Values.Select(e => e.Name), "ranking of a challenge") : [];
        return
        [
            .. ChallengeRanking.Of(
                plan, reading.Today, entrants.Keys.Select(who => (who, (IReadOnlyCollection<DateOnly>)[.. days[who]])))
                .Select(s => (s, e: entrants[s.EntrantId])).Select(r => new RankShown(
                    r.s.Rank, r.e.Id, words.GetValueOrDefault(r.e.Name), r.e.Organisation, r.e.Village, r.s.Done,
                    r.s.Streak, r.s.Missed, r.s.Pace)),
        ];
    }

    private static ChallengeShown Row(Reading reading, System.Data.Common.DbDataReader r)
    {
        var (first, last) = (r.Day(4)!.Value, r.Day(5)!.Value);
        var state = r.Text(8) is not null ? "cancelled"
            : reading.Today < first ? "planned" : reading.Today <= last ? "launched" : "closed";
        return new(
            r.GetString(0), r.GetString(1), r.Name(2), first, last, r.GetInt64(6), r.GetInt64(7), state, r.Flag(9),
            r.Text(10));
    }
}
