using Federation.Api.JointActions;
using Federation.Domain;
using Federation.Tests.Rig;

namespace Federation.Tests.Counting;

/// <summary>A month is stated by its last day; of the month that runs, no later day than today is known.</summary>
public class RunningMonthTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Theory]
    [InlineData("2026-05", "2026-05-31")]
    [InlineData("2026-06", "2026-06-15")]
    [InlineData("2026-07", "2026-07-31")]
    [InlineData("2025-06", "2025-06-30")]
    [InlineData("2026-06-20", "2026-06-20")]
    public void A_month_that_is_over_ends_on_its_last_day_and_the_running_one_today(string text, string day) =>
        Assert.Equal(Days.Parse(day), DayOrMonth.LastSoFar(text, "asOf", Today));

    [Fact]
    public async Task A_figure_is_published_for_the_running_month_on_any_of_its_days_and_not_for_the_next()
    {
        var (registry, today) = (await Registry.Registry.On(BothDatabases.Sqlite), Days.Of(DateTimeOffset.UtcNow));

        await registry.Coordinator.Done($"{registry.Path}/published-figures", Of(today));
        var later = await registry.Coordinator.Post($"{registry.Path}/published-figures", Of(today.AddMonths(1)));

        Assert.Equal((409, "day-in-future", "asOf"), (later.Status, later.Code, (string?)later.Json!["field"]));
        var figure = (await registry.Coordinator.Read($"/coverage/{registry.Town}"))["figures"]!.AsArray()
            .Single(f => (string)f!["source"]! == "published")!;
        Assert.Equal(Days.Text(today), (string)figure["asOf"]!);

        static object Of(DateOnly day) => new
        {
            key = "villages", value = 27, asOf = Days.Month(day), source = "《简报》",
        };
    }
}
