using Federation.Api.Counting;
using Federation.Domain.JointActions;

namespace Federation.Api.JointActions;

/// <param name="Note">Why the published figure differs from the computed one; organisational text.</param>
public sealed record ExplanationBody(
    string Key, string Source, Name Note, ScopeBody? Scope = null, DateOnly? On = null) : IDated;

/// <summary>One explanation that a published figure had or has.</summary>
public sealed record FigureNote(string Key, string Scope, string Source, Name Note, DateOnly Day);

/// <summary>Why a published figure of an action differs: said with it or later, changed, and kept.</summary>
public static class ExplanationEndpoints
{
    private const string At = "/api/v1/joint-actions/{id}/published-figures";

    public static readonly RoleRow[] Roles =
        [new("POST", At + "/explanation", Who.Coordinators), new("GET", At, Who.Everyone)];

    public static void MapExplanations(this IEndpointRouteBuilder actions)
    {
        actions.MapPost("/{id}/published-figures/explanation", async (string id, Post<ExplanationBody> asked) =>
            (await Explain(asked, id, asked.Body)).Answer(asked.Http));
        actions.MapGet("/{id}/published-figures", (string id, Reading reading) =>
        {
            var (of, about) = ActionReading.Require(reading, id);
            var figures = ActionFigures.Of(
                reading, of.Id, about.Title, ActionFactsReading.SeriesOf(reading.Rows, of.Id),
                CoverageQuery.AsOfDay(reading));
            return reading.Answer(new
            {
                items = FigureAnswers.Of([], figures.Published, _ => ""), differences = figures.Differences,
                explanations = Notes(reading.Rows, of.Id),
            });
        });
    }

    public static Task<Done> Explain(Post post, string action, ExplanationBody body) => ActionEndpoints.Run(
        post, action, action, _ => new JointActionCommand.ExplainFigure(
            body.Key, ActionEndpoints.ScopeOf(body.Scope), body.Source, body.Note));

    /// <summary>Every explanation of the action's published figures, oldest first.</summary>
    public static IReadOnlyList<FigureNote> Notes(Rows rows, string action) => rows.All(
        "select figure, scope, source, note_zh, note_en, day from figure_notes where action = @action " +
        "order by position",
        r => new FigureNote(
            r.GetString(0), r.GetString(1), r.GetString(2), new(r.GetString(3), r.Text(4)), r.Day(5)!.Value),
        ("action", action));
}
