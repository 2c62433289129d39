using Federation.Domain.Alliances;
using Federation.Domain.Organisations;

namespace Federation.Api.Alliances;

/// <param name="Statement">Why it wants to join; kept sealed, shown to those who decide.</param>
public sealed record ApplyBody(string OrganisationId, string? Statement = null, DateOnly? On = null) : IDated;

/// <param name="Reason">For the organisation and those who decide; kept sealed.</param>
public sealed record ReasonBody(
    [Says("原因", "Reason", Lines = 3)] string? Reason = null, DateOnly? On = null) : IDated;

/// <summary>An organisation's way into an alliance and out of it.</summary>
public static class Memberships
{
    private const Who Concerned = Who.Staff | Who.Coordinators;
    private const string Application = "/applications/{organisationId}", Member = "/members/{organisationId}";

    public static readonly Feature Feature = new("/alliances/{id}", [typeof(Membership.Refusals)], alliance =>
    {
        alliance.Add<ApplyBody>("/applications", Concerned, post => Apply(post, post["id"], post.Body),
            made: (post, done) => $"/api/v1/alliances/{post["id"]}/applications/{done.Id}");
        alliance.Json("/applications", Concerned, MembershipReading.Applications, "q state");
        alliance.Json(Application, Concerned, MembershipReading.Application);
        alliance.Json("/members", Who.Everyone, MembershipReading.Members, "on:date state kind q");
        alliance.Page<MembersView, MembersPage>("/members", Who.Everyone, MembershipReading.ByState);
        var one = alliance.Page<MembershipView, MembershipPage>(Member, Concerned, MembershipReading.Find);
        alliance.Do<Nothing>(Application + "/admission", Who.Coordinators, post => Run(post, organisation =>
            new MembershipCommand.Admit(
                post.OrganisationFacts(organisation)!, post.IsAlone(post["id"], organisation))), one,
            page: Member + "/admission", told: new("已批准加入", "Admitted"));
        alliance.Do<ReasonBody>(Application + "/refusal", Who.Coordinators, post => Run(post, organisation =>
            new MembershipCommand.Refuse(Reason(post, organisation))), one,
            page: Member + "/refusal", told: new("申请未通过，已记录", "The application is refused"));
        alliance.Do<ReasonBody>(Member + "/suspension", Who.Coordinators, post => Run(post, organisation =>
            new MembershipCommand.Suspend(Reason(post, organisation))), one,
            told: new("成员资格已暂停", "The member is suspended"));
        alliance.Do<Nothing>(Member + "/reinstatement", Who.Coordinators, post => Run(post, _ =>
            new MembershipCommand.Reinstate()), one, told: new("成员资格已恢复", "The member is reinstated"));
        alliance.Do<ReasonBody>(Member + "/departure", Concerned, post => Run(post, organisation =>
            new MembershipCommand.Depart(Reason(post, organisation))), one,
            told: new("已退出联盟", "The departure is recorded"));
    });

    /// <summary>By the organisation's own staff or who speaks for it; for one that stands alone also by the coordinator
    /// of the alliance around it. The rule is the decider's.</summary>
    internal static Task<Done> Apply(Post post, string alliance, ApplyBody body)
    {
        var region = RegionOf(post, alliance);
        var organisation = Post.Reference(body.OrganisationId, "organisationId");
        return post.Run(
            Membership.Boundary.Stream(alliance, organisation),
            () =>
            {
                post.RequireOrganisation(organisation, "organisationId");
                return new MembershipCommand.Apply(
                    post.Text(body.Statement, "statement", organisation), post.OrganisationFacts(organisation)!,
                    post.Applicant(alliance, region, organisation));
            },
            post.Caller.Coordinates(alliance, region), organisation);
    }

    /// <summary>A step of an existing organisation in an existing alliance.</summary>
    private static Task<Done> Run(Post post, Func<string, object> command)
    {
        var (alliance, organisation) = (post["id"], post["organisationId"]);
        var region = RegionOf(post, alliance);
        if (OrganisationReading.VillageOf(post.Rows, organisation) is null)
            throw new ProblemException(Problem.NotFound);
        return post.Run(
            Membership.Boundary.Stream(alliance, organisation), () => command(organisation),
            post.Caller.Coordinates(alliance, region), organisation);
    }

    private static string? Reason(Post<ReasonBody> post, string organisation) =>
        post.Text(post.Body.Reason, "reason", organisation);

    private static string RegionOf(Post post, string alliance) =>
        AllianceReading.RegionOf(post.Rows, Post.Reference(alliance, "id"))
        ?? throw new ProblemException(Problem.NotFound);
}
