namespace Federation.Api.Sample;

/// <summary>The joint action on children's food safety, September 2021 to March 2022: 8
/// series, 11 organisations.</summary>
/// <remarks>Stated: 22 outreach sessions in 11 villages for 584 person-times; 25 sessions in all,
/// about 700 person-times, 64 of volunteers, about 800 brochures; 41 merchants joined. How these
/// totals fall on sessions is illustrative.</remarks>
internal static class JiujiangAction
{
    public const string Outreach = "outreach";

    public sealed record Series(string Id, string Zh, string En, bool IsOutreach);

    public static readonly Series[] AllSeries =
    [
        new("s1", "启动仪式", "Launch ceremony", false),
        new("s2", "“趣玩零食”儿童工作坊", "“Fun with snacks” children’s workshop", true),
        new("s3", "趣味零食科学小实验", "Fun snack science mini-experiment", true),
        new("s4", "21天健康零食PK赛", "21-day healthy-snack contest", true),
        new("s5", "食品安全知识问答大赛", "Food-safety knowledge quiz", true),
        new("s6", "食品安全主题众筹活动", "Food-safety themed crowdfunding", false),
        new("s7", "“守护童心，阳光童行”商铺食品安全倡导行动", "“Guard childlike hearts” merchant advocacy", true),
        new("s8", "多元沟通会议", "Multi-party communication meeting", false),
    ];

    /// <summary>Eleven members, each in a village of its own.</summary>
    public static readonly string[] Villages =
        ["001", "003", "004", "006", "007", "008", "010", "011", "012", "013", "014"];

    public sealed record Session(
        string Id, string Series, string Village, DateOnly On, string Time,
        long PersonTimes, string Precision, long Volunteers, long Minutes, long Brochures);

    private static readonly (string Series, int Village, int Month, int Day, int PersonTimes)[] Indoors =
    [
        ("s2", 0, 10, 16, 32), ("s2", 1, 10, 17, 26), ("s2", 2, 10, 23, 30), ("s2", 3, 10, 30, 24),
        ("s2", 4, 11, 6, 28),
        ("s3", 5, 11, 13, 31), ("s3", 6, 11, 20, 25), ("s3", 7, 11, 27, 27), ("s3", 8, 12, 4, 29),
        ("s4", 9, 12, 11, 30), ("s4", 10, 12, 18, 26), ("s5", 0, 1, 8, 28), ("s5", 3, 1, 9, 24), ("s5", 6, 1, 16, 32),
    ];

    private static readonly int[] Advocacy = [22, 26, 25, 23, 24, 21, 27, 24];

    public static IEnumerable<Session> Sessions
    {
        get
        {
            yield return new("launch", "s1", Villages[1], new(2021, 9, 11), "09:30", 48, "about", 6, 120, 40);
            var number = 0;
            foreach (var (series, village, month, day, personTimes) in Indoors)
            {
                var year = month < 9 ? 2022 : 2021;
                yield return new(
                    $"outreach-{++number:00}", series, Villages[village], new(year, month, day), "14:30", personTimes,
                    "exact", number <= 6 ? 3 : 2, 90, 20);
            }

            yield return new("crowdfunding", "s6", Villages[2], new(2022, 1, 15), "10:00", 36, "about", 4, 90, 0);
            for (var i = 0; i < Advocacy.Length; i++)
            {
                yield return new(
                    $"outreach-{++number:00}", "s7", Villages[i], new(2022, 3, i % 2 == 0 ? 12 : 13), "09:00",
                    Advocacy[i], "exact", 2, 180, 60);
            }

            yield return new("meeting", "s8", Villages[0], new(2022, 3, 20), "15:00", 32, "about", 4, 120, 0);
        }
    }

    public const int Merchants = 41;

    public static (string Name, string Village, DateOnly On) Merchant(int i) =>
        ($"示例商户{i + 1:00}", Villages[i % 8], new(2022, 3, i % 2 == 0 ? 12 : 13));

    public sealed record Published(
        string Key, long Value, string Precision, string Scope, DateOnly AsOf, string? Zh = null, string? En = null);

    public static readonly Published[] Figures =
    [
        new("sessions", 22, "exact", Outreach, new(2022, 3, 31),
            "来源分别公布了宣传活动22场和全部活动25场，未说明多出的3场是哪些；系统按两个范围分别统计。",
            "The source gives 22 outreach sessions and 25 in all and does not say which three are extra; "
            + "they are two scopes here."),
        new("villagesReached", 11, "exact", Outreach, new(2022, 3, 31)),
        new("personTimes", 584, "exact", Outreach, new(2022, 3, 31),
            "584人次属于宣传活动，约700人次属于整个行动，两者范围不同，不应相加。",
            "584 belongs to the outreach, about 700 to the whole action: different scopes, never added."),
        new("sessions", 25, "exact", "", new(2022, 3, 31)),
        new("personTimes", 700, "about", "", new(2022, 3, 31)),
        new("volunteerTimes", 64, "exact", "", new(2022, 3, 31)),
        new("materials", 800, "about", "", new(2022, 3, 31),
            "来源说派发宣传册子约800份；商家派发的宣传单是否计入未说明。",
            "About 800 brochures; whether leaflets handed out by merchants are among them is not stated."),
        new("allianceMerchants", 41, "exact", "", new(2022, 3, 13),
            "41名商家加入儿童食品安全联盟；其中签署承诺书的数量来源未说明。",
            "41 merchants joined the alliance; how many of them signed the pledge is not stated."),
    ];
}
