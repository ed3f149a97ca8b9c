using Chalkline.Economics.PriceSheets;

namespace Chalkline.Deduction.Points;

/// <summary>A sheet of a whole catalogue, deduced.</summary>
/// <param name="Entry">The sheet.</param>
/// <param name="Truth">What is publicly known of the model; null when nothing is.</param>
/// <param name="Active">Active parameters; null when nothing could be deduced.</param>
/// <param name="Total">Total parameters.</param>
/// <param name="KeyValue">KV bytes of a token.</param>
/// <param name="PriceOverCost">Price over cost.</param>
/// <param name="Remark">Why nothing was deduced, or what to know before believing it; may be empty.</param>
public sealed record SweptSheet(
    PriceSheetEntry Entry, OpenSheet? Truth, SweptMarginal? Active, SweptMarginal? Total, SweptMarginal? KeyValue,
    SweptMarginal? PriceOverCost, string Remark);

/// <summary>A quantity of a swept sheet.</summary>
/// <param name="Median">Posterior median.</param>
/// <param name="Eighty">Four fifths of the posterior.</param>
/// <param name="Bits">What the prices say of it.</param>
/// <param name="AtWall">Whether the prior's wall is met.</param>
public sealed record SweptMarginal(double Median, Interval Eighty, double Bits, bool AtWall)
{
    internal static SweptMarginal Of(Marginal marginal)
        => new(marginal.Median, marginal.Eighty, marginal.Bits, marginal.AtWall);
}
