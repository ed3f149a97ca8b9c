using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Chalkline.Calibration;

/// <summary>Fitted parameters of a kernel family, and how far measured times lie from the fit.</summary>
/// <param name="Family">Name of the family.</param>
/// <param name="Parameters">Values in the order of the family's parameters.</param>
/// <param name="Rows">Measured kernels the values come from.</param>
/// <param name="Sources">How many of them come from each collection and library.</param>
/// <param name="Spread">
/// Distribution of measured over predicted time; of a trend or a generation, on devices left out.
/// </param>
/// <param name="Unseen">Of the trend: what it is worth on devices left out.</param>
public sealed record FamilyFit(
    string Family,
    ImmutableArray<double> Parameters,
    int Rows,
    ImmutableSortedDictionary<string, int> Sources,
    ErrorSpread Spread,
    LeftOut? Unseen = null);

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

    /// <summary>
    /// The spread to expect of one more device, from devices that were judged without their own rows. A device is off as
    /// a whole by as much as the others were, either way, and Student's t allows for how few they are; its kernels
    /// scatter about that as the others' did about their own medians. The median error is that of all pairs.
    /// </summary>
    internal static ErrorSpread OfDevices(IReadOnlyList<ImmutableArray<(double Measured, double Predicted)>> devices)
    {
        double squares = 0;
        List<double> scatter = [];
        foreach (ImmutableArray<(double Measured, double Predicted)> device in devices)
        {
            double[] logs = [.. device.Select(pair => Math.Log(pair.Measured / pair.Predicted)).Order()];
            double off = Quantile(logs, 0.5);
            squares += off * off;
            scatter.AddRange(logs.Select(log => log - off));
        }

        scatter.Sort();
        ReadOnlySpan<double> sorted = scatter.ToArray();
        double whole = StudentT.InvCDF(0, 1, devices.Count, 0.9) * Math.Sqrt(squares / devices.Count);
        return Of(devices.SelectMany(device => device)) with
        {
            Low = Math.Exp(-Both(whole, Quantile(sorted, 0.1))),
            High = Math.Exp(Both(whole, Quantile(sorted, 0.9))),
        };
    }

    private static double Both(double one, double other) => Math.Sqrt((one * one) + (other * other));

    /// <summary>Whether a ratio of measured over predicted lies in the interval, which always holds the estimate.</summary>
    internal bool Holds(double ratio) => ratio >= Math.Min(1, Low) && ratio <= Math.Max(1, High);

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
