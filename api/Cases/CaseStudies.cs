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
public static class CaseStudies
{
    public const int StoryMax = 20_000;
    private static readonly Told Did = new("已办好", "Done");

    public static readonly Feature Feature = new("/cases", [typeof(CaseStudy.Refusals)], cases =>
    {
        cases.Get<Listed<CaseRow>, CasesPage>("", Who.Everyone, CaseReading.Found);
        var one = cases.Get<CaseShown, CasePage>("/{id}", Who.Everyone, reading =>
            CaseReading.One(reading, reading["id"]));
        var form = cases.Page<CaseEdited, CaseFormPage>("/new", Who.Coordinators, _ => new(null));
        var edit = cases.Page<CaseEdited, CaseFormPage>("/{id}/edit", Who.Coordinators, CaseEdited.Of);
        cases.Add<CaseBody>("", Who.Coordinators, post => Write(post, post.Id(post.Body.Id)), form, then: one);
        cases.Do<CaseBody>(
            "/{id}/text", Who.Coordinators, post => Write(post, post["id"]), edit, then: one, told: Did,
            page: "/{id}/edit");
        cases.Do<Nothing>("/{id}/publication", Who.Coordinators, post => Run(post, () =>
            Publish(post)), one, told: Did);
        cases.Do<Nothing>("/{id}/withdrawal", Who.Coordinators, post => Run(post, () =>
            new CaseCommand.Withdraw()), one, told: Did);
    });

    /// <summary>A case belongs to the alliance of its joint action.</summary>
    private static Task<Done> Write(Post<CaseBody> post, string id)
    {
        var body = post.Body;
        CaseStory.Check(body.Story, "story");
        CaseStory.Check(body.StoryEn, "storyEn");
        var of = post.Rows.FindAction(Post.Reference(body.ActionId, "actionId"))
            ?? throw Problem.Absent(
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
    private static CaseCommand.Publish Publish(Post post)
    {
        var shown = CaseReading.One(new(post.Http), post["id"]);
        return new(new(shown?.StoryId, shown?.UnknownMarks.Count ?? 0));
    }

    private static Task<Done> Run(Post post, Func<CaseCommand> command)
    {
        var id = post["id"];
        var action = post.Rows.One("select action from cases where case_id = @id", r => r.GetString(0), ("id", id))
            ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            CaseStudy.Boundary.Stream(id), command, post.Caller.Coordinates(post.Rows.RequireAction(action)), id);
    }
}
