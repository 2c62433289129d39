using Federation.Domain.Places;

namespace Federation.Domain.Organisations;

// The bounds and the closed list of refusals of an organisation, apart only to keep its decider short.
public static partial class Organisation
{
    public const int NameLengthMax = 100;
    public const int SpecialitiesMax = 20;
    public const int SpecialityLengthMax = 60;
    public const int StatusTurnsMax = 50;
    public const int CreditCodeLengthMax = 32;

    /// <summary>The claim that keeps a credit code with one organisation.</summary>
    public const string CreditCodeClaim = "credit-code";

    public static class Refusals
    {
        public static readonly Refusal AlreadyRegistered = new(
            "organisation-already-registered", "该编号的组织已登记，内容不同；请修改资料或换一个编号。",
            "An organisation with this id exists and differs; change its profile or choose another id.");

        public static readonly Refusal Dissolved = new(
            "organisation-dissolved", "该组织已注销，不能再办理此事。", "This organisation is dissolved.");

        public static readonly Refusal NameUnfit = new(
            "organisation-name-unfit", $"请填写组织名称，不超过 {NameLengthMax} 字。",
            $"Give the organisation a name of at most {NameLengthMax} characters.", Field: "name");

        public static readonly Refusal SpecialitiesUnfit = new(
            "specialities-unfit", $"特长最多 {SpecialitiesMax} 项，每项不超过 {SpecialityLengthMax} 字，不可为空或重复。",
            $"At most {SpecialitiesMax} specialities, each once, of 1 to {SpecialityLengthMax} characters.",
            Field: "specialities");

        public static readonly Refusal NotAVillage = new(
            "not-a-village", "请选择一个村居；园区等占位代码不是村居。",
            "Choose a village; placeholder codes such as industrial parks are none.", Field: "villageCode");

        public static readonly Refusal MovesAway = new(
            "organisation-moves-away", "这个村居在另一个镇街，不在您协调的范围内；请由平台管理员更正。",
            "This village is in another town, which you do not coordinate; the platform administrator corrects it.",
            Forbids: true, Field: "villageCode");

        public static readonly Refusal EstablishedInFuture = new(
            "established-in-future", "成立日期不能晚于今天。", "The day of establishment must not be later than today.",
            Field: "establishedOn");

        public static readonly Refusal CreditCodeTooLong = new(
            "credit-code-too-long", "统一社会信用代码应为 18 位，请核对。",
            "A unified social credit code has 18 characters; check it.", Field: "creditCode");

        public static readonly Refusal CreditCodeTaken = new(
            "credit-code-taken", "该统一社会信用代码已属于另一个组织，请先查找是否重复登记。",
            "Another organisation holds this credit code; look whether it is registered twice.", Field: "creditCode");

        public static readonly Refusal StatusBackwards = new(
            "legal-status-backwards", "法律身份只能由低到高变更；如登记有误，请联系联盟协调员更正。",
            "The legal status only moves forward; ask a coordinator to correct a mistake.", Field: "legalStatus");

        public static readonly Refusal TooManyStatusTurns = new(
            "too-many-status-changes", $"法律身份最多变更 {StatusTurnsMax} 次。",
            $"The legal status changes at most {StatusTurnsMax} times.");

        public static readonly Refusal StillMember = new(
            "organisation-still-member", "该组织仍是联盟成员，请先办理退出。",
            "The organisation is still a member of an alliance; record its departure first.");

        public static readonly Refusal DissolvedBeforeEstablished = new(
            "dissolved-before-established", "注销日期不能早于成立日期。",
            "The day of dissolution must not be earlier than that of establishment.");
    }

    private static Refusal? Unfit(OrganisationProfile profile) =>
        !profile.Name.Fits(NameLengthMax) ? Refusals.NameUnfit
        : profile.Specialities.Count > SpecialitiesMax
            || profile.Specialities.Distinct().Count() < profile.Specialities.Count
            || !profile.Specialities.All(s => new Name(s).Fits(SpecialityLengthMax)) ? Refusals.SpecialitiesUnfit
        : null;

    /// <summary>Its village decides who speaks for it: nobody hands it, and its people with it, to where they have no
    /// say themselves.</summary>
    private static bool MovesAway(
        OrganisationState state, OrganisationCommand.CorrectStanding correct, Asked asked) =>
        !asked.As.Administrator && !correct.Covered && Regions.IsVillage(correct.Standing.VillageCode)
        && Regions.TownOf(correct.Standing.VillageCode) != Regions.TownOf(state.Standing!.VillageCode);

    /// <summary>When it was founded is history, not back-dating: only the future is refused.</summary>
    private static Refusal? Unfit(OrganisationStanding standing, Asked asked) =>
        !Regions.IsVillage(standing.VillageCode) ? Refusals.NotAVillage
        : standing.EstablishedOn > asked.Today ? Refusals.EstablishedInFuture
        : null;

    private static Refusal? Unfit(string? creditCode) =>
        creditCode?.Length > CreditCodeLengthMax ? Refusals.CreditCodeTooLong : null;
}
