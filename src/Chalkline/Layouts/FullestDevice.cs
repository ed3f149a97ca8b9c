namespace Chalkline.Layouts;

/// <summary>
/// Visits to the fullest of many devices over those to a mean one, when each device is due its own number and tokens
/// draw for themselves: the waiting of an expert layer that no placement removes.
/// </summary>
/// <remarks>
/// The visits of a device scatter like a gamma variable of its mean and of the variance of so many draws (mean times one
/// minus the share of visits), by Wilson and Hilferty's cube of a normal value; the largest of independent ones is
/// integrated. For even devices it agrees with <see cref="Calibration.ExpertRouting.Hottest"/> within 3 %.
/// </remarks>
public static class FullestDevice
{
    private const int Steps = 400;

    /// <summary>The mean of the largest over the mean load; 1 or more.</summary>
    /// <param name="loads">Visits each device is due, at least one above 0.</param>
    public static double Over(IReadOnlyList<double> loads)
    {
        double all = loads.Sum();
        double mean = all / loads.Count;
        if (loads.Count < 2 || all <= 0)
        {
            return 1;
        }

        // Between the mean and far above the fullest device, the chance that some device has more.
        double most = loads.Max();
        double low = mean;
        double high = most + (8 * Math.Sqrt(most)) + 8;
        double step = (high - low) / Steps;
        double sum = low;
        for (int place = 0; place < Steps; place++)
        {
            double at = low + ((place + 0.5) * step);
            double none = 0;
            foreach (double load in loads)
            {
                none += Math.Log(Math.Max(double.Epsilon, Below(at, load, 1 - (load / all))));
            }

            sum += step * (1 - Math.Exp(none));
        }

        return Math.Clamp(sum / mean, 1, loads.Count);
    }

    /// <summary>Chance that a device due so many visits gets fewer than a number.</summary>
    private static double Below(double visits, double due, double left)
    {
        if (due <= 0)
        {
            return 1;
        }

        double variance = Math.Max(1e-12, left) / due;
        double third = Math.Sqrt(variance) / 3;
        return Normal((Math.Cbrt(visits / due) - 1 + (third * third)) / third);
    }

    /// <summary>The normal distribution; Abramowitz and Stegun 26.2.17, within 1e-7.</summary>
    private static double Normal(double value)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(value)));
        double tail = Math.Exp(-value * value / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return value >= 0 ? 1 - tail : tail;
    }
}
