using System.Diagnostics;
using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using static Federation.Log.Column;

namespace Federation.Log.JointActions;

// What pages show of joint actions: the action, its series and owners, and the figures documents print about it.
// Sessions and pledges have their rows in SessionRows.cs and PledgeRows.cs. Sums are never made from these tables: that
// is what the books in Counting/ are for.

public static class JointActionRows
{
    public static readonly Table Actions = new("actions",
        [Text("action")],
        [
            Text("alliance"), Text("title_zh"), Text("title_en"), Text("theme"), Text("goal_zh"), Text("goal_en"),
            Text("from_day"), Text("to_day"), Number("in_months"), Text("guidance"),
            Text("partners"), Text("deliberation"), Number("illustrative"),
            Text("phase"), Text("created_on"), Text("launched_on"), Text("closed_on"),
            Text("summary"), Number("closed_sessions"),
        ],
        "alliance, phase", "theme");

    public static readonly Table Series = new("action_series",
        [Text("action"), Text("series")], [Text("title_zh"), Text("title_en"), Number("place")]);

    /// <summary>Which named parts of the action a series belongs to.</summary>
    public static readonly Table SeriesScopes = new("action_series_scopes",
        [Text("action"), Text("scope"), Text("series")], [Number("present")]);

    public static readonly Table ScopeNames = new("action_scope_names",
        [Text("action"), Text("scope")], [Text("name_zh"), Text("name_en")]);

    /// <summary>One row per organisation, village and series; series '' means all of them.</summary>
    public static readonly Table Participants = new("action_participants",
        [Text("action"), Text("village"), Text("organisation"), Text("series")], [Text("alliance"), Text("since")],
        "organisation");

    /// <summary>Told apart by key, scope ('' the whole action, a named part, 'series/id') and source.</summary>
    public static readonly Table PublishedFigures = new("published_figures",
        [Text("action"), Text("figure"), Text("scope"), Text("source")],
        [
            Text("scope_kind"), Text("scope_id"), Number("value"), Text("precision"), Text("as_of"),
            Text("published_on"), Text("note_zh"), Text("note_en"),
        ]);

    /// <summary>Every explanation that a published figure ever had, in the order they were given.</summary>
    public static readonly Table FigureNotes = new("figure_notes",
        [Text("action"), Text("figure"), Text("scope"), Text("source"), Number("position")],
        [Text("note_zh"), Text("note_en"), Text("day"), Text("given_by")]);

    public static readonly Projection Projection = Projection.Of<JointActionEvent>("joint-actions",
        [Actions, Series, SeriesScopes, ScopeNames, Participants, PublishedFigures, FigureNotes], Apply);

    private static IEnumerable<Change> Apply(StoredEvent e, JointActionEvent body) => body switch
    {
        JointActionEvent.Created created => Created(e, created),
        JointActionEvent.SeriesAdded added => SeriesAdded(e.Id(), added.Series),
        JointActionEvent.ScopeNamed named =>
            [ScopeNames.Put([e.Id(), named.Scope], ("name_zh", named.Name.Zh), ("name_en", named.Name.En))],
        JointActionEvent.ParticipantAdded added => SeriesOf(added.Participant).Select(series => Participants.Put(
            [e.Id(), added.Participant.VillageCode, added.Participant.OrganisationId, series],
            ("alliance", added.AllianceId), ("since", e.Day))),
        JointActionEvent.Launched launched =>
            [Actions.Put([e.Id()], ("phase", "launched"), ("launched_on", launched.Day))],
        JointActionEvent.FigurePublished { Figure: var figure } =>
            [Published(e, figure), .. Noted(e, figure.Key, figure.Scope, figure.Source, figure.Note)],
        JointActionEvent.FigureExplained { Note: var note } now =>
        [
            PublishedFigures.Put(
                [e.Id(), now.Key, now.Scope.Text(), now.Source], ("note_zh", note.Zh), ("note_en", note.En)),
            .. Noted(e, now.Key, now.Scope, now.Source, note),
        ],
        JointActionEvent.PublishedFigureWithdrawn gone =>
            [PublishedFigures.Delete(e.Id(), gone.Key, gone.Scope.Text(), gone.Source)],
        JointActionEvent.Closed closed =>
        [
            Actions.Put([e.Id()], ("phase", "closed"), ("closed_on", closed.Day), ("summary", closed.SummaryId),
                ("closed_sessions", closed.SessionsHeld)),
        ],
        _ => throw new UnreachableException(body.GetType().Name),
    };

    private static IEnumerable<Change> Created(StoredEvent e, JointActionEvent.Created created) =>
    [
        Actions.Put([e.Id()],
            ("alliance", created.AllianceId), ("title_zh", created.Title.Zh), ("title_en", created.Title.En),
            ("theme", created.Theme), ("goal_zh", created.Goal?.Zh), ("goal_en", created.Goal?.En),
            ("from_day", created.Days.From), ("to_day", created.Days.To), ("in_months", created.Days.InMonths),
            ("guidance", RowText.Of(created.Guidance)), ("partners", RowText.Of(created.Partners)),
            ("deliberation", created.DeliberationId), ("illustrative", created.Illustrative), ("phase", "draft"),
            ("created_on", e.Day)),
    ];

    private static IEnumerable<Change> SeriesAdded(string action, ActionSeries series) =>
    [
        Series.Put([action, series.Id],
            ("title_zh", series.Title.Zh), ("title_en", series.Title.En), ("place", (long)series.Order)),
        .. series.Scopes.Select(scope => SeriesScopes.Put([action, scope, series.Id], ("present", true))),
    ];

    private static IEnumerable<string> SeriesOf(Participant participant) =>
        participant.SeriesIds.Count == 0 ? [""] : participant.SeriesIds;

    private static IEnumerable<Change> Noted(
        StoredEvent e, string key, ActionScope scope, string source, Name? note) => note is null ? [] :
    [
        FigureNotes.Put([e.Id(), key, scope.Text(), source, e.Position],
            ("note_zh", note.Zh), ("note_en", note.En), ("day", e.Day), ("given_by", e.Actor)),
    ];

    private static Change Published(StoredEvent e, PublishedFigure figure) => PublishedFigures.Put(
        [e.Id(), figure.Key, figure.Scope.Text(), figure.Source],
        ("scope_kind", RowText.Of(figure.Scope.Kind)), ("scope_id", figure.Scope.Id),
        ("value", figure.Stated.Value), ("precision", RowText.Of(figure.Stated.Precision)), ("as_of", figure.AsOf),
        ("published_on", e.Day), ("note_zh", figure.Note?.Zh), ("note_en", figure.Note?.En));
}
