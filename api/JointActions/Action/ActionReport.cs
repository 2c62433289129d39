using Federation.Log.Counting;

namespace Federation.Api.JointActions;

public sealed record GridSeries(string SeriesId, Name Title, int Order, Items<string> Scopes);

/// <param name="Participates">Takes part, or something is planned there.</param>
public sealed record GridVillage(string VillageCode, Name Name, bool Participates);

/// <param name="Planned">Sessions that stand, those held among them.</param>
public sealed record GridCell(string SeriesId, string VillageCode, long Planned, long Held, long PersonTimes);

public sealed record GridShown(
    IReadOnlyList<GridSeries> Series, IReadOnlyList<GridVillage> Villages, IReadOnlyList<GridCell> Cells);

/// <summary>The grid of series and villages.</summary>
internal static class ActionReport
{
    public static GridShown Grid(Reading reading)
    {
        var of = reading.Rows.RequireAction(reading["id"]);
        return GridOf(reading, of, ActionFactsReading.SeriesOf(reading.Rows, of.Id));
    }

    /// <summary>Every pair is present: villages that take part first, then the rest of the alliance.</summary>
    public static GridShown GridOf(Reading reading, ActionOf of, IReadOnlyList<ActionSeries> series)
    {
        var known = reading.Books
            .HeldBy(new(new(DateOnly.MinValue, DateOnly.MaxValue), Action: of.Id), By.Series, By.Village)
            .Select(at => new GridCell(
                at.Key.First, at.Key.Second, at.Value.Planned, at.Value.Sessions, at.Value.PersonTimes))
            .ToDictionary(c => (c.SeriesId, c.VillageCode));
        var villages = Villages(reading.Rows, of, known.Values.Where(c => c.Planned > 0).Select(c => c.VillageCode));
        return new(
            [.. series.Select(s => new GridSeries(s.Id, s.Title, s.Order, s.Scopes))], villages,
            [.. series.SelectMany(s => villages.Select(v =>
                known.GetValueOrDefault((s.Id, v.VillageCode)) ?? new GridCell(s.Id, v.VillageCode, 0, 0, 0)))]);
    }

    private static GridVillage[] Villages(Rows rows, ActionOf of, IEnumerable<string> withSessions)
    {
        var participating = rows.All(
            "select distinct village from action_participants where action = @action", r => r.GetString(0),
            ("action", of.Id)).Union(withSessions).ToHashSet();
        var range = new RegionRange(of.RegionCode);
        var all = rows.All(
            "select code, name, name_en from villages where code >= @low and code < @high and placeholder = 0 " +
            "and valid_to is null order by code",
            r => new GridVillage(r.GetString(0), r.Name(1), participating.Contains(r.GetString(0))),
            ("low", range.Low), ("high", range.High));
        var gone = participating.Except(all.Select(v => v.VillageCode)).Order(StringComparer.Ordinal)
            .Select(code => new GridVillage(code, new(code), true));
        return [.. all.Concat(gone)
            .OrderByDescending(v => v.Participates).ThenBy(v => v.VillageCode, StringComparer.Ordinal)];
    }
}
