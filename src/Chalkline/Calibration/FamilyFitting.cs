namespace Chalkline.Calibration;

/// <summary>One family, fitted to a user's own measurements of one device.</summary>
/// <param name="Family">The family.</param>
/// <param name="TrendError">
/// Median absolute error of the trend over other devices, as a fraction of the measured time.
/// </param>
/// <param name="Before">Parameters before: those of the device that are shipped, or else of the trend.</param>
/// <param name="BeforeError">Median absolute error of the rows with them.</param>
/// <param name="Fit">The fit; its spread is that of rows left out of it.</param>
/// <param name="FittedError">Median absolute error of the rows after, those that were fitted to.</param>
public sealed record FamilyFitting(
    KernelModel Family,
    double TrendError,
    IReadOnlyList<double> Before,
    double BeforeError,
    FamilyFit Fit,
    double FittedError)
{
    /// <summary>Median absolute error of rows that were left out of the fit, a fifth at a time.</summary>
    public double LeftOutError => Fit.Spread.MedianError;
}
