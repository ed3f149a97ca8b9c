using Chalkline.Quantities;

namespace Chalkline.Codesign.Energy;

/// <summary>Energy of reading SRAM: 50 + 0.022 sqrt(S) fJ a bit, S in bits, 14 nm era (Dally, CACM 63(7) 2020; that S is in bits is
/// inferred).</summary>
public static class SramEnergy
{
    private const double Fixed = 50e-15;
    private const double PerRoot = 0.022e-15;

    /// <summary>Energy of a bit read from a block.</summary>
    /// <param name="capacity">Capacity of the block; binary, as memories are.</param>
    public static JoulesPerBit PerBit(Bytes capacity) => new(Fixed + (PerRoot * Math.Sqrt(8 * capacity.Value)));
}
