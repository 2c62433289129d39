using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.Places;

namespace Federation.Log.Counting;

/// <summary>A number of distinct things, and whether an illustration is among them.</summary>
public readonly record struct Distinct(long Value, bool Illustrative);

/// <summary>What stands on the last day asked about. Help runs from the first day on, its minutes from the first day
/// asked about.</summary>
public sealed record Reach(
    long Villages, Distinct Covered, Distinct Members, Distinct Mentors, Distinct Teams, Distinct Served,
    Distinct Minutes);

/// <summary>A village under a name from one day to before another; null: still.</summary>
public sealed record VillageSpell(string Code, Name Name, DateOnly From, DateOnly? To = null)
{
    /// <summary>Only resembles a village.</summary>
    public bool Placeholder { get; } = Regions.IsPlaceholder(Code);

    public bool Covers(DateOnly day) => From <= day && (To is null || day < To);
}

/// <summary>What stands in one book, and a question about it.</summary>
internal sealed class Reaching(Question asked)
{
    private readonly bool _here = asked.Region.Length > Regions.TownDigits;
    private readonly Dictionary<(Stands, string), (int Left, int Illustrations)> _standing = [];
    private readonly HashSet<string> _villages = [];
    private long _minutes, _illustrativeMinutes;

    public Reach Result
    {
        get
        {
            var covered = _standing.Where(s => s.Key.Item1 == Stands.Association && s.Value.Left > 0)
                .Where(s => _villages.Contains(s.Key.Item2)).ToArray();
            return new(
                _villages.Count, new(covered.Length, covered.Any(s => s.Value.Illustrations > 0)),
                Of(Stands.Member), Of(Stands.Mentor), Of(Stands.Team), Of(Stands.Served),
                new(_minutes, _illustrativeMinutes > 0));
        }
    }

    public void Add(Book book)
    {
        foreach (var village in book.VillagesOn(asked.Days.To, asked.Region)) _villages.Add(village.Code);
        foreach (ref readonly var one in book.Standings.All)
        {
            if (one.Day > asked.Days.To || !Matters(one)) continue;
            var key = (one.What, one.What == Stands.Association ? one.Place : one.Who);
            var (left, illustrations) = _standing.GetValueOrDefault(key);
            _standing[key] = (left + one.Left, illustrations + (one.Illustrative ? one.Left : 0));
            if (one.Day < asked.Days.From) continue;
            _minutes += one.Minutes;
            if (one.Illustrative && one.What == Stands.Served) _illustrativeMinutes += one.Left;
        }
    }

    /// <summary>Help of one alliance is asked for wherever that alliance is.</summary>
    private bool Matters(in Standing one) => one.What == Stands.Association
        ? Within(one)
        : (asked.Alliance is null || one.Alliance == asked.Alliance) && one.Here == _here
            && (Within(one) || (!_here && asked.Alliance is not null && one.What != Stands.Member));

    private bool Within(in Standing one) => one.Place.StartsWith(asked.Region, StringComparison.Ordinal);

    private Distinct Of(Stands what)
    {
        var standing = _standing.Where(s => s.Key.Item1 == what && s.Value.Left > 0).ToArray();
        return new(standing.Length, standing.Any(s => s.Value.Illustrations > 0));
    }
}
