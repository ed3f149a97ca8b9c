namespace Chalkline.Formats;

/// <summary>
/// Signal to quantisation noise (QSNR) of a format on normal data, dB (arXiv:2510.25602). Floating point: normal values lose
/// a share of their own power, subnormal ones a fixed step; integers a fixed step throughout.
/// </summary>
public static class SignalQuality
{
    /// <summary>How much larger than need be a power-of-two scale is, rho in [1, 2): the middle is taken.</summary>
    public const double PowerOfTwoScale = 1.5;

    /// <summary>QSNR, dB.</summary>
    /// <param name="format">The format.</param>
    /// <param name="crest">kappa, largest of a block over its root mean square; null for normal data of the block's size.</param>
    public static double Decibels(FormatAnatomy format, double? crest = null)
    {
        double kappa = crest ?? NormalCrest(format.Block > 1 ? format.Block : 1024);
        double rho = format.Scale == "e8m0" ? PowerOfTwoScale : 1;
        if (format.IsInteger)
        {
            // The paper's 4.78 + 6.02 b is this with 2^(b-1) steps; symmetric integers have one step less.
            double gain = rho == 1 && format.Block > 1 ? 10 * Math.Log10(format.Block / (format.Block - 1)) : 0;
            return (10 * Math.Log10(12)) + (20 * Math.Log10(format.Largest / (rho * kappa))) + gain;
        }

        double relative = 1 / (24 * Math.Pow(2, 2 * format.Mantissa));
        double bias = Math.Pow(2, format.Exponent - 1) - 1;
        double fixedStep = Math.Pow(2, 2 * (1 - bias - format.Mantissa)) / (12 * format.Largest * format.Largest);
        double scale = rho * kappa;
        double least = scale * Math.Pow(2, 1 - bias) / format.Largest;
        double below = Erf(least / Math.Sqrt(2));
        double power = 1 - below + (least * Math.Sqrt(2 / Math.PI) * Math.Exp(-least * least / 2));
        return -10 * Math.Log10((relative * power) + (fixedStep * scale * scale * below));
    }

    /// <summary>The largest of so many normal values, over their root mean square, on average.</summary>
    /// <param name="count">Values of a block, from 1.</param>
    public static double NormalCrest(double count)
    {
        // E max|x| = integral of 1 - (erf(x/sqrt 2))^n from 0.
        const double Step = 1e-3;
        double sum = 0;
        for (double x = Step / 2; x < 12; x += Step)
        {
            sum += 1 - Math.Pow(Erf(x / Math.Sqrt(2)), count);
        }

        return sum * Step;
    }

    /// <summary>The error function, to 1.2e-7 (Numerical Recipes' Chebyshev fit of erfc).</summary>
    private static double Erf(double x)
    {
        double t = 1 / (1 + (0.5 * Math.Abs(x)));
        ReadOnlySpan<double> fit =
        [
            0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223,
        ];
        double sum = 0;
        foreach (double coefficient in fit)
        {
            sum = (sum * t) + coefficient;
        }

        double tail = t * Math.Exp((-x * x) + sum);
        return x >= 0 ? 1 - tail : tail - 1;
    }
}
