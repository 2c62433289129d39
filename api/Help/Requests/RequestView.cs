namespace Federation.Api.Help;

/// <summary>The board: requests, how many there are of each state, and where the next ones begin.</summary>
public sealed record RequestBoard(
    IReadOnlyList<RequestShown> Requests, string? Next, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Cards on one page: what a thumb scrolls through.</summary>
    private const int CardsMax = 20;

    /// <summary>Requests name organisations in need, so the board is for those who are signed in; others see the
    /// ledger.</summary>
    public static RequestBoard? Of(Reading reading)
    {
        if (!reading.Caller.SignedIn)
        {
            reading.Elsewhere = "/help";
            return null;
        }

        var found = RequestReading.Found(reading, CardsMax + 1);
        return new(
            [.. found.Take(CardsMax)], found.Count > CardsMax ? RequestReading.CursorOf(found[CardsMax - 1]) : null,
            reading.Rows.All(
                "select state, count(*) from requests group by state",
                r => (State: r.GetString(0), Count: r.GetInt64(1))).ToDictionary(c => c.State, c => c.Count));
    }
}

/// <summary>Who may be asked for, and by whom.</summary>
public sealed record NewRequest(IReadOnlyList<PartyShown> Parties, IReadOnlyList<Choice> Mentors)
{
    public static NewRequest Of(Reading reading) =>
        new(reading.OwnParties(), HelpChoices.Mentors(reading, reading.Language()));
}

/// <summary>Between whom help may be entered afterwards.</summary>
public sealed record GivenHelp(IReadOnlyList<PartyShown> Parties, IReadOnlyList<Helper> Helpers)
{
    public static GivenHelp Of(Reading reading)
    {
        var parties = reading.ReceivingParties();
        return new(parties, HelpChoices.Helpers(
            reading, reading.Language(), [.. parties.Select(p => p.Id)], packages: false));
    }
}

/// <param name="With">Mentor, team or package it names, as words.</param>
public sealed record OfferLine(OfferShown Offer, string? With, bool Own);

/// <param name="MayOffer">The reader may offer this one's help.</param>
public sealed record MatchLine(MatchShown Match, bool MayOffer);

/// <summary>One request as its page shows it to one reader: what it is, and what they may do about it.</summary>
/// <param name="Receives">May act for the receiving side.</param>
/// <param name="Provides">May act for the side whose offer was accepted.</param>
/// <param name="Helper">Who helps or helped, as words.</param>
/// <param name="Given">Help entered afterwards whose delivery was refused: it goes on in this page's form.</param>
public sealed record RequestView(
    RequestShown Request, IReadOnlyList<OfferLine> Offers, IReadOnlyList<MatchLine> Matches, bool Receives,
    bool Provides, bool Coordinates, bool OwnReceiver, string? AskedMentor, string? AskedPackage, string? Helper,
    IReadOnlyList<PartyShown> Parties, IReadOnlyList<Helper> Helpers, FormState? Given, DateOnly Today)
{
    public bool Over => Request.State is "confirmed" or "cancelled";

    /// <summary>Who gave how much help, and when.</summary>
    public string Delivered(Lang l) => HelpWords.Line(
        Request.Provider is { } provider ? l.Of(provider.Name) : null, Helper,
        Request.Delivery is { } given ? l.Day(given.On) : null,
        Request.Delivery?.Minutes is { } minutes ? l.Hours(minutes) : null,
        Request.Delivery?.PersonTimes is { } times ? l.Quantity(times, "person-times") : null);

    public static RequestView? Of(Reading reading)
    {
        if (RequestReading.Find(reading) is not { } request) return null;
        var (caller, l) = (reading.Caller, reading.Language());
        var coordinates = caller.CoordinatesAlliance(reading.Rows, request.AllianceId);
        var own = caller.Organisations.Contains(request.Organisation.Id);
        IReadOnlyList<PartyShown> parties = request.TakesOffers || (coordinates && request.Provider is null)
            ? [.. reading.OwnParties().Where(p => p.Id != request.Organisation.Id)] : [];
        var mine = parties.Select(p => p.Id).ToHashSet();
        bool Mine(string organisation, string? mentor) => mine.Contains(organisation)
            || caller.Organisations.Contains(organisation) || (mentor is not null && caller.Mentor == mentor);
        var suited = request.TakesOffers && (RoleTable.RolesOf(caller) & Who.Members) != 0
            ? MatchReading.For(reading, request) : [];
        return new(
            request,
            [.. request.Offers!.Select(o => new OfferLine(
                o, Named(reading, l, o.MentorId, o.TeamId, o.LibraryItemId), Mine(o.Organisation!.Id, o.MentorId)))],
            [.. suited.Select(m => new MatchLine(m, Mine(m.Candidate.Organisation.Id, m.Candidate.MentorId)))],
            own || coordinates,
            request.Provider is { } provider && (coordinates || Mine(provider.Id, request.HelpingMentorId)),
            coordinates, own, Named(reading, l, request.MentorId), Named(reading, l, item: request.LibraryItemId),
            Named(reading, l, request.HelpingMentorId, request.HelpingTeamId), parties,
            parties.Count > 0 || caller.Mentor is not null
                ? HelpChoices.Helpers(reading, l, mine, packages: request.TakesOffers) : [],
            FormState.Of(reading.Http, "/requests/given", null), reading.Today);
    }

    /// <summary>Those whom an offer or a request names, as far as the reader may know their names; null for nobody.
    /// </summary>
    private static string? Named(
        Reading reading, Lang l, string? mentor = null, string? team = null, string? item = null)
    {
        var names = new RecordNames(reading.Rows);
        var person = mentor is not null && MentorReading.Find(reading.Rows, mentor) is { } row
            ? MentorReading.Names(reading, [row]).GetValueOrDefault(row.PersonId)?.Name : null;
        var words = HelpWords.Line(
            person is not null ? l.T($"导师{person}", $"mentor {person}")
                : mentor is not null ? l.T("导师", "a mentor") : null,
            team is null ? null : l.Of(names.Team(team)), item is null ? null : l.Of(names.Package(item)));
        return words.Length == 0 ? null : words;
    }
}
