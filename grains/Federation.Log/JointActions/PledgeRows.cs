using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// Every visited shop as it stands now, with the days of its steps: what the figures of pledges and merchants open to.
// Whether a pledge lapsed is no column: it follows from valid_until and the day asked for.

public static class PledgeRows
{
    /// <summary>Signed is yes, no, not-stated or withdrawn; null with visited_on: a visit is only planned. A record
    /// cancelled as entered in error is no row.</summary>
    public static readonly Table Pledges = new("pledges",
        [Text("action"), Text("pledge")],
        [
            Text("alliance"), Text("theme"), Text("village"), Text("organisation"), Text("shop"), Text("merchant_zh"),
            Text("merchant_en"), Text("visited_on"), Text("signed"), Text("signed_on"), Text("withdrawn_on"),
            Number("member"), Text("joined_on"), Text("left_on"), Text("promises"), Text("source"),
            Number("illustrative"), Number("version"), Text("renewed_on"), Text("valid_until"), Text("next_on"),
            Text("next_by"), Number("leaflets"),
        ],
        "village, visited_on", "alliance, visited_on", "action, visited_on", "next_on", "valid_until");

    /// <summary>What each shop's steps changed, day by day, days ahead included: as of a day, a pledge stands and a
    /// shop is in the alliance where the sum up to it is above 0.</summary>
    public static readonly Table PledgeDays = new("pledge_days",
        [Text("action"), Text("pledge"), Text("day")], [Number("signed"), Number("not_stated"), Number("joined")]);

    /// <summary>Plans, visits and steps of one shop in their order; the step is the event's version.</summary>
    public static readonly Table PledgeSteps = new("pledge_steps",
        [Text("action"), Text("pledge"), Number("step")],
        [
            Text("kind"), Text("day"), Text("planned_for"), Text("organisation"), Text("result"), Number("alone"),
            Number("pairs"), Number("leaflets"), Text("kept"), Text("note"), Text("next_on"), Number("version"),
            Text("valid_until"),
        ]);

    public static readonly Projection Projection =
        Projection.Of<PledgeEvent>("pledges", [Pledges, PledgeDays, PledgeSteps], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e, PledgeEvent body)
    {
        object[] key = [e.Id(0), e.Id(1)];
        return
        [
            .. Shop(key, body), .. Step(e, body),
            .. Pledge.ChangesOf(body).Select(change => PledgeDays.Add(
                [.. key, Days.Text(change.Day)], ("signed", (long)change.Signed),
                ("not_stated", (long)change.NotStated), ("joined", (long)change.Joined))),
        ];
    }

    private static IEnumerable<Change> Shop(object[] key, PledgeEvent body) => body switch
    {
        PledgeEvent.FirstVisitPlanned plan =>
        [
            Pledges.Put(key, [.. Known(plan.Of, plan.Merchant), .. Next(plan.Visit)]),
        ],
        PledgeEvent.VisitPlanned plan => [Pledges.Put(key, [.. Next(plan.Visit)])],
        PledgeEvent.VisitLogged log => Visited(key, log.Visit),
        PledgeEvent.Recorded visit => [Recorded(key, visit), .. Visited(key, visit.Visit)],
        PledgeEvent.PledgeSigned step =>
        [
            Pledges.Put(key,
            [
                ("signed", "yes"), ("signed_on", step.Change.Day), ("withdrawn_on", null), ("renewed_on", null),
                .. Under(step.Terms),
                .. step.Promises.Count == 0 ? [] : new (string, object?)[]
                {
                    ("promises", RowText.Of(step.Promises)),
                },
            ]),
        ],
        PledgeEvent.Renewed step => [Pledges.Put(key, [("renewed_on", step.Change.Day), .. Under(step.Terms)])],
        PledgeEvent.Withdrawn step => [Pledges.Put(key, ("signed", "withdrawn"), ("withdrawn_on", step.Change.Day))],
        PledgeEvent.AllianceJoined step =>
            [Pledges.Put(key, ("member", true), ("joined_on", step.Change.Day), ("left_on", null))],
        PledgeEvent.AllianceLeft step => [Pledges.Put(key, ("member", false), ("left_on", step.Change.Day))],
        PledgeEvent.Cancelled => [Pledges.Delete(key)],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static Change Recorded(object[] key, PledgeEvent.Recorded visit) => Pledges.Put(key,
    [
        .. Known(visit.Of, visit.Merchant), ("visited_on", visit.VisitedOn),
        ("signed", visit.Signed switch { true => "yes", false => "no", null => "not-stated" }),
        ("signed_on", visit.Signed == true ? visit.VisitedOn : null), ("member", visit.JoinsAlliance),
        ("joined_on", visit.JoinsAlliance ? visit.VisitedOn : null), ("promises", RowText.Of(visit.Promises)),
        ("source", visit.Source), .. Under(visit.Terms), .. Next(null),
    ]);

    private static (string, object?)[] Known(PledgeOf of, Name merchant) =>
    [
        ("alliance", of.AllianceId), ("theme", of.Theme), ("village", of.VillageCode),
        ("organisation", of.OrganisationId), ("shop", of.ShopKey), ("merchant_zh", merchant.Zh),
        ("merchant_en", merchant.En), ("illustrative", of.Illustrative),
    ];

    private static (string, object?)[] Under(PledgeTerms? terms) =>
        [("version", terms?.Version is { } version ? (long)version : null), ("valid_until", terms?.ValidUntil)];

    private static (string, object?)[] Next(PlannedVisit? next) =>
        [("next_on", next?.Day), ("next_by", next?.OrganisationId)];

    private static IEnumerable<Change> Visited(object[] key, ShopVisit? visit) => visit is null ? [] :
    [
        Pledges.Put(key, [.. Next(visit.NextOn is { } day
            ? new(day, visit.OrganisationId, Visitors.NotStated) : null)]),
        Pledges.Add(key, ("leaflets", (long)visit.Leaflets)),
    ];

    private static IEnumerable<Change> Step(StoredEvent e, PledgeEvent body)
    {
        object[] key = [e.Id(0), e.Id(1), e.Version];
        return body switch
        {
            PledgeEvent.FirstVisitPlanned plan => [Planned(key, e.Day, plan.Visit)],
            PledgeEvent.VisitPlanned plan => [Planned(key, e.Day, plan.Visit)],
            PledgeEvent.VisitLogged log => [PledgeSteps.Put(key, Told(log.Visit))],
            PledgeEvent.Recorded { Visit: { } visit } first =>
                [PledgeSteps.Put(key, [.. Told(visit), .. Under(first.Terms)])],
            PledgeEvent.Recorded visit =>
            [
                PledgeSteps.Put(key,
                [
                    ("kind", "visited"), ("day", visit.VisitedOn), ("organisation", visit.Of.OrganisationId),
                    ("result", visit.Signed switch { true => "signed", false => "not-signed", null => "not-stated" }),
                    .. Under(visit.Terms),
                ]),
            ],
            PledgeEvent.PledgeSigned step =>
                [PledgeSteps.Put(key, [("kind", "signed"), ("day", step.Change.Day), .. Under(step.Terms)])],
            PledgeEvent.Renewed step =>
                [PledgeSteps.Put(key, [("kind", "renewed"), ("day", step.Change.Day), .. Under(step.Terms)])],
            PledgeEvent.Withdrawn step => [PledgeSteps.Put(key,
                ("kind", "withdrawn"), ("day", step.Change.Day), ("note", step.ReasonId))],
            PledgeEvent.AllianceJoined step => [PledgeSteps.Put(key, ("kind", "joined"), ("day", step.Change.Day))],
            PledgeEvent.AllianceLeft step => [PledgeSteps.Put(key, ("kind", "left"), ("day", step.Change.Day))],
            PledgeEvent.Cancelled => Enumerable.Range(1, (int)e.Version - 1).Select(step =>
                PledgeSteps.Delete(e.Id(0), e.Id(1), (long)step)),
            _ => throw new UnreachableException(body.GetType().Name),
        };
    }

    private static Change Planned(object[] key, DateOnly day, PlannedVisit plan) => PledgeSteps.Put(key,
        ("kind", "planned"), ("day", day), ("planned_for", plan.Day), ("organisation", plan.OrganisationId),
        ("alone", (long)plan.Visitors.Alone), ("pairs", (long)plan.Visitors.Pairs));

    private static (string, object?)[] Told(ShopVisit visit) =>
    [
        ("kind", "visited"), ("day", visit.Day), ("organisation", visit.OrganisationId),
        ("result", RowText.Of(visit.Result)), ("alone", (long)visit.Visitors.Alone),
        ("pairs", (long)visit.Visitors.Pairs), ("leaflets", (long)visit.Leaflets),
        ("kept", visit.Kept is { } kept ? RowText.Of(kept) : null), ("note", visit.NoteId), ("next_on", visit.NextOn),
    ];
}
