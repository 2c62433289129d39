using Federation.Api.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Organisations;

/// <param name="EstablishedOn">Null: not known; it then counts from the day of registration.</param>
public sealed record RegisterOrganisationBody(
    Name Name, OrganisationKind Kind, string VillageCode, LegalStatus LegalStatus, string? CreditCode = null,
    Items<string> Specialities = default, PersonDetails? Contact = null, PersonDetails? Leader = null,
    DateOnly? EstablishedOn = null, bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>The whole profile. Contact and leader stay as they are unless a new or a known person is named.</summary>
public sealed record OrganisationProfileBody(
    Name Name, Items<string> Specialities, PersonDetails? Contact = null, PersonDetails? Leader = null,
    string? ContactPersonId = null, string? LeaderPersonId = null, DateOnly? On = null) : IDated;

public sealed record StandingBody(
    [Says("类别", "Kind")] OrganisationKind Kind,
    [Says("村居", "Village")] string VillageCode,
    [Says("成立日期", "Established on")] DateOnly? EstablishedOn = null, DateOnly? On = null) : IDated;

public sealed record LegalStatusBody(
    [Says("登记状态", "Legal status")] LegalStatus LegalStatus,
    [Says("从哪天起", "From which day", "不填就是今天。", "Today if left empty.")] DateOnly? On = null) : IDated;

/// <param name="CreditCode">Null: it has none after all.</param>
public sealed record CreditCodeBody(string? CreditCode, DateOnly? On = null) : IDated;

/// <summary>The page's form, where the organisation is known and the alliance is chosen.</summary>
public sealed record ApplicationForm(
    [Says("联盟", "Alliance")] string AllianceId,
    [Says("申请说明", "Statement", "为什么想加入、能做些什么；只有协调员看得到。", "Why, and what you can do; only coordinators see it.",
        Lines = 4)] string? Statement = null);

/// <summary>Organisations: registered by a coordinator, kept up to date by their own staff.</summary>
public static class Organisations
{
    private const Who Keepers = Who.Staff | Who.Coordinators;

    private static readonly Told Saved = new("已保存", "Saved", "saved");

    public static readonly Feature Feature = new("/organisations", [typeof(Organisation.Refusals)], organisations =>
    {
        organisations.Get<Listed<OrganisationShown>, OrganisationsPage>("", Who.Everyone, OrganisationReading.Found,
            "q region villageCode kind legalStatus allianceId dissolved");
        var form = organisations.Form<NewOrganisationPage>("/new", Who.Coordinators);
        var one = organisations.Get<OrganisationDetail, OrganisationPage>(
            "/{id}", Who.Everyone, OrganisationReading.Find);
        var edit = organisations.Page<OrganisationDetail, EditOrganisationPage>(
            "/{id}/edit", Keepers, OrganisationReading.Kept);
        organisations.Add<RegisterOrganisationBody>("", Who.Coordinators, Profiles.Register, form, then: one,
            told: new("组织已登记", "The organisation is registered", "registered"));
        organisations.Do<OrganisationProfileBody>("/{id}/profile", Keepers, Profiles.Change, edit, one, Saved);
        organisations.Do<StandingBody>("/{id}/standing", Who.Coordinators, CorrectStanding, edit, one, Saved);
        organisations.Do<LegalStatusBody>("/{id}/legal-status", Keepers, post => Run(post, () =>
            new OrganisationCommand.ChangeLegalStatus(post.Body.LegalStatus)), edit, one, Saved);
        organisations.Do<CreditCodeBody>("/{id}/credit-code", Keepers, StateCreditCode, edit, one, Saved);
        organisations.Do<Nothing>("/{id}/dissolution", Who.Coordinators, post => Run(post, () =>
            new OrganisationCommand.Dissolve(post.MemberOf(post["id"]))), edit, one, Saved);
        organisations.Send<ApplicationForm>("/{id}/applications", Keepers, post => Memberships.Apply(
            post, post.Body.AllianceId, new(post["id"], post.Body.Statement)), one, told: new(
            "申请已提交，等待协调员决定", "The application is sent and waits for a coordinator's decision", "applied"));
    });

    private static Task<Done> CorrectStanding(Post<StandingBody> post) => Run(post, () =>
    {
        post.RequireVillages([post.Body.VillageCode], "villageCode");
        return new OrganisationCommand.CorrectStanding(
            new(post.Body.Kind, post.Body.VillageCode, post.Body.EstablishedOn),
            post.Covers(post["id"], post.Body.VillageCode));
    });

    private static async Task<Done> StateCreditCode(Post<CreditCodeBody> post)
    {
        var code = post.Body.CreditCode;
        var done = await Run(post, () => new OrganisationCommand.StateCreditCode(code));
        return done.With("creditCodeWarning", CreditCode.WarningFor(CreditCode.Normal(code)));
    }

    private static Task<Done> Run(Post post, Func<object> prepare) => post.Run(
        Organisation.Boundary.Stream(post["id"]), prepare,
        post.Caller.SpeaksAsCoordinator(post.Rows, post["id"]), post["id"]);
}
