namespace Chalkline.Engines;

/// <summary>Statistics of ratios that come in clumps.</summary>
internal static class SpreadStatistics
{
    /// <summary>The normal quantile of 90 %.</summary>
    private const double Normal = 1.2815515655446004;

    /// <summary>A quantile of weighted values: each stands in the middle of its weight, between them by straight line.</summary>
    /// <param name="sorted">At least one value, ascending, with a weight above 0.</param>
    /// <param name="share">In [0, 1].</param>
    public static double Quantile(ReadOnlySpan<(double Value, double Weight)> sorted, double share)
    {
        double total = 0;
        foreach ((_, double weight) in sorted)
        {
            total += weight;
        }

        double before = 0;
        double last = double.NegativeInfinity;
        for (int i = 0; i < sorted.Length; i++)
        {
            double at = (before + (sorted[i].Weight / 2)) / total;
            if (at >= share)
            {
                return i == 0 ? sorted[0].Value
                    : sorted[i - 1].Value + ((share - last) / (at - last) * (sorted[i].Value - sorted[i - 1].Value));
            }

            before += sorted[i].Weight;
            last = at;
        }

        return sorted[^1].Value;
    }

    /// <summary>How many equal collections weigh like these: (sum w)^2 / sum w^2 (Kish, Survey Sampling, 1965).</summary>
    public static double Effective(IEnumerable<double> weights)
    {
        double sum = 0;
        double squares = 0;
        foreach (double weight in weights)
        {
            sum += weight;
            squares += weight * weight;
        }

        return sum * sum / squares;
    }

    /// <summary>
    /// How much wider than its quantiles an interval for one new collection is that rests on few: Student's 90 % quantile
    /// over the normal one (Abramowitz and Stegun 26.7.5, two terms), times sqrt(1 + 1/n) for the mean that is not known
    /// either. At least 1, falling with n.
    /// </summary>
    /// <param name="evidence">Independent collections, at least 1.</param>
    public static double Widening(double evidence)
    {
        double cube = Normal * Normal * Normal;
        double first = (cube + Normal) / 4;
        double second = ((5 * cube * Normal * Normal) + (16 * cube) + (3 * Normal)) / 96;
        double student = Normal + ((first + (second / evidence)) / evidence);
        return student / Normal * Math.Sqrt(1 + (1 / evidence));
    }
}
