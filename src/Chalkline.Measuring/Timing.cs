namespace Chalkline.Measuring;

/// <summary>What repeated runs of one kernel took.</summary>
/// <param name="Median">Median of the runs, s.</param>
/// <param name="Low">A tenth of the runs were at least this fast, s.</param>
/// <param name="High">A tenth of the runs were at least this slow, s.</param>
/// <param name="Runs">Runs that were timed, warm-up left out.</param>
public readonly record struct Timing(double Median, double Low, double High, int Runs)
{
    /// <summary>The spread of runs that took so many seconds each.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Timing Of(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return sorted.Length > 0
            ? new(Quantile(sorted, 0.5), Quantile(sorted, 0.1), Quantile(sorted, 0.9), sorted.Length)
            : throw new ArgumentException("A timing needs at least one run.", nameof(seconds));
    }

    /// <summary>Linear between the two runs that lie on either side.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
