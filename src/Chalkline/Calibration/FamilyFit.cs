using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>Fitted parameters of a kernel family, and how far measured times lie from the fit.</summary>
/// <param name="Family">Name of the family.</param>
/// <param name="Parameters">Values in the order of the family's parameters.</param>
/// <param name="Rows">Measured kernels the values come from.</param>
/// <param name="Sources">How many of them come from each collection and library.</param>
/// <param name="Spread">Distribution of measured over predicted time.</param>
public sealed record FamilyFit(
    string Family,
    ImmutableArray<double> Parameters,
    int Rows,
    ImmutableSortedDictionary<string, int> Sources,
    ErrorSpread Spread);

/// <summary>Quantiles of the ratio measured over predicted.</summary>
/// <param name="Low">10 % of the ratios lie below.</param>
/// <param name="Middle">The median.</param>
/// <param name="High">10 % of the ratios lie above.</param>
/// <param name="MedianError">Median absolute error as a fraction of the measured time.</param>
public readonly record struct ErrorSpread(double Low, double Middle, double High, double MedianError)
{
    /// <summary>The spread of a set of measured and predicted times.</summary>
    public static ErrorSpread Of(IEnumerable<(double Measured, double Predicted)> pairs)
    {
        (double Measured, double Predicted)[] all = [.. pairs];
        double[] ratios = [.. all.Select(pair => pair.Measured / pair.Predicted).Order()];
        double[] errors = [.. all.Select(pair => Math.Abs(pair.Predicted - pair.Measured) / pair.Measured).Order()];
        return new(Quantile(ratios, 0.1), Quantile(ratios, 0.5), Quantile(ratios, 0.9), Quantile(errors, 0.5));
    }

    /// <summary>A quantile of sorted values, between its neighbours.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        double at = share * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}
