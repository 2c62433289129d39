using Federation.Domain.Places;

namespace Federation.Domain.Alliances;

// The bounds and the closed list of refusals of an alliance, apart only to keep its decider short.
public static partial class Alliance
{
    public const int NameLengthMax = 100;
    public const int PrinciplesMax = 20;
    public const int GuidanceMax = 20;
    public const int AreasMax = 500;

    public static class Refusals
    {
        public static readonly Refusal AlreadyFounded = new(
            "alliance-already-founded", "该编号的联盟已建立，内容不同；请修改资料或换一个编号。",
            "An alliance with this id exists and differs; change its profile or choose another id.");

        public static readonly Refusal NameUnfit = new(
            "alliance-name-unfit", $"请填写名称，不超过 {NameLengthMax} 字。",
            $"Give every name in at most {NameLengthMax} characters.", Field: "name");

        public static readonly Refusal TooManyWords = new(
            "alliance-lists-too-long", $"宗旨最多 {PrinciplesMax} 条，指导单位最多 {GuidanceMax} 个。",
            $"At most {PrinciplesMax} principles and {GuidanceMax} guidance bodies.", Field: "principles");

        public static readonly Refusal RegionUnfit = new(
            "alliance-region-unfit", "地区与联盟类型不符：镇级总队选镇（街道），社区联盟选镇或村居。",
            "The region does not fit the kind: a town for a town federation, "
            + "a town or village for a community alliance.", Field: "regionCode");

        public static readonly Refusal ParentElsewhere = new(
            "alliance-parent-elsewhere", "上级联盟须是覆盖本地区的另一个联盟。",
            "The alliance above must be another one whose region contains this one's.", Field: "parentId");

        public static readonly Refusal FoundedInFuture = new(
            "founded-in-future", "成立日期不能晚于今天。", "The day of founding must not be later than today.",
            Field: "foundedOn");

        public static readonly Refusal AreaExists = new(
            "area-exists", "该编号的片区已存在，请修改片区或换一个编号。",
            "An area with this id exists and differs; change it or choose another id.");

        public static readonly Refusal NoSuchArea = new(
            "area-not-found", "没有这个片区，请先添加。", "There is no such area; add it first.");

        public static readonly Refusal TooManyAreas = new(
            "too-many-areas", $"一个联盟最多 {AreasMax} 个片区。", $"An alliance has at most {AreasMax} areas.");

        public static readonly Refusal VillageElsewhere = new(
            "area-village-elsewhere", "片区只能包含本联盟地区内的村居（园区等占位代码不算）。",
            "An area takes only villages of the alliance's region; placeholder codes are none.", Field: "villageCodes");

        public static readonly Refusal VillageTwice = new(
            "village-in-another-area", "有村居已属于另一个片区或重复填写，一个村居只能属于一个片区。",
            "A village is named twice or is in another area; it belongs to at most one.", Field: "villageCodes");
    }

    private static Refusal? Unfit(AllianceProfile profile) =>
        profile.Principles.Count > PrinciplesMax || profile.Guidance.Count > GuidanceMax ? Refusals.TooManyWords
        : !profile.Principles.Concat(profile.Guidance).Append(profile.Name).All(n => n.Fits(NameLengthMax))
            ? Refusals.NameUnfit
        : null;

    private static bool Fits(AllianceKind kind, string regionCode) => (kind, Regions.LevelOf(regionCode)) switch
    {
        (_, null) => false,
        (AllianceKind.TownFederation, var level) => level is RegionLevel.Town,
        (AllianceKind.CommunityAlliance, var level) => level is RegionLevel.Town || Regions.IsVillage(regionCode),
        _ => !Regions.IsPlaceholder(regionCode),
    };

    private static Refusal? Unfit(AllianceState state, string areaId, Name name, Items<string> villages) =>
        !name.Fits(NameLengthMax) ? Refusals.NameUnfit
        : !villages.All(v => Regions.IsVillage(v) && Regions.Contains(state.First!.RegionCode, v))
            ? Refusals.VillageElsewhere
        : villages.Distinct().Count() < villages.Count
            || villages.Any(v => state.AreaOf(v) is { } other && other != areaId)
            ? Refusals.VillageTwice
        : null;
}
