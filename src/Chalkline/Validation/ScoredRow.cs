using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Engines;

namespace Chalkline.Validation;

/// <summary>A measured row with what was predicted for it: what every kind of validation is scored on.</summary>
public sealed record ScoredRow
{
    /// <summary>Line of the file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Identifier of the row.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it may be trusted.</summary>
    public required CaseQuality Quality { get; init; }

    /// <summary>Why it is weak or dropped.</summary>
    public string QualityReason { get; init; } = "";

    /// <summary>What it can be grouped by: <c>model</c>, <c>hardware</c>, <c>source</c>, <c>mode</c>, <c>backend</c>, ...</summary>
    public required ImmutableSortedDictionary<string, string> Groups { get; init; }

    /// <summary>Predicted against measured, one for each metric the row has; empty when skipped.</summary>
    public ImmutableArray<ScoredValue> Values { get; init; } = [];

    /// <summary>What a serving prediction knows of itself; null for other kinds, and where no interval is stated.</summary>
    public ServedFacts? Facts { get; init; }

    /// <summary>Why nothing was predicted, a short phrase that rows share; null when something was.</summary>
    public string? Skipped { get; init; }

    /// <summary>What in the row most likely explains an error: unknown speculation, load above capacity, ...; may be empty.</summary>
    public string Remark { get; init; } = "";
}

/// <summary>One metric of a row. All numbers in the unit of the metric.</summary>
/// <param name="Metric">Its column in the table: <c>tpot_ms</c>, <c>ttft_ms</c>, <c>time_us</c>, ...</param>
/// <param name="Measured">Measured.</param>
/// <param name="Predicted">Predicted.</param>
/// <param name="Low">Lower end of the 80 % interval.</param>
/// <param name="High">Upper end of the 80 % interval.</param>
/// <param name="Floor">The proved limit: least time, or for rates the largest (see <paramref name="LargerIsBetter"/>).</param>
/// <param name="LargerIsBetter">Whether the metric is a rate, so that its limit lies above.</param>
public readonly record struct ScoredValue(
    string Metric, double Measured, double Predicted, double Low, double High, double Floor, bool LargerIsBetter)
{
    /// <summary>More of the posterior, when the value was deduced from prices; else null.</summary>
    public DeducedFacts? Deduced { get; init; }

    /// <summary>Signed error over the measured value: 0.1 is 10 % too much.</summary>
    public double Error => (Predicted - Measured) / Measured;

    /// <summary>Whether the measured value lies in the interval.</summary>
    public bool Covered => Measured >= Low && Measured <= High;

    /// <summary>Whether the prediction is better than the proved limit allows: a bug.</summary>
    public bool UnderFloor => LargerIsBetter ? Predicted > Floor * (1 + 1e-9) : Predicted < Floor * (1 - 1e-9);
}
