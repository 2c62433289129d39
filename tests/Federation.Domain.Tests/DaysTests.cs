using Federation.Domain;

namespace Federation.Tests;

/// <summary>Which days are taken from anybody: those with which a rule or a page can reckon.</summary>
public class DaysTests
{
    [Theory]
    [InlineData("1949-10-01"), InlineData("2026-03-12"), InlineData("2100-12-31")]
    public void A_day_of_these_centuries_is_read(string text) => Assert.Equal(text, Days.Text(Days.Parse(text)!.Value));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("1899-12-31"), InlineData("3000-01-01"), InlineData("0001-01-01")]
    [InlineData("9999-12-31"), InlineData("2025-02-30"), InlineData("2025-1-1"), InlineData("2025-01-01\n")]
    [InlineData(" 2025-01-01"), InlineData("٢٠٢٥-01-01"), InlineData("10000-01-01"), InlineData("2025-01")]
    public void What_is_no_day_or_of_no_such_century_is_none(string? text) => Assert.Null(Days.Parse(text));

    [Fact]
    public void A_moment_is_taken_on_the_days_that_are_taken()
    {
        Assert.Equal(TimeSpan.FromHours(8), Days.Moment(new(2026, 3, 12, 14, 30, 0))!.Value.Offset);
        Assert.Null(Days.Moment(DateTime.MinValue));
        Assert.Null(Days.Moment(DateTime.MaxValue));
    }
}
