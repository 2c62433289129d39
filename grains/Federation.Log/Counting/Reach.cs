using System.Collections.Concurrent;
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

/// <summary>What stands in one book after another, and a question about it.</summary>
internal sealed class Reaching(Question asked, int? alliance) : IDisposable
{
    private readonly bool _here = asked.Region.Length > Regions.TownDigits;
    private readonly int _village = Book.VillageOf(asked.Region);
    private readonly int _from = asked.Days.From.DayNumber, _to = asked.Days.To.DayNumber;
    private readonly Left[] _left = [.. Enum.GetValues<Stands>().Select(_ => Left.Rent())];
    private long _villages, _covered, _illustrativeCovered, _minutes, _illustrativeMinutes;

    /// <summary>Once, after the last book.</summary>
    public Reach Result() => new(
        _villages, new(_covered, _illustrativeCovered > 0), Of(Stands.Member), Of(Stands.Mentor), Of(Stands.Team),
        Of(Stands.Served), new(_minutes, _illustrativeMinutes > 0));

    /// <summary>All that the book has of it.</summary>
    public void Add(Book book)
    {
        AddVillages(book);
        foreach (ref readonly var one in (_here ? book.StandingHere : book.Standing).All)
            if (one.What != Stands.Association && (!_here || one.Village == _village)) Add(one);
    }

    /// <summary>Help of one alliance is asked for wherever that alliance is.</summary>
    public void AddHelp(Book book)
    {
        if (_here || alliance is null) return;
        foreach (ref readonly var one in book.Standing.All)
            if (one.What is not (Stands.Association or Stands.Member)) Add(one);
    }

    public void Dispose()
    {
        foreach (var left in _left) left.Return();
    }

    /// <summary>Of villages that are there on the day, the ones with an association; an organisation has but one seat.
    /// </summary>
    private void AddVillages(Book book)
    {
        var associations = _left[(int)Stands.Association];
        foreach (ref readonly var one in book.Standing.All)
            if (one.What == Stands.Association && one.Day <= _to) associations.Add(one.Village, one);
        foreach (ref readonly var village in book.Villages.AsSpan())
        {
            if (!village.Covers(_to) || (_here && village.Village != _village)) continue;
            _villages++;
            var (left, illustrations) = associations[village.Village];
            if (left <= 0) continue;
            _covered++;
            if (illustrations > 0) _illustrativeCovered++;
        }

        associations.Clear();
    }

    private void Add(in Stand one)
    {
        if (one.Day > _to || (alliance is { } only && one.Alliance != only)) return;
        _left[(int)one.What].Add(one.Who, one);
        if (one.Day < _from) return;
        _minutes += one.Minutes;
        if (one.Illustrative && one.What == Stands.Served) _illustrativeMinutes += one.Left;
    }

    private Distinct Of(Stands what) => _left[(int)what].Count();

    /// <summary>What is left of each after beginnings and ends; kept from question to question, for it has a place for
    /// every name there is.</summary>
    private sealed class Left
    {
        private static readonly ConcurrentBag<Left> Idle = [];
        private readonly List<int> _touched = [];
        private (int Left, int Illustrations)[] _all = new (int, int)[1_024];

        public static Left Rent() => Idle.TryTake(out var left) ? left : new();

        public (int Left, int Illustrations) this[int number] => number < _all.Length ? _all[number] : default;

        /// <summary>How many are left; then there are none.</summary>
        public Distinct Count()
        {
            var (standing, illustrative) = (0, false);
            foreach (var number in _touched)
            {
                ref var one = ref _all[number];
                if (one.Left > 0) (standing, illustrative) = (standing + 1, illustrative || one.Illustrations > 0);
                one = default; // Touched more than once, counted once.
            }

            _touched.Clear();
            return new(standing, illustrative);
        }

        public void Add(int number, in Stand one)
        {
            if (number >= _all.Length) Array.Resize(ref _all, Math.Max(number + 1, _all.Length * 2));
            ref var all = ref _all[number];
            if (all == default) _touched.Add(number);
            all = (all.Left + one.Left, all.Illustrations + (one.Illustrative ? one.Left : 0));
        }

        public void Clear()
        {
            foreach (var number in _touched) _all[number] = default;
            _touched.Clear();
        }

        public void Return()
        {
            Clear();
            Idle.Add(this);
        }
    }
}
