namespace Federation.Api.Components;

/// <summary>
/// Units as they follow a number. Chinese needs its measure words; English one form for one, one for more.
/// </summary>
public static class Units
{
    private static readonly Dictionary<string, (string Zh, string One, string Many)> Known = new()
    {
        ["villages"] = ("个村居", "village", "villages"),
        ["organisations"] = ("个组织", "organisation", "organisations"),
        ["mentors"] = ("名导师", "mentor", "mentors"),
        ["teams"] = ("个小团队", "team", "teams"),
        ["sessions"] = ("场", "session", "sessions"),
        ["series"] = ("个系列", "series", "series"),
        ["person-times"] = ("人次", "person-time", "person-times"),
        ["persons"] = ("人", "person", "persons"),
        ["copies"] = ("份", "copy", "copies"),
        ["pledges"] = ("份", "pledge", "pledges"),
        ["merchants"] = ("家商户", "merchant", "merchants"),
        ["relays"] = ("次接力", "relay", "relays"),
        ["minutes"] = ("分钟", "minute", "minutes"),
        ["months"] = ("个月", "month", "months"),
        ["days"] = ("天", "day", "days"),
        ["percent"] = ("%", "%", "%"),
    };

    /// <summary>A unit nobody listed is shown by its key rather than hidden.</summary>
    public static string Name(string unit, long value, bool english) =>
        !Known.TryGetValue(unit, out var name) ? unit
        : !english ? name.Zh
        : value == 1 ? name.One : name.Many;
}

/// <summary>
/// How a state is said, and its tone: wait, go, done or off. The tone also chooses the mark before the word.
/// </summary>
public static class States
{
    private static readonly Dictionary<string, (string Zh, string En, string Tone)> Known = new()
    {
        ["open"] = ("待响应", "Open", "wait"),
        ["matched"] = ("已匹配", "Matched", "go"),
        ["offered"] = ("已有响应", "Offered", "go"),
        ["booking"] = ("预约处理中", "Booking", "wait"),
        ["accepted"] = ("已接受", "Accepted", "go"),
        ["scheduled"] = ("已排期", "Scheduled", "go"),
        ["delivered"] = ("待接受方确认", "Awaiting confirmation", "wait"),
        ["confirmed"] = ("已确认", "Confirmed", "done"),
        ["rated"] = ("已评价", "Rated", "done"),
        ["cancelled"] = ("已取消", "Cancelled", "off"),
        ["applied"] = ("申请中", "Applied", "wait"),
        ["admitted"] = ("成员", "Member", "done"),
        ["member"] = ("成员", "Member", "done"),
        ["suspended"] = ("已暂停", "Suspended", "off"),
        ["departed"] = ("已退出", "Departed", "off"),
        ["refused"] = ("未通过", "Refused", "off"),
        ["nominated"] = ("待审核", "Nominated", "wait"),
        ["draft"] = ("草稿", "Draft", "wait"),
        ["published"] = ("已发布", "Published", "done"),
        ["withdrawn"] = ("已撤回", "Withdrawn", "off"),
        ["preparing"] = ("筹备中", "Preparing", "wait"),
        ["launched"] = ("进行中", "Under way", "go"),
        ["closed"] = ("已结束", "Closed", "done"),
        ["planned"] = ("计划中", "Planned", "wait"),
        ["held"] = ("已举办", "Held", "done"),
        ["not-filed"] = ("未备案", "Not filed", "wait"),
        ["filed"] = ("已备案", "Filed", "done"),
        ["registered"] = ("已登记", "Registered", "done"),
        ["deliberating"] = ("议事中", "Open", "wait"),
        ["decided"] = ("已决定", "Decided", "done"),
        ["no-quorum"] = ("未达法定数", "No quorum", "off"),
        ["brought"] = ("待受理", "Waiting", "wait"),
        ["taken-in"] = ("已受理", "Accepted", "go"),
        ["answered"] = ("已有回应", "Answered", "go"),
        ["fed-back"] = ("已反馈办结", "Closed with feedback", "done"),
        ["set-aside"] = ("已搁置", "Set aside", "off"),
        ["task-offered"] = ("可认领", "To be claimed", "wait"),
        ["task-claimed"] = ("已认领", "Claimed", "go"),
        ["task-reported"] = ("报告待验收", "Report to accept", "wait"),
        ["task-done"] = ("已完成", "Done", "done"),
        ["joint-meeting"] = ("楼长联席会议", "Building leaders’ joint meeting", "done"),
        ["free"] = ("可预约", "Free", "go"),
        ["booked"] = ("已预约", "Booked", "done"),
    };

    public static (string Zh, string En, string Tone) Of(string state) =>
        Known.GetValueOrDefault(state, (state, state, "wait"));
}
