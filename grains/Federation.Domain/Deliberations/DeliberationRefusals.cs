using Federation.Domain.JointActions;

namespace Federation.Domain.Deliberations;

// The closed list of refusals of a deliberation, apart only to keep its decider short.
public static partial class Deliberation
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyCalled = new("deliberation-already-called",
            "该编号的议事已发起，内容不同；请换一个编号。",
            "A deliberation with this id was called with other content; choose another id.");

        public static readonly Refusal QuestionUnfit = new("deliberation-question-unfit",
            $"请写明要回答的问题；问题和说明各不超过{Texts.PassageMax}字。",
            $"State the question; it and the note have at most {Texts.PassageMax} characters each.", Field: "question");

        public static readonly Refusal AreasUnfit = new("deliberation-areas-unfit",
            $"请选择 1 至 {AreasMax} 个片区，不能重复。", $"Call 1 to {AreasMax} areas, none of them twice.", Field: "areaIds");

        public static readonly Refusal AreaUnknown = new("deliberation-area-unknown",
            "有片区不属于该联盟，请先在联盟中添加片区。", "An area is not one of the alliance; add it to the alliance first.",
            Field: "areaIds");

        public static readonly Refusal QuorumOutOfRange = new("quorum-out-of-range",
            "法定片区数须在 1 和受邀片区数之间。", "The quorum lies between 1 and the number of areas called.", Field: "quorum");

        public static readonly Refusal ClosesBeforeHeld = new("deliberation-closes-before-held",
            "截止日期不能早于议事日期。", "The closing day is not before the day of the meeting.", Field: "closesOn");

        public static readonly Refusal TopicExists = new("topic-exists",
            "该编号的议题已提出，内容不同；请修改议题或换一个编号。",
            "A topic with this id was proposed with other content; revise it or choose another id.");

        public static readonly Refusal TooManyTopics = new("too-many-topics",
            $"一次议事最多 {TopicsMax} 个议题。", $"A deliberation has at most {TopicsMax} topics.");

        public static readonly Refusal TopicUnfit = new("topic-unfit",
            $"请填写议题名称（不超过{Texts.TitleMax}字）；六项内容每项不超过{Texts.PassageMax}字。",
            $"Give the topic's title (at most {Texts.TitleMax} characters); each of the six outputs has at most "
            + $"{Texts.PassageMax}.", Field: "title");

        public static readonly Refusal TopicUnknown = new("topic-unknown",
            "这次议事没有这个议题。", "The deliberation has no such topic.", Field: "topicId");

        public static readonly Refusal NotYourArea = new("not-your-area",
            "您不能代表该片区发表意见；请由片区代表填写，或由协调员按纸质意见录入。",
            "You do not speak for this area; its representative does, or a coordinator enters its paper.",
            Forbids: true, Field: "areaId");

        public static readonly Refusal PaperByCoordinator = new("paper-by-coordinator",
            "纸质意见由联盟协调员录入。", "An opinion on paper is entered by a coordinator.", Forbids: true, Field: "onPaper");

        public static readonly Refusal AreaNotCalled = new("area-not-called",
            "该片区没有受邀参加这次议事。", "This area was not called to the deliberation.", Field: "areaId");

        public static readonly Refusal RatingOutOfRange = new("opinion-rating-out-of-range",
            $"推荐指数和困难指数须为 {RatingMin} 至 {RatingMax} 的整数。",
            $"Recommendation and difficulty are whole numbers from {RatingMin} to {RatingMax}.");

        public static readonly Refusal ReasonTwice = new("difficulty-reason-twice",
            "同一个困难原因不能填写两次。", "A reason for difficulty is named twice.");

        public static readonly Refusal LaterOpinionStands = new("later-opinion-stands",
            "该片区对此议题已有更晚的意见，不能用较早的意见替换。",
            "The area has a later opinion of this topic, which an earlier one does not replace.", Field: "topicId");

        public static readonly Refusal TooManyChanges = new("too-many-opinion-changes",
            $"一个片区对一个议题的意见最多更改 {ChangesMax} 次。",
            $"An area changes its opinion of a topic at most {ChangesMax} times.");

        public static readonly Refusal BeforeTheMeeting = new("outcome-before-meeting",
            "结果的日期不能早于议事日期。", "The outcome is not dated before the meeting.", Field: "on");

        public static readonly Refusal RationaleMissing = new("rationale-missing",
            "请写明理由。", "Give the rationale.", Field: "rationale");

        public static readonly Refusal QuorumMissed = new("quorum-missed",
            "评议该议题的片区数未达到法定数，不能作出决定；可以等待更多片区，或记录为“未达法定数”。",
            "Fewer areas than the quorum have rated this topic, so it cannot be decided; wait for more, or record "
            + "that there was no quorum.", Field: "topicId");

        public static readonly Refusal QuorumMet = new("quorum-met",
            "已有议题达到法定片区数，不能记录为“未达法定数”。", "A topic has reached the quorum, so this is not 'no quorum'.");

        public static readonly Refusal OutcomeStated = new("outcome-already-stated",
            "这次议事已有结果，不能再更改；如需重议，请发起新的议事。",
            "The deliberation has its outcome, which is not changed; call a new one to deliberate again.");
    }
}
