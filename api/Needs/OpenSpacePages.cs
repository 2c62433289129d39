using Federation.Api.Counting;
using Federation.Api.Help;
using Federation.Domain.Accounts;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>Pages of open-space meetings.</summary>
public static class OpenSpacePages
{
    private const string At = "/open-spaces";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/new", Who.Staff | Who.Coordinators),
        new("POST", At + "/new", Who.Staff | Who.Coordinators),
        new("GET", At + "/{id}", Who.Everyone),
        new("POST", At + "/{id}/statements", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/result", Who.Staff | Who.Coordinators),
    ];

    public static void MapOpenSpacePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost(At + "/new", HoldAsync);
        pages.MapGet(At + "/{id}", (string id, Reading reading) => Show(reading, id, null, null));
        pages.MapPost(At + "/{id}/statements", (string id, Posted posted, Reading reading) =>
        {
            var body = new StatementBody(posted.Required("groupId"), posted.Required("text"));
            return posted.Run(
                () => OpenSpaceEndpoints.Say(posted.Post, id, body), _ => $"{At}/{id}?done=said#groups",
                state => Show(reading, id, "statements", state), ("open-space-group-unknown", "groupId"));
        });
        pages.MapPost(At + "/{id}/result", (string id, Posted posted, Reading reading) =>
        {
            var body = new FeedbackBody(posted.Required("text"));
            return posted.Run(
                () => OpenSpaceEndpoints.StateResult(posted.Post, id, body), _ => $"{At}/{id}?done=result",
                state => Show(reading, id, "result", state));
        });
    }

    private static IResult List(Reading reading)
    {
        var found = OpenSpaceReading.Found(reading);
        return Pages.Of<OpenSpacesPage>(new
        {
            Rows = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            MayHold = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator)
                || reading.Caller.Organisations.Count > 0,
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) : null, reading.First,
        });
    }

    private static Task<IResult> HoldAsync(Posted posted, Reading reading)
    {
        var (whose, held) = (posted.Required("whose").Split('|'), posted.Required("heldOn"));
        var groups = posted.Names("groups").Select(name => new OpenSpaceGroupBody(name));
        var (kind, came) = (posted.Choice<MeetingKind>("kind") ?? default, posted.Number("attendees"));
        var body = new OpenSpaceBody(
            whose[0], posted.Name("question"), (held.Length > 0 ? posted.Day("heldOn") : null) ?? default, [.. groups],
            whose is [_, { Length: > 0 } own] ? own : null, Kind: kind,
            Attendees: came is { } people ? (int)Math.Clamp(people, int.MinValue, int.MaxValue) : null);
        return posted.Run(
            () => OpenSpaceEndpoints.Hold(posted.Post, body), done => $"{At}/{done.Id}?done=held",
            state => New(reading, posted.L, state),
            ("open-space-groups-unfit", "groups"), ("open-space-attendees-unfit", "attendees"),
             ("open-space-question-unfit", "question"),
            ("allianceId", "whose"), ("organisationId", "whose"));
    }

    private static IResult New(Reading reading, Lang lang, FormState? state)
    {
        var alliances = reading.Rows.All(
            "select id, region, name, name_en from alliances order by id limit 500",
            r => (Id: r.GetString(0), Region: r.GetString(1), Name: r.Name(2)));
        return Pages.Of<NewOpenSpacePage>(
            new
            {
                State = state,
                Whose = (Choice[])
                [
                    .. alliances.Where(a => reading.Caller.Coordinates(a.Id, a.Region))
                        .Select(a => new Choice($"{a.Id}|", lang.Of(a.Name))),
                    .. reading.OwnParties().Select(o => (Party: o, Alliance: Parties.AllianceOf(reading.Rows, o.Id)))
                        .Where(o => o.Alliance is not null)
                        .Select(o => new Choice($"{o.Alliance}|{o.Party.Id}", lang.Of(o.Party.Name))),
                ],
            }, state);
    }

    private static IResult Show(Reading reading, string id, string? failed, FormState? state)
    {
        if (OpenSpaceReading.Find(reading, id) is not { } meeting)
            return Pages.Problem(reading.Http, Problem.NotFound);
        return Pages.Of<OpenSpacePage>(
            new
            {
                Meeting = meeting, Names = new RecordNames(reading.Rows), Failed = failed, State = state,
                Demands = reading.Caller.SignedIn ? DemandReading.OfMeeting(reading, id) : [],
                Done = reading.Text("done") is not null,
            }, state);
    }
}
