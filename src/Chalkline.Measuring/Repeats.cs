namespace Chalkline.Measuring;

/// <summary>Runs a kernel until its median is worth something.</summary>
/// <param name="clock">The clock to time with.</param>
/// <param name="options">How often.</param>
internal sealed class Repeats(TimeProvider clock, MeasureOptions options)
{
    private const int LeastRuns = 3;
    private const int MostInside = 1 << 16;

    /// <summary>Times one call of a kernel by the clock.</summary>
    /// <param name="kernel">The kernel; every call does the same work.</param>
    /// <param name="cancel">Stops between runs.</param>
    public Timing Time(Action kernel, CancellationToken cancel) => Time(calls => Run(kernel, calls), cancel);

    /// <summary>Times one call of a kernel that times itself.</summary>
    /// <param name="run">Makes so many calls one after another and returns what all took, s.</param>
    /// <param name="cancel">Stops between runs.</param>
    public Timing Time(Func<int, double> run, CancellationToken cancel)
    {
        double once = run(1);
        for (int i = 1; i < options.WarmUp; i++)
        {
            once = Math.Min(once, run(1));
        }

        int inside = Inside(once);
        List<double> seconds = [];
        long start = clock.GetTimestamp();
        while (seconds.Count < options.Runs
            && (seconds.Count < LeastRuns || clock.GetElapsedTime(start).TotalSeconds < options.Patience))
        {
            cancel.ThrowIfCancellationRequested();
            seconds.Add(run(inside) / inside);
        }

        return Timing.Of(seconds);
    }

    /// <summary>Calls of a kernel in one run, so that the run is long against the clock's step.</summary>
    private int Inside(double once)
        => once <= 0 ? MostInside : (int)Math.Clamp(Math.Ceiling(options.LeastRun / once), 1, MostInside);

    private double Run(Action kernel, int calls)
    {
        long start = clock.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            kernel();
        }

        return clock.GetElapsedTime(start).TotalSeconds;
    }
}
