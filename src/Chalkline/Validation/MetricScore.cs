using Chalkline.Calibration;

namespace Chalkline.Validation;

/// <summary>How well one metric was predicted over some rows. Errors are fractions: 0.10 is 10 %.</summary>
public sealed record MetricScore
{
    /// <summary>The column of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Values scored.</summary>
    public required int Count { get; init; }

    /// <summary>Median of |predicted - measured| / measured.</summary>
    public required double MedianApe { get; init; }

    /// <summary>Mean of |predicted - measured| / measured.</summary>
    public required double MeanApe { get; init; }

    /// <summary>Mean of (predicted - measured) / measured: above 0 when predictions are too large.</summary>
    public required double Bias { get; init; }

    /// <summary>90th percentile of |predicted - measured| / measured, between values by straight line.</summary>
    public required double P90Ape { get; init; }

    /// <summary>Share of measured values in their 80 % interval; null where no value has an interval.</summary>
    public required double? Coverage80 { get; init; }

    /// <summary>Share of values within the tolerance of their row.</summary>
    public required double WithinTolerance { get; init; }

    /// <summary>Predictions that are better than the proved limit allows.</summary>
    public required int UnderFloor { get; init; }

    /// <summary>How good the posteriors were, by rows; null unless the values were deduced from prices.</summary>
    public DeductionScore? Deduction { get; init; }

    /// <summary>The same with several sheets of one architecture counted once.</summary>
    public DeductionScore? DeductionOnce { get; init; }

    /// <summary>Scores some values of one metric.</summary>
    /// <param name="metric">Its column.</param>
    /// <param name="values">At least one value, each with the tolerance of its row as a fraction.</param>
    public static MetricScore Of(string metric, IReadOnlyCollection<(ScoredValue Value, double Tolerance)> values)
    {
        double[] errors = [.. values.Select(item => Math.Abs(item.Value.Error)).Order()];
        ScoredValue[] stated = [.. values.Select(item => item.Value).Where(HasInterval)];
        return new()
        {
            Metric = metric,
            Count = errors.Length,
            MedianApe = ErrorSpread.Quantile(errors, 0.5),
            MeanApe = errors.Average(),
            Bias = values.Average(item => item.Value.Error),
            P90Ape = ErrorSpread.Quantile(errors, 0.9),
            Coverage80 = stated.Length == 0 ? null : stated.Count(value => value.Covered) / (double)stated.Length,
            WithinTolerance = values.Count(item => Math.Abs(item.Value.Error) <= item.Tolerance) / (double)errors.Length,
            UnderFloor = values.Count(item => item.Value.UnderFloor),
            Deduction = DeductionScore.Of(values.Select(item => item.Value), once: false),
            DeductionOnce = DeductionScore.Of(values.Select(item => item.Value), once: true),
        };
    }

    /// <summary>Whether an interval was stated.</summary>
    public static bool HasInterval(ScoredValue value) => !double.IsNaN(value.Low) && !double.IsNaN(value.High);
}
