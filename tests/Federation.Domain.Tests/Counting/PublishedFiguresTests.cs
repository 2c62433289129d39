using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Log.Counting;
using static Federation.Domain.Counting.PublishedFigures;
using static Federation.Domain.Counting.PublishedFiguresCommand;
using static Federation.Domain.Counting.PublishedFiguresEvent;

namespace Federation.Tests.Counting;

public class PublishedFiguresTests
{
    private const string Town = "440605121";
    private static readonly PublishingFacts Alliance = new("jiujiang", Town);
    private static readonly AllianceFigure Minutes = new(
        FigureRegistry.SupportMinutes, new(6_000, Precision.Nearly), new(ScopeKind.Alliance, "jiujiang"),
        new(2022, 2, 28), "《经验揭秘》", new("近100小时"));

    private static Spec<PublishedFiguresState, PublishedFiguresCommand, PublishedFiguresEvent> Given(
        params PublishedFiguresEvent[] events) => new(Decider("jiujiang"), events, Askers.Coordinator);

    private static void Refuses(AllianceFigure figure, Refusal why) =>
        Given().When(new Publish(figure, Alliance)).ThenRefused(why);

    [Fact]
    public void A_coordinator_enters_what_a_document_prints() =>
        Given().When(new Publish(Minutes, Alliance)).Then(new FigurePublished(Minutes));

    [Fact]
    public void The_same_figure_of_the_same_source_is_replaced()
    {
        var corrected = Minutes with { Stated = new(6_060) };
        var figures = Decider("x");
        Given(new FigurePublished(Minutes)).When(new Publish(corrected, Alliance)).Then(new FigurePublished(corrected));
        Assert.Equal([corrected], figures.Fold(
            figures.Initial, [new FigurePublished(Minutes), new FigurePublished(corrected)]).Figures);
    }

    [Fact]
    public void Only_a_coordinator_enters_figures() =>
        Given().By(Askers.Staff("org")).When(new Publish(Minutes, Alliance)).ThenRefused(Asked.Refusals.NotCoordinator);

    [Fact]
    public void Nothing_is_published_as_of_tomorrow() =>
        Refuses(Minutes with { AsOf = Askers.Today.AddDays(1) }, Asked.Refusals.DayInFuture with { Field = "asOf" });

    [Fact]
    public void The_figure_is_one_of_the_registry() => Refuses(Minutes with { Key = "joy" }, Refusals.FigureUnknown);

    [Theory]
    [InlineData(ScopeKind.Alliance, "another"), InlineData(ScopeKind.Region, "440605122")]
    [InlineData(ScopeKind.Region, "440605"), InlineData(ScopeKind.Action, "jiujiang")]
    public void It_speaks_about_the_alliance_or_its_region(ScopeKind kind, string id) =>
        Refuses(Minutes with { Scope = new(kind, id) }, Refusals.ScopeElsewhere);

    [Theory]
    [InlineData(-1, "x", "x"), InlineData(ValueMax + 1, "x", "x"), InlineData(1, " ", "x"), InlineData(1, "x", " ")]
    public void Value_source_and_note_keep_their_bounds(long value, string source, string note) =>
        Refuses(Minutes with { Stated = new(value), Source = source, Note = new(note) }, Refusals.FigureInvalid);

    [Fact]
    public void Their_number_is_bounded()
    {
        var full = Enumerable.Range(0, FiguresMax).Select(n => new FigurePublished(Minutes with { Source = $"s{n}" }));
        Given([.. full]).When(new Publish(Minutes, Alliance)).ThenRefused(Refusals.TooManyFigures);
        var known = Minutes with { Source = "s0", Stated = new(1) };
        Given([.. full]).When(new Publish(known, Alliance)).Then(new FigurePublished(known));
    }

    [Fact]
    public void A_figure_is_withdrawn_and_may_come_again()
    {
        var gone = new FigureWithdrawn(Minutes.Key, Minutes.Scope, Minutes.Source);
        var withdraw = new Withdraw(Minutes.Key, Minutes.Scope, Minutes.Source);
        Given(new FigurePublished(Minutes)).When(withdraw).Then(gone);
        Given(new FigurePublished(Minutes), gone).When(new Publish(Minutes, Alliance))
            .Then(new FigurePublished(Minutes));
        Given().When(withdraw).ThenRefused(Asked.Refusals.NotFound);
        Given(new FigurePublished(Minutes)).By(Askers.Nobody).When(withdraw).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(new FigurePublished(Minutes)).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(withdraw)
            .ThenRefused(Asked.Refusals.DayInFuture);
    }

    [Fact]
    public void Why_it_differs_may_be_said_later_and_every_explanation_is_kept()
    {
        var (first, later) = (new FigurePublished(Minutes), new Name("来源为“近100小时”", "The source says nearly"));
        var explain = new Explain(Minutes.Key, Minutes.Scope, Minutes.Source, later);
        var said = new FigureExplained(Minutes.Key, Minutes.Scope, Minutes.Source, later);
        Given(first).When(explain).Then(said);
        Given().When(explain).ThenRefused(Asked.Refusals.NotFound);
        Given(first).When(explain with { Note = new(" ") }).ThenRefused(Refusals.NoteInvalid);
        Given(first).By(Askers.Nobody).When(explain).ThenRefused(Asked.Refusals.NotCoordinator);
        Given(first).By(Askers.Coordinator.On(Askers.Today.AddDays(1))).When(explain)
            .ThenRefused(Asked.Refusals.DayInFuture);

        var rows = new RowFold(PublishedFigureRows.Projection).On("published/jiujiang", Askers.Today, first, said);
        Assert.Equal(later.Zh, Assert.Single(rows.Rows(PublishedFigureRows.Figures))["note_zh"]);
        Assert.NotEmpty(rows.Rows(PublishedFigureRows.Notes));
    }

    [Fact]
    public void Rows_hold_what_is_published_now()
    {
        var rows = new RowFold(PublishedFigureRows.Projection)
            .On("published/jiujiang", Askers.Today, new FigurePublished(Minutes));
        var row = Assert.Single(rows.Rows(PublishedFigureRows.Figures));
        Assert.Equal(("6000", "nearly", "近100小时"), (row["value"], row["precision"], row["note_zh"]));

        rows.On("published/jiujiang", Askers.Today, new FigureWithdrawn(Minutes.Key, Minutes.Scope, Minutes.Source));
        Assert.Empty(rows.Rows(PublishedFigureRows.Figures));
    }
}
