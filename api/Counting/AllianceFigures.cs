using Federation.Domain.Alliances;

namespace Federation.Api.Counting;

/// <summary>A published figure as its alliance's page shows it.</summary>
/// <param name="OfAlliance">It speaks about this alliance only, not about its whole region.</param>
public sealed record PrintedFigure(
    string Key, long Value, string Precision, bool OfAlliance, DateOnly AsOf, string Source, Name? Note);

public sealed record AllianceFiguresView(string AllianceId, IReadOnlyList<PrintedFigure> Figures);

/// <summary>What documents print about an alliance and its region; it stands beside what is computed.</summary>
public static class AllianceFigures
{
    private const string At = "/{id}/published-figures", Page = "~/alliances/{id}/figures";

    public static readonly Feature Feature = new("/alliances", [typeof(PublishedFigures.Refusals)], alliances =>
    {
        var page = alliances.Page<AllianceFiguresView, AllianceFiguresPage>(Page, Who.Coordinators, Shown);
        alliances.Add<PublishedFigureBody>(At, Who.Coordinators, Publish, page, page: Page);
        alliances.Do<UnpublishBody>(At + "/withdrawal", Who.Coordinators, post => Run(post, region =>
            new PublishedFiguresCommand.Withdraw(
                post.Body.Key, ScopeOf(post.Body.Scope, post["id"], region), post.Body.Source)),
            page, page: Page + "/withdrawal");
        alliances.Do<ExplanationBody>(At + "/explanation", Who.Coordinators, post => Run(post, region =>
            new PublishedFiguresCommand.Explain(
                post.Body.Key, ScopeOf(post.Body.Scope, post["id"], region), post.Body.Source, post.Body.Note)),
            page, page: Page + "/explanation");
        alliances.Json(At + "/explanations", Who.Everyone, reading => new Whole<FigureNote>(
            reading.Rows.All<FigureNote>(
                "select figure as \"key\", scope, source, note_zh, note_en, day from alliance_figure_notes " +
                "where alliance = @alliance order by position limit 500", ("alliance", reading["id"]))));
    });

    private static AllianceFiguresView? Shown(Reading reading)
    {
        var id = reading["id"];
        if (RegionOf(reading.Rows, id) is not { } region) return null;
        if (!reading.Caller.Coordinates(id, region)) throw new ProblemException(Problem.NotAllowed);
        return new(id, reading.Rows.All<PrintedFigure>(
            "select figure as \"key\", value, precision, case when scope_kind = 'alliance' then 1 else 0 end as " +
            "of_alliance, as_of, source, note_zh, note_en from alliance_figures where alliance = @id " +
            "order by figure, scope, source", ("id", id)));
    }

    /// <summary>About the alliance's region unless its scope says otherwise.</summary>
    private static Task<Done> Publish(Post<PublishedFigureBody> post)
    {
        var (id, body, asOf) = (post["id"], post.Body, DayOrMonth.LastSoFar(post.Body.AsOf, "asOf", Days.Of(post.Now)));
        return Run(post, region => new PublishedFiguresCommand.Publish(
            new(body.Key, new(body.Value, body.Precision), ScopeOf(body.Scope, id, region), asOf, body.Source,
                body.Note),
            new(id, region)));
    }

    private static RegionScope ScopeOf(ScopeBody? scope, string alliance, string region) => scope?.Kind switch
    {
        null or ScopeKind.Region => new(ScopeKind.Region, scope?.Id ?? region),
        ScopeKind.Alliance => new(ScopeKind.Alliance, scope.Id ?? alliance),
        _ => throw new ProblemException(Problem.Malformed(
            "scope", "范围种类须为 region 或 alliance。", "The scope's kind is region or alliance.")),
    };

    private static Task<Done> Run(Post post, Func<string, object> command)
    {
        var id = post["id"];
        var region = RegionOf(post.Rows, id) ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            PublishedFigures.Boundary.Stream(id),
            () =>
            {
                post.RestOn(Alliance.Boundary.Stream(id));
                return command(RegionOf(post.Rows, id) ?? region);
            },
            post.Caller.Coordinates(id, region), id);
    }

    private static string? RegionOf(Rows rows, string alliance) => rows.One(
        "select region from alliances where id = @id", r => r.GetString(0), ("id", alliance));
}
