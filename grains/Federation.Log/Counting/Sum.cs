using System.Runtime.InteropServices;
using Federation.Domain.Counting;

namespace Federation.Log.Counting;

/// <summary>What lines add up to. Distinct things are counted by what is left of them: a village is reached where the
/// sessions held there, less those taken back, are more than none.</summary>
internal sealed class Sum
{
    private readonly Dictionary<long, int> _villages = [];
    private readonly Dictionary<int, int> _organisations = [];
    private readonly Dictionary<(long Village, int Shop), int> _shops = [];
    private long _reached, _delivering;

    public Tally Tally { get; private set; }

    public long Planned { get; private set; }

    /// <summary>Of one group of lines.</summary>
    public void Add(Book book, in Group group, in Tally tally, int planned)
    {
        Planned += planned;
        Tally += tally;
        if (tally.Sessions == 0) return;
        At(_villages, book.FirstVillage + group.Village) += (int)tally.Sessions;
        At(_organisations, group.Organisation) += (int)tally.Sessions;
    }

    /// <summary>A pledge's step: what is told of its last day.</summary>
    public void Add(Book book, in Group group, in Step step)
    {
        Tally += step.Tally;
        if (step.Joined != 0) At(_shops, (book.FirstVillage + group.Village, step.Shop)) += step.Joined;
    }

    /// <summary>Of a digest, which counted the distinct ones.</summary>
    public void Add((Tally Tally, int Villages, int Organisations) held)
    {
        Tally += held.Tally;
        _reached += held.Villages;
        _delivering += held.Organisations;
    }

    public Counts Counts => new(
        Tally, _reached + _villages.Values.Count(left => left > 0),
        _delivering + _organisations.Values.Count(left => left > 0), _shops.Values.Count(left => left > 0));

    private static ref int At<TKey>(Dictionary<TKey, int> left, TKey key) where TKey : notnull =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(left, key, out _);
}
