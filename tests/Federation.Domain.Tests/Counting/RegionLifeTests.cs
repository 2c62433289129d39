using Federation.Domain;
using Federation.Domain.Counting;
using Federation.Domain.JointActions;
using Federation.Log.Counting;
using Federation.Tests.JointActions;

namespace Federation.Tests.Counting;

/// <summary>Towns in several counties, cities and provinces, in which the same three organisations hold sessions: what
/// a region has in any months is what a plain count of all that its towns have gives, each thing counted
/// once.</summary>
public class RegionLifeTests
{
    private static readonly string[] Towns = ["440605121", "440605122", "440604001", "440103007", "110101001"];
    private static readonly string[] Regions =
        ["", "44", "4406", "440605", "440604", "4401", "440103", "11", "440605121"];


    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Whole_months_of_any_region_equal_a_plain_count(int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < 10; n++)
        {
            var country = new Life(random);
            for (var turn = 0; turn < 8; turn++)
            {
                country.GoOn(random);
                foreach (var region in Regions) country.Judge(random, region);
            }
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void What_stands_in_any_region_on_any_day_equals_a_plain_count(int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < 20; n++)
        {
            var tables = new MemoryTables();
            TownLife[] lives = [.. Towns.Select(town => new TownLife(random, town, n % 2 == 0 ? "p-" : null))];
            foreach (var life in lives)
            {
                foreach (var (stream, body) in life.Events) tables.Record(stream, Askers.Today, body);
                foreach (var asked in life.Questions(3)) Assert.Equal(life.Recounted(asked), tables.Books.Reach(asked));
                foreach (var region in Regions)
                foreach (var any in life.Questions(2))
                {
                    TownLife[] within = [.. lives.Where(l => l.Town.StartsWith(region, StringComparison.Ordinal))];
                    within = [.. within.Take(Array.IndexOf(within, life) is var at and >= 0 ? at + 1
                        : within.Count(l => Array.IndexOf(lives, l) < Array.IndexOf(lives, life)))];
                    if (within.Length == 0) continue;
                    var asked = any with { Region = region, Alliance = null };
                    Assert.Equal(TownLife.Recounted(within, asked), tables.Books.Reach(asked));
                }
            }
        }
    }

    private sealed class Life(Random random)
    {
        private readonly MemoryTables _tables = new();
        private readonly int[] _told = new int[Towns.Length];
        private readonly ActionLife[] _lives =
        [
            .. Towns.Select(town => new ActionLife(
                random, [.. Enumerable.Range(1, 3).Select(v => $"{town}{v:000}")], $"t{town}-")),
        ];

        public void GoOn(Random random)
        {
            for (var town = 0; town < Towns.Length; town++)
            {
                for (var turn = random.Next(4); turn > 0; turn--) _lives[town].AskSession(6);
                if (random.Next(2) == 0) _lives[town].AskPledge(4);
                foreach (var (stream, day, body) in _lives[town].Events.Skip(_told[town]))
                    _tables.Record(stream, day, body);
                _told[town] = _lives[town].Events.Count;
            }
        }

        public void Judge(Random random, string region)
        {
            var first = new DateOnly(2025, 11, 1).AddMonths(random.Next(4));
            var days = new Period(
                random.Next(4) == 0 ? DateOnly.MinValue : first,
                random.Next(4) == 0 ? DateOnly.MaxValue : first.AddMonths(1 + random.Next(4)).AddDays(-1));
            var theme = random.Next(2) == 0 ? null : _lives[random.Next(Towns.Length)].Actions[0];
            var asked = new Question(days, region, Theme: theme);
            var held = Held(asked);
            Same(held, Signed(asked), _tables.Books.Count(asked));
            var byMonth = _tables.Books.Count(asked, By.Month);
            Assert.Equal(
                held.GroupBy(h => Days.Month(h.Day())).Select(h => h.Key).Order(), byMonth.Keys.Order());
            foreach (var month in held.GroupBy(h => Days.Month(h.Day()))) Same([.. month], null, byMonth[month.Key]);
            var byTheme = _tables.Books.Count(asked, By.Theme);
            foreach (var one in held.GroupBy(h => h.Planned!.Of.Theme)) Same([.. one], null, byTheme[one.Key]);
        }

        private SessionState[] Held(Question asked) =>
        [
            .. _lives.SelectMany(life => life.Held(asked)).Select(held => held.Value)
                .Where(held => asked.Theme is null || held.Planned!.Of.Theme == asked.Theme),
        ];

        private (long, long)? Signed(Question asked)
        {
            if (asked.Theme is not null) return null;
            var pledges = _lives.Select(life => life.PledgesOf(asked)).ToArray();
            return (pledges.Sum(p => p.Signed), pledges.Sum(p => p.Merchants));
        }

        private static void Same(SessionState[] held, (long Signed, long Merchants)? states, Counts counts)
        {
            var tally = held.Aggregate(
                default(Tally), (sum, one) => sum + one.Report!.Tally(one.Planned!.Of.Illustrative));
            Assert.Equal(tally, counts.Tally with { Pledges = 0, PledgesNotStated = 0, IllustrativePledges = 0 });
            Assert.Equal(held.Select(h => h.Planned!.Of.VillageCode).Distinct().Count(), counts.VillagesReached);
            Assert.Equal(
                held.Select(h => h.Planned!.Of.OrganisationId).Distinct().Count(), counts.DeliveringOrganisations);
            if (states is { } stated) Assert.Equal(stated, (counts.Tally.Pledges, counts.AllianceMerchants));
        }
    }
}
