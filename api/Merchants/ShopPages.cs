using Federation.Api.Counting;
using Federation.Api.JointActions;
using Federation.Domain.JointActions;

namespace Federation.Api.Merchants;

/// <summary>One shop's page with its history and what may be done now, and planning a first visit.</summary>
public static class ShopPages
{
    private const string Action = "/joint-actions/{id}", At = Action + "/pledges/{pledgeId}";
    private const Who Keepers = Who.Staff | Who.Coordinators;

    /// <summary>Refusals of visits and steps, and the field beside which each is told.</summary>
    private static readonly (string, string)[] Beside =
    [
        ("visit-finding-misplaced", "kept"), ("visit-day-invalid", "nextOn"), ("visit-numbers-invalid", "alone"),
        ("pledge-already-signed", "result"), ("pledge-not-signed", "result"), ("pledge-day-out-of-order", "on"),
        ("back-dating-not-allowed", "on"), ("day-in-future", "on"), ("visit-outside-action", "on"),
        ("pledge-version-unknown", "version"), ("pledge-text-not-yet-published", "version"),
        ("pledge-texts-invalid", "promises"),
    ];

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("POST", At + "/visits", Keepers),
        new("POST", At + "/planned-visit", Keepers),
        new("POST", At + "/steps", Keepers),
        new("GET", Action + "/planned-visits/new", Keepers),
        new("POST", Action + "/planned-visits/new", Keepers),
    ];

    public static void MapShopPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, string pledgeId, Reading reading) => Show(reading, id, pledgeId, "", null));
        pages.MapPost(At + "/visits", (string id, string pledgeId, Posted posted, Reading reading) =>
        {
            var body = VisitOf(posted);
            return posted.Run(
                () => MerchantEndpoints.Log(posted.Post, id, pledgeId, body), _ => PageOf(id, pledgeId, "visited"),
                state => Show(reading, id, pledgeId, "visit", state), Beside);
        });
        pages.MapPost(At + "/planned-visit", (string id, string pledgeId, Posted posted, Reading reading) =>
        {
            posted.Required("plannedFor");
            var day = posted.State.ErrorOf("plannedFor") is null ? posted.Day("plannedFor") : null;
            var body = new PlanVisitBody(day ?? default, VisitorsOf(posted));
            return posted.Run(
                () => MerchantEndpoints.Plan(posted.Post, id, pledgeId, body), _ => PageOf(id, pledgeId, "planned"),
                state => Show(reading, id, pledgeId, "plan", state),
                ("visit-day-invalid", "plannedFor"), ("visit-numbers-invalid", "alone"));
        });
        pages.MapPost(At + "/steps", (string id, string pledgeId, Posted posted, Reading reading) =>
        {
            var step = posted.Text("step") ?? "";
            return posted.Run(
                () => Take(posted, id, pledgeId, step),
                _ => step == "cancellation" ? $"/joint-actions/{id}/pledges?done=changed"
                    : PageOf(id, pledgeId, "changed"),
                state => Show(reading, id, pledgeId, step, state), Beside);
        });
        pages.MapFirstVisits();
    }

    private static void MapFirstVisits(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Action + "/planned-visits/new", (string id, Reading reading) => Plan(reading, id, null));
        pages.MapPost(Action + "/planned-visits/new", (string id, Posted posted, Reading reading) =>
        {
            var body = FirstOf(posted);
            return posted.Run(
                () => MerchantEndpoints.PlanFirst(posted.Post, id, body), done => PageOf(id, done.Id!, "planned"),
                state => Plan(reading, id, state), ("visit-day-invalid", "plannedFor"),
                ("visit-outside-action", "plannedFor"), ("visit-numbers-invalid", "alone"),
                ("pledge-texts-invalid", "merchant"), ("pledge-shop-already-recorded", "merchant"),
                ("village-not-taking-part", "owner"), ("not-participating", "owner"), ("villageCode", "owner"),
                ("organisationId", "owner"));
        });
    }

    private static string PageOf(string action, string pledge, string done) =>
        $"/joint-actions/{action}/pledges/{pledge}?done={done}";

    private static Task<Done> Take(Posted posted, string action, string pledge, string step)
    {
        var post = posted.Post;
        return step switch
        {
            "signing" => PledgeEndpoints.Sign(post, action, pledge, VersionOf(posted)),
            "renewal" => MerchantEndpoints.Renew(post, action, pledge),
            "withdrawal" => PledgeEndpoints.Withdraw(post, action, pledge, posted.Text("reason")),
            "alliance-joining" => PledgeEndpoints.Take(post, action, pledge, new PledgeCommand.JoinAlliance()),
            "alliance-leaving" => PledgeEndpoints.Take(post, action, pledge, new PledgeCommand.LeaveAlliance()),
            "cancellation" => PledgeEndpoints.Take(post, action, pledge, new PledgeCommand.Cancel()),
            _ => throw new ProblemException(Problem.Malformed("step", "请选择一个步骤。", "Choose a step.")),
        };
    }

    private static IResult Show(Reading reading, string id, string pledge, string form, FormState? state)
    {
        var of = reading.Rows.RequireAction(id);
        var shop = ShopReading.Find(reading, of, pledge) ?? throw new ProblemException(Problem.NotFound);
        var keeps = reading.Caller.Coordinates(of)
            || (shop.Shop.OrganisationId is { } own && reading.Caller.Organisations.Contains(own));
        return Pages.Of<ShopPage>(
            new
            {
                Shown = shop, Names = new RecordNames(reading.Rows), Keeps = keeps, Form = form, State = state,
                Texts = PledgeTextReading.Of(reading.Rows, of.Id), reading.Today,
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }

    private static IResult Plan(Reading reading, string id, FormState? state)
    {
        var view = ActionView.Of(reading, id);
        return Pages.Of<PlanVisitPage>(
            new
            {
                View = view, State = state, reading.Today,
                Owners = view.Participants
                    .Where(p => view.Coordinates || view.Speaks.Contains(p.OrganisationId)).ToArray(),
            }, state);
    }

    private static VisitBody VisitOf(Posted posted)
    {
        var result = posted.Choice<VisitResult>("result") ?? VisitResult.Closed;
        Kept? kept = posted.Text("kept") is null ? null : posted.Choice<Kept>("kept");
        return new(
            result, VisitorsOf(posted), Number(posted, "leaflets", Pledge.LeafletsMax), kept, posted.Text("note"),
            posted.Day("nextOn"), [.. posted.Words("promises")], posted.Ticked("joins"), VersionOf(posted),
            On: posted.Day("on"));
    }

    private static PlanFirstVisitBody FirstOf(Posted posted)
    {
        var owner = posted.Required("owner").Split('|', 2);
        posted.Required("plannedFor");
        var day = posted.State.ErrorOf("plannedFor") is null ? posted.Day("plannedFor") : null;
        return new(
            posted.Name("merchant"), owner[^1], day ?? default, VisitorsOf(posted), owner[0], On: posted.Day("on"));
    }

    private static VisitorsBody VisitorsOf(Posted posted) => new(
        Number(posted, "alone", Pledge.VisitorsMax), Number(posted, "pairs", Pledge.VisitorsMax));

    /// <summary>As the form's choice says: nothing for the newest, 0 for not stated.</summary>
    internal static int? VersionOf(Posted posted) =>
        posted.Text("version") is null ? null : Number(posted, "version", int.MaxValue);

    /// <summary>A whole number that may be left out, from 0 to a bound; the error stands beside the field.</summary>
    private static int Number(Posted posted, string field, int max)
    {
        if (posted.Number(field) is not { } number) return 0;
        if (number >= 0 && number <= max) return (int)number;
        posted.State.Wrong(field, posted.L.T($"请填写 0 至 {max} 的整数", $"A whole number from 0 to {max}"));
        return 0;
    }
}
