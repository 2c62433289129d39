using System.Runtime.InteropServices;
using Federation.Domain.Counting;

namespace Federation.Log.Counting;

/// <summary>What stands in a county, or in what lies above it: by day, how many more stand from then on. These add up
/// over counties, so a question about any day looks at days, not at villages and members.</summary>
/// <remarks>A mentor, team or organisation that stands in several counties counts in each (see
/// <see cref="Wandering"/>).</remarks>
internal sealed class States
{
    private readonly Change[] _villages, _help;
    private readonly Change[][] _standing;

    private States(Adding all)
    {
        (_villages, _help) = (Of(all.Villages), Of(all.Help));
        _standing = [.. all.Standing.Select(Of)];

        static Change[] Of(Dictionary<int, Change> changes) => [.. changes.Values];
    }

    /// <summary>From a day on; or given on it, which then counts in minutes.</summary>
    private readonly record struct Change(int Day, long Left, int Illustrations)
    {
        public static Change operator +(Change one, Change other) =>
            new(other.Day, one.Left + other.Left, one.Illustrations + other.Illustrations);
    }

    private sealed record Adding(
        Dictionary<int, Change> Villages, Dictionary<int, Change> Help, Dictionary<int, Change>[] Standing)
    {
        public Adding() : this([], [], [.. Enum.GetValues<Stands>().Select(_ => new Dictionary<int, Change>())])
        {
        }

        public static void Add(Dictionary<int, Change> to, Change change) =>
            CollectionsMarshal.GetValueRefOrAddDefault(to, change.Day, out _) += change;
    }

    /// <summary>Of a county: from all that its books hold.</summary>
    public static States Of(IReadOnlyCollection<Book> books)
    {
        var all = new Adding();
        foreach (var book in books) AddVillages(book, all);
        var others = books.SelectMany(book => book.Standing.All.ToArray())
            .Where(one => one.What != Stands.Association).ToArray();
        foreach (var who in others.GroupBy(one => (one.What, one.Who)))
            Sweep(
                who.Select(one => (one.Day, (int)one.Left, one.IllustrationsLeft, 0)), 0,
                all.Standing[(int)who.Key.What]);
        foreach (var one in others.Where(one => one.What == Stands.Served))
            Adding.Add(all.Help, new(one.Day, one.Minutes, one.IllustrationsLeft));
        return new(all);
    }

    /// <summary>Of what lies above counties: from its parts.</summary>
    public static States Of(IEnumerable<States> parts)
    {
        var all = new Adding();
        foreach (var part in parts)
        {
            foreach (var change in part._villages) Adding.Add(all.Villages, change);
            foreach (var change in part._help) Adding.Add(all.Help, change);
            for (var what = 0; what < all.Standing.Length; what++)
                foreach (var change in part._standing[what]) Adding.Add(all.Standing[what], change);
        }

        return new(all);
    }

    /// <summary>What stands on the last of these days.</summary>
    public Reach On(Period days)
    {
        var (from, to) = (days.From.DayNumber, days.To.DayNumber);
        return new(
            Until(_villages).Value, Of(Stands.Association), Of(Stands.Member), Of(Stands.Mentor), Of(Stands.Team),
            Of(Stands.Served), Until([.. _help.Where(given => given.Day >= from)]));

        Distinct Of(Stands what) => Until(_standing[(int)what]);

        Distinct Until(Change[] changes)
        {
            var sum = default(Change);
            foreach (var change in changes)
                if (change.Day <= to) sum += change;
            return new(sum.Left, sum.Illustrations > 0);
        }
    }

    /// <summary>Villages by their names' days; and those of them in which an association stands meanwhile.</summary>
    private static void AddVillages(Book book, Adding all)
    {
        var associations = book.Standing.All.ToArray().Where(one => one.What == Stands.Association)
            .ToLookup(one => (int)one.Village);
        foreach (var village in book.Villages.Where(v => v.IsReal).GroupBy(v => v.Village))
        {
            var names = village.SelectMany(v => new[] { (v.From, 1), (v.To, -1) }).ToArray();
            foreach (var (day, more) in names) Adding.Add(all.Villages, new(day, more, 0));
            Sweep(
                [
                    .. names.Select(name => (name.Item1, 0, 0, name.Item2)),
                    .. associations[village.Key].Select(one => (one.Day, (int)one.Left, one.IllustrationsLeft, 0)),
                ],
                1, all.Standing[(int)Stands.Association]);
        }
    }

    /// <summary>Of one thing, day by day: it stands while anything of it is left, and enough is there.</summary>
    private static void Sweep(
        IEnumerable<(int Day, int Left, int Illustrations, int There)> changes, int enough, Dictionary<int, Change> to)
    {
        var (left, illustrations, there, was) = (0, 0, 0, default(Change));
        foreach (var day in changes.GroupBy(change => change.Day).OrderBy(day => day.Key))
        {
            foreach (var change in day)
                (left, illustrations, there) =
                    (left + change.Left, illustrations + change.Illustrations, there + change.There);
            var stands = left > 0 && there >= enough;
            var now = new Change(day.Key, stands ? 1 : 0, stands && illustrations > 0 ? 1 : 0);
            if (now.Left != was.Left || now.Illustrations != was.Illustrations)
                Adding.Add(to, new(day.Key, now.Left - was.Left, now.Illustrations - was.Illustrations));
            was = now;
        }
    }
}
