using System.Collections.Immutable;

namespace Chalkline.Ciphers;

/// <summary>A floating-point format that numbers are rounded to, nearest even; sums inside a product stay in double precision.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mantissa">Stored mantissa bits.</param>
/// <param name="Least">Exponent of the smallest normal number.</param>
/// <param name="Largest">Largest finite number; beyond it values saturate.</param>
public sealed record RoundedFormat(string Name, int Mantissa, int Least, double Largest)
{
    /// <summary>The formats of the laboratory, finest first.</summary>
    public static ImmutableArray<RoundedFormat> All { get; } =
    [
        new("fp64", 52, -1022, double.MaxValue),
        new("fp32", 23, -126, float.MaxValue),
        new("fp16", 10, -14, 65504),
        new("bf16", 7, -126, 3.39e38),
        new("fp8-e4m3", 3, -6, 448),
    ];

    /// <summary>The nearest number of the format.</summary>
    public double Round(double value)
    {
        if (Mantissa >= 52 || value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        int exponent = Math.Max(Least, Math.ILogB(value));
        double step = Math.ScaleB(1, exponent - Mantissa);
        return Math.Clamp(Math.Round(value / step, MidpointRounding.ToEven) * step, -Largest, Largest);
    }
}
