using System.Globalization;

namespace Chalkline.Economics.Lifecycle;

/// <summary>
/// Reward against compute of RL: R(C) = R0 + (A - R0) / (1 + (C_mid/C)^B) (ScaleRL, arXiv:2510.13786).
/// </summary>
/// <remarks>
/// The fitted B and C_mid of the paper's final recipe are not published: all four come from the user.
/// </remarks>
/// <param name="Start">R0, reward before; from 0 to below <paramref name="Ceiling"/>.</param>
/// <param name="Ceiling">A, reward that no compute goes beyond; at most 1.</param>
/// <param name="Middle">C_mid, compute of half the gain, device-hours; more than 0.</param>
/// <param name="Steepness">B; more than 0.</param>
public sealed record RewardCurve(double Start, double Ceiling, double Middle, double Steepness)
{
    /// <summary>Reads <c>R0,A,C_mid,B</c>.</summary>
    /// <exception cref="ChalkException">They are not four, or one is out of range.</exception>
    public static RewardCurve Parse(string text)
    {
        double[] parts = [.. text.Split(',').Select(Number)];
        return parts is [>= 0 and < 1, > 0 and <= 1, > 0 and <= 1e15, > 0 and <= 100] && parts[0] < parts[1]
            ? new(parts[0], parts[1], parts[2], parts[3])
            : throw new ChalkException(
                $"'{text}' is not a reward curve; write R0,A,C_mid,B such as 0.3,0.61,2e4,1.5: rewards from 0 to 1 "
                    + "with R0 below A, C_mid in device-hours and B above 0.");
    }

    /// <summary>Reward after so much compute.</summary>
    /// <param name="deviceHours">Device-hours, from 0.</param>
    public double At(double deviceHours)
        => deviceHours <= 0 ? Start : Start + ((Ceiling - Start) / (1 + Math.Pow(Middle / deviceHours, Steepness)));

    private static double Number(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : double.NaN;
}
