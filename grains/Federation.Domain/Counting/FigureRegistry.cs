namespace Federation.Domain.Counting;

// Every figure of the product, defined once: name, unit and formula. API, pages, exports and reports read this list, so
// a number cannot mean one thing on a page and another in a report.

/// <summary>What a figure's value counts. Person-times (人次) are attendances, not people.</summary>
public enum Unit
{
    Villages, Organisations, Mentors, Teams, Minutes, Series, Sessions, PersonTimes, Copies, Pledges, Merchants, Fen,
}

/// <summary>One figure's definition.</summary>
/// <param name="Additive">Sums over villages, months or themes are meaningful; false: distinct things, counted
/// anew.</param>
/// <param name="Formula">How it is computed, in a sentence for people.</param>
/// <param name="Order">Place in every list.</param>
public sealed record FigureDefinition(
    string Key, Name Name, Unit Unit, Name UnitName, bool Additive, Name Formula, int Order);

public static class FigureRegistry
{
    public const string Villages = "villages";
    public const string VillagesCovered = "villagesCovered";
    public const string VillagesReached = "villagesReached";
    public const string MemberOrganisations = "memberOrganisations";
    public const string Mentors = "mentors";
    public const string Teams = "teams";
    public const string OrganisationsServed = "organisationsServed";
    public const string SupportMinutes = "supportMinutes";
    public const string Series = "series";
    public const string DeliveringOrganisations = "deliveringOrganisations";
    public const string Sessions = "sessions";
    public const string PersonTimes = "personTimes";
    public const string VolunteerTimes = "volunteerTimes";
    public const string Materials = "materials";
    public const string Pledges = "pledges";
    public const string AllianceMerchants = "allianceMerchants";
    public const string RaisedFen = "raisedFen";
    public const string SpentFen = "spentFen";
    public const string Relays = "relays";

    public static Items<FigureDefinition> All { get; } =
    [
        .. Rows().Select((row, order) => new FigureDefinition(
            row.Key, row.Name, row.Unit, UnitName(row.Unit), row.Additive, row.Formula, order)),
    ];

    private static readonly Dictionary<string, FigureDefinition> ByKey = All.ToDictionary(figure => figure.Key);

    public static FigureDefinition? Find(string key) => ByKey.GetValueOrDefault(key);

    public static FigureDefinition Get(string key) => ByKey[key];

    private static IEnumerable<(string Key, Unit Unit, bool Additive, Name Name, Name Formula)> Rows() =>
        [.. Reach(), .. Help(), .. Activity(), .. Merchants(), .. Money()];

    private static IEnumerable<(string, Unit, bool, Name, Name)> Reach() =>
    [
        (Villages, Unit.Villages, true, new("村居", "Villages"),
            new("本区域内真实存在的村居，占位代码不计入。", "Real villages of the region, placeholder codes left out.")),
        (VillagesCovered, Unit.Villages, true, new("街坊会覆盖村居", "Villages covered"),
            new("其中已成立至少一个街坊会的村居。", "Those with at least one established neighbourhood association.")),
        (VillagesReached, Unit.Villages, false, new("活动覆盖村居", "Villages reached"),
            new("在所选时段和范围内至少举办过一场活动的村居，不重复计算。",
                "Distinct villages with at least one held session in the period and scope.")),
        (MemberOrganisations, Unit.Organisations, false, new("成员组织", "Member organisations"),
            new("截至当日已加入且未退出的组织。", "Organisations admitted and not departed on the day.")),
    ];

    private static IEnumerable<(string, Unit, bool, Name, Name)> Help() =>
    [
        (Mentors, Unit.Mentors, false, new("街坊导师", "Mentors"),
            new("截至当日有已确认互助服务的导师，不重复计算。", "Distinct mentors with confirmed help up to the day.")),
        (Teams, Unit.Teams, false, new("小团队", "Small teams"),
            new("截至当日有已确认互助服务的小团队，不重复计算。", "Distinct small teams with confirmed help up to the day.")),
        (OrganisationsServed, Unit.Organisations, false, new("受助组织", "Organisations served"),
            new("接受过已确认互助服务的组织，不论是否成员，不重复计算。",
                "Distinct receivers of confirmed help, members or not.")),
        (SupportMinutes, Unit.Minutes, true, new("互助服务时长", "Hours of help"),
            new("受助方已确认的互助服务分钟数之和，按小时显示。", "Sum of the confirmed minutes of help, shown in hours.")),
    ];

    private static IEnumerable<(string, Unit, bool, Name, Name)> Activity() =>
    [
        (Series, Unit.Series, false, new("子系列活动", "Series"),
            new("联合行动之下的子系列数。", "Series of the joint action.")),
        (DeliveringOrganisations, Unit.Organisations, false, new("开展活动的组织", "Delivering organisations"),
            new("在所选时段和范围内至少举办过一场活动的组织，不重复计算。",
                "Distinct organisations that held at least one session in the period and scope.")),
        (Sessions, Unit.Sessions, true, new("活动场次", "Sessions"),
            new("已报告举办的活动场次。", "Sessions reported as held.")),
        (PersonTimes, Unit.PersonTimes, true, new("服务人次", "Person-times served"),
            new("各场活动报告的服务人次之和；是人次，不是人数。",
                "Sum of the person-times served as reported; attendances, not people.")),
        (VolunteerTimes, Unit.PersonTimes, true, new("志愿者人次", "Volunteer person-times"),
            new("各场活动报告的志愿者人次之和。", "Sum of the person-times of volunteers as reported.")),
        (Materials, Unit.Copies, true, new("派发宣传资料", "Materials handed out"),
            new("各场活动报告派发的份数之和。", "Sum of the copies handed out as reported.")),
    ];

    private static IEnumerable<(string, Unit, bool, Name, Name)> Merchants() =>
    [
        (Pledges, Unit.Pledges, true, new("签署承诺书", "Signed pledges"),
            new("截至当日已签署、未撤回且未到期的承诺书；未说明是否签署的不计入，并另行标明。",
                "Pledges signed, not withdrawn and not lapsed on the day; where signing is not stated none counts.")),
        (AllianceMerchants, Unit.Merchants, false, new("联盟商家", "Merchants in the alliance"),
            new("截至当日在商家联盟中的商家，同村同名只计一家。",
                "Merchants in the merchants' alliance on the day; one shop of a village counts once.")),
    ];

    private static IEnumerable<(string, Unit, bool, Name, Name)> Money() =>
    [
        (RaisedFen, Unit.Fen, true, new("筹得善款", "Money raised"),
            new("众筹收到的款项之和，以分计。", "Sum of a campaign's gifts, in fen.")),
        (SpentFen, Unit.Fen, true, new("已用善款", "Money spent"),
            new("众筹款项的支出之和，以分计。", "Sum of a campaign's spendings, in fen.")),
        (Relays, Unit.PersonTimes, true, new("爱心接力", "Relays"),
            new("众筹的爱心接力人次，可能包括转发。", "Relays of a campaign, in person-times; may include forwarding.")),
    ];

    private static Name UnitName(Unit unit) => unit switch
    {
        Unit.Villages => new("个村居", "villages"),
        Unit.Organisations => new("个组织", "organisations"),
        Unit.Mentors => new("名", "mentors"),
        Unit.Teams => new("个团队", "teams"),
        Unit.Minutes => new("分钟", "minutes"),
        Unit.Series => new("个系列", "series"),
        Unit.Sessions => new("场", "sessions"),
        Unit.PersonTimes => new("人次", "person-times"),
        Unit.Copies => new("份", "copies"),
        Unit.Pledges => new("份", "pledges"),
        Unit.Merchants => new("家", "merchants"),
        Unit.Fen => new("分", "fen"),
        _ => throw new System.Diagnostics.UnreachableException(unit.ToString()),
    };
}
