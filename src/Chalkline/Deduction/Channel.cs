namespace Chalkline.Deduction;

/// <summary>
/// One observation of a sheet, ready to weigh draws: how far a draw's own value is from what was seen, with Student
/// errors.
/// </summary>
/// <param name="Seen">What was seen, less all that hangs on the sheet alone.</param>
/// <param name="Slopes">What a draw's values are multiplied with.</param>
/// <param name="Spread">Scale of the errors.</param>
/// <param name="Passed">How much of what sets an operator's costs apart from the mean its prices follow.</param>
internal readonly record struct Channel(double Seen, double[] Slopes, double Spread, double Passed = 1)
{
    /// <summary>
    /// Operators' differences are in the draws already; of the errors at least this share stays people's.
    /// </summary>
    private const double LeastOwn = 0.25;

    public static Channel Of(PriceFit fit, string provider, double operating, double rounding, double seen)
    {
        double whole = fit.Spread * fit.Spread;
        double own = Math.Max(whole - operating, LeastOwn * whole);
        double unknown = fit.Knows(provider) ? 0 : fit.ProviderSpread * fit.ProviderSpread;
        double passed = operating > 0 ? Math.Min(1, Math.Sqrt((whole - own) / operating)) : 1;
        return new(seen - fit.Provider(provider), fit.Coefficients[1..], Math.Sqrt(own + unknown + rounding), passed);
    }

    /// <summary>How far the line itself may be off, squared, at the sheet's and a draw's features.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>Logarithm of the likelihood of a draw's value, the line being uncertain itself.</summary>
    public double LogLikelihood(double value, ReadOnlySpan<double> drawn)
    {
        double variance = (Spread * Spread) + Doubt!.At(drawn);
        double far = Seen - value;
        return (-0.5 * Math.Log(variance))
            - (0.5 * (PriceFit.Freedom + 1) * Math.Log(1 + (far * far / (PriceFit.Freedom * variance))));
    }

    /// <summary>Logarithm of the likelihood of a draw's value, up to a constant of the sheet.</summary>
    public double LogLikelihood(double value)
    {
        double far = (Seen - value) / Spread;
        return -0.5 * (PriceFit.Freedom + 1) * Math.Log(1 + (far * far / PriceFit.Freedom));
    }
}
