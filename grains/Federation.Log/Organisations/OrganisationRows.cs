using Federation.Domain;
using Federation.Domain.Organisations;
using static Federation.Domain.Organisations.OrganisationEvent;

namespace Federation.Log.Organisations;

/// <summary>Organisations, the history of their legal status, and where associations stood when.</summary>
/// <remarks>An association covers its village on day D by a spell with <c>from_day &lt;= D and (to_day is null or
/// D &lt; to_day)</c>. <c>counts_from</c> is the day established, or registered where that is not known.</remarks>
public static class OrganisationRows
{
    public static readonly Table Organisations = new(
        "organisations",
        [Column.Text("id")],
        [
            Column.Text("name"), Column.Text("name_en"), Column.Text("kind"), Column.Text("village"),
            Column.Text("legal_status"), Column.Text("credit_code"), Column.Text("credit_code_warning"),
            Column.Text("specialities"), Column.Text("contact"), Column.Text("leader"), Column.Text("established_on"),
            Column.Text("counts_from"), Column.Text("registered_on"), Column.Text("dissolved_on"),
            Column.Number("illustrative"),
        ],
        "village", "kind, village");

    public static readonly Table StatusHistory = new(
        "organisation_status_history",
        [Column.Text("organisation"), Column.Text("from_day")],
        [Column.Text("status")]);

    public static readonly Table AssociationSpells = new(
        "association_spells",
        [Column.Text("village"), Column.Text("organisation"), Column.Text("from_day")],
        [Column.Text("to_day"), Column.Number("illustrative")]);

    public static readonly Projection Projection =
        new("organisations", [Organisations, StatusHistory, AssociationSpells], Apply);

    private static IEnumerable<Change> Apply(StoredEvent stored) => stored.Body switch
    {
        Registered e => Register(stored.Id(), e),
        ProfileChanged e => [Organisations.Put([stored.Id()], Profile(e.Profile))],
        StandingCorrected e => Correct(stored.Id(), e),
        LegalStatusChanged e =>
        [
            Organisations.Put([stored.Id()], ("legal_status", RowText.Of(e.Current))),
            StatusHistory.Put([stored.Id(), Days.Text(e.On)], ("status", RowText.Of(e.Status))),
        ],
        CreditCodeStated e => [Organisations.Put([stored.Id()], Code(e.CreditCode, e.Warning))],
        Dissolved e => Dissolve(stored.Id(), e),
        _ => [],
    };

    private static IEnumerable<Change> Register(string id, Registered e)
    {
        var since = e.Standing.CountsFrom(e.On);
        yield return Organisations.Put(
            [id],
            [
                .. Profile(e.Profile), .. Standing(e.Standing, since), .. Code(e.CreditCode, e.Warning),
                ("legal_status", RowText.Of(e.LegalStatus)), ("registered_on", e.On), ("dissolved_on", null),
                ("illustrative", e.Illustrative),
            ]);
        yield return StatusHistory.Put([id, Days.Text(e.On)], ("status", RowText.Of(e.LegalStatus)));
        if (Covers(e.Standing)) yield return Spell(id, e.Standing, since, e.Illustrative);
    }

    private static IEnumerable<Change> Correct(string id, StandingCorrected e)
    {
        yield return Organisations.Put([id], Standing(e.Standing, e.Since));
        if (Covers(e.Was)) yield return AssociationSpells.Delete(e.Was.VillageCode, id, Days.Text(e.WasSince));
        if (Covers(e.Standing)) yield return Spell(id, e.Standing, e.Since, e.Illustrative);
    }

    private static IEnumerable<Change> Dissolve(string id, Dissolved e)
    {
        yield return Organisations.Put([id], ("dissolved_on", e.On));
        if (Covers(e.Standing))
            yield return AssociationSpells.Put([e.Standing.VillageCode, id, Days.Text(e.Since)], ("to_day", e.On));
    }

    private static bool Covers(OrganisationStanding standing) =>
        standing.Kind is OrganisationKind.NeighbourhoodAssociation;

    private static Change Spell(string id, OrganisationStanding standing, DateOnly from, bool illustrative) =>
        AssociationSpells.Put(
            [standing.VillageCode, id, Days.Text(from)], ("to_day", null), ("illustrative", illustrative));

    private static (string, object?)[] Profile(OrganisationProfile profile) =>
    [
        ("name", profile.Name.Zh), ("name_en", profile.Name.En), ("specialities", RowText.Of(profile.Specialities)),
        ("contact", profile.ContactPersonId), ("leader", profile.LeaderPersonId),
    ];

    private static (string, object?)[] Standing(OrganisationStanding standing, DateOnly since) =>
    [
        ("kind", RowText.Of(standing.Kind)), ("village", standing.VillageCode),
        ("established_on", standing.EstablishedOn), ("counts_from", since),
    ];

    private static (string, object?)[] Code(string? code, CreditCodeWarning? warning) =>
        [("credit_code", code), ("credit_code_warning", warning is { } odd ? RowText.Of(odd) : null)];
}
