using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Formats;

/// <summary>A stored number format: its width with block scales, and the arithmetic it needs at least.</summary>
/// <param name="Name">Its usual name in lower case, for example <c>nvfp4</c>.</param>
/// <param name="Storage">Stored bits per element, scales included (MXFP4 4 + 8/32, NVFP4 4 + 8/16).</param>
/// <param name="Arithmetic">The narrowest arithmetic that takes it directly.</param>
public sealed record NumberFormat(string Name, BitsPerElement Storage, Arithmetic Arithmetic)
{
    /// <summary>32-bit floating point.</summary>
    public static NumberFormat Fp32 { get; } = new("fp32", new(32), Arithmetic.Fp32);

    /// <summary>Brain floating point, 16 bits.</summary>
    public static NumberFormat Bf16 { get; } = new("bf16", new(16), Arithmetic.Bf16);

    /// <summary>IEEE half precision.</summary>
    public static NumberFormat Fp16 { get; } = new("fp16", new(16), Arithmetic.Bf16);

    /// <summary>8-bit floating point with a scale a tensor or a channel (negligible storage).</summary>
    public static NumberFormat Fp8 { get; } = new("fp8", new(8), Arithmetic.Fp8);

    /// <summary>8-bit floating point, one 32-bit scale for each 128 x 128 block.</summary>
    public static NumberFormat Fp8Block { get; } = new("fp8-block", new(8 + (32.0 / (128 * 128))), Arithmetic.Fp8);

    /// <summary>OCP MXFP8: one 8-bit scale for 32 elements.</summary>
    public static NumberFormat Mxfp8 { get; } = new("mxfp8", new(8.25), Arithmetic.Fp8);

    /// <summary>8-bit integer.</summary>
    public static NumberFormat Int8 { get; } = new("int8", new(8), Arithmetic.Int8);

    /// <summary>4-bit floating point without counting scales: the lecture's half byte.</summary>
    public static NumberFormat Fp4 { get; } = new("fp4", new(4), Arithmetic.Fp4);

    /// <summary>NVFP4: one E4M3 scale for 16 elements.</summary>
    public static NumberFormat Nvfp4 { get; } = new("nvfp4", new(4.5), Arithmetic.Fp4);

    /// <summary>OCP MXFP4: one 8-bit scale for 32 elements.</summary>
    public static NumberFormat Mxfp4 { get; } = new("mxfp4", new(4.25), Arithmetic.Fp4);

    /// <summary>4-bit integer weights, one 16-bit scale for 128 elements; multiplied in BF16.</summary>
    public static NumberFormat Int4 { get; } = new("int4", new(4.125), Arithmetic.Bf16);

    /// <summary>All formats, widest first.</summary>
    public static ImmutableArray<NumberFormat> All { get; } =
        [Fp32, Bf16, Fp16, Mxfp8, Fp8Block, Fp8, Int8, Nvfp4, Mxfp4, Int4, Fp4];

    /// <summary>Stored bytes of a weight.</summary>
    public BytesPerParameter BytesPerParameter => new(Storage.Value / 8);

    /// <summary>Stored bytes of an element.</summary>
    public double BytesPerElement => Storage.Value / 8;

    /// <summary>Finds a format by name, whatever its case.</summary>
    /// <exception cref="ChalkException">The name is not a format.</exception>
    public static NumberFormat Find(string name)
        => All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ChalkException(
                $"'{name}' is not a number format; choose one of {string.Join(", ", All.Select(format => format.Name))}.");

    /// <inheritdoc />
    public override string ToString() => Name;
}
