using Federation.Api.Home;
using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>What pages of delegated tasks say in the same words, and what waits in them for somebody.</summary>
internal static class TaskWords
{
    /// <summary>So many days before its due day a claimed task is called to mind.</summary>
    private const int DueDays = 7;

    private const int Listed = 5;

    /// <summary>A stage as the shell's words know it.</summary>
    public static string Tag(this TaskStage stage) =>
        stage is TaskStage.Withdrawn ? RowText.Of(stage) : "task-" + RowText.Of(stage);

    public static Choice[] TaskStages(this Lang lang) => [.. Enum.GetValues<TaskStage>().Select(stage =>
        new Choice(RowText.Of(stage), States.Of(stage.Tag()) is var (zh, en, _) ? lang.T(zh, en) : ""))];

    /// <summary>Who has it, or to whom it is offered.</summary>
    public static string Whose(
        this Lang lang, RecordNames names, string? organisation, TaskStage state, bool everyone) =>
        organisation is { } own ? lang.Of(names.Organisation(own))
        : state == TaskStage.Withdrawn ? lang.T("没有组织认领", "claimed by nobody")
        : everyone ? lang.T("面向全体成员", "offered to all members") : lang.T("面向指定成员", "offered to some members");

    public static string Step(this Lang lang, string step) => step switch
    {
        "delegated" => lang.T("发布任务", "Delegated"),
        "claimed" => lang.T("认领", "Claimed"),
        "returned" => lang.T("退还任务", "Given back"),
        "reported" => lang.T("提交报告", "Reported"),
        "report-accepted" => lang.T("报告通过，任务完成", "Report accepted: done"),
        "sent-back" => lang.T("报告退回修改", "Report sent back"),
        _ => lang.T("撤回任务", "Withdrawn"),
    };

    /// <summary>Offers and due reports for staff, reports to accept for coordinators.</summary>
    public static IEnumerable<HomeTask> Waiting(Reading reading, Lang lang, AllianceAtHome alliance)
    {
        foreach (var task in reading.Caller.Organisations.SelectMany(own => OfStaff(reading, lang, own)))
            yield return task;
        if (!reading.Caller.Coordinates(alliance.Id, alliance.Region)) yield break;
        var reports = Count(reading, "t.alliance = @own and t.stage = 'reported'", alliance.Id);
        if (reports > 0) yield return new(
            lang.T($"{reports} 份公益任务报告待验收", reports == 1 ? "1 task report to accept"
                : $"{reports} task reports to accept"),
            $"/tasks?alliance={alliance.Id}&state=reported");
    }

    private static IEnumerable<HomeTask> OfStaff(Reading reading, Lang lang, string own)
    {
        var offered = Count(reading, TaskReading.OfferedTo, own);
        if (offered > 0) yield return new(
            lang.Counted(offered, "项公益任务可以认领", "public-benefit task to claim", "public-benefit tasks to claim"),
            $"/tasks?organisation={own}&state=offered");
        var due = reading.Rows.All(
            "select task, title_zh, title_en, due_on, reported_on from tasks where organisation = @own " +
            "and stage = 'claimed' and (reported_on is not null or due_on <= @soon) order by due_on, task limit @max",
            r => (Id: r.GetString(0), Title: r.Name(1), Due: r.Day(3), SentBack: r.Day(4) is not null),
            ("own", own), ("soon", reading.Today.AddDays(DueDays)), ("max", Listed));
        foreach (var task in due) yield return new(
            task.SentBack
                ? lang.T($"退回修改的任务报告：{lang.Of(task.Title)}", $"Report sent back: {lang.Of(task.Title)}")
                : lang.T($"报告公益任务：{lang.Of(task.Title)}", $"Report on the task: {lang.Of(task.Title)}"),
            $"/tasks/{task.Id}#next",
            task.Due is { } day ? lang.T($"期限 {lang.Day(day)}", $"due {lang.Day(day)}") : null);
    }

    private static long Count(Reading reading, string where, string own) => reading.Rows.One(
        $"select count(*) from tasks t where {where}", r => r.GetInt64(0), ("own", own));
}
