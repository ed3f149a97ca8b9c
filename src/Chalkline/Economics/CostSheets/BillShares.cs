using Chalkline.Derivations;

namespace Chalkline.Economics.CostSheets;

/// <summary>How the price of a machine, power and hosting aside, divides; what is left is the accelerators'.</summary>
/// <param name="Host">Share of processors, memory, drives, chassis; 0 to 1.</param>
/// <param name="Network">Share of cards, switches, cables; 0 to 1, at most 1 together with the host.</param>
/// <param name="Source">Where the shares come from; null when the user gave them.</param>
public sealed record BillShares(double Host, double Network, Source? Source)
{
    /// <summary>
    /// A DGX H100's bill of materials as once estimated: 10,908 $ of network cards and 21,102 $ of host beside 195,000
    /// $ of
    /// the board with its eight devices. Recalled, so that it may divide a price and never change one.
    /// </summary>
    public static BillShares Recalled { get; } = new(
        21102 / 227010.0,
        10908 / 227010.0,
        new(
            "a DGX H100's bill of materials, SemiAnalysis",
            "2023-05-29",
            Verification.No,
            "recalled; scale-out switches left out"));

    /// <summary>Checks the shares.</summary>
    /// <exception cref="ChalkException">One is no share, or both are more than all.</exception>
    public BillShares Checked() => Host is >= 0 and <= 1 && Network is >= 0 and <= 1 && Host + Network <= 1
        ? this
        : throw new ChalkException(
            $"A host share of {Host:0.###} and a network share of {Network:0.###} cannot be; each lies between 0 and "
                + "1, and their sum too.");
}
