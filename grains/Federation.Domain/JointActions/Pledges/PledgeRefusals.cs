namespace Federation.Domain.JointActions;

// Every reason for which a wish about a visited shop is refused. The codes are public and stay.

public static partial class Pledge
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyRecorded = new("pledge-already-recorded",
            "该商家走访已登记，且内容不同；如有误请撤销后重新登记。",
            "This visit is recorded with other content; if it is wrong, cancel it and record it anew.");

        public static readonly Refusal ShopAlreadyRecorded = new("pledge-shop-already-recorded",
            "该村居的这家商家已在本次行动中登记，请在原记录上更新。",
            "This shop of the village is already recorded in the action; update that record.", Field: "merchant");

        public static readonly Refusal ActionNotLaunched = new("action-not-launched",
            "该联合行动尚未启动，请先启动。", "The joint action has not been launched; launch it first.");

        public static readonly Refusal ActionClosed = new("action-closed",
            "该联合行动已结束，只有联盟协调员可以补录走访。", "The joint action is closed; only a coordinator may still enter a visit.");

        public static readonly Refusal VillageNotTakingPart = new("village-not-taking-part",
            "没有组织在该村居参与这次行动，请先登记参与组织。",
            "No organisation takes part in this village; add a participant there first.", Field: "organisationId");

        public static readonly Refusal NotParticipating = new("not-participating",
            "该组织未在此村居参与这次行动。", "The organisation does not take part in the action in this village.",
            Field: "organisationId");

        public static readonly Refusal OutsideAction = new("visit-outside-action",
            "走访日期不在联合行动的起止日期之内。", "The day of the visit is outside the joint action's days.");

        public static readonly Refusal TextsInvalid = new("pledge-texts-invalid",
            $"请填写商家名称（不超过{Shop.NameMax}字）；承诺最多{PromisesMax}条。",
            $"Give the shop's name (at most {Shop.NameMax} characters); at most {PromisesMax} promises.",
            Field: "merchant");

        public static readonly Refusal NotSigned = new("pledge-not-signed",
            "该商家没有已签署的承诺书。", "The shop has no signed pledge.");

        public static readonly Refusal NotInAlliance = new("merchant-not-in-alliance",
            "该商家不在商家联盟中。", "The shop is not in the merchants' alliance.");

        public static readonly Refusal OutOfOrder = new("pledge-day-out-of-order",
            "日期不能早于该商家上一次登记的日期。", "The day must not be before the shop's last recorded step.", Field: "on");

        public static readonly Refusal TooManyChanges = new("too-many-pledge-changes",
            $"一家商家的记录最多更改{ChangesMax}次。", $"One shop's record changes at most {ChangesMax} times.");

        public static readonly Refusal RecordCancelled = new("pledge-cancelled",
            "该登记已撤销，请重新登记。", "This record was cancelled; record the visit anew.");

        public static readonly Refusal NotVisited = new("shop-not-visited",
            "这家商家还没有走访过，请先登记走访。", "The shop has not been visited yet; enter the visit first.");

        public static readonly Refusal AlreadySigned = new("pledge-already-signed",
            "该商家的承诺书仍然有效：回访请选“核查承诺”，要撤回请登记撤回。",
            "The shop's pledge is in force: enter the visit as a check, or withdraw the pledge.", Field: "result");

        public static readonly Refusal Lapsed = new("pledge-lapsed",
            "该承诺书当日已经过期，无需撤回；可以续签。", "The pledge had lapsed by that day; it can only be renewed.");

        public static readonly Refusal TextMissing = new("pledge-text-missing",
            "这项行动还没有发布承诺书文本，不能续签。",
            "The action has no published pledge text to renew the pledge under.");

        public static readonly Refusal TextNotYetPublished = new("pledge-text-not-yet-published",
            "这一版承诺书在那一天还没有发布。", "That version of the text had not been published on that day.", Field: "version");

        public static readonly Refusal RenewalTooEarly = new("pledge-renewal-too-early",
            $"承诺书在到期前{RenewalDays}天内才能续签；没有期限的不用续签；有新版本时随时可以续签。",
            $"A pledge is renewed within {RenewalDays} days of its last day, or under a newer text; one without "
            + "a last day need not be.");

        public static readonly Refusal VisitDayInvalid = new("visit-day-invalid",
            $"计划走访的日期须在登记之日或之后、{AheadMax}天之内；下次走访须晚于这一次。",
            $"A planned visit lies ahead, by at most {AheadMax} days; the next one comes after this one.",
            Field: "plannedFor");

        public static readonly Refusal VisitNumbersInvalid = new("visit-numbers-invalid",
            $"走访人数每类0至{VisitorsMax}，宣传单0至{LeafletsMax}份。",
            $"Visitors go from 0 to {VisitorsMax} of each kind, leaflets from 0 to {LeafletsMax}.", Field: "alone");

        public static readonly Refusal FindingMisplaced = new("visit-finding-misplaced",
            "“核查承诺”须注明是否做到，其他结果不填这一项。",
            "A check says whether the promises were kept; other results do not.", Field: "kept");

        public static readonly Refusal TooManyVisits = new("too-many-visits",
            $"一家商家最多登记{VisitsMax}次计划和走访。", $"One shop has at most {VisitsMax} planned and logged visits.");
    }
}
