using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>Prices as people write them: two digits that come easily, by the million tokens.</summary>
public static class PriceSteps
{
    private static readonly double[] Digits =
        [
            1,
            1.1,
            1.2,
            1.25,
            1.4,
            1.5,
            1.6,
            1.75,
            1.8,
            2,
            2.2,
            2.4,
            2.5,
            2.8,
            3,
            3.5,
            4,
            4.5,
            5,
            5.5,
            6,
            7,
            7.5,
            8,
            9,
            10,
        ];

    /// <summary>The least such price that is not below one; zero for zero.</summary>
    /// <exception cref="ChalkException">The price is negative or endless.</exception>
    public static UsdPerToken Up(UsdPerToken price)
    {
        double million = price.Value * 1e6;
        if (!(million >= 0 && double.IsFinite(million)))
        {
            throw new ChalkException($"A price of {price} cannot be asked; it must be zero or more.");
        }

        if (million == 0)
        {
            return price;
        }

        int power = (int)Math.Floor(Math.Log10(million));
        foreach (double digit in Digits)
        {
            // Written out rather than multiplied, so that 0.3 $ a million is the number that reading "0.3" gives.
            double step = double.Parse(
                FormattableString.Invariant($"{digit}e{power}"), System.Globalization.CultureInfo.InvariantCulture);
            if (step >= million * (1 - 1e-12))
            {
                return new(step / 1e6);
            }
        }

        return new(Math.Pow(10, power + 1) / 1e6);
    }
}
