using System.Diagnostics;
using Federation.Grains.Local;
using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>What a command leads to stands in the trace of whoever asked.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task An_append_is_in_the_trace_of_the_command_that_led_to_it()
    {
        await using var test = await TestLog.Open(BothDatabases.Sqlite);
        var appends = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Federation.Grains",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = appends.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var asking = new Activity("asking").SetIdFormat(ActivityIdFormat.W3C).Start();

        await new LocalGrains(test.Log).Execute("purse/traced", new PurseCommand.Deposit(1), Ask.Fresh());

        var append = Assert.Single(appends, a => a.TraceId == asking.TraceId);
        Assert.Equal((asking.SpanId, "append"), (append.ParentSpanId, append.OperationName));
        Assert.Equal("purse/traced", append.GetTagItem("stream"));
    }
}
