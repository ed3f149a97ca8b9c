using MathNet.Numerics;

namespace Chalkline.Deduction;

/// <summary>A Student distribution of 8 degrees of freedom over up to three logarithms, fitted to points.</summary>
/// <remarks>
/// The tail is heavier than a normal's, because the next architecture may lie outside of all seen. The covariance is
/// shrunk: correlations by a fifth, and variances widened by 1 + 1/n for the mean that is itself estimated.
/// </remarks>
internal sealed class LogTail
{
    private const double Freedom = 8;

    private const double CorrelationKept = 0.8;

    /// <summary>No spread is below this, however alike the points are.</summary>
    private const double LeastVariance = 0.04;

    private readonly double[] _mean;
    private readonly Factor[] _factors;

    private LogTail(double[] mean, double[,] covariance)
    {
        _mean = mean;
        _factors = [.. Enumerable.Range(0, 1 << mean.Length).Select(kept => Factor.Of(covariance, kept))];
    }

    /// <summary>The centre.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Fits the distribution.</summary>
    /// <param name="points">At least two points, all of one length of up to three.</param>
    public static LogTail Fit(IReadOnlyList<double[]> points)
    {
        int size = points[0].Length;
        double count = points.Count;
        double[] mean = new double[size];
        double[,] covariance = new double[size, size];
        foreach (double[] point in points)
        {
            for (int i = 0; i < size; i++)
            {
                mean[i] += point[i] / count;
            }
        }

        // The variance of Student's t of 8 degrees of freedom is 8/6 of its scale's.
        double widening = (1 + (1 / count)) / (count - 1) * (Freedom - 2) / Freedom;
        foreach (double[] point in points)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    covariance[i, j] += widening * (point[i] - mean[i]) * (point[j] - mean[j]);
                }
            }
        }

        for (int i = 0; i < size; i++)
        {
            covariance[i, i] = Math.Max(covariance[i, i], LeastVariance);
            for (int j = 0; j < size; j++)
            {
                covariance[i, j] *= i == j ? 1 : CorrelationKept;
            }
        }

        return new(mean, covariance);
    }

    /// <summary>Draws a point into <paramref name="point"/>.</summary>
    public void Draw(ref DrawStream draws, Span<double> point)
    {
        Span<double> normal = stackalloc double[3];
        for (int i = 0; i < _mean.Length; i++)
        {
            normal[i] = draws.Normal();
        }

        double tail = draws.TailOfEight();
        double[,] lower = _factors[^1].Lower;
        for (int i = 0; i < _mean.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j <= i; j++)
            {
                sum += lower[i, j] * normal[j];
            }

            point[i] = _mean[i] + (sum / tail);
        }
    }

    /// <summary>Logarithm of the density at a point.</summary>
    public double LogDensity(ReadOnlySpan<double> point) => LogDensity(point, _factors[^1]);

    /// <summary>Logarithm of the density of the coordinates that are fixed, given those that are free.</summary>
    /// <param name="point">A point.</param>
    /// <param name="free">The free coordinates, a bit each.</param>
    public double LogConditional(ReadOnlySpan<double> point, int free)
        => LogDensity(point, _factors[^1]) - LogDensity(point, _factors[free]);

    private double LogDensity(ReadOnlySpan<double> point, Factor factor)
    {
        Span<double> solved = stackalloc double[3];
        double square = 0;
        int[] kept = factor.Kept;
        for (int i = 0; i < kept.Length; i++)
        {
            double rest = point[kept[i]] - _mean[kept[i]];
            for (int j = 0; j < i; j++)
            {
                rest -= factor.Lower[i, j] * solved[j];
            }

            solved[i] = rest / factor.Lower[i, i];
            square += solved[i] * solved[i];
        }

        return factor.Constant - (0.5 * (Freedom + kept.Length) * Math.Log(1 + (square / Freedom)));
    }

    /// <summary>The triangular factor of the covariance of some coordinates, and the density's constant.</summary>
    private sealed record Factor(int[] Kept, double[,] Lower, double Constant)
    {
        public static Factor Of(double[,] covariance, int mask)
        {
            int[] kept = [.. Enumerable.Range(0, covariance.GetLength(0)).Where(i => (mask & (1 << i)) != 0)];
            double[,] lower = new double[kept.Length, kept.Length];
            double logDeterminant = 0;
            for (int i = 0; i < kept.Length; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    double sum = covariance[kept[i], kept[j]];
                    for (int k = 0; k < j; k++)
                    {
                        sum -= lower[i, k] * lower[j, k];
                    }

                    lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-6)) : sum / lower[j, j];
                }

                logDeterminant += Math.Log(lower[i, i]);
            }

            double constant = SpecialFunctions.GammaLn((Freedom + kept.Length) / 2)
                - SpecialFunctions.GammaLn(Freedom / 2)
                - (0.5 * kept.Length * Math.Log(Freedom * Math.PI)) - logDeterminant;
            return new(kept, lower, constant);
        }
    }
}
