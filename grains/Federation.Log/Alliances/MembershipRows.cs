using Federation.Domain;
using Federation.Domain.Alliances;
using static Federation.Domain.Alliances.MembershipEvent;

namespace Federation.Log.Alliances;

/// <summary>One row for each alliance and organisation with the present state, and the spells as a member.</summary>
/// <remarks>A member on day D: a spell with <c>from_day &lt;= D and (to_day is null or D &lt; to_day)</c>; suspension
/// does not end it. Kind and village are those at application or admission; organisations has today's.</remarks>
public static class MembershipRows
{
    public static readonly Table Memberships = new(
        "memberships",
        [Column.Text("alliance"), Column.Text("organisation")],
        [
            Column.Text("state"), Column.Text("kind"), Column.Text("village"), Column.Number("illustrative"),
            Column.Text("statement"), Column.Text("reason"), Column.Text("applied_on"), Column.Text("admitted_on"),
            Column.Text("refused_on"), Column.Text("suspended_on"), Column.Text("departed_on"),
            Column.Text("filed_by"), Column.Text("filing"),
        ],
        "organisation", "alliance, state");

    public static readonly Table Spells = new(
        "membership_spells",
        [Column.Text("alliance"), Column.Text("organisation"), Column.Text("from_day")],
        [Column.Text("to_day"), Column.Text("kind"), Column.Text("village"), Column.Number("illustrative")],
        "organisation");

    internal static IEnumerable<Change> Apply(StoredEvent stored)
    {
        var (alliance, organisation) = (stored.Id(0), stored.Id(1));
        Change Row(params (string, object?)[] values) => Memberships.Put([alliance, organisation], values);
        Change Spell(DateOnly from, params (string, object?)[] values) =>
            Spells.Put([alliance, organisation, Days.Text(from)], values);

        return stored.Body switch
        {
            Applied e => [Row(Waiting(e, null, null))],
            Filed e => [Row(Waiting(
                new(e.On, e.StatementId, e.Kind, e.VillageCode, e.Illustrative), e.By, RowText.Of(e.Hand)))],
            Admitted e =>
            [
                Row(
                    State(MembershipStep.Member), ("kind", RowText.Of(e.Kind)), ("village", e.VillageCode),
                    ("illustrative", e.Illustrative), ("admitted_on", e.On)),
                Spell(
                    e.On, ("to_day", null), ("kind", RowText.Of(e.Kind)), ("village", e.VillageCode),
                    ("illustrative", e.Illustrative)),
            ],
            Refused e => [Row(State(MembershipStep.Refused), ("refused_on", e.On), ("reason", e.ReasonId))],
            Suspended e => [Row(State(MembershipStep.Suspended), ("suspended_on", e.On), ("reason", e.ReasonId))],
            Reinstated => [Row(State(MembershipStep.Member), ("suspended_on", null), ("reason", null))],
            Departed e =>
            [
                Row(State(MembershipStep.Departed), ("departed_on", e.On), ("reason", e.ReasonId)),
                Spell(e.MemberSince, ("to_day", e.On)),
            ],
            _ => [],
        };
    }

    /// <summary>A new application takes the place of all that came of the one before.</summary>
    private static (string, object?)[] Waiting(Applied e, string? by, string? hand) =>
    [
        State(MembershipStep.Applied), ("kind", RowText.Of(e.Kind)), ("village", e.VillageCode),
        ("illustrative", e.Illustrative), ("statement", e.StatementId), ("reason", null), ("applied_on", e.On),
        ("admitted_on", null), ("refused_on", null), ("suspended_on", null), ("departed_on", null),
        ("filed_by", by), ("filing", hand),
    ];

    private static (string, object?) State(MembershipStep step) => ("state", RowText.Of(step));
}
