using Federation.Api.Counting;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <summary>Planning a session, and its page with report, correction, moving and cancelling.</summary>
public static class SessionPages
{
    private const string At = "/joint-actions/{id}/sessions";

    /// <summary>Kinds of material that the report form has room for, beyond those reported already.</summary>
    public const int MaterialsShown = 2;

    public static readonly RoleRow[] Roles =
    [
        new("GET", At + "/new", Who.Staff | Who.Coordinators),
        new("POST", At + "/new", Who.Staff | Who.Coordinators),
        new("GET", At + "/{sessionId}", Who.Everyone),
        new("POST", At + "/{sessionId}/report", Who.Staff | Who.Coordinators),
        new("POST", At + "/{sessionId}/rescheduling", Who.Staff | Who.Coordinators),
        new("POST", At + "/{sessionId}/cancellation", Who.Staff | Who.Coordinators),
    ];

    public static void MapSessionPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At + "/new", (string id, Reading reading) => New(reading, id, null));
        pages.MapPost(At + "/new", (string id, Posted posted, Reading reading) => Plan(posted, reading, id));
        pages.MapGet(At + "/{sessionId}", (string id, string sessionId, Reading reading) =>
            Show(reading, id, sessionId, "", null));
        pages.MapPost(At + "/{sessionId}/report", (string id, string sessionId, Posted posted, Reading reading) =>
            Report(posted, reading, id, sessionId));
        pages.MapPost(At + "/{sessionId}/rescheduling", (string id, string sessionId, Posted posted, Reading reading) =>
            Move(posted, reading, id, sessionId));
        pages.MapPost(At + "/{sessionId}/cancellation", (string id, string sessionId, Posted posted, Reading reading) =>
            posted.Run(
                () => SessionEndpoints.Cancel(posted.Post, id, sessionId, new(posted.Text("reason"))),
                _ => PageOf(id, sessionId) + "?done=cancelled",
                state => Show(reading, id, sessionId, "cancellation", state)));
    }

    // Fields are read before the command runs: one that is wrong keeps it from running.
    private static Task<IResult> Plan(Posted posted, Reading reading, string id)
    {
        var body = PlanOf(posted);
        if (posted.Text("every") is not null) return RecurringPages.Plan(posted, reading, id, body, New);
        return posted.Run(
            () => SessionEndpoints.Plan(posted.Post, id, body), done => PageOf(id, done.Id!) + "?done=planned",
            state => New(reading, id, state), ("session-outside-action", "startsAt"), ("series-unknown", "seriesId"),
            ("not-participating", "owner"), ("session-place-invalid", "place"),
            ("organisationId", "owner"), ("villageCode", "owner"));
    }

    private static Task<IResult> Report(Posted posted, Reading reading, string id, string session)
    {
        var action = reading.Rows.RequireAction(id);
        var stock = StockTaking.Chosen(posted, reading, action);
        var body = ReportOf(posted, stock);
        StockTaking.Check(posted, stock, body);
        return posted.Run(
            () => StockTaking.Run(posted, reading, action, session, body, stock),
            _ => PageOf(id, session) + "?done=reported",
            state => Show(reading, id, session, "report", state),
            StockTaking.Beside, ("report-numbers-invalid", "personTimes"), ("report-materials-invalid", "material1"));
    }

    private static Task<IResult> Move(Posted posted, Reading reading, string id, string session)
    {
        var body = new RescheduleBody(
            Start(posted), posted.Required("place"), posted.Text("moveReason"));
        return posted.Run(
            () => SessionEndpoints.Reschedule(posted.Post, id, session, body),
            _ => PageOf(id, session) + "?done=moved",
            state => Show(reading, id, session, "rescheduling", state),
            ("session-outside-action", "startsAt"), ("session-place-invalid", "place"));
    }

    private static string PageOf(string action, string session) => $"/joint-actions/{action}/sessions/{session}";

    private static IResult New(Reading reading, string id, FormState? state)
    {
        var view = ActionView.Of(reading, id);
        var begun = new FormState();
        if (reading.Text("series") is { } series) begun.With("seriesId", series);
        var owners = view.Participants.Where(p => view.Coordinates || view.Speaks.Contains(p.OrganisationId)).ToArray();
        var chosen = owners.Where(p => p.VillageCode == reading.Text("village")).ToArray();
        if (chosen.Length == 1 || owners.Length == 1)
            begun.With("owner", OwnerOf((chosen.Length == 1 ? chosen : owners)[0]));
        return Pages.Of<NewSessionPage>(new { View = view, Owners = owners, State = state ?? begun }, state);
    }

    /// <summary>Who and where, as the value of one choice.</summary>
    public static string OwnerOf(ParticipantShown participant) =>
        $"{participant.OrganisationId}|{participant.VillageCode}";

    private static IResult Show(Reading reading, string id, string sessionId, string form, FormState? state)
    {
        var of = reading.Rows.RequireAction(id);
        var session = SessionReading.Find(reading, of, sessionId) ?? throw new ProblemException(Problem.NotFound);
        var (coordinates, about) = (reading.Caller.Coordinates(of), ActionReading.Require(reading, id).About);
        var staff = reading.Caller.Organisations.Contains(session.OrganisationId);
        // After the closing only a coordinator corrects.
        var may = coordinates || (staff && about.Phase != ActionPhase.Closed);
        return Pages.Of<SessionPage>(
            new
            {
                Session = session, About = about, Names = new RecordNames(reading.Rows), Form = form, State = state,
                MayAct = may, Begun = Begun(reading, session),
                Stocks = may ? StockReading.Offered(reading, about.AllianceId, session.OrganisationId) : [],
                Done = form.Length == 0 ? reading.Text("done") : null,
            }, state);
    }

    private static bool Begun(Reading reading, SessionRow session) =>
        session.StartsAt <= reading.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static SessionBody PlanOf(Posted posted)
    {
        var owner = posted.Required("owner").Split('|', 2);
        if (owner.Length != 2 && owner[0].Length > 0)
            posted.State.Wrong("owner", posted.L.T("请从列表中选择", "Choose from the list"));
        return new(posted.Required("seriesId"), owner[^1], owner[0], Start(posted), posted.Required("place"));
    }

    private static DateTimeOffset Start(Posted posted)
    {
        posted.Required("startsAt");
        return posted.State.ErrorOf("startsAt") is null && posted.Moment("startsAt") is { } start ? start : default;
    }

    private static ReportBody ReportOf(Posted posted, StockRow? stock)
    {
        var served = Whole(posted, "personTimes", SessionReport.PersonTimesMax);
        var precision = posted.Choice<Precision>("precision") ?? Precision.Exact;
        var volunteers = Whole(posted, "volunteers", SessionReport.VolunteersMax);
        var minutes = Whole(posted, "minutes", SessionReport.MinutesMax);
        return new(new(served, precision), volunteers, minutes, [.. Materials(posted, stock)], posted.Text("note"));
    }

    /// <summary>Rows of the form with a name or a count; either without the other is an error beside it. What is
    /// taken from a stock has its name from there, where none was typed.</summary>
    private static IEnumerable<Material> Materials(Posted posted, StockRow? stock)
    {
        for (var row = 1; row <= SessionReport.MaterialsMax && posted.Form.ContainsKey($"material{row}"); row++)
        {
            var (name, count) = (posted.Text($"material{row}"), posted.Text($"copies{row}"));
            if (row == 1) name ??= stock?.Material.Zh;
            if (name is null && count is null) continue;
            if (name is null) posted.Required($"material{row}");
            var copies = Whole(posted, $"copies{row}", SessionReport.CopiesMax);
            yield return new(name ?? "", copies, posted.Ticked($"about{row}") ? Precision.About : Precision.Exact);
        }
    }

    /// <summary>A whole number that must be given, from 0 to a bound; the error stands beside the field.</summary>
    private static long Whole(Posted posted, string field, long max)
    {
        if (posted.Required(field).Length == 0 || posted.Number(field) is not { } number) return 0;
        if (number < 0 || number > max) posted.State.Wrong(
            field, posted.L.T($"请填写 0 至 {max} 的整数", $"A whole number from 0 to {max}"));
        return number;
    }
}
