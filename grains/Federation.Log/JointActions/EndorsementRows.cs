using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Guardian roles and endorsements of a joint action: who stands for it, and who thought well of it.

public static class EndorsementRows
{
    /// <summary>Words are the id of a sealed text; a withdrawn endorsement is no row.</summary>
    public static readonly Table Endorsements = new("action_endorsements",
        [Text("action"), Text("endorsement")],
        [
            Text("alliance"), Text("kind"), Text("body_zh"), Text("body_en"), Text("words"), Number("may_be_shown"),
            Text("day"), Text("source"), Number("illustrative"),
        ]);

    /// <summary>One row per spell of a role; to_day is its last day, null while it goes on.</summary>
    public static readonly Table Guardians = new("action_guardians",
        [Text("action"), Text("organisation"), Text("kind"), Text("from_day")],
        [Text("alliance"), Text("to_day"), Text("person"), Number("illustrative"), Text("source")]);

    public static readonly Projection Projection = new(
        "endorsements", [Endorsements, Guardians], stored => stored.Body switch
        {
            EndorsementEvent body => Apply(stored, body),
            GuardianEvent body => Apply(stored, body),
            _ => [],
        });

    private static IEnumerable<Change> Apply(StoredEvent e, EndorsementEvent body) => body switch
    {
        EndorsementEvent.Recorded said =>
        [
            Endorsements.Put([e.Id(0), e.Id(1)],
                ("alliance", said.AllianceId), ("kind", RowText.Of(said.Kind)), ("body_zh", said.Body?.Zh),
                ("body_en", said.Body?.En), ("words", said.WordsId), ("may_be_shown", said.MayBeShown),
                ("day", said.Day), ("source", said.Source), ("illustrative", said.Illustrative)),
        ],
        EndorsementEvent.Withdrawn => [Endorsements.Delete(e.Id(0), e.Id(1))],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static IEnumerable<Change> Apply(StoredEvent e, GuardianEvent body) => body switch
    {
        GuardianEvent.Appointed now =>
        [
            Guardians.Put(Key(e, now.Spell.Kind, now.Spell.From),
                ("alliance", now.AllianceId), ("to_day", now.Spell.To), ("person", now.Spell.PersonId),
                ("illustrative", now.Illustrative), ("source", now.Source)),
        ],
        GuardianEvent.Ended gone => [Guardians.Put(Key(e, gone.Kind, gone.From), ("to_day", gone.To))],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static object[] Key(StoredEvent e, GuardianKind kind, DateOnly from) =>
        [e.Id(0), e.Id(1), RowText.Of(kind), Days.Text(from)];
}
