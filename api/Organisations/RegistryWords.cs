using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Organisations;

/// <summary>The registry's closed lists in words, and as choices of forms.</summary>
public static class RegistryWords
{
    public static Name Of(OrganisationKind kind) => kind switch
    {
        OrganisationKind.NeighbourhoodAssociation => new("街坊会", "Neighbourhood association"),
        OrganisationKind.VolunteerServiceTeam => new("志愿服务队", "Volunteer team"),
        OrganisationKind.CommunitySocialOrganisation => new("社区社会组织", "Community organisation"),
        OrganisationKind.Enterprise => new("企业", "Enterprise"),
        OrganisationKind.Merchant => new("商户", "Merchant"),
        OrganisationKind.PublicBody => new("机关事业单位", "Public body"),
        _ => new("其他", "Other"),
    };

    public static Name Of(LegalStatus status) => status switch
    {
        LegalStatus.NotFiled => new("未备案", "Not filed"),
        LegalStatus.Filed => new("已备案", "Filed"),
        _ => new("已登记", "Registered"),
    };

    public static Name Of(AllianceKind kind) => kind switch
    {
        AllianceKind.TownFederation => new("镇街联盟", "Town federation"),
        AllianceKind.CommunityAlliance => new("社区联盟", "Community alliance"),
        _ => new("专题联盟", "Topic alliance"),
    };

    /// <summary>A row's credit code warning in words.</summary>
    public static Name OfWarning(string warning) => RowText.Parse<CreditCodeWarning>(warning) switch
    {
        CreditCodeWarning.WrongLength => new("信用代码不是 18 位，请核对", "The credit code has not 18 characters; check it"),
        CreditCodeWarning.WrongCharacter => new("信用代码中有不应出现的字符，请核对", "The credit code has a wrong character; check it"),
        _ => new("信用代码的校验位不对，请核对", "The credit code's check digit is wrong; check it"),
    };

    public static IReadOnlyList<Choice> Kinds(Lang lang) => Choices<OrganisationKind>(lang, Of);

    public static IReadOnlyList<Choice> Statuses(Lang lang) => Choices<LegalStatus>(lang, Of);

    public static IReadOnlyList<Choice> AllianceKinds(Lang lang) => Choices<AllianceKind>(lang, Of);

    private static IReadOnlyList<Choice> Choices<T>(Lang lang, Func<T, Name> name) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new Choice(RowText.Of(value), lang.Of(name(value))))];

    /// <summary>Names as lines of a form: the English, where there is one, after a bar.</summary>
    public static string Lines(IEnumerable<Name> names) =>
        string.Join('\n', names.Select(n => n.En is null ? n.Zh : $"{n.Zh} | {n.En}"));
}
