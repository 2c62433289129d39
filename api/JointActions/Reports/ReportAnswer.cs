namespace Federation.Api.JointActions.Reports;

/// <summary>A number that is no longer what it was when the report was handed in.</summary>
public sealed record FigureChange(string Key, ActionScope Scope, long? Was, long? Is)
{
    /// <summary>Computed figures that records tell otherwise than when the shown version was handed in.</summary>
    internal static IReadOnlyList<FigureChange> Of(ReportSource source)
    {
        var now = source.All.Computed.ToDictionary(f => (f.Key, FigureParts.ScopeOf(f.Scope)));
        return
        [
            .. from f in source.Frozen
               where f.Source == FigureSource.Records
               let known = now.GetValueOrDefault((f.Key, f.Scope))
               where (known?.Value, known?.Precision) != (f.Value, f.Precision)
               select new FigureChange(f.Key, f.Scope, f.Value, known?.Value),
        ];
    }
}

/// <summary>What the API answers: what is recorded, the figures that were handed in, and how far the report has
/// come.</summary>
/// <param name="MoreSessions">Where the others are, if they are too many.</param>
/// <param name="Version">The one whose figures and words these are.</param>
public sealed record ReportAnswer(
    ActionRow Action, DateOnly AsOf, IReadOnlyList<ActionSeries> Series, IEnumerable<ParticipantShown> Participants,
    IReadOnlyList<FigureAnswer> Figures, Items<Difference> Differences, GridShown Grid,
    IReadOnlyList<SessionRow> Sessions, string? MoreSessions, string State, bool Edited, ReportVersion? Version,
    IReadOnlyList<ReportVersion> Versions, IReadOnlyList<FrozenFigure> HandedIn, IReadOnlyList<FigureChange> Changes,
    ReportTexts Words, IReadOnlyList<ReportComment> Comments, IReadOnlyList<ReportSection> Sections)
{
    internal static ReportAnswer Of(Reading reading)
    {
        var read = ReportReading.Of(reading);
        var (source, of) = (read.Source, read.Source.Of);
        var sessions = SessionReading.Page(
            reading, "s.action = @action and s.state = 'held' and s.day <= @asOf", ActionParts.RowsMax + 1,
            ("action", of.Id), ("asOf", source.AsOf));
        return new(
            source.About, source.AsOf, source.Series, ActionReading.Participants(reading.Rows, of.Id), source.Figures,
            source.All.Differences, ActionReport.GridOf(reading, of, source.Series),
            SessionReading.Shown(reading, of, [.. sessions.Take(ActionParts.RowsMax)]),
            sessions.Count > ActionParts.RowsMax ? $"/api/v1/joint-actions/{of.Id}/sessions?state=held" : null,
            read.State, read.Edited, read.Shown, read.Versions, source.Frozen, FigureChange.Of(source), source.Words,
            read.Comments, read.Sections);
    }
}
