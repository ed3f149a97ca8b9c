using Chalkline.Calibration;

namespace Chalkline.Validation;

/// <summary>How good posteriors of one quantity were.</summary>
public sealed record DeductionScore
{
    /// <summary>What was counted: rows, or architectures when all rows of one weigh as much as one.</summary>
    public required int Count { get; init; }

    /// <summary>Share of true values in the interval of half of the posterior.</summary>
    public required double Coverage50 { get; init; }

    /// <summary>Share in the interval of four fifths.</summary>
    public required double Coverage80 { get; init; }

    /// <summary>Share in the interval of 95 %.</summary>
    public required double Coverage95 { get; init; }

    /// <summary>Median of how many times the posterior median is too large or too small; at least 1.</summary>
    public required double MedianFactor { get; init; }

    /// <summary>The same of the prior's median: what one would say without prices.</summary>
    public required double PriorMedianFactor { get; init; }

    /// <summary>Median of upper over lower end of the 80 % interval.</summary>
    public required double MedianWidth { get; init; }

    /// <summary>Mean logarithm of the posterior density at the true value; larger is better.</summary>
    public required double LogScore { get; init; }

    /// <summary>The same of the prior.</summary>
    public required double PriorLogScore { get; init; }

    /// <summary>Bits a price sheet adds about the true value, on average; below 0 when it misleads.</summary>
    public double BitsGained => (LogScore - PriorLogScore) / Math.Log(2);

    /// <summary>Scores values that were deduced; null when none were.</summary>
    /// <param name="values">Values of one quantity.</param>
    /// <param name="once">Whether all values of one architecture together weigh as much as one.</param>
    public static DeductionScore? Of(IEnumerable<ScoredValue> values, bool once)
    {
        ScoredValue[] deduced = [.. values.Where(value => value.Deduced is not null)];
        if (deduced.Length == 0)
        {
            return null;
        }

        Dictionary<string, int> counts = deduced.CountBy(value => value.Deduced!.Architecture, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        double[] weights = [.. deduced.Select(value => once ? 1.0 / counts[value.Deduced!.Architecture] : 1)];
        double all = weights.Sum();
        double Mean(Func<ScoredValue, double> of) => deduced.Select((value, i) => weights[i] * of(value)).Sum() / all;
        double Median(Func<ScoredValue, double> of)
            => WeightedMedian([.. deduced.Select((value, i) => (of(value), weights[i]))]);
        return new()
        {
            Count = once ? counts.Count : deduced.Length,
            Coverage50 = Mean(value => value.Deduced!.Half.Contains(value.Measured) ? 1 : 0),
            Coverage80 = Mean(value => value.Covered ? 1 : 0),
            Coverage95 = Mean(value => value.Deduced!.NinetyFive.Contains(value.Measured) ? 1 : 0),
            MedianFactor = Median(value => Factor(value.Predicted, value.Measured)),
            PriorMedianFactor = Median(value => Factor(value.Deduced!.PriorMedian, value.Measured)),
            MedianWidth = Median(value => value.High / value.Low),
            LogScore = Mean(value => value.Deduced!.LogScore),
            PriorLogScore = Mean(value => value.Deduced!.PriorLogScore),
        };
    }

    private static double Factor(double said, double truth) => Math.Max(said / truth, truth / said);

    /// <summary>The plain median where all weigh the same; else where half of the weight is reached.</summary>
    private static double WeightedMedian((double Value, double Weight)[] items)
    {
        Array.Sort(items, (left, right) => left.Value.CompareTo(right.Value));
        if (items.All(item => item.Weight == items[0].Weight))
        {
            return ErrorSpread.Quantile([.. items.Select(item => item.Value)], 0.5);
        }

        double half = items.Sum(item => item.Weight) / 2;
        double sum = 0;
        foreach ((double value, double weight) in items)
        {
            sum += weight;
            if (sum >= half)
            {
                return value;
            }
        }

        return items[^1].Value;
    }
}
