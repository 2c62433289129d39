using Federation.Domain.People;
using static Federation.Domain.People.PersonEvent;

namespace Federation.Log.People;

/// <summary>People by id: organisation, roles (a JSON array) and whether their data was erased. Never a name.</summary>
/// <remarks>Not to be confused with the sealed records beside the log, which hold what this table may not.</remarks>
public static class PersonRows
{
    public static readonly Table People = new(
        "persons",
        [Column.Text("id")],
        [Column.Text("organisation"), Column.Text("roles"), Column.Number("erased")],
        "organisation");

    public static readonly Projection Projection = new("people", [People], Apply);

    private static IEnumerable<Change> Apply(StoredEvent stored) => stored.Body switch
    {
        Registered e =>
        [
            People.Put([stored.Id()], ("organisation", e.OrganisationId), ("roles", Text(e.Roles)), ("erased", false)),
        ],
        RolesChanged e => [People.Put([stored.Id()], ("roles", Text(e.Roles)))],
        Erased => [People.Put([stored.Id()], ("roles", Text([])), ("erased", true))],
        _ => [],
    };

    private static string Text(Federation.Domain.Items<PersonRole> roles) =>
        RowText.Of([.. roles.Select(role => RowText.Of(role))]);
}
