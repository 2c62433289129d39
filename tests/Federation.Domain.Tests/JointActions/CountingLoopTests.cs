using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using Federation.Log.Counting;

namespace Federation.Tests.JointActions;

/// <summary>Whatever is planned, reported, corrected, moved and cancelled: the books say what counting again
/// says.</summary>
public class CountingLoopTests
{
    private static readonly string[] Villages = ["440605121001", "440605121002", "440605122001", "441900003001"];
    private static readonly string[] Regions = ["", "44", "4406", "440605121", Villages[0], Villages[3]];
    private static readonly Period Ever = new(DateOnly.MinValue, DateOnly.MaxValue);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Tallies_equal_what_the_sessions_themselves_add_up_to(int seed)
    {
        var life = new ActionLife(new(seed), Villages);
        for (var turn = 0; turn < 1_500; turn++) life.AskSession(80);
        var books = BooksOf(life);

        Assert.Contains(life.Sessions.Values, session => session.Report is not null);
        Assert.Contains(life.Sessions.Values, session => session.Cancelled);
        foreach (var asked in life.Questions(Regions, 12))
        {
            Assert.Equal(life.Recounted(asked), books.Count(asked).Tally);
            Assert.Equal(life.VillagesOf(asked), ReachedBy(books, asked));
        }

        foreach (var village in Villages)
        foreach (var asOf in new[] { ActionLife.First.AddDays(20), Askers.Today })
        {
            var asked = new Question(new(DateOnly.MinValue, asOf), village);
            Assert.Equal(
                life.Held(asked).Select(session => session.Value.Day()).Order().LastOrDefault(),
                books.LastDays(asked).GetValueOrDefault(village));
        }

        ByScope(life, books);
        GridCells(life, books);
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7)]
    public void Pledges_and_merchants_as_of_any_day_equal_a_count_of_the_shops(int seed)
    {
        var life = new ActionLife(new(seed), Villages);
        for (var turn = 0; turn < 800; turn++) life.AskPledge(60);
        var books = BooksOf(life);

        Assert.Contains(life.Pledges.Values, pledge => pledge.Cancelled);
        Assert.Contains(life.Pledges.Values, pledge => pledge.Signed == true && !pledge.HoldsOn(Askers.Today));
        foreach (var asked in life.Questions(Regions, 12))
        {
            var counts = books.Count(asked);
            Assert.Equal(
                life.PledgesOf(asked),
                (counts.Tally.Pledges, counts.Tally.PledgesNotStated, counts.AllianceMerchants));
        }
    }

    private static Books BooksOf(ActionLife life)
    {
        var tables = new MemoryTables();
        foreach (var (stream, day, body) in life.Events) tables.Record(stream, day, body);
        return tables.Books;
    }

    private static string[] ReachedBy(Books books, Question asked)
    {
        var reached = books.Count(asked, By.Village).Where(at => at.Value.Tally.Sessions > 0).ToArray();
        Assert.Equal(reached.Length, books.Count(asked).VillagesReached);
        Assert.All(reached, at => Assert.Equal(1, at.Value.VillagesReached));
        return [.. reached.Select(at => at.Key).Order()];
    }

    private static void ByScope(ActionLife life, Books books)
    {
        var all = life.Held(new(Ever)).ToArray();
        foreach (var action in life.Actions)
        {
            var counted = books.Count(new(Ever, Action: action), By.Scope);
            foreach (var scope in new[] { "", "outreach", "series/workshop", "series/meeting" })
            {
                var expected = ActionLife.Sum(all.Where(session => session.Key.Split('/')[0] == action
                    && (scope == "" || scope == "outreach" && session.Value.Planned!.Of.SeriesId == "workshop"
                        || scope == $"series/{session.Value.Planned!.Of.SeriesId}")));
                Assert.Equal(expected, counted[scope].Tally);
                Assert.Equal(expected, books.Count(new(Ever, Action: action, Scope: scope)).Tally);
            }
        }
    }

    private static void GridCells(ActionLife life, Books books)
    {
        foreach (var action in life.Actions)
        foreach (var cell in books.HeldBy(new(Ever, Action: action), By.Series, By.Village))
        {
            var here = life.Sessions.Where(session => session.Value.Planned?.Of is { } of && !session.Value.Cancelled
                && (session.Key.Split('/')[0], of.SeriesId, of.VillageCode)
                    == (action, cell.Key.First, cell.Key.Second)).ToArray();
            Assert.Equal(
                new(here.LongLength, here.LongCount(session => session.Value.Report is not null),
                    here.Sum(session => session.Value.Report?.PersonTimes.Value ?? 0)),
                cell.Value);
        }
    }
}
