using System.Collections.Concurrent;

namespace Federation.Log.Counting;

/// <summary>Mentors, teams and organisations that stand in several counties, or in one and in what lies above it: each
/// of these counts them, and what holds several must count them once.</summary>
internal sealed class Wandering
{
    /// <summary>Where everybody else stands, who is at home in one county.</summary>
    private readonly Dictionary<(Stands, int), Book[]> _homes = [];

    private readonly ConcurrentDictionary<(Stands What, int Who), (string Home, Stand Line)[]> _lines = [];

    /// <summary>A new line of a book; the ones before it were seen before.</summary>
    public void See(Book book, in Stand line)
    {
        if (line.What == Stands.Association) return;
        var key = (line.What, line.Who);
        if (_lines.TryGetValue(key, out var lines)) _lines[key] = [.. lines, (book.County, line)];
        else if (!_homes.TryGetValue(key, out var homes)) _homes[key] = [book];
        else if (homes[0].County != book.County)
        {
            _homes.Remove(key);
            _lines[key] = [.. homes.SelectMany(home => LinesOf(home, key)), (book.County, line)];
        }
        else if (!homes.Contains(book)) _homes[key] = [.. homes, book];
    }

    /// <summary>What the region's counties have together on a day, each thing counted once.</summary>
    public Reach Less(Reach reach, string region, DateOnly day)
    {
        var often = new long[Enum.GetValues<Stands>().Length];
        foreach (var (key, lines) in _lines)
        {
            var times = lines
                .Where(one => one.Line.Day <= day.DayNumber && one.Home.StartsWith(region, StringComparison.Ordinal))
                .GroupBy(one => one.Home, one => (int)one.Line.Left).Count(home => home.Sum() > 0);
            if (times > 1) often[(int)key.What] += times - 1;
        }

        return reach with
        {
            Members = Less(reach.Members, Stands.Member), Mentors = Less(reach.Mentors, Stands.Mentor),
            Teams = Less(reach.Teams, Stands.Team), Served = Less(reach.Served, Stands.Served),
        };

        Distinct Less(Distinct all, Stands what) => all with { Value = all.Value - often[(int)what] };
    }

    private static IEnumerable<(string, Stand)> LinesOf(Book book, (Stands What, int Who) key) =>
        book.Standing.Taken.ToArray().Where(line => (line.What, line.Who) == key).Select(line => (book.County, line));
}
