using Federation.Api.JointActions;
using Federation.Domain.Cases;

namespace Federation.Api.Cases;

/// <param name="Story">Markdown; <c>{{figure:key|scope}}</c> stands for a figure of the joint action.</param>
/// <param name="Bodies">Institutions that are credited.</param>
/// <param name="Persons">Names of people, one a line; shown only with <paramref name="PersonsConsent"/>.</param>
public sealed record CaseBody(
    string ActionId, Name Title, string Story, Name? Summary = null, Items<Name> Bodies = default,
    string? StoryEn = null, string? Persons = null, bool PersonsConsent = false, string? Source = null,
    bool Illustrative = false, string? Id = null, DateOnly? On = null) : IDated;

/// <summary>Write-ups of joint actions for the public: written, published, withdrawn.</summary>
public static class CaseEndpoints
{
    public const int StoryMax = 20_000;
    private const string At = "/api/v1/cases";

    public static readonly RoleRow[] Roles =
    [
        new("POST", At, Who.Coordinators),
        new("POST", At + "/{id}/text", Who.Coordinators),
        new("POST", At + "/{id}/publication", Who.Coordinators),
        new("POST", At + "/{id}/withdrawal", Who.Coordinators),
        new("GET", At, Who.Everyone),
        new("GET", At + "/{id}", Who.Everyone),
    ];

    public static void MapCases(this IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("/cases");
        cases.MapPost("", async (Post<CaseBody> asked) =>
        {
            var done = await Write(asked, asked.Id(asked.Body.Id), asked.Body);
            return done.Created(asked.Http, $"{At}/{done.Id}");
        });
        cases.MapPost("/{id}/text", async (string id, Post<CaseBody> asked) =>
            (await Write(asked, Post.Reference(id, "id"), asked.Body)).Answer(asked.Http));
        cases.MapPost("/{id}/publication", async (string id, Post<Nothing> asked) =>
            (await Publish(asked, id)).Answer(asked.Http));
        cases.MapPost("/{id}/withdrawal", async (string id, Post<Nothing> asked) =>
            (await Withdraw(asked, id)).Answer(asked.Http));
        cases.MapGet("", (Reading reading) => reading.List(CaseReading.Found(reading), CaseReading.CursorOf));
        cases.MapGet("/{id}", (string id, Reading reading, Lang lang) =>
            CaseReading.One(reading, id) is { } shown ? reading.Answer(new
            {
                shown.Case, shown.Story, shown.StoryEn, shown.Persons, html =
                    CaseStory.Html(shown.StoryIn(lang), shown.Figures, lang),
                figures = CaseStory.Used(shown.Story, shown.Figures), unknownMarks = shown.Unknown,
            }) : reading.NotFound());
    }

    /// <summary>A case belongs to the alliance of its joint action.</summary>
    public static Task<Done> Write(Post post, string id, CaseBody body)
    {
        var of = post.Rows.FindAction(Post.Reference(body.ActionId, "actionId"))
            ?? throw Spine.Problem.Absent(
                "action-not-found", "actionId", "没有这项联合行动。", "There is no such joint action.");
        return post.Run(
            CaseStudy.Boundary.Stream(id),
            () => new CaseCommand.Write(new(
                of.AllianceId, of.Id, body.Title, body.Summary, body.Bodies,
                post.Text(body.Story, "story", id, StoryMax), post.Text(body.StoryEn, "storyEn", id, StoryMax),
                post.Text(body.Persons, "persons", id), body.PersonsConsent, body.Source, body.Illustrative)),
            post.Caller.Coordinates(of), id);
    }

    /// <summary>Its marks are counted against the figures of this moment.</summary>
    public static Task<Done> Publish(Post post, string id) => Run(post, id, () =>
    {
        var shown = CaseReading.One(new(post.Http), id);
        return new CaseCommand.Publish(new(shown?.StoryId, shown?.Unknown.Count ?? 0));
    });

    public static Task<Done> Withdraw(Post post, string id) => Run(post, id, () => new CaseCommand.Withdraw());

    private static Task<Done> Run(Post post, string id, Func<CaseCommand> command)
    {
        var action = post.Rows.One(
            "select action from cases where case_id = @id", r => r.GetString(0), ("id", Post.Reference(id, "id")))
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            CaseStudy.Boundary.Stream(id), command, post.Caller.Coordinates(post.Rows.RequireAction(action)), id);
    }
}
