using MathNet.Numerics.LinearAlgebra;

namespace Chalkline.Deduction;

/// <summary>
/// How far a fitted line may be off at a sheet and a draw: the variance x' V x, with V the covariance of the
/// coefficients. A quadratic form in the draw's features, worked out once a sheet.
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
    /// <param name="features">The sheet's features, 0 where a draw's stand: behind the first.</param>
    /// <param name="drawn">How many are a draw's.</param>
    public static Doubt Of(Matrix<double> covariance, double[] features, int drawn)
    {
        Vector<double> sheet = Vector<double>.Build.Dense(features);
        Vector<double> side = covariance * sheet;
        return new(
            sheet * side,
            (2 * side.SubVector(1, drawn)).ToArray(),
            covariance.SubMatrix(1, drawn, 1, drawn).ToArray());
    }

    /// <summary>The variance at the features of a draw.</summary>
    public double At(ReadOnlySpan<double> drawn)
    {
        double sum = _constant;
        for (int i = 0; i < drawn.Length; i++)
        {
            double row = _linear[i];
            for (int j = 0; j < drawn.Length; j++)
            {
                row += _quadratic[i, j] * drawn[j];
            }

            sum += row * drawn[i];
        }

        return sum;
    }
}
