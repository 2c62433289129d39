namespace Federation.Domain.Help;

// What the boundaries of mutual help share: the words they are spoken in, the facts of neighbouring streams that their
// rules rest on, and the refusals that mean the same wherever they are given.
//
// Facts are filled in by the gateway from rows, together with the version of the stream they come from.

/// <summary>How a mentor helps: 经验分享 or 实地指导.</summary>
public enum MentorMode { ExperienceSharing, OnSiteGuidance }

/// <summary>A mentor's way through the pool.</summary>
public enum MentorStage { None, Nominated, Accepted, Declined, Retired }

/// <summary>Whether the organisation was an admitted member of the alliance on the day.</summary>
public sealed record MemberFacts(bool Member);

/// <summary>What the mentor's own stream says.</summary>
public sealed record MentorFacts(MentorStage Stage, string OrganisationId, string AllianceId, Items<string> Topics);

/// <summary>What the mentor's month says of a slot.</summary>
public sealed record SlotFacts(DateTimeOffset From, DateTimeOffset To, bool Free);

/// <summary>What the team's own stream says.</summary>
public sealed record TeamFacts(string OrganisationId, bool Active);

/// <summary>What the package's own stream says.</summary>
public sealed record PackageFacts(string OrganisationId, bool Published);

/// <summary>The facts behind an offer or a delivery: one for each thing it names, null where there is none.</summary>
public sealed record HelpFacts(
    MentorFacts? Mentor = null, SlotFacts? Slot = null, TeamFacts? Team = null, PackageFacts? Package = null)
{
    public static HelpFacts None { get; } = new();
}

/// <summary>Rules and refusals shared by the boundaries of mutual help.</summary>
public static class Helping
{
    public const int TopicsMax = 20;
    public const int TopicLengthMax = 60;
    public const int PlaceLengthMax = 200;

    public static class Refusals
    {
        public static readonly Refusal TopicMissing =
            new("topic-missing", "请至少填写一个主题。", "Give at least one topic.", Field: "topics");

        public static readonly Refusal TooManyTopics =
            new("too-many-topics", $"主题最多 {TopicsMax} 个，请精简。", $"Give at most {TopicsMax} topics.", Field: "topics");

        public static readonly Refusal TopicTooLong =
            new("topic-too-long", $"每个主题最多 {TopicLengthMax} 个字，请缩短。",
                $"A topic has at most {TopicLengthMax} characters.", Field: "topics");

        public static readonly Refusal PlaceTooLong =
            new("place-too-long", $"地点最多 {PlaceLengthMax} 个字，请缩短。",
                $"A place has at most {PlaceLengthMax} characters.", Field: "place");

        public static readonly Refusal MentorNotAccepted =
            new("mentor-not-accepted", "该导师目前不在导师库中，请选择其他导师。",
                "This mentor is not in the pool at present; choose another one.");

        public static readonly Refusal MentorElsewhere =
            new("mentor-of-another-organisation", "该导师由其他组织推荐，请填写导师所属的组织。",
                "This mentor was put forward by another organisation; name that one as the provider.");

        public static readonly Refusal SlotNotOffered =
            new("slot-not-offered", "导师没有提供这个时段，请另选时段。", "The mentor does not offer this slot; choose another one.");

        public static readonly Refusal SlotTaken =
            new("slot-taken", "这个时段已被其他组织预约，请另选时段。", "Somebody else has booked this slot; choose another one.",
                Field: "slotId");

        public static readonly Refusal SlotInThePast =
            new("slot-in-the-past", "这个时段已经开始或结束；如需补录，请联系联盟协调员。",
                "This slot has already begun; ask a coordinator to enter it afterwards.");

        public static readonly Refusal PackageNotPublished =
            new("package-not-published", "供给库中没有上架这个活动包，请另选一个。",
                "This package is not published in the library; choose another one.", Field: "libraryItemId");

        public static readonly Refusal HelpsItself =
            new("helps-itself", "互助是帮助其他组织，提供方和接受方不能是同一个组织。",
                "Help goes to others: provider and receiver must be two organisations.", Field: "organisationId");
    }

    /// <summary>Topics as they are recorded: trimmed, each once, in the order given.</summary>
    public static Items<string> Tidy(Items<string> topics) =>
        [.. topics.Select(topic => topic.Trim()).Where(topic => topic.Length > 0).Distinct()];

    /// <summary>The rule about a list of topics that has been tidied.</summary>
    public static Refusal? TopicsRefused(Items<string> topics) =>
        topics.Count == 0 ? Refusals.TopicMissing
        : topics.Count > TopicsMax ? Refusals.TooManyTopics
        : topics.Any(topic => topic.Length > TopicLengthMax) ? Refusals.TopicTooLong
        : null;
}
