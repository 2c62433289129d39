using Federation.Log.Tests.Kit;
using Federation.Tests.Rig;

namespace Federation.Log.Tests;

/// <summary>A clock that stands behind what was recorded, or jumps ahead, is told; what is recorded stays in
/// order.</summary>
public sealed class ClockTests
{
    [Theory, MemberData(nameof(BothDatabases.All), MemberType = typeof(BothDatabases))]
    public async Task A_clock_behind_the_last_event_is_refused_until_it_is_right_and_a_little_is_nothing(string kind)
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(kind, clock);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh()));
        clock.Pass(-ClockWatch.BehindMax / 2);
        await test.Log.Commit("a", 1, Ask.Deposit(Ask.Fresh()));
        var moments = test.Log.ReadAll(0, 10).Select(e => e.RecordedAt).ToArray();
        Assert.Equal(moments.Order(), moments);

        clock.Pass(TimeSpan.FromDays(-40));
        Assert.Equal(StorageFault.ClockBehind, (await Assert.ThrowsAsync<StorageException>(
            () => test.Log.Put("a", 2, Ask.Deposit(Ask.Fresh())))).Fault);
        await test.Log.Probe();
        Assert.Equal(StorageFault.ClockBehind, test.Log.Storage.Fault);
        await test.Log.Write(Rowset.Put(test.Log.SignInTries, "anna", 1L, 1L)); // People still sign in.
        Assert.Equal(2, test.Log.StoredPosition());

        clock.Pass(TimeSpan.FromDays(40) + ClockWatch.BehindMax);
        await test.Log.Probe();
        Assert.Null(test.Log.Storage.Fault);
        await test.Log.Commit("a", 2, Ask.Deposit(Ask.Fresh()));
        await test.Log.IsSound();
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_of_the_machines_uptime_is_told_and_one_that_is_set_right_is_not()
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(BothDatabases.Sqlite, clock);
        var up = TimeSpan.FromHours(5);
        var watch = new ClockWatch(test.Log, () => up);
        Assert.Null(watch.Look());
        (up, _) = (up + TimeSpan.FromDays(20), Passed(TimeSpan.FromDays(20))); // The machine slept.
        Assert.Null(watch.Look());
        Passed(TimeSpan.FromDays(20));
        Assert.Equal(StorageFault.ClockAhead, watch.Look());
        Passed(TimeSpan.FromDays(-20));
        Assert.Null(watch.Look());
        Passed(TimeSpan.FromDays(-40));
        Assert.Null(watch.Look()); // The writer tells that.
        watch.Forget();
        Passed(TimeSpan.FromDays(40));
        Assert.Null(watch.Look()); // Set right after it stood behind: measured from here.

        TimeSpan Passed(TimeSpan time)
        {
            clock.Pass(time);
            return time;
        }
    }

    [Fact]
    public async Task A_clock_far_from_the_servers_is_told()
    {
        var clock = new HastyClock();
        await using var test = await TestLog.Open(BothDatabases.PostgreSql, clock);
        await test.Log.Probe();
        Assert.Null(test.Log.Storage.Fault);
        clock.Pass(TimeSpan.FromDays(20));
        await test.Log.Probe();
        Assert.Equal(StorageFault.ClockAhead, test.Log.Storage.Fault);
        await test.Log.Commit("a", 0, Ask.Deposit(Ask.Fresh())); // It may be right: told, not refused.
        clock.Pass(TimeSpan.FromDays(-20));
        await test.Log.Probe();
        Assert.Null(test.Log.Storage.Fault);
    }
}
