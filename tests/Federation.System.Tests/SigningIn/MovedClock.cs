namespace Federation.Tests.SigningIn;

/// <summary>A clock that stands until a test moves it; timers run as ever.</summary>
public sealed class MovedClock : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private long _passed;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Volatile.Read(ref _passed));

    /// <summary>What is remembered for a moment is forgotten when the clock has moved by it.</summary>
    public override long GetTimestamp() =>
        System.GetTimestamp() + (Volatile.Read(ref _passed) * (TimestampFrequency / TimeSpan.TicksPerSecond));

    public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, time.Ticks);
}
