using Federation.Domain.Accounts;
using Federation.Domain.Alliances;
using Federation.Domain.Help;
using Federation.Domain.Organisations;
using Federation.Log;

namespace Federation.Tests.Faults;

/// <summary>What must hold after every event, not only at the end: nothing is ever had twice.</summary>
public sealed class Prefixes
{
    private readonly Dictionary<string, HashSet<string>> _areas = [];
    private readonly Dictionary<string, string> _areaOf = [], _codeOf = [], _holderOf = [];
    private readonly Dictionary<string, string> _userNames = [], _bookingOf = [];
    private readonly Dictionary<(string Mentor, string Slot), (DateTimeOffset From, DateTimeOffset To)> _slots = [];
    private readonly HashSet<string> _opened = [];

    /// <summary>Bookings seen: an oracle that saw none would prove nothing of them.</summary>
    public int Bookings { get; private set; }

    public static Prefixes Of(EventLog log)
    {
        var prefixes = new Prefixes();
        for (var position = 0L; log.ReadAll(position, 5_000) is { Count: > 0 } page; position = page[^1].Position)
            foreach (var stored in page) prefixes.Take(stored);
        return prefixes;
    }

    private void Take(StoredEvent stored)
    {
        var id = stored.Id(0);
        switch (stored.Body)
        {
            case AllianceEvent.AreaAdded e: Covers(stored, $"{id}/{e.AreaId}", e.VillageCodes); break;
            case AllianceEvent.AreaChanged e: Covers(stored, $"{id}/{e.AreaId}", e.VillageCodes); break;
            case OrganisationEvent.Registered e: Holds(stored, id, e.CreditCode); break;
            case OrganisationEvent.CreditCodeStated e: Holds(stored, id, e.CreditCode); break;
            case AccountEvent.Opened e: Only(_userNames.TryAdd(e.UserName, id), stored); break;
            case MentorMonthEvent.SlotOffered e: Offers(stored, (id, e.SlotId), e.From, e.To); break;
            case MentorMonthEvent.SlotWithdrawn e: Only(_slots.Remove((id, e.SlotId)), stored); break;
            case MentorMonthEvent.SlotBooked e: Books(stored, (id, e.SlotId), e.BookingId); break;
            case MentorMonthEvent.BookingCancelled e: Only(_bookingOf.Remove($"{id}/{e.SlotId}"), stored); break;
            case RequestEvent.RequestOpened or RequestEvent.BookedRequestOpened: Only(_opened.Add(id), stored); break;
        }
    }

    private void Covers(StoredEvent stored, string area, IEnumerable<string> villages)
    {
        foreach (var left in _areas.GetValueOrDefault(area, [])) _areaOf.Remove(left);
        _areas[area] = [.. villages];
        foreach (var village in villages) Only(_areaOf.TryAdd(village, area), stored);
    }

    private void Holds(StoredEvent stored, string organisation, string? code)
    {
        if (_codeOf.Remove(organisation, out var given)) _holderOf.Remove(given);
        if (code is null) return;
        Only(_holderOf.TryAdd(code, organisation), stored);
        _codeOf[organisation] = code;
    }

    private void Offers(StoredEvent stored, (string Mentor, string Slot) slot, DateTimeOffset from, DateTimeOffset to)
    {
        Only(!_slots.Any(s => s.Key.Mentor == slot.Mentor && s.Value.From < to && from < s.Value.To), stored);
        _slots.Add(slot, (from, to));
    }

    private void Books(StoredEvent stored, (string Mentor, string Slot) slot, string booking)
    {
        Only(_slots.ContainsKey(slot) && _bookingOf.TryAdd($"{slot.Mentor}/{slot.Slot}", booking), stored);
        Bookings++;
    }

    private static void Only(bool once, StoredEvent stored) =>
        Assert.True(once, $"position {stored.Position}: {stored.Name} on {stored.Stream} makes something twice");
}
