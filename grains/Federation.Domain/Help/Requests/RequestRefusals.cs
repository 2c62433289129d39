namespace Federation.Domain.Help;

public static partial class Request
{
    public static class Refusals
    {
        public static readonly Refusal AlreadyOpen =
            new("request-already-open", "该求助已登记，请勿重复登记。", "This request exists already.");

        public static readonly Refusal IsCancelled =
            new("request-cancelled", "该求助已取消；如仍需要帮助，请重新登记。",
                "This request has been cancelled; open a new one if help is still needed.");

        public static readonly Refusal IsConfirmed =
            new("request-confirmed", "该求助的服务已由接受方确认；如双方商定更正，请联系联盟协调员。",
                "The receiver has confirmed this help; if both sides agree on a correction, ask a coordinator.");

        public static readonly Refusal RangeInvalid =
            new("range-invalid", $"期望日期须从早到晚，且不超过 {RangeDaysMax} 天。",
                $"The wished days run forward and span at most {RangeDaysMax} days.", Field: "to");

        public static readonly Refusal RangeInThePast =
            new("range-in-the-past", "期望日期已经过去，请填写以后的日期。", "The wished days are over; choose later ones.", Field: "to");

        public static readonly Refusal PeopleOutOfRange =
            new("people-out-of-range", $"人数须为 1 至 {PeopleMax}。", $"The number of people is 1 to {PeopleMax}.",
                Field: "people");

        public static readonly Refusal NotOpenForOffers =
            new("request-not-open-for-offers", "该求助已接受其他支援，暂不接受新的报名。",
                "This request has accepted an offer and takes no others at present.");

        public static readonly Refusal OfferIdUsed =
            new("offer-id-used", "这个报名编号已被使用，请换一个编号。", "This offer id is used already; choose another one.");

        public static readonly Refusal TooManyOffers =
            new("too-many-offers", $"该求助已有 {OffersMax} 个报名，请等待接受方选择。",
                $"This request has {OffersMax} offers already; wait for the receiver to choose.");

        public static readonly Refusal SlotWithoutMentor =
            new("slot-without-mentor", "选择时段时请同时填写导师。", "Name the mentor whose slot this is.");

        public static readonly Refusal TeamElsewhere =
            new("team-of-another-organisation", "该团队不属于提供支援的组织，请填写团队所属的组织。",
                "This team belongs to another organisation; name that one as the provider.");

        public static readonly Refusal TeamNotActive =
            new("team-not-active", "没有这个团队，或该团队已解散，请另选团队。",
                "There is no such team, or it has disbanded; choose another one.");

        public static readonly Refusal NoSuchOffer =
            new("offer-not-found", "没有这个报名，或它已撤回或失效，请另选一个。",
                "There is no such offer, or it was withdrawn or has lapsed; choose another one.");

        public static readonly Refusal AnotherAccepted =
            new("another-offer-accepted", "该求助已接受另一个报名。", "This request has accepted another offer.");

        public static readonly Refusal HelpGiven =
            new("help-already-given", "服务已经开展，报名不能再撤回或更改。",
                "Help has been given; the offer can no longer be withdrawn or changed.");

        public static readonly Refusal BookingPending =
            new("booking-pending", "导师时段正在预约中，请稍候再试。", "The mentor's slot is being booked; try again in a moment.");

        public static readonly Refusal NotAccepted =
            new("request-not-accepted", "请先接受一个报名，再约定时间。", "Accept an offer first, then agree on a time.");

        public static readonly Refusal MeetingInvalid =
            new("meeting-invalid", "服务须在同一天之内开始并结束，结束须晚于开始。",
                "A meeting ends after it begins, on the same day.", Field: "end");

        public static readonly Refusal MeetingInThePast =
            new("meeting-in-the-past", "约定的时间已经过去，请填写以后的时间；补录由联盟协调员办理。",
                "This time is over; choose a later one, or ask a coordinator to enter it afterwards.", Field: "start");

        public static readonly Refusal OutsideSlot =
            new("outside-slot", "约定的时间须在已预约的导师时段之内；如需改期，请先取消预约。",
                "The meeting lies within the booked slot; cancel the booking to meet at another time.", Field: "start");

        public static readonly Refusal OfferFirst =
            new("offer-first", "请先报名并由接受方接受；已经完成的服务由联盟协调员补录。",
                "Make an offer first; help already given is entered by a coordinator.");

        public static readonly Refusal ProviderMissing =
            new("provider-missing", "请填写提供服务的组织、导师或团队。", "Say which organisation, mentor or team helped.",
                Field: "organisationId");

        public static readonly Refusal ProviderElsewhere =
            new("provider-is-another", "提供方须是已接受的报名所属的组织。",
                "The provider is the organisation whose offer was accepted.");

        public static readonly Refusal MentorOrTeam =
            new("mentor-or-team", "一次服务请填写导师或团队其中之一。", "Name either a mentor or a team, not both.");

        public static readonly Refusal MinutesOutOfRange =
            new("minutes-out-of-range", $"服务时长须为 1 至 {MinutesMax} 分钟。", $"The minutes of help are 1 to {MinutesMax}.",
                Field: "minutes");

        public static readonly Refusal PersonTimesOutOfRange =
            new("person-times-out-of-range", $"服务人次须为 0 至 {PersonTimesMax}。",
                $"The person-times are 0 to {PersonTimesMax}.", Field: "personTimes");

        public static readonly Refusal SlotNotBegun =
            new("slot-not-begun", "预约的时段尚未开始，请在服务开展后填报。",
                "The booked slot has not begun; report help once it was given.", Field: "on");

        public static readonly Refusal NotDelivered =
            new("request-not-delivered", "提供方尚未填报服务，暂时无法确认。", "The provider has not reported any help to confirm yet.");

        public static readonly Refusal OnlyReceiverConfirms =
            new("only-receiver-confirms", "服务只能由接受方（或联盟协调员代为）确认。",
                "Only the receiver, or a coordinator on its behalf, confirms help.", Forbids: true);

        public static readonly Refusal ConfirmedBeforeDelivery =
            new("confirmed-before-delivery", "确认日期不能早于服务日期。", "Help is not confirmed before the day it was given.");

        public static readonly Refusal NotConfirmed =
            new("request-not-confirmed", "服务尚未确认，请由提供方直接更改填报。",
                "This help is not confirmed yet; let the provider change the report.");

        public static readonly Refusal ReasonMissing =
            new("reason-missing", "请写明更正的原因，以及双方如何商定。",
                "Say why it is corrected and how both sides agreed on it.", Field: "reason");

        public static readonly Refusal CorrectedBeforeDelivery =
            new("corrected-before-delivery", "更正日期不能早于服务日期。", "Help is not corrected before the day it was given.");

        public static readonly Refusal RatingOutOfRange =
            new("rating-out-of-range", $"评分须为 {RatingMin} 至 {RatingMax} 分。",
                $"The rating is {RatingMin} to {RatingMax}.", Field: "rating");

        public static readonly Refusal BookingNotAwaited =
            new("booking-not-awaited", "该求助已不再需要这个预约。", "This request no longer waits for this booking.");
    }
}
