namespace Chalkline.Codesign.AttentionFit;

/// <summary>How many tokens experts need, and what moving them costs.</summary>
public static class ExpertFit
{
    /// <summary>
    /// FLOP for a byte of an expert's matrix product with t tokens: 2 t d m/(d m + t (d + m)), one byte an element (LatentMoE, Elango et
    /// al. 2026, second hand).
    /// </summary>
    public static double Intensity(double tokens, double width, double inner)
        => 2 * tokens * width * inner / ((width * inner) + (tokens * (width + inner)));

    /// <summary>Tokens from which an expert reaches a ridge; infinite where none does.</summary>
    public static double Tokens(double ridge, double width, double inner)
    {
        double left = (2 * width * inner) - (ridge * (width + inner));
        return left > 0 ? ridge * width * inner / left : double.PositiveInfinity;
    }

    /// <summary>Time of an all-to-all over that of the experts: 5 F/(4 m BW) (same source).</summary>
    public static double Exchange(double flopPerSecond, double inner, double linkBytesPerSecond)
        => 5 * flopPerSecond / (4 * inner * linkBytesPerSecond);
}
