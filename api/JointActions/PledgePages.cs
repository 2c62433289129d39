using Federation.Api.Counting;
using Federation.Api.Shell;
using Federation.Api.Spine;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Shops visited in an action: the list with its steps, and recording a visit.</summary>
public static class PledgePages
{
    private const string At = "/joint-actions/{id}/pledges";

    private static readonly Dictionary<string, Func<PledgeCommand>> Steps = new()
    {
        ["alliance-joining"] = () => new PledgeCommand.JoinAlliance(),
        ["alliance-leaving"] = () => new PledgeCommand.LeaveAlliance(),
        ["cancellation"] = () => new PledgeCommand.Cancel(),
    };

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/new", Who.Staff | Who.Coordinators),
        new("POST", At + "/new", Who.Staff | Who.Coordinators),
        new("POST", At + "/{pledgeId}/steps", Who.Staff | Who.Coordinators),
    ];

    public static void MapPledgePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => List(reading, id, null, null));
        pages.MapGet(At + "/new", (string id, Reading reading) => New(reading, id, null));
        pages.MapPost(At + "/new", (string id, Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => PledgeEndpoints.Record(posted.Asking, id, body),
                _ => $"/joint-actions/{id}/pledges?done=recorded", state => New(reading, id, state),
                ("visit-outside-action", "visitedOn"), ("pledge-texts-invalid", "merchant"),
                ("village-not-taking-part", "owner"), ("not-participating", "owner"), ("villageCode", "owner"),
                ("organisationId", "owner"), ("pledge-shop-already-recorded", "merchant"));
        });
        pages.MapPost(At + "/{pledgeId}/steps", (string id, string pledgeId, Posted posted, Reading reading) =>
            posted.Run(
                () => PledgeEndpoints.Take(posted.Asking, id, pledgeId, StepOf(posted)),
                _ => $"/joint-actions/{id}/pledges?done=changed", state => List(reading, id, pledgeId, state)));
    }

    private static PledgeCommand StepOf(Posted posted) => Steps.TryGetValue(posted.Text("step") ?? "", out var step)
        ? step()
        : throw new ProblemException(Problem.Malformed("step", "请选择一个步骤。", "Choose a step."));

    private static IResult List(Reading reading, string id, string? pledge, FormState? state)
    {
        var view = ActionView.Of(reading, id);
        return Pages.Of<PledgesPage>(
            new
            {
                View = view, Names = new RecordNames(reading.Rows), Pledge = pledge, State = state, reading.First,
                Next = view.MorePledges
                    ? reading.Next($"{view.Pledges[^1].VisitedOn:yyyy-MM-dd}|{view.Pledges[^1].Id}") : null,
                Done = state is null ? reading.Text("done") : null,
            }, state);
    }

    private static IResult New(Reading reading, string id, FormState? state)
    {
        var view = ActionView.Of(reading, id);
        return Pages.Of<NewPledgePage>(
            new
            {
                View = view, State = state,
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
            [.. posted.Words("promises")], owner[0]);
    }
}
