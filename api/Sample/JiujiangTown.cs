namespace Federation.Api.Sample;

/// <summary>The town of the sample: its places are real, how organisations spread over them is illustrative.</summary>
/// <remarks>Source of the figures: 《社区社会组织参与社会治理探索经验揭秘》, 南海社联. It states totals; names, days and
/// the split of the totals are ours and marked so.</remarks>
internal static class JiujiangTown
{
    public const string Code = "440605121";
    public const string Alliance = "jiujiang";
    public const string Action = "food-safety-2021";
    public const string Source = "《社区社会组织参与社会治理探索经验揭秘》，南海社联";

    public static readonly (string Zh, string En)[] Principles =
        [("自愿", "voluntariness"), ("奉献", "dedication"), ("友爱", "friendship"), ("互助", "mutual help"),
         ("进步", "progress")];

    /// <summary>Associations by the last three digits of their village: all 27 have one since June 2021.</summary>
    public static readonly (string Village, string Name)[] Villages =
    [
        ("001", "江滨"), ("003", "儒林"), ("004", "沙口"), ("006", "水南"), ("007", "下西"), ("008", "南方"), ("010", "朗星"),
        ("011", "沙咀"), ("012", "敦根"), ("013", "梅圳"), ("014", "大谷"), ("015", "河清"), ("016", "下北"), ("017", "上东"),
        ("018", "英明"), ("019", "沙头"), ("035", "璜矶"), ("037", "石江"), ("041", "北村"), ("042", "西桥"), ("201", "新龙"),
        ("206", "上西"), ("208", "海寿"), ("211", "下东"), ("214", "烟南"), ("216", "镇南"), ("222", "南金"),
    ];

    /// <summary>Volunteer teams among the members: village and name.</summary>
    public static readonly (string Village, string Id, string Name)[] VolunteerTeams =
    [
        ("003", "zyd-1", "儒林志愿服务队"), ("019", "zyd-2", "沙头志愿服务队"),
        ("012", "zyd-3", "敦根志愿服务队"), ("222", "zyd-4", "南金志愿服务队"),
    ];

    /// <summary>Nineteen associations and four volunteer teams joined: 23, as stated; which ones is not.</summary>
    private const int AssociationsJoined = 19;

    public static string VillageCode(string village) => Code + village;

    public static string Association(string village) => $"jfh-{village}";

    public static string[] Members =>
        [.. Villages.Take(AssociationsJoined).Select(v => Association(v.Village)), .. VolunteerTeams.Select(t => t.Id)];

    public static string VillageOf(string organisation) =>
        VolunteerTeams.FirstOrDefault(t => t.Id == organisation) is { Id: not null } team
            ? team.Village
            : organisation[4..];

    /// <summary>Six areas, as one reading of 「6个片区代表」 has it: which villages they hold is illustrative.</summary>
    public static IEnumerable<(string Id, string Zh, string En, string[] Villages)> Areas
    {
        get
        {
            string[] names = ["第一片区", "第二片区", "第三片区", "第四片区", "第五片区", "第六片区"];
            int[] sizes = [5, 5, 5, 4, 4, 4];
            var from = 0;
            for (var i = 0; i < sizes.Length; from += sizes[i++])
                yield return (
                    $"area-{i + 1}", names[i], $"Area {i + 1}",
                    [.. Villages.Skip(from).Take(sizes[i]).Select(v => v.Village)]);
        }
    }

    public static object Name(string zh, string en) => new { zh, en };
}
