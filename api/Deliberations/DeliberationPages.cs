using Federation.Api.Counting;
using Federation.Domain.Accounts;

namespace Federation.Api.Deliberations;

/// <summary>Pages of deliberations: the list, calling one, and one with its outcome; OpinionPages.cs has topics and
/// opinions.</summary>
public static class DeliberationPages
{
    private const string At = "/deliberations";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/new", Who.Coordinators),
        new("POST", At + "/new", Who.Coordinators),
        new("GET", At + "/{id}", Who.Everyone),
        new("GET", At + "/{id}/outcome", Who.Coordinators),
        new("POST", At + "/{id}/decision", Who.Coordinators),
        new("POST", At + "/{id}/no-quorum", Who.Coordinators),
        new("POST", At + "/{id}/cancellation", Who.Coordinators),
        .. OpinionPages.Roles,
    ];

    public static void MapDeliberationPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, reading.Text("alliance"), null));
        pages.MapPost(At + "/new", CallAsync);
        pages.MapGet(At + "/{id}", (string id, Reading reading) => Pages.Of<DeliberationPage>(new
        {
            View = DeliberationReading.View(reading, id), Done = reading.Text("done"),
            Tasks = TaskReading.Following(reading, id),
        }));
        pages.MapGet(At + "/{id}/outcome", (string id, Reading reading) => Outcome(reading, id, null, null));
        pages.MapPost(At + "/{id}/decision", (string id, Posted posted, Reading reading) =>
        {
            if (posted.Text("topicId") is null)
                posted.State.Wrong("topicId", posted.L.T("请选择一个议题", "Choose a topic"));
            var body = new DecisionBody(posted.Text("topicId") ?? "", posted.Required("rationale"));
            return posted.Run(
                () => DeliberationEndpoints.Decide(posted.Post, id, body), _ => $"{At}/{id}?done=decided#outcome",
                state => Outcome(reading, id, "decision", state),
                ("rationale-missing", "rationale"), ("outcome-before-meeting", "on"), ("day-in-future", "on"),
                ("quorum-missed", "topicId"));
        });
        pages.MapPost(At + "/{id}/no-quorum", (string id, Posted posted, Reading reading) =>
        {
            var body = new NoQuorumBody(posted.Required("rationale"));
            return posted.Run(
                () => DeliberationEndpoints.StateNoQuorum(posted.Post, id, body),
                _ => $"{At}/{id}?done=no-quorum#outcome", state => Outcome(reading, id, "no-quorum", state),
                ("outcome-before-meeting", "on"), ("day-in-future", "on"));
        });
        pages.MapPost(At + "/{id}/cancellation", (string id, Posted posted, Reading reading) => posted.Run(
            () => DeliberationEndpoints.Cancel(posted.Post, id, new(posted.Text("reason"))),
            _ => $"{At}/{id}?done=cancelled", state => Outcome(reading, id, "cancellation", state)));
        pages.MapOpinionPages();
    }

    private static IResult List(Reading reading)
    {
        var found = DeliberationReading.Found(reading);
        return Pages.Of<DeliberationsPage>(new
        {
            Rows = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) : null, reading.First,
            State = reading.Text("state") ?? "",
            MayCall = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator), reading.Caller.SignedIn,
        });
    }

    private static Task<IResult> CallAsync(Posted posted, Reading reading)
    {
        var (alliance, held) = (posted.Required("allianceId"), posted.Required("heldOn"));
        if (posted.Many("areaIds").Length == 0)
            posted.State.Wrong("areaIds", posted.L.T("请至少选择一个片区", "Call at least one area"));
        var quorum = posted.Required("quorum").Length > 0 ? posted.Number("quorum") ?? 0 : 0;
        var body = new DeliberationBody(
            alliance, posted.Name("question"), (held.Length > 0 ? posted.Day("heldOn") : null) ?? default,
            [.. posted.Many("areaIds")], (int)Math.Clamp(quorum, int.MinValue, int.MaxValue), posted.Day("closesOn"),
            Note: posted.Text("note") is { } note ? new(note, posted.Text("noteEn")) : null);
        return posted.Run(
            () => DeliberationEndpoints.Call(posted.Post, body), done => $"{At}/{done.Id}?done=called",
            state => New(reading, posted.L, alliance, state),
            ("quorum-out-of-range", "quorum"), ("deliberation-question-unfit", "question"),
            ("deliberation-closes-before-held", "closesOn"), ("deliberation-areas-unfit", "areaIds"),
            ("deliberation-area-unknown", "areaIds"));
    }

    private static IResult New(Reading reading, Lang lang, string? alliance, FormState? state)
    {
        var alliances = reading.Rows.All(
            "select id, region, name, name_en from alliances order by id limit 500",
            r => (Id: r.GetString(0), Region: r.GetString(1), Name: r.Name(2)))
            .Where(a => reading.Caller.Coordinates(a.Id, a.Region))
            .Select(a => new Choice(a.Id, lang.Of(a.Name))).ToArray();
        var chosen = alliances is [var only] ? only : alliances.FirstOrDefault(a => a.Value == alliance);
        return Pages.Of<NewDeliberationPage>(
            new
            {
                State = state, Alliance = chosen, Alliances = alliances,
                Areas = reading.Rows.All(
                    "select area, name, name_en from areas where alliance = @alliance order by area",
                    r => new Choice(r.GetString(0), lang.Of(r.Name(1))), ("alliance", chosen?.Value)),
            }, state);
    }

    private static IResult Outcome(Reading reading, string id, string? form, FormState? state)
    {
        var view = DeliberationReading.View(reading, id);
        return !view.Open && state is null
            ? Results.Redirect(view.At + "#outcome")
            : Pages.Of<OutcomePage>(new { View = view, Failed = form, State = state }, state);
    }
}
