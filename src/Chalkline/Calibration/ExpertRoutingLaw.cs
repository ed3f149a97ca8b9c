namespace Chalkline.Calibration;

/// <summary>A power law between two bounds: density proportional to x^-exponent for x from 1 to a span.</summary>
internal readonly struct ExpertRoutingLaw
{
    private readonly double _exponent;
    private readonly double _density;

    /// <summary>The law of an exponent.</summary>
    /// <param name="exponent">Above 0.</param>
    /// <param name="span">The largest value; above 1.</param>
    public ExpertRoutingLaw(double exponent, double span)
    {
        _exponent = exponent;
        Span = span;
        _density = 1 / Integral(-exponent, 1, span);
    }

    /// <summary>The largest value.</summary>
    public double Span { get; }

    /// <summary>The mean value.</summary>
    public double Mean => Moment(1, 1, Span);

    /// <summary>The value that a share of all lies below.</summary>
    public double Quantile(double share)
    {
        double power = 1 - _exponent;
        return Math.Abs(power) < 1e-9
            ? Math.Pow(Span, share)
            : Math.Pow(1 + (share * (Math.Pow(Span, power) - 1)), 1 / power);
    }

    /// <summary>The mean of the smaller of a limit and scale times a value.</summary>
    public double Capped(double limit, double scale)
    {
        double knee = Math.Clamp(limit / scale, 1, Span);
        return (scale * Moment(1, 1, knee)) + (limit * Moment(0, knee, Span));
    }

    /// <summary>The mean square of the smaller of a limit and scale times a value.</summary>
    public double CappedSquare(double limit, double scale)
    {
        double knee = Math.Clamp(limit / scale, 1, Span);
        return (scale * scale * Moment(2, 1, knee)) + (limit * limit * Moment(0, knee, Span));
    }

    private double Moment(double order, double from, double to) => _density * Integral(order - _exponent, from, to);

    private static double Integral(double power, double from, double to)
        => Math.Abs(power + 1) < 1e-9
            ? Math.Log(to / from)
            : (Math.Pow(to, power + 1) - Math.Pow(from, power + 1)) / (power + 1);
}
