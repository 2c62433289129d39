using Federation.Domain.JointActions;

namespace Federation.Domain.Deliberations;

// Every reason for which a wish about a delegated task is refused. The codes are public and stay.

public static partial class DelegatedTask
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyDelegated = new("task-already-delegated",
            "该编号的任务已发布，内容不同；请换一个编号。", "There is a task of this id with other content; choose another id.");

        public static readonly Refusal TitleUnfit = new("task-title-unfit",
            $"请填写任务名称，不超过{Texts.TitleMax}字。", $"Name the task in at most {Texts.TitleMax} characters.", Field: "title");

        public static readonly Refusal WordsMissing = new("task-words-missing",
            "请写明要做什么。", "Say what is asked.", Field: "text");

        public static readonly Refusal DueInvalid = new("task-due-day-invalid",
            "完成期限不能早于发布的日期。", "The due day must not be before the day the task is delegated.", Field: "dueOn");

        public static readonly Refusal TooManyOrganisations = new("too-many-task-organisations",
            $"最多指定 {OrganisationsMax} 个组织；更多时请面向全体成员。",
            $"Name at most {OrganisationsMax} organisations; for more, offer the task to all members.",
            Field: "organisationIds");

        public static readonly Refusal NotMembers = new("task-organisations-not-members",
            "指定的组织须是本联盟成员。", "The organisations named must be members of the alliance.", Field: "organisationIds");

        public static readonly Refusal DeliberationUnfit = new("task-deliberation-unfit",
            "请选择本联盟已作出决定的议事。", "Choose a deliberation of the alliance that has been decided.", Field: "deliberationId");

        public static readonly Refusal NotMember = new("task-claimant-not-member",
            "只有本联盟成员可以认领任务。", "Only a member of the alliance can claim a task.", Field: "organisationId");

        public static readonly Refusal NotOffered = new("task-not-offered",
            "这项任务没有面向该组织。", "The task is not offered to this organisation.", Field: "organisationId");

        public static readonly Refusal AlreadyClaimed = new("task-already-claimed",
            "这项任务已有组织认领。", "Another organisation has claimed this task already.");

        public static readonly Refusal NotClaimed = new("task-not-claimed",
            "这项任务还没有组织认领。", "No organisation has claimed this task.");

        public static readonly Refusal AlreadyReported = new("task-already-reported",
            "任务报告已提交：协调员退回之后才能修改或退还任务。",
            "The task is reported; only when a coordinator sends it back can it be reported anew or given back.");

        public static readonly Refusal NotReported = new("task-not-reported",
            "这项任务还没有提交报告。", "The task has not been reported.");

        public static readonly Refusal ReportMissing = new("task-report-missing",
            "请写明做了什么。", "Say what was done.", Field: "text");

        public static readonly Refusal DoneDayInvalid = new("task-done-day-invalid",
            "完成日期须在认领之日和报告之日之间。", "The day it was done lies between the claim and the report.", Field: "doneOn");

        public static readonly Refusal NumbersInvalid = new("task-numbers-invalid",
            $"用时为 0 至 {MinutesMax} 分钟，服务人次为 0 至 {PersonTimesMax}。",
            $"Minutes go from 0 to {MinutesMax}, person-times from 0 to {PersonTimesMax}.", Field: "minutes");

        public static readonly Refusal ReasonMissing = new("task-reason-missing",
            "请写明原因。", "Say why.", Field: "reason");

        public static readonly Refusal OutOfOrder = new("task-day-out-of-order",
            "日期不能早于这项任务上一步的日期。", "The day must not be before the task's last step.");

        public static readonly Refusal TooManySteps = new("too-many-task-steps",
            $"一项任务最多记录 {StepsMax} 步，请另发一项。", $"A task has at most {StepsMax} steps; delegate a new one.");

        public static readonly Refusal Ended = new("task-ended",
            "这项任务已完成或已撤回，不能再更改。", "The task is done or withdrawn and is not changed any more.");
    }
}
