using Federation.Api.JointActions;
using Federation.Domain.Accounts;

namespace Federation.Api.Cases;

/// <summary>Pages of cases: the public list and each case, and the coordinator's form with its preview.</summary>
public static class CasePages
{
    private const string At = "/cases";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Everyone),
        new("GET", At + "/new", Who.Coordinators),
        new("POST", At + "/new", Who.Coordinators),
        new("GET", At + "/{id}", Who.Everyone),
        new("GET", At + "/{id}/edit", Who.Coordinators),
        new("POST", At + "/{id}/edit", Who.Coordinators),
        new("POST", At + "/{id}/publication", Who.Coordinators),
        new("POST", At + "/{id}/withdrawal", Who.Coordinators),
    ];

    private static readonly (string, string)[] Beside =
        [("case-texts-invalid", "title"), ("action-not-found", "actionId"), ("story", "story")];

    public static void MapCasePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (Reading reading) =>
        {
            var found = CaseReading.Found(reading);
            return Pages.Of<CasesPage>(new
            {
                Cases = found.Take(reading.Limit).ToArray(), reading.First,
                Next = found.Count > reading.Limit
                    ? reading.Next(CaseReading.CursorOf(found[reading.Limit - 1])) : null,
                MayWrite = reading.Caller.Administrator || reading.Caller.Has(Role.Coordinator),
            });
        });
        pages.MapGet(At + "/new", (Reading reading, Lang lang) => Form(reading, lang, null, null));
        pages.MapPost(At + "/new", (Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => CaseEndpoints.Write(posted.Post, posted.Post.Id(null), body), done => $"{At}/{done.Id}",
                state => Form(reading, posted.L, null, state), Beside);
        });
        pages.MapGet(At + "/{id}", (string id, Reading reading) => Show(reading, id, null));
        pages.MapGet(At + "/{id}/edit", (string id, Reading reading, Lang lang) => Form(reading, lang, id, null));
        pages.MapPost(At + "/{id}/edit", (string id, Posted posted, Reading reading) =>
        {
            var body = BodyOf(posted);
            return posted.Run(
                () => CaseEndpoints.Write(posted.Post, Post.Reference(id, "id"), body),
                _ => $"{At}/{id}?done=edit", state => Form(reading, posted.L, id, state), Beside);
        });
        pages.MapPost(At + "/{id}/publication", (string id, Posted posted, Reading reading) => posted.Run(
            () => CaseEndpoints.Publish(posted.Post, id), _ => $"{At}/{id}?done=publication",
            state => Show(reading, id, state)));
        pages.MapPost(At + "/{id}/withdrawal", (string id, Posted posted, Reading reading) => posted.Run(
            () => CaseEndpoints.Withdraw(posted.Post, id), _ => $"{At}/{id}?done=withdrawal",
            state => Show(reading, id, state)));
    }

    private static IResult Show(Reading reading, string id, FormState? state)
    {
        if (CaseReading.One(reading, id) is not { } shown) return Pages.Problem(reading.Http, Problem.NotFound);
        return Pages.Of<CasePage>(
            new { Shown = shown, State = state, Done = state is null ? reading.Text("done") : null }, state);
    }

    private static IResult Form(Reading reading, Lang lang, string? id, FormState? state)
    {
        var shown = id is null ? null : CaseReading.One(reading, id);
        if (id is not null && shown is null) return Pages.Problem(reading.Http, Problem.NotFound);
        if (shown is { Coordinates: false }) return Pages.Problem(reading.Http, Problem.NotAllowed);
        var actions = reading.Rows.All(
            "select a.action, a.title_zh, a.title_en, a.alliance, l.region from actions a " +
            "join alliances l on l.id = a.alliance order by a.from_day desc, a.action limit 500",
            r => (Choice: new Choice(r.GetString(0), lang.Of(r.Name(1))), Alliance: r.GetString(3),
                Region: r.GetString(4)))
            .Where(a => reading.Caller.Coordinates(a.Alliance, a.Region)).Select(a => a.Choice).ToArray();
        return Pages.Of<CaseFormPage>(
            new { Id = id, State = state ?? Filled(shown), Actions = actions, shown?.Figures }, state);
    }

    /// <summary>What is written already stands in the form.</summary>
    private static FormState? Filled(CaseShown? shown) => shown is null ? null : new FormState()
        .With("actionId", shown.Case.ActionId).With("title", shown.Case.Title.Zh)
        .With("titleEn", shown.Case.Title.En ?? "").With("summary", shown.Case.Summary?.Zh ?? "")
        .With("summaryEn", shown.Case.Summary?.En ?? "").With("story", shown.Story)
        .With("storyEn", shown.StoryEn ?? "").With("source", shown.Case.Source ?? "")
        .With("bodies", string.Join('\n', shown.Case.Bodies.Select(b => b.En is null ? b.Zh : $"{b.Zh}|{b.En}")))
        .With("persons", string.Join('\n', shown.Persons)).With("consent", shown.Case.PersonsConsent ? ["true"] : [])
        .With("illustrative", shown.Case.Illustrative ? ["true"] : []);

    private static CaseBody BodyOf(Posted posted) => new(
        posted.Required("actionId"), posted.Name("title"), posted.Required("story"),
        posted.Text("summary") is { } summary ? new Name(summary, posted.Text("summaryEn")) : null,
        posted.Names("bodies"), posted.Text("storyEn"), posted.Text("persons"), posted.Ticked("consent"),
        posted.Text("source"), posted.Ticked("illustrative"));
}
