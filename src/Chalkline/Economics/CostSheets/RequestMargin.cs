using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>What requests of one kind cost and bring.</summary>
/// <param name="Length">Tokens of the prompt.</param>
/// <param name="OffPeak">Whether they wait for hours that stand idle.</param>
/// <param name="Share">Their share of all requests.</param>
/// <param name="Cost">What one costs.</param>
/// <param name="Price">What one pays.</param>
public sealed record RequestMargin(Tokens Length, bool OffPeak, double Share, Usd Cost, Usd Price)
{
    /// <summary>Profit over cost.</summary>
    public double Margin => (Price / Cost) - 1;
}
