using System.Collections.Concurrent;
using Federation.Domain;
using Federation.Domain.Alliances;
using Federation.Domain.Counting;
using Federation.Domain.Help;
using Federation.Domain.JointActions;
using Federation.Domain.Organisations;
using Federation.Domain.Places;

namespace Federation.Log.Counting;

/// <summary>What a count is asked for. What is null does not matter.</summary>
/// <param name="Region">The beginning of its villages' codes; empty: everywhere.</param>
/// <param name="Scope">Of the action, as <c>ActionScope.Text</c> has it.</param>
public sealed record Question(
    Period Days, string Region = "", string? Alliance = null, string? Theme = null, string? Organisation = null,
    string? Action = null, string? Scope = null);

/// <summary>What a count is told apart by.</summary>
public enum By { Nothing, Village, Month, Theme, Organisation, Series, Scope }

/// <summary>Sessions of one series in one village.</summary>
public readonly record struct Held(long Planned, long Sessions, long PersonTimes);

/// <summary>All that was ever counted, in memory, a book for each town: a figure is a sum over the rows asked for,
/// exact for any range of days, whatever the level.</summary>
/// <remarks>One fills it, any number ask meanwhile. Sessions count in the days asked for; pledges and merchants are a
/// state of the last of these days, so all steps up to it count, and by month they are not told.</remarks>
public sealed class Books
{
    /// <summary>Between the scopes that are kept as one name.</summary>
    private const char Between = '\u001f';

    private readonly ConcurrentDictionary<string, Book> _books = [];
    private readonly ConcurrentDictionary<int, Book[]> _booksOf = [];
    private readonly ConcurrentDictionary<int, Book[]> _wanderers = [];
    private readonly Wandering _wandering = new();
    private readonly ConcurrentDictionary<int, int[]> _scopes = [];

    public Books() => Standings = new(Names);

    /// <summary>Events that may have something for them.</summary>
    public static readonly Type[] WrittenFrom =
    [
        typeof(SessionEvent), typeof(PledgeEvent), typeof(TownEvent), typeof(AllianceEvent), typeof(OrganisationEvent),
        typeof(MembershipEvent), typeof(RequestEvent), typeof(JointActionEvent.Created),
    ];

    /// <summary>Of everything: organisations, alliances, themes, actions, series, scopes and shops.</summary>
    internal Names Names { get; } = new();

    internal Standings Standings { get; }

    internal IEnumerable<Book> All => _books.Values;

    /// <summary>Takes in events, in the log's order.</summary>
    public void Write(IEnumerable<StoredEvent> events)
    {
        var touched = new HashSet<Book>();
        foreach (var stored in events)
        {
            if (stored.Body is TownEvent town) Write(Touched(stored.Id()), town);
            if (stored.Body is JointActionEvent.Created begun && Standings.RegionOf(begun.AllianceId) is { } region)
                Touched(region).Actions.Add(new(Names.Add(begun.AllianceId), Names.Add(begun.Theme)));
            foreach (var standing in Standings.Of(stored)) Write(Touched(standing.Place), standing);
            foreach (var entry in Entry.Of(stored)) Write(Touched(entry.Village), entry);
        }

        foreach (var book in touched) book.Show();

        Book Touched(string place)
        {
            var book = BookOf(place.Length < Regions.TownDigits ? place : Regions.TownOf(place));
            touched.Add(book);
            return book;
        }
    }

    /// <summary>So that the first question about a large region waits no longer than the next.</summary>
    public void Prepare() => _ = _books.TryGetValue("", out var all) ? all.Digest : null;

    /// <summary>Real villages on a day with the names they bore, by code.</summary>
    public IEnumerable<(string Code, Name Name)> Villages(Question asked) =>
        from book in Of(asked.Region)
        from village in book.Villages
        where village.Covers(asked.Days.To.DayNumber)
        let code = book.CodeOf(village.Village)
        where code.StartsWith(asked.Region, StringComparison.Ordinal)
        orderby code
        select (code, village.Name);

    /// <summary>Of all joint actions of one alliance, or of those of a region, whether or not anything was
    /// held.</summary>
    public IEnumerable<string> Themes(Question asked)
    {
        var place = asked.Alliance is { } id ? Standings.RegionOf(id) : asked.Region;
        if (place is null || !_books.TryGetValue(place, out var book)) return [];
        var themes = asked.Alliance is { } alliance
            ? book.Actions.All.ToArray().Where(a => a.Alliance == Names.NumberOf(alliance)).Select(a => a.Theme)
            : place.Length <= Regions.CountyDigits ? book.Digest.ActionThemes
            : book.Actions.All.ToArray().Select(action => action.Theme);
        return themes.Distinct().Select(theme => Names[theme]).Order(StringComparer.Ordinal);
    }

    /// <summary>Of a town or village that was adopted, its latest; null of any other place.</summary>
    public Name? NameOf(string place)
    {
        if (place.Length < Regions.TownDigits || !_books.TryGetValue(Regions.TownOf(place), out var book)) return null;
        if (place.Length == Regions.TownDigits) return book.Name;
        var names = book.Villages.Where(village => village.Village == Book.VillageOf(place)).ToArray();
        return names.Length == 0 ? null : names[^1].Name;
    }

    /// <summary>What stands on the last day asked about.</summary>
    public Reach Reach(Question asked)
    {
        var counties = asked.Region.Length <= Regions.CountyDigits;
        var known = counties && _books.TryGetValue(asked.Region, out var place)
            ? place.Digest.States.On(asked.Days) : null;
        if (known is not null && asked.Alliance is null) return _wandering.Less(known, asked.Region, asked.Days.To);

        using var reaching = new Reaching(asked, asked.Alliance is { } id ? Names.NumberOf(id) : null);
        var town = counties ? null : Of(asked.Region).SingleOrDefault();
        if (town is not null) reaching.AddVillages(town);
        var members = asked.Alliance is null || reaching.IsOfVillage ? town
            : Standings.RegionOf(asked.Alliance) is { } region ? _books.GetValueOrDefault(region) : null;
        if (members is not null)
            reaching.Add(members, members == town || members.Place.StartsWith(asked.Region, StringComparison.Ordinal));
        var reach = reaching.Result();
        return known is null ? reach : reach with { Villages = known.Villages, Covered = known.Covered };
    }

    /// <summary>All that was asked for in one.</summary>
    public Counts Count(Question asked) => CountWhole(asked, By.Nothing).Whole;

    /// <summary>Told apart by something; what has nothing is left out.</summary>
    public Dictionary<string, Counts> Count(Question asked, By by) => CountWhole(asked, by).Parts;

    /// <summary>Both, in one go.</summary>
    public (Counts Whole, Dictionary<string, Counts> Parts) CountWhole(Question asked, By by)
    {
        var counting = Put(asked, by, By.Nothing);
        return (counting.Whole.Counts, counting.Parts.Select(part => (Key: part.Of.First, part.Sum.Counts))
            .Where(part => part.Counts != Counts.Nothing).ToDictionary(part => part.Key, part => part.Counts));
    }

    /// <summary>Planned and held sessions by two things.</summary>
    public Dictionary<(string First, string Second), Held> HeldBy(Question asked, By first, By second)
    {
        var counting = Put(asked, first, second);
        foreach (var book in Of(asked)) counting.AddPlans(book);
        return counting.Parts.ToDictionary(part => part.Of, part => new Held(
            part.Sum.Planned, part.Sum.Tally.Sessions, part.Sum.Tally.PersonTimes.Value));
    }

    /// <summary>Per village the last day up to the end of what was asked with a session that stands.</summary>
    public Dictionary<string, DateOnly> LastDays(Question asked)
    {
        var (counting, last) = (Question(asked, By.Nothing, By.Nothing), new Dictionary<string, DateOnly>());
        foreach (var book in Of(asked)) counting.LastDays(book, last);
        return last;
    }

    private Counting Put(Question asked, By first, By second)
    {
        var counting = Question(asked, first, second);
        var known = DigestFor(asked, first, second);
        if (known is not null) counting.Add(known, new(Wanderers(asked.Region), asked.Region));
        foreach (var book in known?.WithSteps ?? Of(asked))
        {
            if (known is null) counting.AddReports(book);
            counting.AddSteps(book);
        }

        return counting;
    }

    private Counting Question(Question asked, By first, By second) => new(Names, ScopesOf, asked, first, second);

    /// <summary>Where one knows the answer about a county or more: of whole months, by month and theme.</summary>
    private Digest? DigestFor(Question asked, By first, By second) =>
        asked is { Alliance: null, Organisation: null, Action: null, Scope: null }
        && asked.Region.Length <= Regions.CountyDigits && second == By.Nothing
        && first is By.Nothing or By.Month or By.Theme
        && _books.TryGetValue(asked.Region, out var book) && book.Digest is var digest && digest.Knows(asked.Days)
            ? digest : null;

    private IEnumerable<(int, Book[])> Wanderers(string region) => _wanderers.Select(one => (one.Key, one.Value));

    /// <summary>The books that may have something, of those of whom or what is asked for, else of the place.</summary>
    private IEnumerable<Book> Of(Question asked) => (asked.Action ?? asked.Organisation ?? asked.Alliance) is { } name
        ? _booksOf.GetValueOrDefault(Names.NumberOf(name), []).Where(book => book.Place.StartsWith(
            asked.Region.Length > Regions.TownDigits ? Regions.TownOf(asked.Region) : asked.Region,
            StringComparison.Ordinal))
        : Of(asked.Region);

    private IEnumerable<Book> Of(string region) =>
        region.Length > Regions.TownDigits ? _books.TryGetValue(Regions.TownOf(region), out var town) ? [town] : []
        : _books.TryGetValue(region, out var book) ? book.All : [];

    /// <summary>With all that it lies in.</summary>
    internal Book BookOf(string place)
    {
        if (_books.TryGetValue(place, out var known)) return known;
        var above = place.Length == 0 ? null : BookOf(place[..Array.FindLast(
            [0, Regions.ProvinceDigits, Regions.CityDigits, Regions.CountyDigits], digits => digits < place.Length)]);
        var book = _books[place] = new(place, above);
        above?.Below(book);
        return book;
    }

    private void Write(Book book, Entry entry)
    {
        var scopes = (entry.Series is { } series ? new[] { ActionScope.OfSeries(series).Text() } : [])
            .Prepend(ActionScope.Whole.Text()).Concat(entry.Scopes);
        var group = new Group(
            Book.VillageOf(entry.Village), Names.Add(entry.Organisation), Names.Add(entry.Alliance),
            Names.Add(entry.Theme), Names.Add(entry.Action), Names.Add(entry.Series ?? ""),
            Names.Add(string.Join(Between, scopes)));
        if (book.Add(group, entry, Names.Add(entry.Shop))) Belongs(book, group);
    }

    /// <summary>So that it is found by its action, alliance and organisation.</summary>
    private void Belongs(Book book, in Group group)
    {
        Found(group.Action);
        Found(group.Alliance);
        var books = Found(group.Organisation);
        if (books.Length > 1 && books.Any(one => one.County != book.County)) _wanderers[group.Organisation] = books;

        Book[] Found(int name)
        {
            var books = _booksOf.GetOrAdd(name, _ => []);
            return books.Length > 0 && (books[^1] == book || books.Contains(book)) ? books
                : _booksOf[name] = [.. books, book];
        }
    }

    /// <summary>Everything of its action that it counts in, by number.</summary>
    internal int[] ScopesOf(int scopes) => _scopes.GetOrAdd(
        scopes, number => Array.ConvertAll(Names[number].Split(Between), Names.Add));

    private void Write(Book book, Standing now)
    {
        var village = Book.VillageOf(now.Place);
        var line = new Stand(
            Names.Add(now.Who), Names.Add(now.Alliance), now.Day.DayNumber, checked((int)now.Minutes), (short)village,
            now.What, checked((sbyte)now.Left), now.Illustrative);
        (now.Here ? book.StandingHere : book.Standing).Add(line);
        if (!now.Here) _wandering.See(book, line);
    }

    /// <summary>After its lines were filled.</summary>
    internal void Found(Book book)
    {
        foreach (ref readonly var group in book.Groups.All) Belongs(book, group);
        foreach (ref readonly var line in book.Standing.All) _wandering.See(book, line);
    }

    private static void Write(Book book, TownEvent town)
    {
        switch (town)
        {
            case TownEvent.TownAdopted now:
                book.Name = now.Name;
                book.Write(now.Villages.Select(village => (village.Code, (Name?)village.Name)), Town.Always);
                break;
            case TownEvent.VillageAdded now:
                book.Write([(now.Code, now.Name)], now.From);
                break;
            case TownEvent.VillageRenamed now:
                book.Write([(now.Code, now.Name)], now.From);
                break;
            case TownEvent.VillageClosed gone:
                book.Write([(gone.Code, null)], gone.From);
                break;
        }
    }
}
