using Federation.Api.Merchants;

namespace Federation.Api.JointActions;

/// <summary>Shops visited in a joint action: visits planned and made, pledges, and the merchants' alliance.</summary>
public static class Pledges
{
    private const Who Keepers = Who.Staff | Who.Coordinators;
    private const string One = "/pledges/{pledgeId}";
    private static readonly Told Changed = new("已更新", "Updated", "changed");
    private static readonly Told Planned = new("走访已列入计划", "The visit is planned", "planned");

    public static readonly Feature Feature = new("/joint-actions/{id}", [typeof(Pledge.Refusals)], action =>
    {
        action.Json("/pledges", Who.Everyone, PledgeReading.Found);
        var list = action.Page<ActionShops, PledgesPage>("/pledges", Who.Everyone, PledgeReading.Shown);
        var visit = action.Page<VisitEntry, NewPledgePage>("/pledges/new", Keepers, VisitEntry.Of);
        var plan = action.Page<VisitEntry, PlanVisitPage>("/planned-visits/new", Keepers, VisitEntry.Of);
        var shop = action.Get<ShopShown, ShopPage>(One, Who.Everyone, ShopReading.Find);
        action.Add<PledgeBody>("/pledges", Keepers, Record, visit, list, new(
            "走访已记录", "The visit is recorded", "recorded"), (post, _) => $"{At(post)}/pledges", "/pledges/new");
        action.Add<PlanFirstVisitBody>("/planned-visits", Keepers, PlanFirst, plan, shop, Planned,
            (post, done) => $"{At(post)}/pledges/{done.Id}", "/planned-visits/new");
        action.Do<PlanVisitBody>(One + "/planned-visit", Keepers, Plan, shop, told: Planned);
        action.Do<VisitBody>(One + "/visits", Keepers, Log, shop, told: new(
            "走访已登记", "The visit is entered", "visited"));
        action.Do<SigningBody>(One + "/signing", Keepers, post => Sign(post, post.Body.Version));
        action.Do<Nothing>(One + "/renewal", Keepers, Renew);
        action.Do<ReasonBody>(One + "/withdrawal", Keepers, post => Withdraw(post, post.Body.Reason));
        action.Do<Nothing>(One + "/alliance-joining", Keepers, post => Take(post, new PledgeCommand.JoinAlliance()));
        action.Do<Nothing>(One + "/alliance-leaving", Keepers, post => Take(post, new PledgeCommand.LeaveAlliance()));
        action.Do<Nothing>(One + "/cancellation", Keepers, post => Take(post, new PledgeCommand.Cancel()));
        action.Send<PledgeStepForm>(One + "/steps", Keepers, Step, shop, told: Changed);
        list.Tells("changed", Changed); // What was cancelled has no page left.
    });

    private static string At(Post post) => $"/api/v1/joint-actions/{post["id"]}";

    private static Task<Done> Record(Post<PledgeBody> post)
    {
        var body = post.Body;
        Post.Reference(body.VillageCode, "villageCode");
        return Run(post, post.Id(body.Id), body.OrganisationId, of => new PledgeCommand.RecordVisit(
            body.Merchant, body.VillageCode, body.VisitedOn, body.Signed, body.Promises, body.JoinsAlliance,
            post.ActionFacts(of.Id, body.VillageCode), body.OrganisationId, body.Illustrative, body.Source,
            body.Signed == true ? post.TextFacts(of.Id, body.Version, body.VisitedOn) : null));
    }

    private static Task<Done> PlanFirst(Post<PlanFirstVisitBody> post)
    {
        var body = post.Body;
        Post.Reference(body.VillageCode, "villageCode");
        return Run(post, post.Id(body.Id), body.OrganisationId, of => new PledgeCommand.PlanFirstVisit(
            body.Merchant, body.VillageCode, body.PlannedFor, Counted(body.Visitors),
            post.ActionFacts(of.Id, body.VillageCode), body.OrganisationId, body.Illustrative));
    }

    private static Task<Done> Plan(Post<PlanVisitBody> post) =>
        Run(post, post["pledgeId"], post.Body.OrganisationId, of => new PledgeCommand.PlanVisit(
            post.Body.PlannedFor, Counted(post.Body.Visitors), post.Body.OrganisationId, TakesPart(post, of)));

    private static bool TakesPart(Post<PlanVisitBody> post, ActionOf of)
    {
        var village = post.KeeperOf(of, post["pledgeId"]).Village;
        return post.ActionFacts(of.Id, village).OrganisationsIn(village).Contains(post.Body.OrganisationId ?? "");
    }

    private static Task<Done> Log(Post<VisitBody> post)
    {
        var (pledge, body) = (post["pledgeId"], post.Body);
        return Run(post, pledge, body.OrganisationId, of =>
        {
            var (keeper, village) = post.KeeperOf(of, pledge);
            return new PledgeCommand.LogVisit(
                body.Result, Counted(body.Visitors), body.Leaflets, body.Kept, post.Text(body.Note, "note", keeper),
                body.NextOn, body.Promises, body.JoinsAlliance, post.ActionFacts(of.Id, village),
                body.Result == VisitResult.Signed ? post.TextFacts(of.Id, body.Version, post.On) : null,
                body.OrganisationId);
        });
    }

    private static async Task<Done> Step(Post<PledgeStepForm> post) => post.Body.Step switch
    {
        "signing" => await Sign(post, post.Body.Version),
        "renewal" => await Renew(post),
        "withdrawal" => await Withdraw(post, post.Body.Reason),
        "alliance-joining" => await Take(post, new PledgeCommand.JoinAlliance()),
        "alliance-leaving" => await Take(post, new PledgeCommand.LeaveAlliance()),
        "cancellation" => await Take(post, new PledgeCommand.Cancel()) with
        {
            Elsewhere = $"/joint-actions/{post["id"]}/pledges?done=changed",
        },
        _ => throw new ProblemException(Problem.Malformed("step", "请选择一个步骤。", "Choose a step.")),
    };

    private static Task<Done> Sign(Post post, int? version) => Run(post, post["pledgeId"], null, of =>
        new PledgeCommand.Sign(post.TextFacts(of.Id, version, post.On)));

    private static Task<Done> Renew(Post post) => Run(post, post["pledgeId"], null, of =>
        new PledgeCommand.Renew(post.TextFacts(of.Id, null, post.On)));

    /// <summary>The reason is sealed under the organisation that keeps the record, as is a visit's note.</summary>
    private static Task<Done> Withdraw(Post post, string? reason) => Run(post, post["pledgeId"], null, of =>
        new PledgeCommand.Withdraw(post.Text(reason, "reason", post.KeeperOf(of, post["pledgeId"]).Keeper)));

    private static Task<Done> Take(Post post, PledgeCommand step) => Run(post, post["pledgeId"], null, _ => step);

    private static Task<Done> Run(
        Post post, string pledge, string? organisation, Func<ActionOf, PledgeCommand> command)
    {
        if (organisation is not null) Post.Reference(organisation, "organisationId");
        var of = post.Rows.RequireAction(post["id"]);
        return post.Run(
            Pledge.Boundary.Stream(of.Id, pledge), () => command(of), post.Caller.Coordinates(of), pledge);
    }

    private static Visitors Counted(VisitorsBody? visitors) =>
        visitors is null ? Visitors.NotStated : new(visitors.Alone, visitors.Pairs);
}
