namespace Chalkline.Deduction;

/// <summary>
/// One observation of a sheet, ready to weigh draws: how far a draw's own value is from what was seen, with Student
/// errors.
/// </summary>
/// <param name="Seen">What was seen, less all that hangs on the sheet alone.</param>
/// <param name="Slopes">What a draw's values are multiplied with.</param>
/// <param name="Spread">Scale of the errors.</param>
internal readonly record struct Channel(double Seen, double[] Slopes, double Spread)
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
        return new(seen - fit.Provider(provider), fit.Coefficients[1..], Math.Sqrt(own + unknown + rounding));
    }

    /// <summary>Logarithm of the likelihood of a draw's value, up to a constant of the sheet.</summary>
    public double LogLikelihood(double value)
    {
        double far = (Seen - value) / Spread;
        return -0.5 * (PriceFit.Freedom + 1) * Math.Log(1 + (far * far / PriceFit.Freedom));
    }
}
