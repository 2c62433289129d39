using Federation.Domain;
using Federation.Domain.Counting;

namespace Federation.Tests.Counting;

public class CoverageTests
{
    private static readonly Scope Town = new(ScopeKind.Region, "440605121", new("九江镇"));
    private static readonly DateOnly Day = new(2022, 2, 28);

    private static Counts Held(long sessions, long personTimes) =>
        new(default(Tally) with { Sessions = sessions, PersonTimes = Parts.Of(personTimes) }, 1, 1);

    private static long? Value(CoverageRow row, string key) => row.Figures.Single(figure => figure.Key == key).Value;

    [Fact]
    public void Every_village_is_a_row_and_those_with_nothing_come_first()
    {
        var rows = Coverage.Rows(CoverageBy.Village, [("v1", new("一")), ("v2", new("二")), ("v3", new("三"))],
            new Dictionary<string, Counts> { ["v1"] = Held(2, 30), ["v3"] = Held(1, 5) }, Town, Day);

        Assert.Equal(["v2", "v1", "v3"], rows.Select(row => row.Key));
        Assert.Equal([0, 2, 1], rows.Select(row => Value(row, "sessions")));
        Assert.Equal(new Scope(ScopeKind.Region, "v2", new("二")), rows[0].Figures[0].Scope);
    }

    [Fact]
    public void A_village_with_nothing_but_a_shop_in_the_alliance_is_no_village_with_nothing()
    {
        var rows = Coverage.Rows(CoverageBy.Village, [("v1", new("一")), ("v2", new("二"))],
            new Dictionary<string, Counts> { ["v1"] = new(default, AllianceMerchants: 1) }, Town, Day);

        Assert.Equal(["v2", "v1"], rows.Select(row => row.Key));
    }

    [Fact]
    public void Months_keep_their_own_order_with_zeros_included()
    {
        var months = new Period(new(2022, 1, 5), new(2022, 3, 2)).Months().Select(month => (month, new Name(month)));
        var rows = Coverage.Rows(CoverageBy.Month, months,
            new Dictionary<string, Counts> { ["2022-01"] = Held(2, 30) }, Town, Day);

        Assert.Equal(["2022-01", "2022-02", "2022-03"], rows.Select(row => row.Key));
        Assert.Equal([2, 0, 0], rows.Select(row => Value(row, "sessions")));
        Assert.Equal(Town, rows[0].Figures[0].Scope);
    }

    [Fact]
    public void What_was_counted_under_an_unknown_key_is_a_row_too_so_that_rows_add_up_to_the_total()
    {
        var rows = Coverage.Rows(CoverageBy.Theme, [("food", new("食品安全"))],
            new Dictionary<string, Counts> { ["fire"] = Held(1, 9), ["food"] = Held(2, 30) }, Town, Day);

        Assert.Equal(["food", "fire"], rows.Select(row => row.Key));
        Assert.Equal(39, rows.Sum(row => Value(row, "personTimes")));
    }

    [Fact]
    public void Pledges_of_which_signing_is_not_stated_are_not_shown_as_zero()
    {
        var unknown = new Counts(default(Tally) with { PledgesNotStated = 41 });
        var partly = new Counts(default(Tally) with { Pledges = 3, PledgesNotStated = 38 });

        Assert.Null(Of(unknown).Value);
        Assert.Equal((3L, Precision.AtLeast, 38L), (Of(partly).Value, Of(partly).Precision, Of(partly).InexactParts));
        Assert.Equal((0L, Precision.Exact), (Of(Counts.Nothing).Value, Of(Counts.Nothing).Precision));

        static Figure Of(Counts counts) => counts.Figures(Town, Day).Single(figure => figure.Key == "pledges");
    }

    [Fact]
    public void Figures_that_rest_on_an_illustration_say_so_and_others_do_not()
    {
        var figures = new Counts(default(Tally) with { Sessions = 2, Illustrative = 1 }).Figures(Town, Day);
        Assert.True(figures.Single(figure => figure.Key == "sessions").Illustrative);
        Assert.Null(figures.Single(figure => figure.Key == "allianceMerchants").Illustrative);
    }

    [Fact]
    public void Gaps_name_villages_that_never_had_a_session_first_then_the_longest_pause()
    {
        var last = new Dictionary<string, DateOnly>
        {
            ["v1"] = Day.AddDays(-30), ["v2"] = Day.AddDays(-29), ["v4"] = Day.AddDays(-90), ["v5"] = Day,
        };
        Assert.Equal(
            [new("v3", null, null), new("v4", Day.AddDays(-90), 90), new("v1", Day.AddDays(-30), 30)],
            Gaps.Of(["v1", "v2", "v3", "v4", "v5"], last, Day, 30));
    }

    [Fact]
    public void A_period_ends_on_the_day_as_of_which_it_is_asked()
    {
        var period = new Period(new(2022, 1, 1), new(2022, 3, 31));
        Assert.Equal(period with { To = Day }, period.AsOf(Day));
        Assert.Equal(period, period.AsOf(new(2022, 4, 1)));
        Assert.True(period.AsOf(new(2021, 12, 31)).IsEmpty);
    }

    [Fact]
    public void The_last_month_of_all_is_a_month_like_any_other() =>
        Assert.Equal(["9999-12"], new Period(new(9999, 12, 2), DateOnly.MaxValue).Months());
}
