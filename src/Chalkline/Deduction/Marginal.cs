using System.Collections.Immutable;

namespace Chalkline.Deduction;

/// <summary>What is known of one quantity after the prices.</summary>
/// <remarks>In parameters, bytes a token, tokens a second; ratios have no unit.</remarks>
public sealed record Marginal
{
    /// <summary>The quantity.</summary>
    public required DeducedQuantity Quantity { get; init; }

    /// <summary>Posterior median.</summary>
    public required double Median { get; init; }

    /// <summary>Half of the posterior.</summary>
    public required Interval Half { get; init; }

    /// <summary>Four fifths of the posterior.</summary>
    public required Interval Eighty { get; init; }

    /// <summary>95 % of the posterior.</summary>
    public required Interval NinetyFive { get; init; }

    /// <summary>Median before the prices.</summary>
    public required double PriorMedian { get; init; }

    /// <summary>Four fifths of the prior.</summary>
    public required Interval PriorEighty { get; init; }

    /// <summary>What all observations together say, in bits: the divergence of the posterior from the prior.</summary>
    public required double Bits { get; init; }

    /// <summary>
    /// Whether the posterior runs against the prior's wall: a tenth of it lies where the prior has a hundredth. Then
    /// the interval says more of the prior than of the model.
    /// </summary>
    public required bool AtWall { get; init; }

    /// <summary>Both densities, from small to large.</summary>
    public required ImmutableArray<DensityPoint> Density { get; init; }

    /// <summary>Logarithm of the posterior density at a value, a natural logarithm of the quantity.</summary>
    public double LogDensity(double value) => Math.Log(At(value, point => point.Posterior));

    /// <summary>Logarithm of the prior density at a value, a natural logarithm of the quantity.</summary>
    public double LogPriorDensity(double value) => Math.Log(At(value, point => point.Prior));

    private double At(double value, Func<DensityPoint, double> density)
    {
        // Nothing is impossible: beyond the drawn values a thin floor keeps one surprise from costing everything.
        const double Least = 1e-4;
        for (int i = 1; i < Density.Length; i++)
        {
            if (value <= Density[i].Value && value >= Density[i - 1].Value)
            {
                double share = Math.Log(value / Density[i - 1].Value)
                    / Math.Log(Density[i].Value / Density[i - 1].Value);
                return Math.Max(Least, (density(Density[i - 1]) * (1 - share)) + (density(Density[i]) * share));
            }
        }

        return Least;
    }
}
