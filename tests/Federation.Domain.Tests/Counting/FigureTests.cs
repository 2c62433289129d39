using Federation.Domain;
using Federation.Domain.Counting;

namespace Federation.Tests.Counting;

public class FigureTests
{
    private static readonly Scope Whole = new(ScopeKind.Action, "food", new("食品安全"));
    private static readonly Scope Outreach = new(ScopeKind.Named, "outreach", new("宣传活动"));
    private static readonly DateOnly Day = new(2022, 3, 31);

    private static Amount Amount(string key, long value = 1) => new(key, Parts.Of(value));

    private static Figure Computed(string key, long value, Precision precision = Precision.Exact) =>
        Figure.Of(new(key, Parts.Of(value, precision)), Whole, Day);

    private static Figure Published(string key, long value, Precision precision = Precision.Exact) =>
        Figure.Published(key, new(value, precision), Whole, Day);

    [Theory]
    [InlineData("personTimes", "organisationsServed"), InlineData("personTimes", "volunteerTimes")]
    [InlineData("sessions", "personTimes"), InlineData("raisedFen", "supportMinutes")]
    public void Different_figures_are_never_added(string one, string other) =>
        Assert.Throws<InvalidOperationException>(() => Amount(one) + Amount(other));

    [Fact]
    public void A_target_is_never_added_to_an_actual_number() =>
        Assert.Throws<InvalidOperationException>(() =>
            Amount("personTimes") + Amount("personTimes") with { Target = true });

    [Theory]
    [InlineData("villagesReached"), InlineData("mentors"), InlineData("organisationsServed"),
        InlineData("allianceMerchants")]
    public void Counts_of_distinct_things_are_counted_again_and_never_added(string key) =>
        Assert.Throws<InvalidOperationException>(() => Amount(key) + Amount(key));

    [Fact]
    public void A_sum_of_reports_becomes_a_figure_with_its_unit_precision_and_inexact_parts()
    {
        var sum = Amount("personTimes", 584) + new Amount("personTimes", Parts.Of(116, Precision.About));
        Assert.Equal(
            new Figure("personTimes", 700, Unit.PersonTimes, Precision.About, 1, Whole, Day, FigureSource.Records),
            Figure.Of(sum, Whole, Day));
    }

    [Fact]
    public void An_exact_sum_does_not_speak_of_inexact_parts() =>
        Assert.Null(Figure.Of(Amount("sessions", 25), Whole, Day).InexactParts);

    [Fact]
    public void A_figure_is_marked_when_an_illustration_is_behind_it()
    {
        Assert.True(Figure.Counted("sessions", 1, Whole, Day, illustrative: true).Illustrative);
        Assert.Null(Figure.Counted("sessions", 1, Whole, Day).Illustrative);
    }

    [Fact]
    public void Every_key_of_the_counting_model_is_defined_once_in_both_languages()
    {
        string[] keys =
        [
            "villages", "villagesCovered", "villagesReached", "memberOrganisations", "mentors", "teams",
            "organisationsServed", "supportMinutes", "sessions", "personTimes", "volunteerTimes", "materials",
            "pledges", "allianceMerchants", "raisedFen", "spentFen", "relays",
        ];
        Assert.Empty(keys.Except(FigureRegistry.All.Select(figure => figure.Key)));
        Assert.Equal(FigureRegistry.All.Count, FigureRegistry.All.Select(figure => figure.Key).Distinct().Count());
        Assert.All(FigureRegistry.All, figure => Assert.All([figure.Name, figure.UnitName, figure.Formula], text =>
        {
            Assert.NotEqual("", text.Zh);
            Assert.NotEqual("", text.En ?? "");
        }));
        Assert.Null(FigureRegistry.Find("people"));
    }

    [Fact]
    public void Answers_list_the_registrys_order_with_computed_before_published()
    {
        var figures = Figure.Ordered([Published("personTimes", 700), Computed("personTimes", 690),
            Computed("sessions", 25)]);
        Assert.Equal(["sessions", "personTimes", "personTimes"], figures.Select(figure => figure.Key));
        Assert.Equal(FigureSource.Published, figures[2].Source);
    }

    [Theory]
    [InlineData(Precision.Exact, 25, 25, Agreement.Same), InlineData(Precision.Exact, 25, 24, Agreement.Differs)]
    [InlineData(Precision.About, 700, 640, Agreement.WithinWording),
        InlineData(Precision.About, 700, 584, Agreement.Differs)]
    [InlineData(Precision.Nearly, 6000, 5900, Agreement.WithinWording),
        InlineData(Precision.Nearly, 6000, 6001, Agreement.Differs)]
    [InlineData(Precision.Nearly, 6000, 5000, Agreement.Differs),
        InlineData(Precision.AtLeast, 350, 350, Agreement.WithinWording)]
    [InlineData(Precision.AtLeast, 350, 349, Agreement.Differs),
        InlineData(Precision.MoreThan, 40, 40, Agreement.Differs)]
    [InlineData(Precision.MoreThan, 40, 41, Agreement.WithinWording)]
    public void A_published_figure_says_by_how_much_the_records_differ_and_whether_its_wording_allows_it(
        Precision wording, long stated, long counted, Agreement expected)
    {
        var difference = Difference.Between(Published("personTimes", stated, wording),
            Computed("personTimes", counted))!;
        Assert.Equal((counted - stated, expected), (difference.By, difference.Agreement));
    }

    [Fact]
    public void Only_figures_of_one_key_and_one_scope_are_compared()
    {
        Assert.Throws<InvalidOperationException>(() =>
            Difference.Between(Published("personTimes", 700), Computed("personTimes", 584) with { Scope = Outreach }));
        Assert.Empty(Difference.Of([Published("personTimes", 700),
            Computed("personTimes", 584) with { Scope = Outreach }]));
        Assert.Equal(-10, Difference.Of([Published("personTimes", 700), Computed("personTimes", 690)])[0].By);
    }

    [Fact]
    public void What_is_not_stated_is_not_compared() =>
        Assert.Null(Difference.Between(Published("pledges", 41), Computed("pledges", 0) with { Value = null }));
}
