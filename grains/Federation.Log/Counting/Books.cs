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
    private readonly ConcurrentDictionary<string, Book> _books = [];
    private readonly ConcurrentDictionary<string, Book[]> _ofActions = [];
    private readonly Standings _standings = new();

    /// <summary>Events that may have something for them.</summary>
    public static readonly Type[] WrittenFrom =
    [
        typeof(SessionEvent), typeof(PledgeEvent), typeof(TownEvent), typeof(AllianceEvent), typeof(OrganisationEvent),
        typeof(MembershipEvent), typeof(RequestEvent),
    ];

    /// <summary>Takes in events, in the log's order.</summary>
    public void Write(IEnumerable<StoredEvent> events)
    {
        var touched = new HashSet<Book>();
        foreach (var stored in events)
        {
            if (stored.Body is TownEvent town) Write(BookOf(stored.Id()), town);
            foreach (var standing in _standings.Of(stored)) Touched(standing.Place).Standings.Add(standing);
            foreach (var entry in Entry.Of(stored))
            {
                var book = Touched(entry.Village);
                (entry.IsPlan ? book.Plans : book.Rows).Add(new(book, entry));
                if (!_ofActions.GetOrAdd(entry.Action, _ => []).Contains(book))
                    _ofActions[entry.Action] = [.. _ofActions[entry.Action], book];
            }
        }

        foreach (var book in touched) book.Show();

        Book Touched(string place)
        {
            var book = BookOf(place);
            touched.Add(book);
            return book;
        }
    }

    /// <summary>Real villages on a day with the names they bore, by code.</summary>
    public IEnumerable<VillageSpell> Villages(Question asked) =>
        Of(asked).SelectMany(book => book.VillagesOn(asked.Days.To, asked.Region))
            .OrderBy(village => village.Code, StringComparer.Ordinal);

    /// <summary>Of a town or village that was adopted; null of any other place.</summary>
    public Name? NameOf(string place) =>
        place.Length < Regions.TownDigits || !_books.TryGetValue(Regions.TownOf(place), out var book) ? null
        : place.Length == Regions.TownDigits ? book.Town : book.NameOf(place);

    /// <summary>What stands on the last day asked about.</summary>
    public Reach Reach(Question asked)
    {
        var reaching = new Reaching(asked);
        var elsewhere = asked.Alliance is { } alliance && _standings.RegionOf(alliance) is { } region
            ? Of(asked with { Region = region }) : [];
        foreach (var book in Of(asked).Union(elsewhere)) reaching.Add(book);
        return reaching.Result;
    }

    /// <summary>All that was asked for in one.</summary>
    public Counts Count(Question asked) => CountWhole(asked, By.Nothing).Whole;

    /// <summary>Told apart by something; what has nothing is left out.</summary>
    public Dictionary<string, Counts> Count(Question asked, By by) => CountWhole(asked, by).Parts;

    /// <summary>Both, in one go.</summary>
    public (Counts Whole, Dictionary<string, Counts> Parts) CountWhole(Question asked, By by)
    {
        var (whole, sums) = Sums(asked, by, By.Nothing, plans: false);
        return (whole.Counts, sums.Select(s => (Key: s.Key.First, s.Value.Counts))
            .Where(s => s.Counts != Counts.Nothing).ToDictionary(s => s.Key, s => s.Counts));
    }

    /// <summary>Planned and held sessions by two things.</summary>
    public Dictionary<(string First, string Second), Held> HeldBy(Question asked, By first, By second) =>
        Sums(asked, first, second, plans: true).Parts.ToDictionary(
            s => s.Key, s => new Held(s.Value.Planned, s.Value.Sessions, s.Value.PersonTimes));

    /// <summary>Per village the last day up to the end of what was asked with a session that stands.</summary>
    public Dictionary<string, DateOnly> LastDays(Question asked)
    {
        var last = new Dictionary<string, DateOnly>();
        foreach (var book in Of(asked))
        {
            var (filter, left) = (new Filter(book, asked), new Dictionary<(int Village, int Day), int>());
            foreach (ref readonly var row in book.Rows.All)
                if (row.Sessions != 0 && filter.Admits(book, row) && row.Day <= filter.To)
                    left[(row.Village, row.Day)] = left.GetValueOrDefault((row.Village, row.Day)) + row.Sessions;
            foreach (var village in left.Where(at => at.Value > 0).GroupBy(at => at.Key.Village, at => at.Key.Day))
                last[book.Villages[village.Key]] = DateOnly.FromDayNumber(village.Max());
        }

        return last;
    }

    private (Sum Whole, Dictionary<(string First, string Second), Sum> Parts) Sums(
        Question asked, By first, By second, bool plans)
    {
        var (whole, sums) = (new Sum(), new Dictionary<(string, string), Sum>());
        foreach (var book in Of(asked)) new Counting(book, asked, first, second, sums, whole).Run(plans);
        return (whole, sums);
    }

    private IEnumerable<Book> Of(Question asked) =>
        asked.Action is { } action ? _ofActions.GetValueOrDefault(action, [])
        : asked.Region.Length < Regions.TownDigits
            ? _books.Where(book => book.Key.StartsWith(asked.Region, StringComparison.Ordinal)).Select(b => b.Value)
        : _books.TryGetValue(Regions.TownOf(asked.Region), out var one) ? [one]
        : [];

    /// <summary>Of the town that a place lies in; what lies above towns has one of its own.</summary>
    private Book BookOf(string place) => _books.GetOrAdd(
        place.Length < Regions.TownDigits ? place : Regions.TownOf(place), _ => new());

    private static void Write(Book book, TownEvent town)
    {
        switch (town)
        {
            case TownEvent.TownAdopted now:
                book.Town = now.Name;
                foreach (var village in now.Villages) book.Write(village.Code, village.Name, Town.Always);
                break;
            case TownEvent.VillageAdded now:
                book.Write(now.Code, now.Name, now.From);
                break;
            case TownEvent.VillageRenamed now:
                book.Write(now.Code, now.Name, now.From);
                break;
            case TownEvent.VillageClosed gone:
                book.Write(gone.Code, null, gone.From);
                break;
        }
    }
}
