using Federation.Api.Counting;
using Federation.Api.Merchants;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Shops visited in an action: the list, and recording a visit. One shop's page is the merchants'.</summary>
public static class PledgePages
{
    private const string At = "/joint-actions/{id}/pledges";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/new", Who.Staff | Who.Coordinators),
        new("POST", At + "/new", Who.Staff | Who.Coordinators),
    ];

    public static void MapPledgePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => List(reading, id));
        pages.MapGet(At + "/new", (string id, Reading reading) => New(reading, id, null));
        pages.MapPost(At + "/new", (string id, Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => PledgeEndpoints.Record(posted.Post, id, body),
                _ => $"/joint-actions/{id}/pledges?done=recorded", state => New(reading, id, state),
                ("visit-outside-action", "visitedOn"), ("pledge-texts-invalid", "merchant"),
                ("village-not-taking-part", "owner"), ("not-participating", "owner"), ("villageCode", "owner"),
                ("organisationId", "owner"), ("pledge-shop-already-recorded", "merchant"),
                ("pledge-text-not-yet-published", "version"), ("pledge-version-unknown", "version"));
        });
    }

    private static IResult List(Reading reading, string id)
    {
        var (view, today) = (ActionView.Of(reading, id), reading.Today);
        (string, object?)[] here = [("action", view.About.Id), ("since", today.AddDays(-Pledge.RenewalDays))];
        return Pages.Of<PledgesPage>(new
        {
            View = view, Names = new RecordNames(reading.Rows), reading.First,
            Planned = view.MayAct ? ShopReading.ToVisit(reading, "p.action = @action", DateOnly.MaxValue, here) : [],
            Lapsing = view.MayAct ? ShopReading.ToRenew(
                reading, "p.action = @action and p.valid_until >= @since", today.AddDays(Pledge.RenewalDays),
                here) : [],
            Leaflets = reading.Rows.One(
                "select cast(coalesce(sum(leaflets), 0) as bigint) from pledges where action = @action",
                r => r.GetInt64(0), ("action", view.About.Id)),
            Next = view.MorePledges
                ? reading.Next($"{view.Pledges[^1].VisitedOn:yyyy-MM-dd}|{view.Pledges[^1].Id}") : null,
            Done = reading.Text("done"), reading.Today,
        });
    }

    private static IResult New(Reading reading, string id, FormState? state)
    {
        var view = ActionView.Of(reading, id);
        return Pages.Of<NewPledgePage>(
            new
            {
                View = view, State = state, Texts = PledgeTextReading.Of(reading.Rows, view.About.Id),
                Owners = view.Participants
                    .Where(p => view.Coordinates || view.Speaks.Contains(p.OrganisationId)).ToArray(),
            }, state);
    }

    private static PledgeBody BodyOf(Posted posted)
    {
        var owner = posted.Required("owner").Split('|', 2);
        posted.Required("visitedOn");
        if (posted.Required("signed") is { Length: > 0 } signed && signed is not ("yes" or "no" or "not-stated"))
            posted.State.Wrong("signed", posted.L.T("请从列表中选择", "Choose from the list"));
        bool? known = posted.Text("signed") switch { "yes" => true, "no" => false, _ => null };
        var day = posted.State.ErrorOf("visitedOn") is null ? posted.Day("visitedOn") : null;
        return new(
            posted.Name("merchant"), owner[^1], day ?? default, known, posted.Ticked("joins"),
            [.. posted.Words("promises")], owner[0], Version: ShopPages.VersionOf(posted));
    }
}
