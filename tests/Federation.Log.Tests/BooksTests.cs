using Federation.Domain.Counting;
using Federation.Log.Counting;
using Federation.Log.Tests.Kit;
using Federation.Tests.Counting;
using Federation.Tests.JointActions;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>Figures over a real log: whoever wrote the events, and whenever they are asked for, they are what a plain
/// count of the same histories gives.</summary>
public sealed class BooksTests
{
    private const int Histories = 500, Questions = 3;

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task Random_histories_give_the_figures_that_a_plain_count_gives(string kind)
    {
        await using var test = await TestLog.Open(kind, catalogue: Catalogue.Product);
        var written = test.Log.Books.UpToDate(); // Open from the first commit on: it is told of each.
        var lives = Enumerable.Range(0, Histories).Select(seed => new Life(seed)).ToArray();
        EventLog[] writers = kind == BothDatabases.Sqlite ? [test.Log] : [test.Log, Another(test)];
        await Task.WhenAll(lives.Select(life => life.Record(writers)));
        test.Log.Head.See(test.Log.StoredPosition());

        Assert.Same(written, test.Log.Books.UpToDate());
        foreach (var life in lives) life.Judge(test.Log.Books.UpToDate());
        // Once more with what was kept beside a file at the end, and then from the log alone.
        for (var turn = 0; turn < 2; turn++)
        {
            test.Reopen(Catalogue.Product);
            Assert.Equal(turn == 0 && kind == BothDatabases.Sqlite, File.Exists(test.Log.Books.File));
            foreach (var life in lives) life.Judge(test.Log.Books.UpToDate());
            if (test.Log.Books.File is { } file) File.Delete(file);
            test.Log.Books.File = null;
        }
    }

    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_question_knows_all_that_its_nodes_head_has(string kind)
    {
        await using var test = await TestLog.Open(kind, catalogue: Catalogue.Product);
        var asking = kind == BothDatabases.Sqlite ? test.Log : Another(test);
        using var end = new CancellationTokenSource();
        var following = Task.Run(() => asking.Follow(end.Token));
        asking.Books.UpToDate();
        for (var seed = 0; seed < 20; seed++)
        {
            var life = new Life(seed);
            var position = await life.Record([test.Log]);
            Assert.True(await asking.Head.Reaches(position, Patience.Long, TimeProvider.System));
            life.Judge(asking.Books.UpToDate());
        }

        await end.CancelAsync();
        await following;
    }

    private static EventLog Another(TestLog test) => test.Another(Catalogue.Product);

    /// <summary>A town's life and two joint actions in it.</summary>
    private sealed class Life
    {
        private readonly TownLife _town;
        private readonly ActionLife _actions;
        private readonly Question[] _ofTown, _ofActions;
        private readonly string _code;

        public Life(int seed)
        {
            var random = new Random(seed);
            _code = $"{440_605_000 + seed}";
            _town = new(random, _code);
            _actions = new(random, [.. Enumerable.Range(1, 3).Select(n => $"{_code}{n:000}")], $"h{seed}-");
            for (var turn = 0; turn < 24; turn++)
            {
                _actions.AskSession(6);
                if (turn % 2 == 0) _actions.AskPledge(4);
            }

            _ofTown = [.. _town.Questions(Questions)];
            _ofActions = [.. _actions.Questions([_code, $"{_code}001"], Questions)];
        }

        /// <summary>Each stream by one of the logs, streams that rest on no other one at once.</summary>
        public async Task<long> Record(EventLog[] logs)
        {
            var streams = _town.Events.Select(e => (e.Stream, e.Event))
                .Concat(_actions.Events.Select(e => (e.Stream, e.Event)))
                .GroupBy(e => e.Stream).ToLookup(e => e.Key.StartsWith("alliance/", StringComparison.Ordinal));
            var positions = new List<long>();
            foreach (var alliances in new[] { true, false })
                positions.AddRange(await Task.WhenAll(streams[alliances].Select((stream, n) =>
                    Record(logs[n % logs.Length], stream.Key, [.. stream.Select(e => e.Event)]))));
            return positions.Max();
        }

        public void Judge(Books books)
        {
            foreach (var asked in _ofTown) Assert.Equal(_town.Recounted(asked), books.Reach(asked));
            foreach (var asked in _ofActions)
            {
                var counts = books.Count(asked);
                Assert.Equal(
                    _actions.Recounted(asked),
                    counts.Tally with { Pledges = 0, PledgesNotStated = 0, IllustrativePledges = 0 });
                Assert.Equal(_actions.VillagesOf(asked).LongLength, counts.VillagesReached);
                Assert.Equal(
                    _actions.PledgesOf(asked),
                    (counts.Tally.Pledges, counts.Tally.PledgesNotStated, counts.AllianceMerchants));
            }
        }

        private static async Task<long> Record(EventLog log, string stream, object[] events)
        {
            var decided = Ask.Accepted(Ask.Fresh(), events);
            var result = await log.Append(new(stream, 0, [decided])).WaitAsync(Patience.Long);
            return Assert.IsType<MemberResult.Committed>(result).Outcomes[0].Position;
        }
    }
}
