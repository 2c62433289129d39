using System.Globalization;
using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.Places;

namespace Federation.Log.Counting;

/// <summary>All of one place and its villages, in the log's order: of a town, or of what lies above towns for what is
/// told of that alone. One writes, any number read.</summary>
internal sealed class Book(string place, Book? above)
{
    /// <summary>Villages of a town differ in their last three digits.</summary>
    private const int NumbersOfTown = 1_000;

    private readonly Dictionary<Group, int> _groups = [];
    private volatile Spell[] _villages = [];
    private volatile Book[] _below = [];
    private int _moves;
    private Digest? _digest;

    public string Place { get; } = place;

    /// <summary>Or what lies above counties, itself.</summary>
    public string County { get; } = place[..Math.Min(place.Length, Regions.CountyDigits)];

    /// <summary>To which a village's own digits are added.</summary>
    public long FirstVillage { get; } = place.Length == Regions.TownDigits
        ? long.Parse(place, CultureInfo.InvariantCulture) * NumbersOfTown : 0;

    public Lines<Group> Groups { get; } = new();

    /// <summary>Of alliances of this very place.</summary>
    public Lines<Begun> Actions { get; } = new();

    public Lines<Report> Reports { get; } = new();

    public Lines<Plan> Plans { get; } = new();

    public Lines<Step> Steps { get; } = new();

    /// <summary>Associations, members of the place's alliances, and help that they gave.</summary>
    public Lines<Stand> Standing { get; } = new();

    /// <summary>The same told of single villages.</summary>
    public Lines<Stand> StandingHere { get; } = new();

    /// <summary>What the town was called at its adoption; null before it.</summary>
    public Name? Name { get; set; }

    /// <summary>Villages under their names, by code and day.</summary>
    public Spell[] Villages
    {
        get => _villages;
        set => _villages = value;
    }

    /// <summary>This book, and those of all places in it.</summary>
    public IEnumerable<Book> All => _below.SelectMany(book => book.All).Prepend(this);

    /// <summary>Of everything up to now, made anew where something came.</summary>
    public Digest Digest
    {
        get
        {
            var moves = Volatile.Read(ref _moves); // Before it is made: what comes meanwhile makes it anew next time.
            var made = Volatile.Read(ref _digest);
            if (made?.Moves == moves) return made;
            made = Place.Length < Regions.CountyDigits
                ? Digest.Of(moves, [.. _below.Select(book => book.Digest), Digest.Of(moves, [this])])
                : Digest.Of(moves, [.. All]);
            Volatile.Write(ref _digest, made);
            return made;
        }
    }

    public void Below(Book book) => _below = [.. _below, book];

    /// <returns>Whether it is the first entry of its group.</returns>
    public bool Add(in Group group, Entry entry, int shop)
    {
        var first = _groups.TryAdd(group, _groups.Count);
        if (first) Groups.Add(group);
        var (number, day, tally) = (_groups[group], entry.Day.DayNumber, entry.Tally);
        if (entry.Planned != 0) Plans.Add(new(number, day, checked((sbyte)entry.Planned)));
        if (tally.Sessions != 0) Reports.Add(new(number, day, tally));
        if (shop != 0)
            Steps.Add(new(
                number, day, shop, checked((sbyte)entry.Joined), checked((sbyte)tally.Pledges),
                checked((sbyte)tally.PledgesNotStated), checked((sbyte)tally.IllustrativePledges)));
        return first;
    }

    /// <summary>As they were kept.</summary>
    public void Fill(Group[] groups)
    {
        _groups.EnsureCapacity(groups.Length);
        for (var number = 0; number < groups.Length; number++) _groups[groups[number]] = number;
        Groups.Fill(groups);
    }

    /// <summary>Everything written so far may be read, and belongs together.</summary>
    public void Show()
    {
        Groups.Show(); // First: lines name them.
        Actions.Show();
        Reports.Show();
        Plans.Show();
        Steps.Show();
        Standing.Show();
        StandingHere.Show();
        for (var book = this; book is not null; book = book.Above) Interlocked.Increment(ref book._moves);
    }

    /// <summary>Villages get a name, or a new one; null: there is none from that day on.</summary>
    public void Write(IEnumerable<(string Code, Name? Name)> names, DateOnly from)
    {
        var named = names.ToDictionary(n => VillageOf(n.Code), n => n.Name);
        Villages =
        [
            .. Villages.Select(v => named.ContainsKey(v.Village) && v.To == Spell.Still
                    ? v with { To = from.DayNumber } : v)
                .Concat(named.Where(n => n.Value is not null)
                    .Select(n => new Spell(n.Key, from.DayNumber, Spell.Still, n.Value!)))
                .OrderBy(v => v.Village).ThenBy(v => v.From),
        ];
    }

    /// <summary>A village's own digits; 0 for what is not a village.</summary>
    public static int VillageOf(string place) => place.Length <= Regions.TownDigits
        ? 0 : int.Parse(place.AsSpan(Regions.TownDigits), CultureInfo.InvariantCulture);

    public string CodeOf(int village) => CodeOf(FirstVillage + village);

    public static string CodeOf(long village) => village.ToString("D12", CultureInfo.InvariantCulture);

    private Book? Above { get; } = above;
}
