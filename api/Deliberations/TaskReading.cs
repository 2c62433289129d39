using System.Data.Common;
using Federation.Api.Help;
using Federation.Api.People;
using Federation.Domain.Alliances;
using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>A delegated task as lists show it.</summary>
/// <param name="OrganisationId">Who has claimed it.</param>
/// <param name="Everyone">It is offered to all members.</param>
public sealed record TaskRow(
    string Id, string AllianceId, Name Title, string? VillageCode, DateOnly? DueOn, string? DeliberationId,
    bool Everyone, TaskStage State, string? OrganisationId, DateOnly DelegatedOn, DateOnly? ClaimedOn,
    DateOnly? ReportedOn, DateOnly? EndedOn)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string Cursor => $"{Days.Text(DelegatedOn)}|{Id}";
}

/// <summary>What the organisation reports; its numbers are in no figure.</summary>
public sealed record TaskReportShown(string? Text, DateOnly DoneOn, long? Minutes, long? PersonTimes);

/// <summary>One step of a task. The reason is for those who may read it.</summary>
public sealed record TaskStepShown(string Step, string? OrganisationId, DateOnly Day, string? Reason);

/// <param name="Text">What is asked; for coordinators, overseers, who has the task and, while it is offered, who may
/// claim it.</param>
/// <param name="OrganisationIds">To whom it is offered where not to everyone.</param>
/// <param name="Report">For coordinators, overseers and who has the task.</param>
public sealed record TaskShown(
    string Id, string AllianceId, Name Title, string? Text, string? VillageCode, DateOnly? DueOn,
    string? DeliberationId, bool Everyone, IReadOnlyList<string> OrganisationIds, TaskStage State,
    string? OrganisationId, DateOnly DelegatedOn, DateOnly? ClaimedOn, DateOnly? ReportedOn, DateOnly? EndedOn,
    TaskReportShown? Report, IReadOnlyList<TaskStepShown> Steps);

/// <param name="Coordinates">The reader coordinates the alliance.</param>
/// <param name="Holds">The reader acts for the organisation that has it.</param>
/// <param name="Sees">The reader may read what was reported.</param>
/// <param name="Claimers">Organisations of the reader's that could claim it now.</param>
public sealed record TaskFound(
    TaskShown Shown, TaskRow About, bool Coordinates, bool Holds, bool Sees, IReadOnlyList<string> Claimers);

/// <summary>Reads of delegated tasks: which there are is for everybody who is signed in, what was said of them is
/// not.</summary>
internal static class TaskReading
{
    private const string Columns =
        "t.task, t.alliance, t.title_zh, t.title_en, t.village, t.due_on, t.deliberation, t.everyone, t.stage, " +
        "t.organisation, t.delegated_on, t.claimed_on, t.reported_on, t.ended_on";

    /// <summary>Offered, and to this organisation: by name, or to all members of whom it is one.</summary>
    public const string OfferedTo =
        "(t.stage = 'offered' and exists (select 1 from memberships m where m.alliance = t.alliance " +
        "and m.organisation = @own and m.state = 'member') and (t.everyone = 1 or exists (" +
        "select 1 from task_offers o where o.task = t.task and o.organisation = @own)))";

    private sealed record Words(string Asked, string? Report, DateOnly? DoneOn, long? Minutes, long? PersonTimes);

    /// <summary>Newest first, a page with one row more than asked for; filters <c>alliance</c>, <c>organisation</c>
    /// (has it, or is offered it) and <c>state</c>.</summary>
    public static IReadOnlyList<TaskRow> Found(Reading reading)
    {
        var (alliance, own) = (reading.Id("alliance"), reading.Id("organisation"));
        var state = reading.Choice<TaskStage>("state");
        var (day, id) = reading.Cursor.Split('|') is [var d, var i] ? (d, i) : ("9999", "");
        return reading.Rows.All(
            $"select {Columns} from tasks t " +
            "where (t.delegated_on < @day or (t.delegated_on = @day and t.task > @id)) " +
            (alliance is null ? "" : "and t.alliance = @alliance ") + (state is null ? "" : "and t.stage = @state ") +
            (own is null ? "" : $"and (t.organisation = @own or {OfferedTo}) ") +
            "order by t.delegated_on desc, t.task limit @max",
            Row, ("day", day), ("id", id), ("alliance", alliance), ("state", state), ("own", own),
            ("max", reading.Limit + 1));
    }

    public static TaskFound? Find(Reading reading, string id)
    {
        var found = reading.Rows.One(
            $"select {Columns}, t.words, t.report, t.done_on, t.minutes, t.person_times " +
            "from tasks t where t.task = @id",
            r => (Row: Row(r), Words: new Words(r.GetString(14), r.Text(15), r.Day(16), r.Number(17), r.Number(18))),
            ("id", Post.Reference(id, "id")));
        if (found.Row is not { } row) return null;
        var region = Alliances.AllianceReading.RegionOf(reading.Rows, row.AllianceId);
        var coordinates = reading.Caller.Coordinates(row.AllianceId, region);
        var all = coordinates || (region is not null && reading.Caller.Oversees(region));
        var holds = row.OrganisationId is { } whose && reading.Caller.Organisations.Contains(whose);
        var named = reading.Rows.All(
            "select organisation from task_offers where task = @id order by organisation", r => r.GetString(0),
            ("id", row.Id));
        var claimers = row.State == TaskStage.Offered ? Claimers(reading, row, named) : [];
        return new(
            Shown(reading, row, named, found.Words, all || holds, all, claimers.Length > 0), row, coordinates,
            coordinates || holds, all || holds, claimers);
    }

    public static bool IsMember(Rows rows, string alliance, string organisation) => rows.One(
        "select state from memberships where alliance = @alliance and organisation = @organisation",
        r => r.GetString(0), ("alliance", alliance), ("organisation", organisation))
        == RowText.Of(MembershipStep.Member);

    /// <summary>Those that follow from a deliberation, for readers who are signed in.</summary>
    public static IReadOnlyList<TaskRow> Following(Reading reading, string deliberation) =>
        !reading.Caller.SignedIn ? [] : reading.Rows.All(
            $"select {Columns} from tasks t where t.deliberation = @id order by t.delegated_on, t.task limit 50", Row,
            ("id", deliberation));

    private static string[] Claimers(Reading reading, TaskRow row, IReadOnlyList<string> named) =>
        [.. reading.OwnParties().Select(party => party.Id).Where(own =>
            (row.Everyone || named.Contains(own)) && IsMember(reading.Rows, row.AllianceId, own))];

    private static TaskShown Shown(
        Reading reading, TaskRow row, IReadOnlyList<string> named, Words words, bool sees, bool all, bool mayClaim)
    {
        var steps = reading.Rows.All(
            "select step, organisation, day, words from task_steps where task = @id order by place",
            r => (Step: r.GetString(0), Organisation: r.Text(1), Day: r.Day(2)!.Value, Words: r.Text(3)),
            ("id", row.Id));
        // Who has the task reads what was said to them, not what others before them said.
        var since = all ? 0 : sees ? steps.ToList().FindLastIndex(step => step.Step == "claimed") : steps.Count;
        var opened = reading.OpenWords(
            [
                sees || mayClaim ? words.Asked : null, sees ? words.Report : null,
                .. steps.Skip(since).Select(step => step.Words),
            ],
            "a delegated task");
        string? Open(string? text) => text is null ? null : opened.GetValueOrDefault(text);
        return new(
            row.Id, row.AllianceId, row.Title, Open(words.Asked), row.VillageCode, row.DueOn, row.DeliberationId,
            row.Everyone, named, row.State, row.OrganisationId, row.DelegatedOn, row.ClaimedOn, row.ReportedOn,
            row.EndedOn,
            sees && words.DoneOn is { } day ? new(Open(words.Report), day, words.Minutes, words.PersonTimes) : null,
            [.. steps.Select(step => new TaskStepShown(step.Step, step.Organisation, step.Day, Open(step.Words)))]);
    }

    private static TaskRow Row(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Name(2), r.Text(4), r.Day(5), r.Text(6), r.Flag(7),
        RowText.Parse<TaskStage>(r.GetString(8)), r.Text(9), r.Day(10)!.Value, r.Day(11), r.Day(12), r.Day(13));
}
