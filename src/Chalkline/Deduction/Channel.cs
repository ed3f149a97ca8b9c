using MathNet.Numerics;

namespace Chalkline.Deduction;

/// <summary>
/// One observation of a sheet, ready to weigh draws: how far a draw's own value is from what was seen, with Student
/// errors.
/// </summary>
/// <param name="Seen">What was seen, less all that hangs on the sheet alone.</param>
/// <param name="Slopes">What a draw's features are multiplied with.</param>
/// <param name="Spread">Scale of the errors.</param>
internal readonly record struct Channel(double Seen, double[] Slopes, double Spread)
{
    /// <summary>
    /// Operators' differences are in the draws already; of the errors at least this share stays people's.
    /// </summary>
    private const double LeastOwn = 0.25;

    /// <summary>Logarithm of the density of Student's t of scale 1 at its middle.</summary>
    private static readonly double Norm = SpecialFunctions.GammaLn((PriceFit.Freedom + 1) / 2)
        - SpecialFunctions.GammaLn(PriceFit.Freedom / 2) - (0.5 * Math.Log(PriceFit.Freedom * Math.PI));

    /// <summary>
    /// How much of what sets an operator's costs apart from the mean its prices follow, between 0 and 1: operators
    /// differ in costs more than the prices of one model do.
    /// </summary>
    public double Passed { get; private init; } = 1;

    /// <summary>How far the line itself may be off; null for one that is known.</summary>
    private Doubt? Doubt { get; init; }

    /// <summary>The channel of a fitted line for a sheet.</summary>
    /// <param name="fit">The line; its features are 1, then those of a draw, then those of the sheet.</param>
    /// <param name="provider">Who sells.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="features">The sheet's features, 0 where a draw's stand.</param>
    /// <param name="drawn">How many are a draw's.</param>
    /// <param name="operating">Variance of what operators differ in, in the units of what was seen.</param>
    /// <param name="rounding">Variance of rounding.</param>
    public static Channel Of(
        PriceFit fit, string provider, double seen, double[] features, int drawn, double operating, double rounding)
    {
        double whole = fit.Spread * fit.Spread;
        double own = Math.Max(whole - operating, LeastOwn * whole);
        double unknown = fit.Knows(provider) ? 0 : fit.ProviderSpread * fit.ProviderSpread;
        double expected = fit.Provider(provider);
        for (int i = 0; i < features.Length; i++)
        {
            expected += fit.Coefficients[i] * features[i];
        }

        return new(seen - expected, fit.Coefficients[1..(1 + drawn)], Math.Sqrt(own + unknown + rounding))
        {
            Passed = operating > 0 ? Math.Min(1, Math.Sqrt((whole - own) / operating)) : 1,
            Doubt = Doubt.Of(fit.Covariance, features, drawn),
        };
    }

    /// <summary>Logarithm of the likelihood of a draw's value, up to a constant of the sheet.</summary>
    public double LogLikelihood(double value) => LogLikelihood(Seen - value, Spread * Spread);

    /// <summary>Logarithm of the likelihood of a draw, up to a constant of the sheet.</summary>
    /// <param name="features">The draw's features.</param>
    /// <param name="apart">How far its first one lies, for its operator alone, from what stands there.</param>
    public double LogLikelihood(ReadOnlySpan<double> features, double apart = 0)
        => LogLikelihood(Seen - Value(features, apart), Variance(features));

    /// <summary>Logarithm of the density of what was seen, at a draw.</summary>
    /// <param name="features">The draw's features.</param>
    public double LogDensity(ReadOnlySpan<double> features) => LogLikelihood(features) + Norm - Math.Log(Spread);

    /// <summary>What a draw adds to what is expected of a sheet.</summary>
    public double Value(ReadOnlySpan<double> features, double apart)
    {
        double value = Slopes[0] * Passed * apart;
        for (int i = 0; i < features.Length; i++)
        {
            value += Slopes[i] * features[i];
        }

        return value;
    }

    /// <summary>Scale of the errors at a draw, squared: people's, and the line's own.</summary>
    public double Variance(ReadOnlySpan<double> features) => (Spread * Spread) + (Doubt?.At(features) ?? 0);

    private double LogLikelihood(double far, double variance) => -0.5 * (Math.Log(variance / (Spread * Spread))
        + ((PriceFit.Freedom + 1) * Math.Log(1 + (far * far / (PriceFit.Freedom * variance)))));
}
