using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using Federation.Log;
using Federation.Log.Counting;
using Federation.Log.JointActions;

namespace Federation.Tests.JointActions;

public class RowsTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly SessionOf Of = new("jiujiang", "食品安全", "workshop", ["outreach"], "440605121001", "org-a",
        true);
    private static readonly SessionReport First =
        new(new(30, Precision.About), 4, 90, [new("宣传册子", 40, Precision.Nearly), new("贴纸", 5)], "note-1");
    private static readonly SessionReport Second = new(new(31), 5, 90, [new("宣传册子", 38)], null);
    private static readonly SessionEvent.Planned Planned = new(Of, new(2026, 3, 1, 1, 0, 0, default), "文化中心", null);

    private readonly MemoryTables _tables = new();

    private void Session(params SessionEvent[] events) => _tables.Record("session/food/one", Day, events);

    private Tally Counted(DateOnly? from = null) =>
        _tables.Books.Count(new(new(from ?? DateOnly.MinValue, DateOnly.MaxValue))).Tally;

    [Fact]
    public void A_report_counts_on_its_day_and_in_every_scope_it_belongs_to()
    {
        Session(Planned, new SessionEvent.Reported(Of, Day, First));

        var (expected, ever) = (First.Tally(illustrative: true), new Period(DateOnly.MinValue, DateOnly.MaxValue));
        Assert.Equal((expected, default), (Counted(Day), Counted(Day.AddDays(1))));
        Assert.Equal(
            ["", "outreach", "series/workshop"], _tables.Books.Count(new(ever, Action: "food"), By.Scope).Keys.Order());
        foreach (var (by, key) in new[]
        {
            (By.Village, Of.VillageCode), (By.Month, "2026-03"), (By.Theme, Of.Theme),
            (By.Organisation, Of.OrganisationId), (By.Scope, "outreach"),
        })
            Assert.Equal(new(expected, 1, 1), _tables.Books.Count(new(ever), by)[key]);
        Assert.Equal((45L, Precision.Nearly, 30L, Precision.About),
            (expected.Materials.Value, expected.Materials.Precision,
            expected.PersonTimes.Value, expected.PersonTimes.Precision));
    }

    [Fact]
    public void Reporting_correcting_and_cancelling_leaves_nothing()
    {
        Session(Planned, new SessionEvent.Reported(Of, Day, First),
            new SessionEvent.ReportCorrected(Of, Day, Second, First));
        Assert.Equal(Second.Tally(true), Counted());

        Session(new SessionEvent.Cancelled(Of, Day, Second, null));
        Assert.Equal(default, Counted());
        Assert.Empty(_tables.Books.Count(new(new(Day, Day)), By.Village));
    }

    [Fact]
    public void The_grid_counts_what_is_planned_and_what_of_it_was_held()
    {
        Session(Planned);
        Assert.Equal(new(1, 0, 0), Cell());
        Session(new SessionEvent.Reported(Of, Day, First));
        Assert.Equal(new(1, 1, 30), Cell());
        Session(new SessionEvent.Cancelled(Of, Day, First, null));
        Assert.Equal(new(0, 0, 0), Cell());

        Held Cell() => _tables.Books.HeldBy(
            new(new(DateOnly.MinValue, DateOnly.MaxValue), Action: "food"), By.Series, By.Village)[
            ("workshop", Of.VillageCode)];
    }

    [Fact]
    public void A_correction_of_the_note_alone_changes_no_count()
    {
        Session(Planned, new SessionEvent.Reported(Of, Day, First));
        Session(new SessionEvent.ReportCorrected(Of, Day, First with { NoteId = "note-2" }, First));
        Assert.Equal(First.Tally(true), Counted());
    }

    [Fact]
    public void A_session_opens_to_its_whole_report_and_its_materials()
    {
        Session(Planned, new SessionEvent.Reported(Of, Day, First),
            new SessionEvent.ReportCorrected(Of, Day, Second, First));
        var row = _tables.Row(SessionRows.Sessions, "food", "one");
        Assert.Equal(("held", 31L, "exact", 38L, 1L),
            (row["state"], row["person_times"], row["pt_precision"], row["copies"], row["corrections"]));
        Assert.Equal(38L, Assert.Single(_tables.Rows(SessionRows.Materials))["count"]);

        Session(new SessionEvent.Cancelled(Of, Day, Second, "text-1"));
        Assert.Equal("cancelled", _tables.Row(SessionRows.Sessions, "food", "one")["state"]);
    }

    [Fact]
    public void A_moved_session_stands_on_its_new_day()
    {
        Session(Planned, new SessionEvent.Rescheduled(new(2026, 3, 4, 16, 30, 0, default), "广场"));
        Assert.Equal(new DateOnly(2026, 3, 5), _tables.Row(SessionRows.Sessions, "food", "one")["day"]);
    }

    [Fact]
    public void An_action_has_rows_for_its_bodies_series_scopes_owners_and_quotations()
    {
        var figure = new PublishedFigure("personTimes", new(700, Precision.About), ActionScope.Named("outreach"), Day,
            "年报");
        _tables.Record("action/food", Day,
            new JointActionEvent.Created("jiujiang", new("行动", "Action"), "食品安全", null,
                ActionDays.Months(new(2026, 1, 1), new(2026, 6, 1)), [new("综治办"), new("食安办")], [new("社联")], null,
                    false),
            new JointActionEvent.SeriesAdded(new("workshop", new("工作坊"), 1, ["outreach"])),
            new JointActionEvent.ScopeNamed("outreach", new("宣传活动")),
            new JointActionEvent.ParticipantAdded("jiujiang", new("org-a", "v1", [])),
            new JointActionEvent.ParticipantAdded("jiujiang", new("org-b", "v1", ["workshop", "meeting"])),
            new JointActionEvent.Launched(Day),
            new JointActionEvent.FigurePublished(figure),
            new JointActionEvent.FigurePublished(figure with { Stated = new(584) }),
            new JointActionEvent.FigurePublished(figure with { Scope = ActionScope.Whole }),
            new JointActionEvent.PublishedFigureWithdrawn("personTimes", ActionScope.Whole, "年报"),
            new JointActionEvent.Closed(Day, "text-1", 25));

        var action = _tables.Row(JointActionRows.Actions, "food");
        Assert.Equal(("closed", Day, 25L), (action["phase"], action["closed_on"], action["closed_sessions"]));
        Assert.Equal(["综治办", "食安办"], RowText.Names((string)action["guidance"]!).Select(body => body.Zh));
        Assert.Equal("workshop", Assert.Single(_tables.Rows(JointActionRows.SeriesScopes))["series"]);
        Assert.Equal("宣传活动", Assert.Single(_tables.Rows(JointActionRows.ScopeNames))["name_zh"]);
        Assert.Equal(["", "meeting", "workshop"],
            _tables.Rows(JointActionRows.Participants).Select(row => row["series"]));
        var published = Assert.Single(_tables.Rows(JointActionRows.PublishedFigures));
        Assert.Equal(("outreach", "named", 584L, "exact"),
            (published["scope"], published["scope_kind"], published["value"], published["precision"]));
    }

}
