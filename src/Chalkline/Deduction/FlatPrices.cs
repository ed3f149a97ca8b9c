using System.Collections.Immutable;
using Chalkline.Economics;

namespace Chalkline.Deduction;

/// <summary>
/// Prices that a provider asks of models far apart in size alike: entries that nobody priced. They say nothing of what a
/// model costs, and are neither fitted nor read.
/// </summary>
/// <remarks>
/// Size classes of providers (one price up to 16 thousand million parameters, another above) span less than
/// <see cref="Apart"/>; what catalogues fill in for models that are not sold spans hundreds.
/// </remarks>
internal sealed class FlatPrices
{
    /// <summary>How many times apart in total parameters the models of one price are that is nobody's price.</summary>
    internal const double Apart = 30;

    private readonly Dictionary<(string, double, double), double> _apart;

    private FlatPrices(Dictionary<(string, double, double), double> apart) => _apart = apart;

    /// <summary>Finds them.</summary>
    /// <param name="sheets">Sheets of open models.</param>
    public static FlatPrices Of(IEnumerable<KnownSheet> sheets) => new(
        sheets.GroupBy(one => Offer(one.Sheet))
            .Select(offer => (
                offer.Key,
                Apart: offer.Max(one => one.Architecture.Total.Value) / offer.Min(one => one.Architecture.Total.Value)))
            .Where(offer => offer.Apart > Apart)
            .ToDictionary(offer => offer.Key, offer => offer.Apart));

    /// <summary>The sheets that somebody priced; all when nobody did.</summary>
    public ImmutableArray<KnownSheet> Priced(ImmutableArray<KnownSheet> sheets)
    {
        ImmutableArray<KnownSheet> priced = [.. sheets.Where(sheet => Of(sheet.Sheet) is null)];
        return priced.IsEmpty ? sheets : priced;
    }

    /// <summary>How many times apart the models of a sheet's prices are; null where its prices are its own.</summary>
    public double? Of(PriceSheet sheet) => _apart.TryGetValue(Offer(sheet), out double apart) ? apart : null;

    /// <summary>
    /// Who asks what, to a ten-thousandth: a price a token and one a million differ in the last bits.
    /// </summary>
    internal static (string Provider, double Input, double Output) Offer(PriceSheet sheet)
        => (sheet.Provider, Rounded(sheet.Input.Value), Rounded(sheet.Output.Value));

    private static double Rounded(double price) => Math.Round(Math.Log(price), 4);
}
