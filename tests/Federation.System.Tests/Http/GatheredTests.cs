using Federation.Api.Http;

namespace Federation.Tests.Http;

/// <summary>Who asks while somebody's question is being read is answered by the next reading, together with all
/// others.</summary>
public class GatheredTests
{
    private readonly List<string[]> _readings = [];
    private readonly ManualResetEventSlim _goesOn = new(), _reads = new();

    [Fact]
    public async Task Questions_that_gather_are_read_together_each_key_once_and_everybody_gets_their_own()
    {
        var gathered = new Gathered<string>(Read);
        var first = Task.Run(() => gathered.Ask("a"));
        _reads.Wait();
        var others = new[] { "b", "c", "b", "nobody", "a" }.Select(gathered.Ask).ToArray();
        _goesOn.Set();

        Assert.Equal("A", await first);
        Assert.Equal("B C B  A", string.Join(' ', await Task.WhenAll(others)));
        Assert.Equal([["a"], ["b", "c", "nobody", "a"]], _readings);
    }

    [Fact]
    public async Task A_fault_is_told_to_all_who_wait_and_whoever_asks_then_is_read_for()
    {
        var gathered = new Gathered<string>(
            keys => Read(keys).Count > 0 && keys.Contains("bad") ? throw new OutOfMemoryException() : Read(keys));
        var first = Task.Run(() => gathered.Ask("bad"));
        _reads.Wait();
        var waiting = gathered.Ask("b");
        _goesOn.Set();
        await Assert.ThrowsAsync<OutOfMemoryException>(() => first);
        await Assert.ThrowsAsync<OutOfMemoryException>(() => waiting);
        Assert.Equal("A", await gathered.Ask("a"));
    }

    [Fact]
    public async Task A_number_that_is_no_power_of_two_repeats_the_last()
    {
        var gathered = new Gathered<string>(Read);
        var first = Task.Run(() => gathered.Ask("a"));
        _reads.Wait();
        var others = new[] { "b", "c", "d" }.Select(gathered.Ask).ToArray();
        _goesOn.Set();
        await first;
        await Task.WhenAll(others);
        Assert.Equal(["b", "c", "d", "d"], _readings[1]);
    }

    private IReadOnlyDictionary<string, string> Read(IReadOnlyList<string> keys)
    {
        _readings.Add([.. keys]);
        _reads.Set();
        _goesOn.Wait();
        return keys.Distinct().Where(key => key != "nobody").ToDictionary(key => key, key => key.ToUpperInvariant());
    }
}
