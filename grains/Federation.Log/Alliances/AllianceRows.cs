using Federation.Domain.Alliances;
using static Federation.Domain.Alliances.AllianceEvent;

namespace Federation.Log.Alliances;

/// <summary>Alliances, their areas and the villages of each. Principles and guidance are JSON arrays.</summary>
public static class AllianceRows
{
    public static readonly Table Alliances = new(
        "alliances",
        [Column.Text("id")],
        [
            Column.Text("name"), Column.Text("name_en"), Column.Text("region"), Column.Text("kind"),
            Column.Text("parent"), Column.Text("founded_on"), Column.Text("principles"), Column.Text("guidance"),
            Column.Number("illustrative"),
        ],
        "region", "parent");

    public static readonly Table Areas = new(
        "areas",
        [Column.Text("alliance"), Column.Text("area")],
        [Column.Text("name"), Column.Text("name_en"), Column.Text("representative")]);

    /// <summary>Keyed by village: one is in at most one area of an alliance.</summary>
    public static readonly Table AreaVillages = new(
        "area_villages",
        [Column.Text("alliance"), Column.Text("village")],
        [Column.Text("area")]);

    public static readonly Projection Projection = new(
        "alliances",
        [Alliances, Areas, AreaVillages, MembershipRows.Memberships, MembershipRows.Spells],
        stored => stored.Body is MembershipEvent ? MembershipRows.Apply(stored) : Apply(stored));

    private static IEnumerable<Change> Apply(StoredEvent stored) => stored.Body switch
    {
        Founded e =>
        [
            Alliances.Put(
                [stored.Id()],
                [
                    .. Profile(e.Profile), ("region", e.RegionCode), ("kind", RowText.Of(e.Kind)),
                    ("parent", e.ParentId), ("founded_on", e.FoundedOn), ("illustrative", e.Illustrative),
                ]),
        ],
        ProfileChanged e => [Alliances.Put([stored.Id()], Profile(e.Profile))],
        FoundingStated e => [Alliances.Put([stored.Id()], ("founded_on", e.FoundedOn))],
        AreaAdded e =>
        [
            Areas.Put([stored.Id(), e.AreaId], ("name", e.Name.Zh), ("name_en", e.Name.En)),
            .. e.VillageCodes.Select(village => AreaVillages.Put([stored.Id(), village], ("area", e.AreaId))),
        ],
        AreaChanged e =>
        [
            Areas.Put([stored.Id(), e.AreaId], ("name", e.Name.Zh), ("name_en", e.Name.En)),
            .. e.Left.Select(village => AreaVillages.Delete(stored.Id(), village)),
            .. e.VillageCodes.Select(village => AreaVillages.Put([stored.Id(), village], ("area", e.AreaId))),
        ],
        RepresentativeAppointed e => [Areas.Put([stored.Id(), e.AreaId], ("representative", e.PersonId))],
        _ => [],
    };

    private static (string, object?)[] Profile(AllianceProfile profile) =>
    [
        ("name", profile.Name.Zh), ("name_en", profile.Name.En),
        ("principles", RowText.Of(profile.Principles)), ("guidance", RowText.Of(profile.Guidance)),
    ];
}
