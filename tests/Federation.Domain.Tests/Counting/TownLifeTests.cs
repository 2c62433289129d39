using Federation.Tests.JointActions;

namespace Federation.Tests.Counting;

/// <summary>Whatever comes, is renamed, corrected and goes: the books say of any day what counting again
/// says.</summary>
public class TownLifeTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void What_stands_on_any_day_equals_a_plain_count(int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < 50; n++)
        {
            var (life, tables) = (new TownLife(random, "440605121"), new MemoryTables());
            foreach (var (stream, body) in life.Events) tables.Record(stream, Askers.Today, body);
            foreach (var asked in life.Questions(20)) Assert.Equal(life.Recounted(asked), tables.Books.Reach(asked));
        }
    }
}
