using Federation.Domain.Deliberations;

namespace Federation.Api.Deliberations;

/// <summary>What pages of deliberations say in the same words.</summary>
internal static class DeliberationWords
{
    public static string Reason(this Lang lang, DifficultyReason reason) => reason switch
    {
        DifficultyReason.Manpower => lang.T("人手不足", "too few people"),
        DifficultyReason.Money => lang.T("经费不足", "too little money"),
        DifficultyReason.Time => lang.T("时间紧", "too little time"),
        DifficultyReason.Skills => lang.T("缺专业能力", "skills are lacking"),
        DifficultyReason.Venue => lang.T("缺场地", "no venue"),
        DifficultyReason.ResidentsInterest => lang.T("居民兴趣不高", "little interest of residents"),
        DifficultyReason.Permission => lang.T("须审批或许可", "needs permission"),
        _ => lang.T("其他", "other"),
    };

    public static Choice[] Reasons(this Lang lang) =>
        [.. Enum.GetValues<DifficultyReason>().Select(reason => new Choice(RowText.Of(reason), lang.Reason(reason)))];

    /// <summary>The state of a deliberation as its tag shows it: a key of the shell's words.</summary>
    public static string Tag(this DeliberationStage stage) =>
        stage == DeliberationStage.Open ? "deliberating" : RowText.Of(stage);

    /// <summary>Late, on paper, changed: what an opinion's reader should know beside its numbers.</summary>
    public static string Marks(this Lang lang, OpinionShown opinion) => string.Join(lang.T("、", ", "), new[]
    {
        opinion.Late ? lang.T("迟交", "late") : "",
        opinion.OnPaper ? lang.T("纸质意见", "on paper") : "",
        opinion.By == OpinionBy.Coordinator && !opinion.OnPaper ? lang.T("协调员代录", "entered for the area") : "",
        opinion.By == OpinionBy.Organisation ? lang.T("片区组织填写", "given by an organisation of the area") : "",
        opinion.Changes > 0 ? lang.T(
            $"改过{opinion.Changes}次（原为{string.Join("，", opinion.Before.Select(Said))}）",
            $"changed (before: {string.Join("; ", opinion.Before.Select(Said))})") : "",
    }.Where(mark => mark.Length > 0));

    public static string Mean(this Lang lang, decimal? mean) => mean is { } value
        ? value.ToString("0.0#", System.Globalization.CultureInfo.InvariantCulture)
        : lang.T("未评议", "not rated");

    public static string Listed(this Lang lang, IEnumerable<string> names) => string.Join(lang.T("、", ", "), names);

    /// <summary>The six outputs, as the form knows them, in the order in which a meeting explores them.</summary>
    public static IEnumerable<(FieldFacts Field, Name? Text)> Outputs(TopicShown? topic) =>
        FieldFacts.Of(typeof(TopicBody)).Where(field => field.Optional).Zip([
            topic?.Goal, topic?.Strategy, topic?.Resources, topic?.Stakeholders, topic?.Audience, topic?.Implementers,
        ]);

    private static string Said(OpinionBefore before) => $"{before.Recommendation}/{before.Difficulty}";
}
