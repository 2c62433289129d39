using System.Text.Json.Serialization;
using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>A delegated task as lists show it.</summary>
/// <param name="OrganisationId">Who has claimed it.</param>
/// <param name="Everyone">It is offered to all members.</param>
public sealed record TaskRow(
    string Id, string AllianceId, Name Title, string? VillageCode, DateOnly? DueOn, string? DeliberationId,
    bool Everyone, TaskStage State, string? OrganisationId, DateOnly DelegatedOn, DateOnly? ClaimedOn,
    DateOnly? ReportedOn, DateOnly? EndedOn);

/// <summary>What the organisation reports; its numbers are in no figure.</summary>
public sealed record TaskReportShown(string? Text, DateOnly DoneOn, long? Minutes, long? PersonTimes);

/// <summary>One step of a task. The reason is for those who may read it.</summary>
public sealed record TaskStepShown(string Step, string? OrganisationId, DateOnly Day, string? Reason);

/// <param name="Text">What is asked; for coordinators, overseers, who has the task and, while it is offered, who may
/// claim it.</param>
/// <param name="OrganisationIds">To whom it is offered where not to everyone.</param>
/// <param name="Report">For coordinators, overseers and who has the task.</param>
/// <param name="Coordinates">The reader coordinates the alliance.</param>
/// <param name="Holds">The reader acts for the organisation that has it.</param>
/// <param name="Claimers">Organisations of the reader's that could claim it now.</param>
public sealed record TaskShown(
    string Id, string AllianceId, Name Title, string? Text, string? VillageCode, DateOnly? DueOn,
    string? DeliberationId, bool Everyone, Items<string> OrganisationIds, TaskStage State, string? OrganisationId,
    DateOnly DelegatedOn, DateOnly? ClaimedOn, DateOnly? ReportedOn, DateOnly? EndedOn, TaskReportShown? Report = null,
    Items<TaskStepShown> Steps = default, [property: JsonIgnore] bool Coordinates = false,
    [property: JsonIgnore] bool Holds = false, [property: JsonIgnore] Items<string> Claimers = default);

/// <summary>Reads of delegated tasks: which there are is for everybody who is signed in, what was said of them is
/// not.</summary>
internal static class TaskReading
{
    private const string Columns =
        "t.task as id, t.alliance as alliance_id, t.title_zh, t.title_en, t.village as village_code, t.due_on, " +
        "t.deliberation as deliberation_id, t.everyone, t.stage as state, t.organisation as organisation_id, " +
        "t.delegated_on, t.claimed_on, t.reported_on, t.ended_on";

    /// <summary>Offered, and to this organisation: by name, or to all members of whom it is one.</summary>
    public const string OfferedTo =
        "(t.stage = 'offered' and exists (select 1 from memberships m where m.alliance = t.alliance " +
        "and m.organisation = @own and m.state = 'member') and (t.everyone = 1 or exists (" +
        "select 1 from task_offers o where o.task = t.task and o.organisation = @own)))";

    /// <summary>Newest first; of an organisation those that it has or is offered.</summary>
    public static Listed<TaskRow> Found(Reading reading) => reading.ByDay<TaskRow>(
        $"select {Columns} from tasks t", "t.delegated_on", "t.task", newest: true, row => (row.DelegatedOn, row.Id),
        reading.Same("alliance", "t.alliance"), reading.Same<TaskStage>("state", "t.stage"),
        reading.Id("organisation") is { } own
            ? new Condition($"(t.organisation = @own or {OfferedTo})", ("own", own)) : null);

    public static TaskShown? Find(Reading reading)
    {
        if (reading.Rows.One<TaskShown>(
            $"select {Columns}, t.words as text, null as organisation_ids from tasks t where t.task = @id",
            ("id", reading["id"])) is not { } found) return null;
        var region = Alliances.AllianceReading.RegionOf(reading.Rows, found.AllianceId);
        var coordinates = reading.Caller.Coordinates(found.AllianceId, region);
        var all = coordinates || (region is not null && reading.Caller.Oversees(region));
        var holds = found.OrganisationId is { } whose && reading.Caller.Organisations.Contains(whose);
        Items<string> named =
        [
            .. reading.Rows.All(
                "select organisation from task_offers where task = @id order by organisation", r => r.GetString(0),
                ("id", found.Id)),
        ];
        return Opened(reading, all || holds, all, found with
        {
            OrganisationIds = named, Coordinates = coordinates, Holds = coordinates || holds,
            Claimers = found.State == TaskStage.Offered ? Claimers(reading, found, named) : [],
        });
    }

    /// <summary>Those that follow from a deliberation, for readers who are signed in.</summary>
    public static IReadOnlyList<TaskRow> Following(Reading reading, string deliberation) =>
        !reading.Caller.SignedIn ? [] : reading.Rows.All<TaskRow>(
            $"select {Columns} from tasks t where t.deliberation = @id order by t.delegated_on, t.task limit 50",
            ("id", deliberation));

    private static Items<string> Claimers(Reading reading, TaskShown task, Items<string> named) =>
        [.. reading.OwnParties().Select(party => party.Id).Where(own =>
            (task.Everyone || named.Contains(own)) && reading.Rows.IsMember(task.AllianceId, own))];

    /// <summary>With what was said, as far as the reader may read it.</summary>
    /// <param name="sees">What is asked and what was reported.</param>
    /// <param name="all">What was said to whoever had the task before, too.</param>
    private static TaskShown Opened(Reading reading, bool sees, bool all, TaskShown task)
    {
        var steps = reading.Rows.All<TaskStepShown>(
            "select step, organisation as organisation_id, day, words as reason from task_steps where task = @id " +
            "order by place", ("id", task.Id));
        var report = !sees ? null : reading.Rows.One<TaskReportShown>(
            "select report as text, done_on, minutes, person_times from tasks " +
            "where task = @id and done_on is not null", ("id", task.Id));
        // Who has the task reads what was said to them, not what others before them said.
        var since = all ? 0 : sees ? steps.ToList().FindLastIndex(step => step.Step == "claimed") : steps.Count;
        var opened = reading.OpenWords(
            [
                sees || task.Claimers.Count > 0 ? task.Text : null, report?.Text,
                .. steps.Skip(since).Select(step => step.Reason),
            ],
            "a delegated task");
        string? Open(string? text) => opened.GetValueOrDefault(text ?? "");
        return task with
        {
            Text = Open(task.Text), Report = report is null ? null : report with { Text = Open(report.Text) },
            Steps = [.. steps.Select(step => step with { Reason = Open(step.Reason) })],
        };
    }
}
