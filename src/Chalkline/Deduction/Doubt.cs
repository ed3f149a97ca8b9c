using MathNet.Numerics.LinearAlgebra;

namespace Chalkline.Deduction;

/// <summary>
/// The variance of a fitted line at a sheet and a draw: x' V x, where some features hang on the sheet and the others
/// on the draw; a quadratic form in the latter, worked out once a sheet.
/// </summary>
internal sealed class Doubt
{
    private readonly double _constant;
    private readonly double[] _linear;
    private readonly double[,] _quadratic;

    private Doubt(double constant, double[] linear, double[,] quadratic)
    {
        _constant = constant;
        _linear = linear;
        _quadratic = quadratic;
    }

    /// <summary>Prepares a sheet.</summary>
    /// <param name="covariance">Covariance of the coefficients.</param>
    /// <param name="features">The sheet's features; what stands at the places of the draw does not matter.</param>
    /// <param name="from">Place of the first feature of the draw.</param>
    /// <param name="count">Features of the draw.</param>
    public static Doubt Of(Matrix<double> covariance, double[] features, int from, int count)
    {
        Vector<double> sheet = Vector<double>.Build.Dense([.. features.Select((value, i) => i >= from && i < from + count ? 0 : value)]);
        Vector<double> side = covariance * sheet;
        return new(
            sheet * side,
            [.. Enumerable.Range(from, count).Select(i => 2 * side[i])],
            covariance.SubMatrix(from, count, from, count).ToArray());
    }

    /// <summary>The variance at the features of a draw.</summary>
    public double At(ReadOnlySpan<double> drawn)
    {
        double sum = _constant;
        for (int i = 0; i < _linear.Length; i++)
        {
            double row = _linear[i];
            for (int j = 0; j < _linear.Length; j++)
            {
                row += _quadratic[i, j] * drawn[j];
            }

            sum += row * drawn[i];
        }

        return sum;
    }
}
