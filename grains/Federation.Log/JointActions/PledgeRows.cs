using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Every visited shop as it stands now, with the days of its steps: what the figures of pledges and merchants open to.

public static class PledgeRows
{
    /// <summary>Signed is yes, no, not-stated or withdrawn. A record cancelled as entered in error is no row.</summary>
    public static readonly Table Pledges = new("pledges",
        [Text("action"), Text("pledge")],
        [
            Text("alliance"), Text("theme"), Text("village"), Text("organisation"), Text("shop"), Text("merchant_zh"),
            Text("merchant_en"), Text("visited_on"), Text("signed"), Text("signed_on"), Text("withdrawn_on"),
            Number("member"), Text("joined_on"), Text("left_on"), Text("promises"), Text("source"),
            Number("illustrative"),
        ],
        "village, visited_on", "alliance, visited_on", "action, visited_on");

    public static IEnumerable<Change> Apply(StoredEvent e, PledgeEvent body)
    {
        object[] key = [e.Id(0), e.Id(1)];
        return body switch
        {
            PledgeEvent.Recorded visit => [Recorded(key, visit)],
            PledgeEvent.PledgeSigned step =>
                [Pledges.Put(key, ("signed", "yes"), ("signed_on", step.Change.Day), ("withdrawn_on", null))],
            PledgeEvent.Withdrawn step =>
                [Pledges.Put(key, ("signed", "withdrawn"), ("withdrawn_on", step.Change.Day))],
            PledgeEvent.AllianceJoined step =>
                [Pledges.Put(key, ("member", true), ("joined_on", step.Change.Day), ("left_on", null))],
            PledgeEvent.AllianceLeft step => [Pledges.Put(key, ("member", false), ("left_on", step.Change.Day))],
            PledgeEvent.Cancelled => [Pledges.Delete(key)],
            _ => throw new UnreachableException(body.GetType().Name),
        };
    }

    private static Change Recorded(object[] key, PledgeEvent.Recorded visit) => Pledges.Put(key,
        ("alliance", visit.Of.AllianceId), ("theme", visit.Of.Theme), ("village", visit.Of.VillageCode),
        ("organisation", visit.Of.OrganisationId), ("shop", visit.Of.ShopKey), ("merchant_zh", visit.Merchant.Zh),
        ("merchant_en", visit.Merchant.En), ("visited_on", visit.VisitedOn),
        ("signed", visit.Signed switch { true => "yes", false => "no", null => "not-stated" }),
        ("signed_on", visit.Signed == true ? visit.VisitedOn : null), ("member", visit.JoinsAlliance),
        ("joined_on", visit.JoinsAlliance ? visit.VisitedOn : null), ("promises", RowText.Of(visit.Promises)),
        ("source", visit.Source), ("illustrative", visit.Of.Illustrative));
}
