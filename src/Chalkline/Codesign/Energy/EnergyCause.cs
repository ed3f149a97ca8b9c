namespace Chalkline.Codesign.Energy;

/// <summary>What a token's energy is spent on.</summary>
public enum EnergyCause
{
    /// <summary>Multiply-accumulates.</summary>
    Arithmetic,

    /// <summary>Fetching and decoding instructions, reading their operands' addresses.</summary>
    Instructions,

    /// <summary>Register files and accumulators of the matrix units.</summary>
    Registers,

    /// <summary>On-chip SRAM: shared memory by tile, caches by byte.</summary>
    Sram,

    /// <summary>Wires between memory interface and matrix units.</summary>
    Wire,

    /// <summary>Weights out of the device's memory.</summary>
    Weights,

    /// <summary>KV cache out of and into the device's memory.</summary>
    Cache,

    /// <summary>Activations between kernels through the device's memory.</summary>
    Activations,

    /// <summary>Memory of the host.</summary>
    HostMemory,

    /// <summary>Scale-up links.</summary>
    ScaleUp,

    /// <summary>Network cards and switches of scale-out.</summary>
    ScaleOut,

    /// <summary>Optical modules of scale-out.</summary>
    Optics,

    /// <summary>Leakage, clocks, fans: what flows whatever is done.</summary>
    Static,
}
