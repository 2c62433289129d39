using Federation.Api.Alliances;
using Federation.Api.JointActions;
using Federation.Domain.Counting;

namespace Federation.Api.Counting;

/// <summary>Where a coordinator enters what documents print about the alliance and its region.</summary>
public static class AllianceFiguresPages
{
    private const string At = "/alliances/{id}/figures";

    public static readonly RoleRow[] Roles =
    [
        new("GET", At, Who.Coordinators),
        new("POST", At, Who.Coordinators),
        new("POST", At + "/withdrawal", Who.Coordinators),
        new("POST", At + "/explanation", Who.Coordinators),
    ];

    /// <summary>A published figure as the page shows it.</summary>
    /// <param name="OfAlliance">It speaks about this alliance only, not about its whole region.</param>
    public sealed record Line(
        string Key, long Value, string Precision, bool OfAlliance, DateOnly AsOf, string Source, Name? Note);

    public static void MapAllianceFiguresPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(At, (string id, Reading reading) => Show(reading, id, null));
        pages.MapPost(At, (string id, Posted posted, Reading reading) =>
        {
            var body = ActionManagePages.FigureOf(posted, ScopeOf(posted));
            return posted.Run(
                () => CountingEndpoints.Publish(posted.Post, id, body), _ => $"/alliances/{id}/figures",
                state => Show(reading, id, state), ("figure-unknown", "key"), ("figure-invalid", "value"));
        });
        pages.MapPost(At + "/withdrawal", (string id, Posted posted, Reading reading) =>
        {
            var body = new UnpublishBody(posted.Required("key"), posted.Required("source"), ScopeOf(posted));
            return posted.Run(
                () => CountingEndpoints.Unpublish(posted.Post, id, body), _ => $"/alliances/{id}/figures",
                state => Show(reading, id, state));
        });
        pages.MapPost(At + "/explanation", (string id, Posted posted, Reading reading) =>
        {
            var body = new ExplanationBody(
                posted.Required("key"), posted.Required("source"), posted.Name("note"), ScopeOf(posted));
            return posted.Run(
                () => CountingEndpoints.Explain(posted.Post, id, body), _ => $"/alliances/{id}/figures",
                state => Show(reading, id, state, explaining: true), ("figure-note-invalid", "note"));
        });
    }

    private static ScopeBody? ScopeOf(Posted posted) =>
        posted.Text("scope") == "alliance" ? new(ScopeKind.Alliance, null) : null;

    private static IResult Show(Reading reading, string id, FormState? state, bool explaining = false)
    {
        if (AllianceReading.Coordinated(reading) is not { } found)
            return Pages.Problem(reading.Http, Problem.NotFound);
        return Pages.Of<AllianceFiguresPage>(
            new
            {
                Shown = found, State = state, Explaining = explaining,
                Figures = reading.Rows.All(
                    "select figure, value, precision, scope_kind, as_of, source, note_zh, note_en " +
                    "from alliance_figures where alliance = @id order by figure, scope, source",
                    r => new Line(
                        r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3) == "alliance", r.Day(4)!.Value,
                        r.GetString(5), r.Text(6) is { } zh ? new(zh, r.Text(7)) : null), ("id", id)).ToArray(),
            }, state);
    }
}
