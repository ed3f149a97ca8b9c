namespace Chalkline.Measuring.Tests;

/// <summary>A clock that tests move by hand.</summary>
internal sealed class StepClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds) => _now += (long)(seconds * TimestampFrequency);
}
