using System.Runtime.InteropServices;
using Federation.Domain.Counting;

namespace Federation.Log.Counting;

/// <summary>What rows add up to. Distinct things are counted by what is left of them: a village is reached where the
/// sessions held there, less those taken back, are more than none.</summary>
internal sealed class Sum
{
    private readonly HashSet<string> _delivering = [];
    private readonly Dictionary<long, int> _shops = [];
    private int[] _villages = [], _organisations = [];
    private long _sessions, _volunteerTimes, _minutes, _pledges, _notStated, _illustrative, _illustrativePledges;
    private long _reached, _merchants, _planned;
    private Total _people, _materials;

    public long Sessions => _sessions;

    public long Planned => _planned;

    public long PersonTimes => _people.Value;

    /// <summary>What is told of the days asked for.</summary>
    public void Add(Book book, in Row row)
    {
        _planned += row.Planned;
        if (row.Sessions == 0) return;
        _sessions += row.Sessions;
        _people.Add(row.PersonTimes, row.People);
        _materials.Add(row.Copies, row.Materials);
        _volunteerTimes += row.VolunteerTimes;
        _minutes += row.Minutes;
        _illustrative += row.Illustrative;
        At(ref _villages, row.Village, book.Villages) += row.Sessions;
        At(ref _organisations, row.Organisation, book.Organisations) += row.Sessions;
    }

    /// <summary>What is told of their last day: all steps up to it.</summary>
    public void AddState(in Row row)
    {
        _pledges += row.Pledges;
        _notStated += row.PledgesNotStated;
        _illustrativePledges += row.IllustrativePledges;
        if (row.Joined == 0) return;
        var shop = ((long)row.Village << 32) | (uint)row.Shop;
        CollectionsMarshal.GetValueRefOrAddDefault(_shops, shop, out _) += row.Joined;
    }

    /// <summary>After the last row of a book: its numbers mean nothing in the next. Villages and shops are of one book,
    /// organisations may be met in several.</summary>
    public void Close(Book book)
    {
        foreach (ref var left in _villages.AsSpan())
        {
            if (left > 0) _reached++;
            left = 0;
        }

        for (var number = 0; number < _organisations.Length; number++)
        {
            if (_organisations[number] > 0) _delivering.Add(book.Organisations[number]);
            _organisations[number] = 0;
        }

        _merchants += _shops.Values.Count(left => left > 0);
        _shops.Clear();
    }

    public Counts Counts => new(
        new(_sessions, _people.Parts, _volunteerTimes, _minutes, _materials.Parts, _pledges, _notStated, _illustrative,
            _illustrativePledges),
        _reached, _delivering.Count, _merchants);

    private static ref int At(ref int[] left, int number, Names names)
    {
        if (number >= left.Length) Array.Resize(ref left, Math.Max(number + 1, names.Count));
        return ref left[number];
    }

    private struct Total
    {
        public long Value;
        private long _exact, _about, _nearly, _atLeast, _moreThan;

        public readonly Parts Parts => new(Value, _exact, _about, _nearly, _atLeast, _moreThan);

        public void Add(int value, in Row.PartsOf parts)
        {
            checked
            {
                Value += value;
                _exact += parts.Exact;
                _about += parts.About;
                _nearly += parts.Nearly;
                _atLeast += parts.AtLeast;
                _moreThan += parts.MoreThan;
            }
        }
    }
}
