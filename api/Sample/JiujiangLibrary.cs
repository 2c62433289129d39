using static Federation.Api.Sample.JiujiangTown;

namespace Federation.Api.Sample;

/// <summary>Packages of the activity supply library, after the series that the source
/// names; their content is illustrative.</summary>
internal static class JiujiangLibrary
{
    public sealed record Package(
        string Id, int Owner, string Zh, string En, string Summary, string[] Topics, string Audience, long Minutes,
        string Staffing, long CostFen, string[] Materials, string Cautions, string LessonPlan)
    {
        public object Body(string organisationId, DateOnly on) => new
        {
            id = Id, title = Name(Zh, En), summary = Summary, organisationId, topics = Topics, audience = Audience,
            durationMinutes = Minutes, staffing = Staffing, costFen = CostFen, materials = Materials,
            cautions = Cautions, lessonPlan = LessonPlan, illustrative = true, on,
        };
    }

    public static readonly Package[] Packages =
    [
        new("snack-workshop", 0, "“趣玩零食”儿童工作坊", "“Fun with snacks” children’s workshop",
            "孩子们看配料表、认“三无”食品，用游戏学会挑零食。", ["食品安全", "亲子活动"], "6–12岁儿童及家长，20–30人", 90,
            "主持1人，志愿者3人", 18_000, ["零食包装样品30个", "配料表卡片", "奖品贴纸"], "提前了解孩子的食物过敏情况。",
            "一、热身：我最爱的零食（10分钟）\n二、看懂配料表（25分钟）\n三、小组闯关：找出“三无”食品（35分钟）\n四、分享与承诺（20分钟）"),
        new("snack-experiment", 3, "趣味零食科学小实验", "Fun snack science mini-experiment",
            "用简单实验看见色素、糖和添加剂。", ["食品安全"], "8–14岁儿童，15–25人", 90, "主讲1人，志愿者4人", 25_000,
            ["透明杯40个", "彩色糖果", "白醋", "小苏打"], "实验用品不可入口，由志愿者分发。",
            "一、讲解安全须知\n二、分组做三个小实验\n三、记录与讨论\n四、回家任务"),
        new("quiz", 5, "食品安全知识问答大赛", "Food-safety knowledge quiz",
            "家庭组队抢答，配一套60题的题库。", ["食品安全", "活动策划"], "家庭，10–15组", 90, "主持1人，计分2人，志愿者3人", 30_000,
            ["题库60题", "抢答器", "奖品"], "题目难度按年龄调整。", "一、必答\n二、抢答\n三、家庭合作题\n四、颁奖"),
        new("volunteer-training", 8, "街坊志愿者入门培训", "First training for neighbourhood volunteers",
            "讲清楚志愿服务的边界、沟通方法和记录办法。", ["志愿者培育"], "新加入的街坊志愿者，15–30人", 120, "讲师1人，助教1人", 8_000,
            ["讲义", "名牌"], "注意照顾年长志愿者的节奏。", "一、认识彼此\n二、服务的边界\n三、情景练习\n四、怎样记录服务时长"),
        new("deliberation", 11, "议事协商工作坊", "Deliberation workshop",
            "用推荐指数和困难指数，帮街坊把想做的事排出先后。", ["议事协商"], "街坊代表，12–24人", 150, "引导员1人，记录1人", 5_000,
            ["大白纸", "贴纸", "计时器"], "让每个人都先说自己的想法。", "一、提出议题\n二、逐项打分\n三、讨论困难原因\n四、形成决定"),
    ];
}
