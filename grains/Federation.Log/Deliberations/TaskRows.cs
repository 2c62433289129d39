using Federation.Domain;
using Federation.Domain.Deliberations;
using static Federation.Log.Column;

namespace Federation.Log.Deliberations;

// What pages show of delegated tasks: each as it stands, to whom it is offered, and its steps. What was asked, done and
// given as a reason is sealed; rows hold the ids of those texts. No figure reads these tables.

public static class TaskRows
{
    /// <summary>Organisation is who has it; everyone: offered to all members; minutes and person-times are as
    /// stated.</summary>
    public static readonly Table Tasks = new("tasks",
        [Text("task")],
        [
            Text("alliance"), Text("title_zh"), Text("title_en"), Text("words"), Text("village"), Text("due_on"),
            Text("deliberation"), Number("everyone"), Text("stage"), Text("organisation"), Text("delegated_on"),
            Text("claimed_on"), Text("reported_on"), Text("report"), Text("done_on"), Number("minutes"),
            Number("person_times"), Text("ended_on"),
        ],
        "alliance, stage, delegated_on", "organisation, stage", "deliberation", "delegated_on");

    public static readonly Table Offers = new("task_offers", [Text("task"), Text("organisation")], [], "organisation");

    public static readonly Table Steps = new("task_steps",
        [Text("task"), Number("place")], [Text("step"), Text("organisation"), Text("day"), Text("words")]);

    public static readonly Projection Projection = new("tasks", [Tasks, Offers, Steps], stored => Apply(stored));

    private static IEnumerable<Change> Apply(StoredEvent e) => e.Body switch
    {
        TaskEvent.Delegated made => Delegated(e, made),
        TaskEvent.Claimed claimed =>
        [
            Stage(e, TaskStage.Claimed, ("organisation", claimed.OrganisationId), ("claimed_on", claimed.Day)),
            Step(e, "claimed", claimed.OrganisationId, claimed.Day, null),
        ],
        TaskEvent.Returned returned =>
        [
            Stage(e, TaskStage.Offered,
                ("organisation", null), ("claimed_on", null), ("reported_on", null), ("report", null),
                ("done_on", null), ("minutes", null), ("person_times", null)),
            Step(e, "returned", returned.OrganisationId, returned.Day, returned.ReasonId),
        ],
        TaskEvent.Reported reported =>
        [
            Stage(e, TaskStage.Reported,
                ("reported_on", reported.Day), ("report", reported.Report.WordsId),
                ("done_on", reported.Report.DoneOn), ("minutes", (long?)reported.Report.Minutes),
                ("person_times", (long?)reported.Report.PersonTimes)),
            Step(e, "reported", reported.OrganisationId, reported.Day, null),
        ],
        TaskEvent.ReportAccepted accepted =>
        [
            Stage(e, TaskStage.Done, ("ended_on", accepted.Day)),
            Step(e, "report-accepted", null, accepted.Day, null),
        ],
        TaskEvent.SentBack sent =>
            [Stage(e, TaskStage.Claimed), Step(e, "sent-back", null, sent.Day, sent.ReasonId)],
        TaskEvent.Withdrawn withdrawn =>
        [
            Stage(e, TaskStage.Withdrawn, ("ended_on", withdrawn.Day)),
            Step(e, "withdrawn", null, withdrawn.Day, withdrawn.ReasonId),
        ],
        _ => [],
    };

    private static IEnumerable<Change> Delegated(StoredEvent e, TaskEvent.Delegated made) =>
    [
        Tasks.Put([e.Id()],
            ("alliance", made.AllianceId), ("title_zh", made.Title.Zh), ("title_en", made.Title.En),
            ("words", made.WordsId), ("village", made.VillageCode), ("due_on", made.DueOn),
            ("deliberation", made.DeliberationId), ("everyone", made.OrganisationIds.Count == 0),
            ("stage", RowText.Of(TaskStage.Offered)), ("delegated_on", made.Day)),
        .. made.OrganisationIds.Select(named => Offers.Put([e.Id(), named])),
        Step(e, "delegated", null, made.Day, null),
    ];

    private static Change Stage(StoredEvent e, TaskStage stage, params (string, object?)[] more) =>
        Tasks.Put([e.Id()], [("stage", RowText.Of(stage)), .. more]);

    private static Change Step(StoredEvent e, string step, string? organisation, DateOnly day, string? words) =>
        Steps.Put([e.Id(), e.Version],
            ("step", step), ("organisation", organisation), ("day", day), ("words", words));
}
