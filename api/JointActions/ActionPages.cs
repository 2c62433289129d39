using Federation.Api.Counting;
using Federation.Api.Deliberations;
using Federation.Api.Needs;

namespace Federation.Api.JointActions;

/// <summary>Pages of joint actions: the list, one action, its closing report, and founding a new one.</summary>
public static class ActionPages
{
    private const string At = "/joint-actions";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/{id}", Who.Everyone),
        new("GET", At + "/new", Who.Coordinators),
        new("POST", At + "/new", Who.Coordinators),
        .. ActionManagePages.Roles, .. DocumentPages.Roles, .. GuardianPages.Roles, .. EndorsementPages.Roles,
    ];

    public static void MapActionPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, List);
        pages.MapGet(At + "/{id}", Show);
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => New(reading, lang, null));
        pages.MapPost(At + "/new", (Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => ActionEndpoints.Create(posted.Post, body), done => $"{At}/{done.Id}/manage",
                state => New(reading, posted.L, state),
                ("action-days-invalid", "to"), ("action-texts-invalid", "title"));
        });
        pages.MapActionManagePages();
        pages.MapDocumentPages();
        pages.MapGuardianPages();
        pages.MapEndorsementPages();
    }

    private static IResult List(Reading reading)
    {
        var found = ActionReading.Found(reading);
        return Pages.Of<ActionsPage>(new
        {
            Actions = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            Next = found.Count > reading.Limit ? reading.Next(ActionReading.CursorOf(found[reading.Limit - 1])) : null,
            reading.First, Phase = reading.Text("phase") ?? "", Words = reading.Text("q"),
            MayFound = reading.Caller.Administrator || reading.Caller.Has(Federation.Domain.Accounts.Role.Coordinator),
        });
    }

    private static IResult Show(string id, Reading reading)
    {
        var view = ActionView.Of(reading, id);
        var found = SessionReading.Found(reading, reading.Rows.RequireAction(id));
        return Pages.Of<ActionPage>(new
        {
            View = view, Sessions = found.Take(reading.Limit).ToArray(), Names = new RecordNames(reading.Rows),
            Next = found.Count > reading.Limit ? reading.Next(found[reading.Limit - 1].Cursor) + "#sessions" : null,
            reading.First, Origin = ActionOrigin.Of(reading, view.About.DeliberationId),
            Filters = Typed(reading, "series", "village", "organisation", "state", "from", "to"),
            Done = reading.Text("done"), Unreported = Unreported.Count(reading, id),
            Guardians = GuardianEndpoints.Spells(reading, id).ToLookup(g => g.OrganisationId, g => g.Kind),
        });
    }

    /// <summary>What a GET form was sent with, so that its fields keep it.</summary>
    internal static FormState Typed(Reading reading, params string[] fields)
    {
        var typed = new FormState();
        foreach (var field in fields) if (reading.Text(field) is { } value) typed.With(field, value);
        return typed;
    }

    private static CreateActionBody BodyOf(Posted posted)
    {
        var (from, to) = (Month(posted, "from"), Month(posted, "to"));
        return new(
            posted.Required("allianceId"), posted.Name("title"), posted.Required("theme"), from, to,
            posted.Text("goal") is { } goal ? new Name(goal, posted.Text("goalEn")) : null, posted.Names("guidance"),
            posted.Names("partners"), posted.Text("deliberationId"), On: posted.Day("on"));
    }

    /// <summary>A month as typed; an error beside the field when it is none.</summary>
    private static string Month(Posted posted, string field)
    {
        var text = posted.Required(field);
        if (text.Length > 0 && !DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", out _))
            posted.State.Wrong(field, posted.L.T("月份须为 年-月，例如 2026-03", "A month is year-month, such as 2026-03"));
        return text;
    }

    /// <summary>Begun from a decision, the form holds what was decided.</summary>
    private static IResult New(Reading reading, Lang lang, FormState? state)
    {
        var origin = ActionOrigin.Of(
            reading, state is null ? reading.Id("deliberation") : state.Typed("deliberationId"));
        return Page(reading, lang, origin, state ?? (origin is null ? null : new FormState()
            .With("allianceId", DeliberationReading.View(reading, origin.DeliberationId).AllianceId)
            .With("title", origin.Title.Zh).With("titleEn", origin.Title.En ?? "")
            .With("goal", origin.Goal?.Zh ?? "").With("goalEn", origin.Goal?.En ?? "")));
    }

    private static IResult Page(Reading reading, Lang lang, ActionOrigin? origin, FormState? state) =>
        Pages.Of<NewActionPage>(
        new
        {
            State = state, Origin = origin,
            Alliances = reading.Rows.All(
                "select id, region, name, name_en from alliances order by id limit 500",
                r => (Id: r.GetString(0), Region: r.GetString(1), Name: r.Name(2)))
                .Where(a => reading.Caller.Coordinates(a.Id, a.Region))
                .Select(a => new Choice(a.Id, lang.Of(a.Name))).ToArray(),
        }, state);
}
