using System.Globalization;

namespace Chalkline.Codesign.Basins;

/// <summary>How the price of a device falls on its resources; the shares are over one.</summary>
/// <remarks>
/// The default is inferred: no maker publishes such shares. It is a starting point for a user's own, and every figure that
/// uses it is marked.
/// </remarks>
/// <param name="Compute">Share of the arithmetic.</param>
/// <param name="Bandwidth">Share of memory bandwidth.</param>
/// <param name="Capacity">Share of memory capacity.</param>
/// <param name="Network">Share of the scale-up link.</param>
public sealed record ResourceShares(double Compute, double Bandwidth, double Capacity, double Network)
{
    /// <summary>45 % arithmetic, 25 % bandwidth, 15 % capacity, 15 % link: inferred.</summary>
    public static ResourceShares Inferred { get; } = new(0.45, 0.25, 0.15, 0.15);

    /// <summary>Reads <c>compute=0.5,bandwidth=0.2,capacity=0.2,network=0.1</c>; all four, adding up to 1.</summary>
    /// <exception cref="ChalkException">A name or a share is wrong, one is missing, or they do not add up.</exception>
    public static ResourceShares Parse(string text)
    {
        double[] shares = [double.NaN, double.NaN, double.NaN, double.NaN];
        string[] names = ["compute", "bandwidth", "capacity", "network"];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('=', StringSplitOptions.TrimEntries);
            int place = Array.IndexOf(names, sides[0].ToLowerInvariant());
            if (sides.Length != 2 || place < 0
                || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double share) || share is not (>= 0 and <= 1))
            {
                throw new ChalkException(
                    $"--shares {text}: '{part}' must be compute, bandwidth, capacity or network with a share from 0 to 1, as in compute=0.5.");
            }

            shares[place] = share;
        }

        return shares.Any(double.IsNaN) || Math.Abs(shares.Sum() - 1) > 1e-6
            ? throw new ChalkException(
                $"--shares {text}: must give compute, bandwidth, capacity and network, which together are 1, as in "
                    + "compute=0.45,bandwidth=0.25,capacity=0.15,network=0.15.")
            : new(shares[0], shares[1], shares[2], shares[3]);
    }
}
