using Federation.Domain;
using Federation.Domain.Places;
using static Federation.Domain.Places.TownEvent;

namespace Federation.Log.Places;

/// <summary>Adopted towns, their villages as they are now, and the spells of days in which each bore a name.</summary>
/// <remarks>Spells: <c>from_day &lt;= D and (to_day is null or D &lt; to_day)</c>, so a day has at most one per code.
/// Denominators take rows with <c>placeholder = 0</c>. Adopted ones are valid from 0001-01-01: always.</remarks>
public static class PlaceRows
{
    public static readonly Table Towns = new(
        "towns",
        [Column.Text("code")],
        [Column.Text("name"), Column.Text("name_en"), Column.Text("codes_of"), Column.Text("adopted_on")]);

    public static readonly Table Villages = new(
        "villages",
        [Column.Text("code")],
        [
            Column.Text("town"), Column.Text("name"), Column.Text("name_en"), Column.Text("valid_from"),
            Column.Text("valid_to"), Column.Number("placeholder"),
        ],
        "town, code");

    public static readonly Table Spells = new(
        "village_spells",
        [Column.Text("code"), Column.Text("from_day")],
        [
            Column.Text("town"), Column.Text("to_day"), Column.Text("name"), Column.Text("name_en"),
            Column.Number("placeholder"),
        ],
        "town, code");

    public static readonly Projection Projection = new("places", [Towns, Villages, Spells], Apply);

    private static IEnumerable<Change> Apply(StoredEvent stored) => stored.Body switch
    {
        TownAdopted e => Adopted(stored, e),
        VillageAdded e => [Valid(stored.Id(), e.Code, e.Name, e.From), Spell(stored.Id(), e.Code, e.Name, e.From)],
        VillageRenamed e =>
        [
            Villages.Put([e.Code], ("name", e.Name.Zh), ("name_en", e.Name.En)),
            Spells.Put([e.Code, Days.Text(e.Since)], ("to_day", e.From)),
            Spell(stored.Id(), e.Code, e.Name, e.From),
        ],
        VillageClosed e =>
        [
            Villages.Put([e.Code], ("valid_to", e.From)),
            Spells.Put([e.Code, Days.Text(e.Since)], ("to_day", e.From)),
        ],
        _ => [],
    };

    private static IEnumerable<Change> Adopted(StoredEvent stored, TownAdopted e)
    {
        yield return Towns.Put(
            [stored.Id()],
            ("name", e.Name.Zh), ("name_en", e.Name.En), ("codes_of", e.CodesOf), ("adopted_on", stored.Day));
        foreach (var village in e.Villages)
        {
            yield return Valid(stored.Id(), village.Code, village.Name, Town.Always);
            yield return Spell(stored.Id(), village.Code, village.Name, Town.Always);
        }
    }

    private static Change Valid(string town, string code, Name name, DateOnly from) => Villages.Put(
        [code],
        ("town", town), ("name", name.Zh), ("name_en", name.En), ("valid_from", from), ("valid_to", null),
        ("placeholder", Regions.IsPlaceholder(code)));

    private static Change Spell(string town, string code, Name name, DateOnly from) => Spells.Put(
        [code, Days.Text(from)],
        ("town", town), ("to_day", null), ("name", name.Zh), ("name_en", name.En),
        ("placeholder", Regions.IsPlaceholder(code)));
}
