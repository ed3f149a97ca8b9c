using Chalkline.Hardware;

namespace Chalkline.Catalog;

/// <summary>What silicon can hold: areas of SRAM cells by node, the reticle, power a square millimetre.</summary>
/// <remarks>
/// Cell areas as foundries published them (TSMC at IEDM and VLSI; recalled): they bound what fits from above, since periphery
/// takes as much again.
/// </remarks>
public static class OnChipLimit
{
    /// <summary>Largest die that a mask exposes, mm2 (26 by 33 mm; recalled).</summary>
    public const double Reticle = 858;

    /// <summary>From here on it is a wafer.</summary>
    public const double Wafer = 40_000;

    /// <summary>Share of the die that SRAM machines give to cells.</summary>
    public const double UsualShare = 0.6;

    /// <summary>Most power a mm2 of shipped devices; recalled.</summary>
    public const double WattsPerArea = 2;

    /// <summary>Node, nm, and area of a six-transistor cell, um2.</summary>
    private static readonly (double Node, double Cell)[] Cells =
    [
        (2, 0.0175), (3, 0.021), (4, 0.021), (5, 0.021), (6, 0.027), (7, 0.027), (10, 0.042), (12, 0.07), (16, 0.07), (28, 0.127), (45, 0.3), (90, 1.0),
    ];

    /// <summary>Share of the die's area that the cells of its SRAM take; null where die or SRAM is unknown.</summary>
    public static double? ShareOfDie(Accelerator accelerator)
    {
        if (accelerator is not { Die: { Area: { } area } die, OnChipMemory: { } memory })
        {
            return null;
        }

        double cell = Cells.MinBy(known => Math.Abs(Math.Log(known.Node / die.Node))).Cell;
        return 8 * memory.Value.Value * cell * 1e-6 / area;
    }
}
