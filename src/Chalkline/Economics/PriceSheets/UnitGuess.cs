using System.Globalization;

namespace Chalkline.Economics.PriceSheets;

/// <summary>What prices are for, when no field says it: the one unit in which all of them could be prices.</summary>
internal static class UnitGuess
{
    /// <summary>
    /// Least and greatest price of a million tokens that is believed, in dollars. Listed prices of language models lie
    /// between 0.001 and 150 in the catalogues of 2025 and 2026.
    /// </summary>
    public const double Least = 5e-4;

    public const double Greatest = 1000;

    /// <summary>Within this range prices are common: what a unit without a name is told by.</summary>
    private const double CommonLeast = 0.01;

    private const double CommonGreatest = 200;

    /// <summary>Tokens of a unit.</summary>
    public static double Tokens(PriceUnit unit) => unit switch
    {
        PriceUnit.Token => 1,
        PriceUnit.Thousand => 1e3,
        _ => 1e6,
    };

    /// <summary>The words for a unit.</summary>
    public static string Word(PriceUnit unit) => unit switch
    {
        PriceUnit.Token => "per token",
        PriceUnit.Thousand => "per thousand tokens",
        _ => "per million tokens",
    };

    /// <summary>Whether a price of a million tokens can be one.</summary>
    public static bool Believed(double perMillion) => perMillion is >= Least and <= Greatest;

    /// <summary>The units in which a price could be common.</summary>
    public static IEnumerable<PriceUnit> Fitting(double price)
        => Enum.GetValues<PriceUnit>().Where(
            unit => price * 1e6 / Tokens(unit) is >= CommonLeast and <= CommonGreatest);

    /// <summary>The unit of a file.</summary>
    /// <exception cref="ChalkException">There is no price, none fits all, or several do.</exception>
    public static PriceUnit Of(string file, IReadOnlyCollection<double> prices)
    {
        if (prices.Count == 0)
        {
            throw new ChalkException(
                $"{file}: holds no price above 0; a free or negative price says nothing of what a token costs.");
        }

        PriceUnit[] fitting =
        [
            .. Enum.GetValues<PriceUnit>().Where(unit => prices.All(price => Fitting(price).Contains(unit))),
        ];
        if (fitting.Length == 1)
        {
            return fitting[0];
        }

        string range = string.Create(
            CultureInfo.InvariantCulture, $"prices from {prices.Min():G4} to {prices.Max():G4}");
        string why = fitting.Length == 0 ? "fit no unit" : $"could be {string.Join(" or ", fitting.Select(Word))}";
        throw new ChalkException(
            $"{file}: no field names the unit, and {range} {why}; name the unit: token, thousand or million.");
    }
}
