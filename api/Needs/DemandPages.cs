using Federation.Api.Counting;
using Federation.Api.Help;
using Federation.Api.Places;
using Federation.Domain.Needs;

namespace Federation.Api.Needs;

/// <summary>Pages of needs, difficulties and demands: the list, a new one, and one with its next step.</summary>
public static class DemandPages
{
    private const string At = "/demands";

    private const Who Bringers = Who.Resident | Who.Staff | Who.Coordinators;

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.SignedIn),
        new("GET", At + "/new", Bringers),
        new("POST", At + "/new", Bringers),
        new("GET", At + "/{id}", Who.SignedIn),
        new("POST", At + "/{id}/acceptance", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/answers", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/feedback", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/setting-aside", Who.Staff | Who.Coordinators),
        .. OpenSpacePages.Roles,
    ];

    public static void MapDemandPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost(At + "/new", BringAsync);
        pages.MapGet(At + "/{id}", (string id, Reading reading, Lang lang) => Show(reading, lang, id, null, null));
        pages.MapPost(At + "/{id}/acceptance", (string id, Posted posted, Reading reading) =>
            Step(posted, reading, id, "acceptance", () => DemandEndpoints.Accept(posted.Post, id)));
        pages.MapPost(At + "/{id}/answers", (string id, Posted posted, Reading reading) =>
        {
            var chosen = posted.Required("of").Split('|');
            var kind = Enum.GetValues<AnswerKind>().FirstOrDefault(kind => RowText.Of(kind) == chosen[0]);
            return Step(posted, reading, id, "answers",
                () => DemandEndpoints.Answer(posted.Post, id, new(kind, chosen[^1])), ("answer-not-found", "of"));
        });
        pages.MapPost(At + "/{id}/feedback", (string id, Posted posted, Reading reading) =>
        {
            var text = posted.Required("text");
            return Step(posted, reading, id, "feedback", () => DemandEndpoints.Close(posted.Post, id, new(text)));
        });
        pages.MapPost(At + "/{id}/setting-aside", (string id, Posted posted, Reading reading) =>
        {
            var reason = posted.Required("reason");
            return Step(posted, reading, id, "setting-aside",
                () => DemandEndpoints.SetAside(posted.Post, id, new(reason)));
        });
        pages.MapOpenSpacePages();
    }

    private static IResult List(Reading reading, Lang lang)
    {
        var found = DemandReading.Found(reading);
        return Pages.Of<DemandsPage>(new
        {
            Rows = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            Q = reading.Http.Request.Query, Organisations = HelpChoices.Of(lang, reading.OwnParties()),
            MayBring = MayBring(reading.Caller),
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) : null, reading.First,
        });
    }

    // Every account is a resident's too; officials and auditors look on, and so are not shown the button.
    private static bool MayBring(Caller caller) => caller.Administrator || !caller.Roles.All(grant =>
        grant.Role is Domain.Accounts.Role.TownOfficial or Domain.Accounts.Role.Auditor);

    private static Task<IResult> BringAsync(Posted posted, Reading reading)
    {
        var kind = posted.Form.ContainsKey("organisationId") || posted.Text("kind") is not null
            ? posted.Choice<DemandKind>("kind") ?? DemandKind.Demand : DemandKind.Demand;
        var body = new DemandBody(
            kind, posted.Required("topic"), posted.Text("text"), posted.Text("organisationId"),
            posted.Text("villageCode"), MeetingId: posted.Text("meetingId"));
        return posted.Run(
            () => DemandEndpoints.Bring(posted.Post, body), done => $"{At}/{done.Id}?done=brought",
            state => New(reading, posted.L, state),
            ("demand-topic-unfit", "topic"), ("demand-organisation-missing", "organisationId"),
            ("no-alliance-around", "villageCode"), ("meeting-not-found", "meetingId"),
            ("not-your-organisation", "organisationId"));
    }

    private static IResult New(Reading reading, Lang lang, FormState? state)
    {
        var organisations = HelpChoices.Of(lang, reading.OwnParties());
        var (meeting, kind) = (reading.Id("meeting"), reading.Choice<DemandKind>("kind"));
        return Pages.Of<NewDemandPage>(
            new
            {
                State = state, Organisations = organisations, Villages = VillageChoices.Of(reading, lang),
                Meetings = organisations.Length == 0 ? [] : OpenSpaceReading.Choices(reading, lang), Meeting = meeting,
                Kind = kind ?? (meeting is null ? null : RowText.Of(DemandKind.Need)),
            }, state);
    }

    private static Task<IResult> Step(
        Posted posted, Reading reading, string id, string step, Func<Task<Done>> command,
        params (string, string)[] beside) => posted.Run(
        command, _ => $"{At}/{id}?done={step}", state => Show(reading, posted.L, id, step, state), beside);

    private static IResult Show(Reading reading, Lang lang, string id, string? failed, FormState? state)
    {
        if (DemandReading.Find(reading, id) is not { } found) return Pages.Problem(reading.Http, Problem.NotFound);
        return Pages.Of<DemandPage>(
            new
            {
                found.Shown, found.Keeps, Names = new RecordNames(reading.Rows), Failed = failed, State = state,
                Choices = found.Keeps ? Answers(reading.Rows, lang, found.Shown) : [],
                Done = reading.Text("done") is not null,
            }, state);
    }

    private static Choice[] Answers(Rows rows, Lang lang, DemandShown demand)
    {
        IEnumerable<Choice> Of(AnswerKind kind, string sql) => rows.All(
            sql, r => new Choice($"{RowText.Of(kind)}|{r.GetString(0)}", $"{lang.Kind(kind)} · {lang.Of(r.Name(1))}"),
            ("alliance", demand.AllianceId));

        return
        [
            .. Of(AnswerKind.JointAction,
                "select action, title_zh, title_en from actions where alliance = @alliance " +
                "order by from_day desc, action limit 50"),
            .. Of(AnswerKind.Request,
                "select request, topic, null from requests where alliance = @alliance " +
                "order by opened_on desc, request limit 50"),
            .. Of(AnswerKind.Library,
                "select item, title_zh, title_en from library_items where published > 0 order by item limit 100"),
        ];
    }
}
