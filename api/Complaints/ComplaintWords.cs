using Federation.Domain.Complaints;

namespace Federation.Api.Complaints;

/// <summary>What pages of complaints say in the same words.</summary>
internal static class ComplaintWords
{
    public static string Of(Lang lang, SubjectKind kind) => kind switch
    {
        SubjectKind.Organisation => lang.T("某个组织", "An organisation"),
        SubjectKind.JointAction => lang.T("某项联合行动", "A joint action"),
        SubjectKind.Figure => lang.T("某个公布的数字", "A published number"),
        SubjectKind.Money => lang.T("善款与支出", "Money"),
        SubjectKind.Coordinator => lang.T("联盟协调员", "A coordinator"),
        _ => lang.T("其他事项", "Something else"),
    };

    public static Choice[] Kinds(Lang lang) =>
    [
        .. Enum.GetValues<SubjectKind>().Select(kind => new Choice(
            RowText.Of(kind), Of(lang, kind), kind == SubjectKind.Coordinator
                ? lang.T("只由镇街干部查看和处理", "Seen and handled by the town’s officials only") : null)),
    ];
}
