using Federation.Api.JointActions;
using Federation.Domain.Alliances;
using Federation.Domain.Counting;

namespace Federation.Api.Counting;

/// <summary>Coverage, gaps, the registry of figures with what is behind each, and figures that documents
/// print.</summary>
public static class CountingEndpoints
{
    private const int GapDaysUsual = 30;

    public static readonly RoleRow[] Roles =
    [
        new("GET", "/api/v1/coverage/{regionCode}", Who.Everyone),
        new("GET", "/api/v1/coverage/{regionCode}/gaps", Who.Officials),
        new("GET", "/api/v1/figures", Who.Everyone),
        new("GET", "/api/v1/figures/{key}/records", Who.Everyone),
        new("POST", "/api/v1/alliances/{id}/published-figures", Who.Coordinators),
        new("POST", "/api/v1/alliances/{id}/published-figures/withdrawal", Who.Coordinators),
        new("POST", "/api/v1/alliances/{id}/published-figures/explanation", Who.Coordinators),
        new("GET", "/api/v1/alliances/{id}/published-figures/explanations", Who.Everyone),
    ];

    public static void MapCounting(this IEndpointRouteBuilder api)
    {
        api.MapGet("/coverage/{regionCode}", (string regionCode, Reading reading, CoverageCache cache) =>
        {
            var query = CoverageQuery.Of(reading, regionCode);
            return cache.Answer(reading, query.ToString(), () => CoverageReading.Of(reading, query));
        });
        api.MapGet("/coverage/{regionCode}/gaps", Gaps);
        api.MapGet("/figures", (Reading reading) => reading.Answer(new { items = FigureRegistry.All }));
        api.MapGet("/figures/{key}/records", (string key, Reading reading) => FigureRecords.Of(reading, key));
        api.MapPost("/alliances/{id}/published-figures", async (string id, Post<PublishedFigureBody> asked) =>
            (await Publish(asked, id, asked.Body)).Created(asked.Http, $"/api/v1/alliances/{id}"));
        api.MapPost("/alliances/{id}/published-figures/withdrawal", async (string id, Post<UnpublishBody> asked) =>
            (await Unpublish(asked, id, asked.Body)).Answer(asked.Http));
        api.MapPost("/alliances/{id}/published-figures/explanation", async (string id, Post<ExplanationBody> asked) =>
            (await Explain(asked, id, asked.Body)).Answer(asked.Http));
        api.MapGet("/alliances/{id}/published-figures/explanations", (string id, Reading reading) => reading.Answer(new
        {
            items = reading.Rows.All(
                "select figure, scope, source, note_zh, note_en, day from alliance_figure_notes " +
                "where alliance = @alliance order by position limit 500",
                r => new FigureNote(
                    r.GetString(0), r.GetString(1), r.GetString(2), new(r.GetString(3), r.Text(4)), r.Day(5)!.Value),
                ("alliance", id)),
        }));
    }

    /// <summary>Where nothing happens is for those who look after the region.</summary>
    private static IResult Gaps(string regionCode, Reading reading, CoverageCache cache)
    {
        var query = CoverageQuery.Of(reading, regionCode);
        var days = reading.Number("days", GapDaysUsual, 1, Federation.Domain.Counting.Gaps.DaysMax);
        var mayLook = reading.Caller.Oversees(query.Region)
            || reading.Caller.Coordinates(query.Alliance ?? "", query.Region);
        return mayLook
            ? cache.Answer(reading, $"gaps {days} {query}", () => CoverageReading.Gaps(reading, query, days))
            : Problem.NotAllowed.Answer(reading.Http);
    }

    /// <summary>Enters what a document prints about the alliance's region (unless its scope says otherwise) or about
    /// the alliance.</summary>
    public static Task<Done> Publish(Post post, string alliance, PublishedFigureBody body)
    {
        var asOf = DayOrMonth.Last(body.AsOf, "asOf");
        return Run(post, alliance, region => new PublishedFiguresCommand.Publish(
            new(body.Key, new(body.Value, body.Precision), ScopeOf(body.Scope, alliance, region), asOf, body.Source,
                body.Note),
            new(alliance, region)));
    }

    public static Task<Done> Unpublish(Post post, string alliance, UnpublishBody body) => Run(post, alliance,
        region => new PublishedFiguresCommand.Withdraw(body.Key, ScopeOf(body.Scope, alliance, region), body.Source));

    public static Task<Done> Explain(Post post, string alliance, ExplanationBody body) => Run(post, alliance,
        region => new PublishedFiguresCommand.Explain(
            body.Key, ScopeOf(body.Scope, alliance, region), body.Source, body.Note));

    private static RegionScope ScopeOf(ScopeBody? scope, string alliance, string region) => scope?.Kind switch
    {
        null or ScopeKind.Region => new(ScopeKind.Region, scope?.Id ?? region),
        ScopeKind.Alliance => new(ScopeKind.Alliance, scope.Id ?? alliance),
        _ => throw new ProblemException(Problem.Malformed(
            "scope", "范围种类须为 region 或 alliance。", "The scope's kind is region or alliance.")),
    };

    private static Task<Done> Run(Post post, string alliance, Func<string, object> command)
    {
        var region = Region() ?? throw new ProblemException(Problem.NotFound);
        return post.Run(
            PublishedFigures.Boundary.Stream(alliance),
            () =>
            {
                post.RestOn(Alliance.Boundary.Stream(alliance));
                return command(Region() ?? region);
            },
            post.Caller.Coordinates(alliance, region), alliance);

        string? Region() => post.Rows.One(
            "select region from alliances where id = @id", r =>
                r.GetString(0), ("id", Post.Reference(alliance, "id")));
    }
}
