using Federation.Api.Fundraisers;
using Federation.Log.Counting;

namespace Federation.Api.JointActions;

/// <summary>The figures of a joint action by scope: the whole action, its named parts, each series; what is computed
/// from records beside what documents print.</summary>
/// <param name="Computed">The whole action first, then named parts, then the series in their order.</param>
public sealed record ActionFigures(IReadOnlyList<Figure> Computed, IReadOnlyList<Publication> Published)
{
    /// <summary>Told of the whole action only: a shop's visit belongs to no series.</summary>
    private static readonly string[] WholeOnly = [FigureRegistry.Pledges, FigureRegistry.AllianceMerchants];

    public Items<Difference> Differences => Difference.Of([.. Computed, .. Published.Select(p => p.Figure)]);

    public static ActionFigures Of(Reading reading, string action, Name title, IReadOnlyList<ActionSeries> series,
        DateOnly asOf)
    {
        var counted = reading.Books.Count(new(new(DateOnly.MinValue, asOf), Action: action), By.Scope);
        var scopes = Scopes(reading.Rows, action, title, series);
        var computed = scopes.SelectMany(scope =>
        {
            var counts = counted.GetValueOrDefault(scope.Key, Counts.Nothing);
            var whole = scope.Key.Length == 0;
            var figures = counts.Figures(scope.Value, asOf).Where(f => whole || !WholeOnly.Contains(f.Key));
            var within = whole ? series.Count : series.Count(s => s.Scopes.Contains(scope.Key));
            return scope.Value.Kind == ScopeKind.Series ? figures
                : figures.Prepend(Figure.Counted(FigureRegistry.Series, within, scope.Value, asOf));
        });
        var money = MoneyFigures.OfAction(reading.Rows, action, scopes[""], asOf);
        return new(
            [.. computed, .. money.Computed],
            [.. Publications(reading.Rows, action, scopes, asOf), .. money.Published]);
    }

    /// <summary>By scope in their order; within one, as the registry lists them, computed before published.</summary>
    public IReadOnlyList<FigureAnswer> Answers(string action, DateOnly asOf) =>
    [
        .. Computed.Select(f => f.Scope).Distinct().SelectMany(scope => FigureAnswers.Of(
            Computed.Where(f => f.Scope == scope), Published.Where(p => p.Figure.Scope == scope),
            f => FigureAnswers.RecordsOf(
                f.Key, ("action", action), ("series", scope.Kind == ScopeKind.Series ? scope.Id : null),
                ("scope", scope.Kind == ScopeKind.Named ? scope.Id : null), ("asOf", Days.Text(asOf))))),
    ];

    /// <summary>By the key that the counters use: empty, a named part, or <c>series/id</c>.</summary>
    private static Dictionary<string, Scope> Scopes(
        Rows rows, string action, Name title, IReadOnlyList<ActionSeries> series)
    {
        var names = rows.All(
            "select scope, name_zh, name_en from action_scope_names where action = @action",
            r => (Scope: r.GetString(0), Name: r.Name(1)), ("action", action)).ToDictionary(n => n.Scope, n => n.Name);
        var scopes = new Dictionary<string, Scope> { [""] = new(ScopeKind.Action, action, title) };
        foreach (var part in series.SelectMany(s => s.Scopes).Distinct().Order(StringComparer.Ordinal))
            scopes[part] = new(ScopeKind.Named, part, names.GetValueOrDefault(part, new(part)));
        foreach (var one in series) scopes[ActionScope.OfSeries(one.Id).Text()] = new(ScopeKind.Series, one.Id,
            one.Title);
        return scopes;
    }

    private static IReadOnlyList<Publication> Publications(
        Rows rows, string action, Dictionary<string, Scope> scopes, DateOnly asOf) => rows.All(
        $"select {Publication.Columns}, scope from published_figures where action = @action and as_of <= @asOf " +
        "order by scope, figure, as_of, source",
        r => Publication.Read(r, scopes[r.GetString(7)]), ("action", action), ("asOf", asOf));
}

/// <summary>One explanation that a published figure had or has.</summary>
public sealed record FigureNote(string Key, string Scope, string Source, Name Note, DateOnly Day);

/// <summary>What documents print about an action: each figure, and how those of one kind differ.</summary>
/// <param name="Explanations">Every one there ever was, the oldest first.</param>
public sealed record PublishedOfAction(
    IReadOnlyList<FigureAnswer> Items, Items<Difference> Differences, IReadOnlyList<FigureNote> Explanations)
{
    internal static PublishedOfAction Of(Reading reading)
    {
        var (of, about) = ActionReading.Plain(reading, reading["id"]);
        var figures = ActionFigures.Of(
            reading, of.Id, about.Title, ActionFactsReading.SeriesOf(reading.Rows, of.Id),
            CoverageQuery.AsOfDay(reading));
        return new(
            FigureAnswers.Of([], figures.Published, _ => ""), figures.Differences,
            reading.Rows.All<FigureNote>(
                "select figure as \"key\", scope, source, note_zh, note_en, day from figure_notes " +
                "where action = @action order by position", ("action", of.Id)));
    }
}
