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

    /// <summary>Below so many architectures nothing is fitted that might be useless.</summary>
    private const int FewestArchitectures = 5;

    private const int Rounds = 12;

    /// <summary>A provider's offset is trusted by half when it has this many rows.</summary>
    private const double ProviderRows = 3;

    private const double LeastSpread = 0.05;

    private const int ScaleRounds = 30;

    private readonly Dictionary<string, double> _providers;

    private PriceFit(
        double[] coefficients, Matrix<double> normal, Dictionary<string, double> providers, double spread)
    {
        Coefficients = coefficients;
        Covariance = normal.Inverse() * (spread * spread);
        _providers = providers;
        ProviderSpread = providers.Count == 0
            ? 0 : Math.Sqrt(providers.Values.Sum(value => value * value) / providers.Count);
        Spread = spread;
    }

    /// <summary>One a feature.</summary>
    public double[] Coefficients { get; }

    /// <summary>How uncertain the coefficients are together.</summary>
    public Matrix<double> Covariance { get; }

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
        Columns columns = new(rows, expected.ToArray());
        Fitting all = new(columns);
        all.Solve(leftOut: null);
        double[] residuals = new double[rows.Count];
        double[] squares = [.. columns.Weights.Select(weight => weight * weight)];
        double spread = all.Spread;
        if (columns.Architectures.Length > 1)
        {
            Parallel.ForEach(
                columns.Architectures,
                () => new Fitting(columns),
                (architecture, _, without) =>
                {
                    without.Solve(architecture);
                    without.Residuals(residuals, only: architecture);
                    return without;
                },
                _ => { });
            spread = Scale(residuals, squares);
        }

        return new(all.Coefficients, all.Normal(), all.Providers(), spread);
    }

    /// <summary>
    /// A fit; null when there are too few architectures, or when the features explain those that were left out no
    /// better than a constant does.
    /// </summary>
    public static PriceFit? Useful(IReadOnlyList<PriceRow> rows, ReadOnlySpan<Coefficient> expected)
    {
        if (rows.DistinctBy(row => row.Architecture).Count() < FewestArchitectures)
        {
            return null;
        }

        PriceFit all = Of(rows, expected);
        PriceFit constant = Of([.. rows.Select(row => row with { Features = [1] })], expected[..1]);
        return all.Spread < constant.Spread ? all : null;
    }

    /// <summary>
    /// The scale of a Student distribution of 6 degrees of freedom with mean 0, by repeated weighting; what weighs
    /// nothing is left out.
    /// </summary>
    private static double Scale(double[] residuals, double[] weights)
    {
        double all = 0, sum = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            all += weights[i];
            sum += weights[i] * residuals[i] * residuals[i];
        }

        double scale = Math.Sqrt(sum / all);
        for (int round = 0; round < ScaleRounds; round++)
        {
            double last = scale;
            sum = 0;
            for (int i = 0; i < residuals.Length; i++)
            {
                sum += weights[i] * Trust(residuals[i], last) * residuals[i] * residuals[i];
            }

            scale = Math.Max(LeastSpread, Math.Sqrt(sum / all));
        }

        return Math.Max(LeastSpread, scale);
    }

    private static double Trust(double residual, double spread)
        => (Freedom + 1) / (Freedom + (residual * residual / (spread * spread)));

    /// <summary>Rows in columns.</summary>
    private sealed class Columns
    {
        public Columns(IReadOnlyList<PriceRow> rows, Coefficient[] prior)
        {
            Dictionary<int, int> counts = rows.CountBy(row => row.Architecture).ToDictionary();
            Rows = [.. rows];
            Prior = prior;
            Names = [.. rows.Select(row => row.Provider).Distinct(StringComparer.Ordinal)];
            Provider = [.. rows.Select(row => Array.IndexOf(Names, row.Provider))];
            Architectures = [.. counts.Keys.Order()];
            Weights = [.. rows.Select(row => 1 / Math.Sqrt(counts[row.Architecture]))];
        }

        public PriceRow[] Rows { get; }

        public Coefficient[] Prior { get; }

        public string[] Names { get; }

        public int[] Provider { get; }

        public int[] Architectures { get; }

        public double[] Weights { get; }
    }

    /// <summary>What is being fitted to rows.</summary>
    private sealed class Fitting(Columns columns)
    {
        private readonly PriceRow[] _rows = columns.Rows;
        private readonly int[] _provider = columns.Provider;
        private readonly double[] _offsets = new double[columns.Names.Length];
        private readonly bool[] _sells = new bool[columns.Names.Length];
        private readonly double[] _trust = new double[columns.Rows.Length];
        private readonly double[] _residuals = new double[columns.Rows.Length];
        private readonly double[] _counted = new double[columns.Rows.Length];
        private readonly double[,] _normal = new double[columns.Prior.Length, columns.Prior.Length];
        private readonly double _pull = ProviderRows * columns.Weights.Average();

        public double[] Coefficients { get; private set; } = new double[columns.Prior.Length];

        public double Spread { get; private set; }

        /// <summary>Fits all rows but those of one architecture.</summary>
        public void Solve(int? leftOut)
        {
            for (int n = 0; n < _rows.Length; n++)
            {
                _counted[n] = _rows[n].Architecture == leftOut ? 0 : columns.Weights[n];
            }

            Array.Fill(_trust, 1);
            Array.Clear(_offsets);
            Spread = 1;
            for (int round = 0; round < Rounds; round++)
            {
                Line();
                Array.Clear(_offsets);
                Residuals(_residuals, only: null);
                Offsets();
                Residuals(_residuals, only: null);
                Spread = Scale(_residuals, _counted);
                for (int n = 0; n < _trust.Length; n++)
                {
                    _trust[n] = Trust(_residuals[n], Spread);
                }
            }
        }

        /// <summary>How far rows lie from what is expected of them.</summary>
        public void Residuals(double[] into, int? only)
        {
            for (int n = 0; n < _rows.Length; n++)
            {
                if (only is null || _rows[n].Architecture == only)
                {
                    double expected = _offsets[_provider[n]];
                    double[] features = _rows[n].Features;
                    for (int i = 0; i < features.Length; i++)
                    {
                        expected += Coefficients[i] * features[i];
                    }

                    into[n] = _rows[n].Value - expected;
                }
            }
        }

        /// <summary>
        /// Inverse of the covariance over the spread squared. Rows of one architecture repeat one error: all rows
        /// together count as many as there are architectures.
        /// </summary>
        public Matrix<double> Normal()
            => Matrix<double>.Build.DenseOfArray(_normal) * (columns.Architectures.Length / columns.Weights.Sum());

        public Dictionary<string, double> Providers()
        {
            Dictionary<string, double> named = new(StringComparer.Ordinal);
            for (int i = 0; i < columns.Names.Length; i++)
            {
                if (_sells[i])
                {
                    named[columns.Names[i]] = _offsets[i];
                }
            }

            return named;
        }

        private void Line()
        {
            Coefficient[] prior = columns.Prior;
            int size = prior.Length;
            Array.Clear(_normal);
            double[] right = new double[size];
            for (int n = 0; n < _rows.Length; n++)
            {
                double weight = _counted[n] * _trust[n];
                double value = _rows[n].Value - _offsets[_provider[n]];
                double[] features = _rows[n].Features;
                for (int i = 0; i < size; i++)
                {
                    double scaled = weight * features[i];
                    right[i] += scaled * value;
                    for (int j = 0; j < size; j++)
                    {
                        _normal[i, j] += scaled * features[j];
                    }
                }
            }

            for (int i = 0; i < size; i++)
            {
                double pull = Spread * Spread / (prior[i].Spread * prior[i].Spread);
                _normal[i, i] += pull;
                right[i] += pull * prior[i].Mean;
            }

            Coefficients = Matrix<double>.Build.DenseOfArray(_normal).Cholesky()
                .Solve(Vector<double>.Build.Dense(right)).ToArray();
        }

        private void Offsets()
        {
            double[] all = new double[columns.Names.Length];
            Array.Clear(_sells);
            for (int n = 0; n < _rows.Length; n++)
            {
                double counted = _counted[n] * _trust[n];
                _offsets[_provider[n]] += counted * _residuals[n];
                all[_provider[n]] += counted;
                _sells[_provider[n]] |= counted > 0;
            }

            for (int i = 0; i < all.Length; i++)
            {
                _offsets[i] /= all[i] + _pull;
            }
        }
    }
}
