namespace Chalkline.Scaling;

/// <summary>A term c / x^p of a loss.</summary>
/// <param name="Coefficient">c, nats a token at x = 1; more than 0.</param>
/// <param name="Exponent">p, more than 0.</param>
public readonly record struct PowerTerm(double Coefficient, double Exponent)
{
    /// <summary>Its value.</summary>
    public double At(double x) => Coefficient / Math.Pow(x, Exponent);

    /// <summary>Its fall for each e-fold of x.</summary>
    public double Slope(double x) => Exponent * At(x);

    /// <summary>Where it has a value; infinite for a value that is not above 0.</summary>
    public double Where(double value)
        => value > 0 ? Math.Pow(Coefficient / value, 1 / Exponent) : double.PositiveInfinity;
}
