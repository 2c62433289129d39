using Federation.Api.Counting;
using Federation.Api.Help;
using Federation.Api.Places;
using Federation.Domain.Accounts;

namespace Federation.Api.Deliberations;

/// <summary>Pages of delegated tasks: the list, delegating one, and one with its next step.</summary>
public static class TaskPages
{
    private const string At = "/tasks";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.SignedIn),
        new("GET", At + "/new", Who.Coordinators),
        new("POST", At + "/new", Who.Coordinators),
        new("GET", At + "/{id}", Who.SignedIn),
        new("POST", At + "/{id}/claim", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/return", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/report", Who.Staff | Who.Coordinators),
        new("POST", At + "/{id}/acceptance", Who.Coordinators),
        new("POST", At + "/{id}/sending-back", Who.Coordinators),
        new("POST", At + "/{id}/withdrawal", Who.Coordinators),
    ];

    public static void MapTaskPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(
            reading, lang, reading.Text("alliance"), reading.Text("deliberation"), null));
        pages.MapPost(At + "/new", DelegateAsync);
        pages.MapGet(At + "/{id}", (string id, Reading reading, Lang lang) => Show(reading, lang, id, null, null));
        pages.MapPost(At + "/{id}/claim", (string id, Posted posted, Reading reading) =>
        {
            var own = posted.Required("organisationId");
            return Step(posted, reading, id, "claim", () => TaskEndpoints.Claim(posted.Post, id, new(own)),
                ("not-your-organisation", "organisationId"), ("task-not-offered", "organisationId"),
                ("task-claimant-not-member", "organisationId"));
        });
        pages.MapPost(At + "/{id}/report", ReportAsync);
        pages.MapPost(At + "/{id}/acceptance", (string id, Posted posted, Reading reading) =>
            Step(posted, reading, id, "acceptance", () => TaskEndpoints.Accept(posted.Post, id)));
        Reasoned(pages, "return", TaskEndpoints.Return);
        Reasoned(pages, "sending-back", TaskEndpoints.SendBack);
        Reasoned(pages, "withdrawal", TaskEndpoints.Withdraw);
    }

    private static void Reasoned(
        IEndpointRouteBuilder pages, string step, Func<Post, string, JointActions.ReasonBody, Task<Done>> command) =>
        pages.MapPost($"{At}/{{id}}/{step}", (string id, Posted posted, Reading reading) =>
        {
            var reason = posted.Required("reason");
            return Step(posted, reading, id, step, () => command(posted.Post, id, new(reason)));
        });

    private static Task<IResult> ReportAsync(string id, Posted posted, Reading reading)
    {
        var (text, done) = (posted.Required("text"), posted.Required("doneOn"));
        var body = new TaskReportBody(
            text, done.Length > 0 ? posted.Day("doneOn") : null, Whole(posted, "minutes"),
            Whole(posted, "personTimes"));
        return Step(posted, reading, id, "report", () => TaskEndpoints.Report(posted.Post, id, body),
            ("task-done-day-invalid", "doneOn"), ("task-numbers-invalid", "minutes"));
    }

    private static int? Whole(Posted posted, string field) =>
        posted.Number(field) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    private static Task<IResult> Step(
        Posted posted, Reading reading, string id, string step, Func<Task<Done>> command,
        params (string, string)[] beside) => posted.Run(
        command, _ => $"{At}/{id}?done={step}", state => Show(reading, posted.L, id, step, state), beside);

    private static IResult List(Reading reading, Lang lang)
    {
        var found = TaskReading.Found(reading);
        return Pages.Of<TasksPage>(new
        {
            Rows = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            Q = reading.Http.Request.Query, Organisations = HelpChoices.Of(lang, reading.OwnParties()),
            MayDelegate = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator),
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) : null, reading.First,
        });
    }

    private static IResult Show(Reading reading, Lang lang, string id, string? failed, FormState? state)
    {
        if (TaskReading.Find(reading, id) is not { } found) return Pages.Problem(reading.Http, Problem.NotFound);
        var names = new RecordNames(reading.Rows);
        return Pages.Of<TaskPage>(
            new
            {
                Found = found, Names = names, Failed = failed, State = state, reading.Today,
                Claimers = (Choice[])
                    [.. found.Claimers.Select(own => new Choice(own, lang.Of(names.Organisation(own))))],
                Question = found.Shown.DeliberationId is { } talk ? reading.Rows.One(
                    "select question_zh, question_en from deliberations where deliberation = @id", r => r.Name(0),
                    ("id", talk)) : null,
                Done = reading.Text("done") is not null,
            }, state);
    }

    private static Task<IResult> DelegateAsync(Posted posted, Reading reading)
    {
        var alliance = posted.Required("allianceId");
        var body = new TaskBody(
            alliance, posted.Name("title"), posted.Required("text"), posted.Text("villageCode"), posted.Day("dueOn"),
            posted.Text("deliberationId"), [.. posted.Many("organisationIds")]);
        return posted.Run(
            () => TaskEndpoints.Delegate(posted.Post, body), done => $"{At}/{done.Id}?done=delegated",
            state => New(reading, posted.L, alliance, null, state),
            ("task-title-unfit", "title"), ("task-due-day-invalid", "dueOn"),
            ("task-deliberation-unfit", "deliberationId"), ("task-organisations-not-members", "organisationIds"),
            ("too-many-task-organisations", "organisationIds"));
    }

    private static IResult New(Reading reading, Lang lang, string? alliance, string? talk, FormState? state)
    {
        var alliances = reading.Rows.All(
            "select id, region, name, name_en from alliances order by id limit 500",
            r => (Id: r.GetString(0), Region: r.GetString(1), Name: r.Name(2)))
            .Where(a => reading.Caller.Coordinates(a.Id, a.Region)).ToArray();
        var chosen = alliances is [var only] ? only : alliances.FirstOrDefault(a => a.Id == alliance);
        return Pages.Of<NewTaskPage>(
            new
            {
                State = state, Alliance = chosen.Id is null ? null : new Choice(chosen.Id, lang.Of(chosen.Name)),
                Alliances = (Choice[])[.. alliances.Select(a => new Choice(a.Id, lang.Of(a.Name)))], Talk = talk,
                Villages = chosen.Id is null ? [] : VillageChoices.Of(reading, lang, chosen.Region),
                Talks = reading.Rows.All(
                    "select deliberation, question_zh, question_en from deliberations " +
                    "where alliance = @alliance and stage = 'decided' order by held_on desc, deliberation limit 50",
                    r => new Choice(r.GetString(0), lang.Of(r.Name(1))), ("alliance", chosen.Id)),
                Members = reading.Rows.All(
                    "select o.id, o.name, o.name_en from memberships m join organisations o on o.id = m.organisation " +
                    "where m.alliance = @alliance and m.state = 'member' order by o.village, o.id limit 500",
                    r => new Choice(r.GetString(0), lang.Of(r.Name(1))), ("alliance", chosen.Id)),
            }, state);
    }
}
