using Federation.Api.Counting;
using Federation.Domain.Counting;

namespace Federation.Api.JointActions;

/// <summary>The desk of those who run an action: series, named parts, participants, launch, published figures,
/// closing.</summary>
public static class ActionManagePages
{
    private const string At = "/joint-actions/{id}";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At + "/manage", Who.Staff | Who.Coordinators),
        new("POST", At + "/series", Who.Staff | Who.Coordinators),
        new("POST", At + "/scopes", Who.Staff | Who.Coordinators),
        new("POST", At + "/participants", Who.Staff | Who.Coordinators),
        new("POST", At + "/launch", Who.Coordinators),
        new("POST", At + "/published-figures", Who.Coordinators),
        new("POST", At + "/published-figures/withdrawal", Who.Coordinators),
        new("POST", At + "/published-figures/explanation", Who.Coordinators),
        new("POST", At + "/closing", Who.Coordinators),
    ];

    public static void MapActionManagePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At + "/manage", (string id, Reading reading, Lang lang) => Show(reading, lang, id, "", null));
        Post("series", Series, ("series-order-taken", "order"), ("series-invalid", "series"));
        Post("scopes", Part, ("scope-unknown", "part"));
        Post("participants", Participant,
            ("not-a-member", "organisationId"), ("village-not-in-alliance", "villageCode"),
            ("series-unknown", "seriesIds"));
        Post("launch", (posted, id) => () => ActionEndpoints.Launch(posted.Post, id));
        Post("published-figures", Publish, ("figure-unknown", "key"), ("figure-invalid", "value"));
        Post("published-figures/withdrawal", Unpublish);
        Post("published-figures/explanation", Explain, ("figure-note-invalid", "note"));
        Post("closing", (posted, id) => () => ActionEndpoints.Close(posted.Post, id, new(posted.Text("summary"))));

        void Post(string form, Func<Posted, string, Func<Task<Done>>> command, params (string, string)[] beside) =>
            pages.MapPost($"{At}/{form}", (string id, Posted posted, Reading reading) => posted.Run(
                command(posted, id), _ => $"/joint-actions/{id}/manage?done={Uri.EscapeDataString(form)}",
                state => Show(reading, posted.L, id, form, state), beside));
    }

    // Each reads its fields at once, so that a wrong one keeps the command from running.
    private static Func<Task<Done>> Series(Posted posted, string id)
    {
        var body = new SeriesBody(
            posted.Name("series"), (int)Math.Clamp(Order(posted), 0, int.MaxValue), [.. posted.Words("scopes")]);
        return () => ActionEndpoints.AddSeries(posted.Post, id, body);
    }

    private static Func<Task<Done>> Part(Posted posted, string id)
    {
        var body = new ScopeNameBody(posted.Required("part"), posted.Name("scopeName"));
        return () => ActionEndpoints.NameScope(posted.Post, id, body);
    }

    private static Func<Task<Done>> Participant(Posted posted, string id)
    {
        var body = new ParticipantBody(
            posted.Required("organisationId"), posted.Required("villageCode"), [.. posted.Many("seriesIds")]);
        return () => ActionEndpoints.AddParticipant(posted.Post, id, body);
    }

    private static Func<Task<Done>> Publish(Posted posted, string id)
    {
        var body = FigureOf(posted, ScopeOf(posted.Text("scope")));
        return () => ActionEndpoints.Publish(posted.Post, id, body);
    }

    private static Func<Task<Done>> Unpublish(Posted posted, string id)
    {
        var body = new UnpublishBody(posted.Required("key"), posted.Required("source"), ScopeOf(posted.Text("scope")));
        return () => ActionEndpoints.Unpublish(posted.Post, id, body);
    }

    private static Func<Task<Done>> Explain(Posted posted, string id)
    {
        var body = new ExplanationBody(
            posted.Required("key"), posted.Required("source"), posted.Name("note"), ScopeOf(posted.Text("scope")));
        return () => ExplanationEndpoints.Explain(posted.Post, id, body);
    }

    private static IResult Show(Reading reading, Lang lang, string id, string form, FormState? state)
    {
        var view = ActionView.Of(reading, id);
        if (!view.MayAct) return Pages.Problem(reading.Http, Problem.NotAllowed);
        return Pages.Of<ActionManagePage>(
            new
            {
                View = view, Form = form, State = state, Done = state is null ? reading.Text("done") : null,
                Members = reading.Rows.All(
                    "select o.id, o.name, o.name_en from memberships m join organisations o on o.id = m.organisation " +
                    "where m.alliance = @alliance and m.state = 'member' order by o.village, o.id limit 500",
                    r => new Choice(r.GetString(0), lang.Of(r.Name(1))), ("alliance", view.About.AllianceId)).ToArray(),
            }, state);
    }

    private static long Order(Posted posted)
    {
        posted.Required("order");
        return posted.State.ErrorOf("order") is null ? posted.Number("order") ?? 0 : 0;
    }

    /// <summary>What was copied from a document into <see cref="PublishedFields"/>.</summary>
    internal static PublishedFigureBody FigureOf(Posted posted, ScopeBody? scope)
    {
        posted.Required("value");
        var value = posted.State.ErrorOf("value") is null ? posted.Number("value") ?? 0 : 0;
        var note = posted.Text("note") is { } zh ? new Name(zh, posted.Text("noteEn")) : null;
        posted.Required("asOf");
        var day = posted.State.ErrorOf("asOf") is null ? posted.Day("asOf") : null;
        return new(
            posted.Required("key"), value, Days.Text(day ?? default), posted.Required("source"),
            posted.Choice<Precision>("precision") ?? Precision.Exact, scope, note);
    }

    /// <summary>As the form's choices have it: empty, <c>series/id</c>, or the named part.</summary>
    private static ScopeBody? ScopeOf(string? text) => text?.Split('/', 2) switch
    {
        null => null,
        ["series", var id] => new(ScopeKind.Series, id),
        _ => new(ScopeKind.Named, text),
    };
}
