namespace Federation.Domain.JointActions;

// Every reason for which a session's wish is refused. The codes are public and stay.

public static partial class Session
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyPlanned = new("session-already-planned",
            "该场次已安排，且内容不同；改期请用“改期”。", "This session is planned with other content; to move it, reschedule it.");

        public static readonly Refusal ActionNotLaunched = new("action-not-launched",
            "该联合行动尚未启动，请先启动再安排场次。", "The joint action has not been launched; launch it before planning sessions.");

        public static readonly Refusal ActionClosed = new("action-closed",
            "该联合行动已结束；已有场次的报告只能由联盟协调员更正。",
            "The joint action is closed; only a coordinator may still correct the reports of its sessions.");

        public static readonly Refusal SeriesUnknown = new("series-unknown",
            "该联合行动没有这个子系列，请先添加。", "The joint action has no such series; add it first.", Field: "seriesId");

        public static readonly Refusal NotParticipating = new("not-participating",
            "该组织未登记在此村居参与这个子系列，请先登记参与。",
            "The organisation does not take part in this series in this village; add it as a participant first.",
            Field: "organisationId");

        public static readonly Refusal OutsideAction = new("session-outside-action",
            "活动日期不在联合行动的起止日期之内。", "The session's day is outside the joint action's days.", Field: "startsAt");

        public static readonly Refusal PlaceInvalid = new("session-place-invalid",
            $"请填写活动地点（不超过{Texts.PlaceMax}字）；来源标题不超过{Texts.SourceMax}字。",
            $"Give the place (at most {Texts.PlaceMax} characters); a source's title has at most {Texts.SourceMax}.",
            Field: "place");

        public static readonly Refusal AlreadyReported = new("session-already-reported",
            "该场次已报告，不能改期；如有误请更正报告或取消后重新安排。",
            "This session was reported and cannot be moved; correct the report, or cancel it and plan another.");

        public static readonly Refusal MovedTooOften = new("session-moved-too-often",
            $"一场活动最多改期{MovesMax}次，请取消后重新安排。",
            $"A session moves at most {MovesMax} times; cancel it and plan another.");

        public static readonly Refusal AlreadyCancelled = new("session-cancelled",
            "该场次已取消，请另行安排场次。", "This session was cancelled; plan another one.");

        public static readonly Refusal NotYetHeld = new("session-not-yet-held",
            "活动尚未开始，请在活动之后报告。", "The session has not begun yet; report it afterwards.");

        public static readonly Refusal NumbersInvalid = new("report-numbers-invalid",
            $"服务人次须在0至{SessionReport.PersonTimesMax}、志愿者人次在0至{SessionReport.VolunteersMax}、"
            + $"时长在0至{SessionReport.MinutesMax}分钟之间。",
            $"Person-times go from 0 to {SessionReport.PersonTimesMax}, volunteers to {SessionReport.VolunteersMax}, "
            + $"minutes to {SessionReport.MinutesMax}.", Field: "personTimes");

        public static readonly Refusal MaterialsInvalid = new("report-materials-invalid",
            $"宣传资料最多{SessionReport.MaterialsMax}种，名称不能重复，每种不超过{SessionReport.CopiesMax}份。",
            $"At most {SessionReport.MaterialsMax} kinds of material, each named once, "
            + $"with at most {SessionReport.CopiesMax} copies.", Field: "materials");
    }
}
