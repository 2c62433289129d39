using Federation.Domain.Counting;

namespace Federation.Tests.Counting;

public class PrecisionTests
{
    private static readonly Precision[] All = Enum.GetValues<Precision>();

    private static Parts Sum(params Precision[] stated) =>
        stated.Aggregate(default(Parts), (sum, precision) => sum + Parts.Of(10, precision));

    [Fact]
    public void Exact_numbers_add_to_an_exact_sum_and_so_does_nothing_at_all()
    {
        Assert.Equal(Precision.Exact, Sum(Precision.Exact, Precision.Exact).Precision);
        Assert.Equal(Precision.Exact, default(Parts).Precision);
        Assert.Equal(20, Sum(Precision.Exact, Precision.Exact).Value);
    }

    [Theory]
    [InlineData(Precision.About), InlineData(Precision.Nearly), InlineData(Precision.AtLeast),
        InlineData(Precision.MoreThan)]
    public void Exact_numbers_with_one_inexact_kind_keep_that_kind(Precision kind)
    {
        Assert.Equal(kind, Sum(Precision.Exact, kind).Precision);
        Assert.Equal(kind, Sum(kind, Precision.Exact, kind).Precision);
    }

    [Fact]
    public void At_least_with_more_than_is_at_least() =>
        Assert.Equal(Precision.AtLeast, Sum(Precision.MoreThan, Precision.AtLeast, Precision.Exact).Precision);

    [Theory]
    [InlineData(Precision.About, Precision.Nearly), InlineData(Precision.About, Precision.AtLeast)]
    [InlineData(Precision.About, Precision.MoreThan), InlineData(Precision.Nearly, Precision.AtLeast)]
    [InlineData(Precision.Nearly, Precision.MoreThan)]
    public void Any_other_mix_is_about(Precision one, Precision other) =>
        Assert.Equal(Precision.About, Sum(one, other).Precision);

    [Fact]
    public void A_sum_says_how_many_of_its_parts_are_inexact() =>
        Assert.Equal(3,
            Sum(Precision.Exact, Precision.About, Precision.Nearly, Precision.Exact, Precision.About).Inexact);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Adding_is_associative_and_commutative_and_taking_away_undoes_it(int seed)
    {
        var random = new Random(seed);
        for (var turn = 0; turn < 2_000; turn++)
        {
            var (a, b, c) = (Some(random), Some(random), Some(random));
            Assert.Equal(a + b, b + a);
            Assert.Equal((a + b + c).Precision, (c + (a + b)).Precision);
            Assert.Equal((a + b) + c, a + (b + c));
            Assert.Equal(a, a + b - b);
            Assert.Equal(a, a + default(Parts));
        }
    }

    [Fact]
    public void The_precision_of_a_sum_follows_from_those_of_its_two_halves()
    {
        // The same rule, stated on precisions alone: whoever adds two figures gets what whoever counts again gets.
        foreach (var halves in from a in All from b in All from c in All select (a, b, c))
        {
            var left = Sum(halves.a, halves.b).Precision;
            Assert.Equal(Sum(halves.a, halves.b, halves.c).Precision, Sum(left, halves.c).Precision);
        }
    }

    [Fact]
    public void A_total_that_no_longer_fits_fails_instead_of_turning_negative() =>
        Assert.Throws<OverflowException>(() => Parts.Of(long.MaxValue) + Parts.Of(1));

    [Fact]
    public void Every_precision_but_exact_has_its_word() =>
        Assert.All(All, precision => Assert.Equal(precision == Precision.Exact, precision.Word().Zh == ""));

    private static Parts Some(Random random) =>
        Enumerable.Range(0, random.Next(4)).Aggregate(default(Parts), (sum, _) =>
            sum + Parts.Of(random.Next(1_000), All[random.Next(All.Length)]));
}
