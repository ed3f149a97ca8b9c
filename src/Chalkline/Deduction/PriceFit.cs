using MathNet.Numerics.LinearAlgebra;

namespace Chalkline.Deduction;

/// <summary>
/// A straight line through observed prices with Student errors (6 degrees of freedom: promotions and cross-subsidies
/// are outliers, not news), coefficients drawn to what physics expects, and an offset for each provider drawn to 0.
/// </summary>
/// <remarks>
/// An architecture sold by n providers weighs root n of one sold once: its providers share what is odd about it. The
/// spread is that of architectures left out, one at a time and each counted once, because a deduction is always about
/// another one: many sheets of one architecture repeat one error.
/// </remarks>
internal sealed class PriceFit
{
    /// <summary>Degrees of freedom of the errors.</summary>
    public const double Freedom = 6;

    private const int Rounds = 12;

    /// <summary>A provider's offset is trusted by half when it has this many rows.</summary>
    private const double ProviderRows = 3;

    private const double LeastSpread = 0.05;

    private readonly Dictionary<string, double> _providers;

    private PriceFit(
        double[] coefficients, Matrix<double> normal, Dictionary<string, double> providers, double providerSpread, double spread)
    {
        Normal = normal;
        Coefficients = coefficients;
        _providers = providers;
        ProviderSpread = providerSpread;
        Spread = spread;
    }

    /// <summary>One a feature.</summary>
    public double[] Coefficients { get; }

    /// <summary>Inverse of the covariance of the coefficients, in units of one over the spread squared.</summary>
    private Matrix<double> Normal { get; }

    /// <summary>Covariance of the coefficients.</summary>
    public Matrix<double> Covariance => Normal.Inverse() * (Spread * Spread);

    /// <summary>How far providers differ.</summary>
    public double ProviderSpread { get; }

    /// <summary>Scale of the errors: of the rows fitted, or of those left out.</summary>
    public double Spread { get; }

    /// <summary>What a provider asks above the others, a logarithm; 0 for one never seen.</summary>
    public double Provider(string name) => _providers.GetValueOrDefault(name);

    /// <summary>Whether anything is known of a provider.</summary>
    public bool Knows(string name) => _providers.ContainsKey(name);

    /// <summary>Fits rows; the spread is that of architectures left out.</summary>
    /// <param name="rows">At least one row.</param>
    /// <param name="expected">What is expected of each coefficient.</param>
    public static PriceFit Of(IReadOnlyList<PriceRow> rows, ReadOnlySpan<Coefficient> expected)
    {
        Coefficient[] prior = expected.ToArray();
        double[] weights = Weights(rows);
        PriceFit all = Fit(rows, weights, prior);
        List<(double Residual, double Weight)> left = [];
        foreach (int architecture in rows.Select(row => row.Architecture).Distinct().Order())
        {
            int[] others = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Architecture != architecture)];
            if (others.Length == 0)
            {
                continue;
            }

            PriceFit without = Fit([.. others.Select(i => rows[i])], [.. others.Select(i => weights[i])], prior);
            for (int i = 0; i < rows.Count; i++)
            {
                if (rows[i].Architecture == architecture)
                {
                    left.Add((without.Residual(rows[i]), weights[i] * weights[i]));
                }
            }
        }

        return left.Count == 0 ? all : new(all.Coefficients, all.Normal, all._providers, all.ProviderSpread, Scale(left));
    }

    /// <summary>How far a row lies from what is expected of it.</summary>
    public double Residual(PriceRow row)
    {
        double expected = Provider(row.Provider);
        for (int i = 0; i < Coefficients.Length; i++)
        {
            expected += Coefficients[i] * row.Features[i];
        }

        return row.Value - expected;
    }

    private static double[] Weights(IReadOnlyList<PriceRow> rows)
    {
        Dictionary<int, int> counts = rows.CountBy(row => row.Architecture).ToDictionary();
        return [.. rows.Select(row => 1 / Math.Sqrt(counts[row.Architecture]))];
    }

    private static PriceFit Fit(IReadOnlyList<PriceRow> rows, double[] weights, Coefficient[] prior)
    {
        Dictionary<string, double> providers = new(StringComparer.Ordinal);
        double[] coefficients = [.. prior.Select(coefficient => coefficient.Mean)];
        double[] trust = new double[rows.Count];
        Array.Fill(trust, 1);
        double spread = 1;
        Matrix<double> normal = Matrix<double>.Build.Dense(prior.Length, prior.Length);
        PriceFit fit = new(coefficients, normal, providers, 0, spread);
        for (int round = 0; round < Rounds; round++)
        {
            (coefficients, normal) = Solve(rows, weights, trust, providers, prior, spread);
            fit = new(coefficients, normal, new(StringComparer.Ordinal), 0, spread);
            providers = Offsets(rows, weights, trust, fit);
            fit = new(coefficients, normal, providers, Deviation(providers.Values), spread);
            (double Residual, double Weight)[] residuals =
                [.. rows.Select((row, i) => (fit.Residual(row), weights[i]))];
            spread = Scale(residuals);
            for (int i = 0; i < trust.Length; i++)
            {
                trust[i] = Trust(residuals[i].Residual, spread);
            }
        }

        return new(fit.Coefficients, fit.Normal, fit._providers, fit.ProviderSpread, spread);
    }

    private static (double[] Coefficients, Matrix<double> Normal) Solve(
        IReadOnlyList<PriceRow> rows, double[] weights, double[] trust, Dictionary<string, double> providers,
        Coefficient[] prior, double spread)
    {
        int size = prior.Length;
        Matrix<double> normal = Matrix<double>.Build.Dense(size, size);
        Vector<double> right = Vector<double>.Build.Dense(size);
        for (int n = 0; n < rows.Count; n++)
        {
            double weight = weights[n] * trust[n];
            double value = rows[n].Value - providers.GetValueOrDefault(rows[n].Provider);
            double[] features = rows[n].Features;
            for (int i = 0; i < size; i++)
            {
                right[i] += weight * features[i] * value;
                for (int j = 0; j < size; j++)
                {
                    normal[i, j] += weight * features[i] * features[j];
                }
            }
        }

        for (int i = 0; i < size; i++)
        {
            double pull = spread * spread / (prior[i].Spread * prior[i].Spread);
            normal[i, i] += pull;
            right[i] += pull * prior[i].Mean;
        }

        // Rows of one architecture repeat one error: they count as one architecture, not as many rows.
        double[] solved = normal.Cholesky().Solve(right).ToArray();
        return (solved, normal * (rows.Select(row => row.Architecture).Distinct().Count() / weights.Sum()));
    }

    private static Dictionary<string, double> Offsets(
        IReadOnlyList<PriceRow> rows, double[] weights, double[] trust, PriceFit fit)
    {
        Dictionary<string, (double Sum, double Weight)> sums = new(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            (double sum, double weight) = sums.GetValueOrDefault(rows[i].Provider);
            double counted = weights[i] * trust[i];
            sums[rows[i].Provider] = (sum + (counted * fit.Residual(rows[i])), weight + counted);
        }

        double typical = weights.Average();
        return sums.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Sum / (pair.Value.Weight + (ProviderRows * typical)),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// The scale of a Student distribution of 6 degrees of freedom with mean 0, by repeated weighting.
    /// </summary>
    private static double Scale(IReadOnlyCollection<(double Residual, double Weight)> residuals)
    {
        double all = residuals.Sum(item => item.Weight);
        double scale = Math.Sqrt(residuals.Sum(item => item.Weight * item.Residual * item.Residual) / all);
        for (int round = 0; round < 30; round++)
        {
            double last = scale;
            scale = Math.Max(LeastSpread, Math.Sqrt(
                residuals.Sum(item => item.Weight * Trust(item.Residual, last) * item.Residual * item.Residual) / all));
        }

        return Math.Max(LeastSpread, scale);
    }

    private static double Trust(double residual, double spread)
        => (Freedom + 1) / (Freedom + (residual * residual / (spread * spread)));

    private static double Deviation(Dictionary<string, double>.ValueCollection values)
        => values.Count == 0 ? 0 : Math.Sqrt(values.Sum(value => value * value) / values.Count);
}
