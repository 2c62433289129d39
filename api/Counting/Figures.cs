namespace Federation.Api.Counting;

/// <summary>The records behind a figure, as their page shows them.</summary>
public sealed record RecordsView(FigureDefinition Figure, FormState Filters, Listed<object> Records);

/// <summary>The registry of figures, and what is behind each.</summary>
public static class Figures
{
    public static readonly Feature Feature = new("/figures", [], figures =>
    {
        figures.Get<Whole<FigureDefinition>, FiguresPage>("", Who.Everyone, _ => new([.. FigureRegistry.All]));
        figures.Json("/{key}/records", Who.Everyone, FigureRecords.Find,
            "region alliance action series scope theme organisation village campaign from to asOf");
        figures.Page<RecordsView, RecordsPage>("/{key}/records", Who.Everyone, Shown);
    });

    private static RecordsView? Shown(Reading reading)
    {
        var filters = PageFilters.Of(reading);
        return FigureRegistry.Find(reading.Route("key")) is not { } figure ? null
            : new(figure, filters, filters.Try(reading, new([], null), () => FigureRecords.Found(reading, figure.Key)));
    }
}
