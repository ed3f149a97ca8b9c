using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>One accelerator: every figure is of a single device, dense, and in one direction.</summary>
public sealed record Accelerator
{
    /// <summary>Identifier in the catalogue, for example <c>h100-sxm</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name as sold.</summary>
    public required string Name { get; init; }

    /// <summary>Maker.</summary>
    public required string Vendor { get; init; }

    /// <summary>GPU, TPU, ASIC, SRAM ASIC, wafer, ...</summary>
    public required string Kind { get; init; }

    /// <summary>Other identifiers it answers to.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Release, ISO 8601 as exact as known (<c>2022-09</c>); null when unknown.</summary>
    public string? Released { get; init; }

    /// <summary>The system it ordinarily comes in, by catalogue identifier; null when the catalogue has none.</summary>
    public string? System { get; init; }

    /// <summary>Dense peak by arithmetic.</summary>
    public required ImmutableDictionary<Arithmetic, Datum<FlopPerSecond>> Peaks { get; init; }

    /// <summary>The memory weights and KV cache live in: HBM, or SRAM on machines without it.</summary>
    public required MemoryTier Memory { get; init; }

    /// <summary>
    /// Parts that work on a kernel independently: streaming multiprocessors, compute units, matrix cores; null when
    /// unknown. From the makers' architecture papers.
    /// </summary>
    public int? ComputeUnits { get; init; }

    /// <summary>Its silicon; null when unknown.</summary>
    public Die? Die { get; init; }

    /// <summary>On-chip memory that software can use; null when unknown.</summary>
    public Datum<Bytes>? OnChipMemory { get; init; }

    /// <summary>
    /// Scale-up bandwidth, one direction; null when the device has none beyond PCIe or nothing is known.
    /// </summary>
    public Datum<BytesPerSecond>? ScaleUp { get; init; }

    /// <summary>The most devices one scale-up domain of it joins, as its maker says; null when unknown.</summary>
    public int? DomainSize { get; init; }

    /// <summary>Scale-out bandwidth of its network card, one direction, in bits as sold; null when unknown.</summary>
    public Datum<BitsPerSecond>? ScaleOut { get; init; }

    /// <summary>Thermal design power; null when unknown.</summary>
    public Datum<Watts>? Power { get; init; }

    /// <summary>
    /// Its share of the power of a whole system: hosts, switches and cooling included; null when unknown.
    /// </summary>
    public Datum<Watts>? AllInPower { get; init; }

    /// <summary>Rent or cost of ownership, dated; newest first.</summary>
    public ImmutableArray<PricePoint> Prices { get; init; } = [];

    /// <summary>
    /// The device whose fitted kernels are its own, by identifier, for one made from it; null for a device that has its own or takes
    /// those of its kin.
    /// </summary>
    public string? Kernels { get; init; }

    /// <summary>Notes a reader should see.</summary>
    public string Notes { get; init; } = "";

    /// <summary>
    /// The peak in an arithmetic. A device without it runs the operands in the next wider arithmetic it has
    /// (FP4 and INT8 fall to FP8, then BF16, then FP32).
    /// </summary>
    /// <exception cref="ChalkException">No arithmetic on the device is wide enough.</exception>
    public FlopPerSecond Peak(Arithmetic arithmetic)
    {
        foreach (Arithmetic wider in Fallbacks(arithmetic))
        {
            if (Peaks.TryGetValue(wider, out Datum<FlopPerSecond>? datum))
            {
                return datum.Value;
            }
        }

        throw new ChalkException(
            $"{Id} states no peak for {arithmetic} or anything wider; its catalogue file lists "
            + $"{string.Join(", ", Peaks.Keys.Order())}.");
    }

    /// <summary>
    /// The ridge of the roofline: operations a byte read must feed before the arithmetic is the limit (lecture,
    /// section 0.2). Half of it times the bytes of a weight is the lecture's 300.
    /// </summary>
    /// <exception cref="ChalkException">No arithmetic on the device is wide enough.</exception>
    public FlopPerByte Ridge(Arithmetic arithmetic) => Peak(arithmetic) / Memory.Bandwidth.Value;

    private static ReadOnlySpan<Arithmetic> Fallbacks(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp4 => [Arithmetic.Fp4, Arithmetic.Fp8, Arithmetic.Bf16, Arithmetic.Tf32, Arithmetic.Fp32],
        Arithmetic.Int8 => [Arithmetic.Int8, Arithmetic.Fp8, Arithmetic.Bf16, Arithmetic.Tf32, Arithmetic.Fp32],
        Arithmetic.Fp8 => [Arithmetic.Fp8, Arithmetic.Bf16, Arithmetic.Tf32, Arithmetic.Fp32],
        Arithmetic.Bf16 => [Arithmetic.Bf16, Arithmetic.Tf32, Arithmetic.Fp32],
        Arithmetic.Tf32 => [Arithmetic.Tf32, Arithmetic.Fp32],
        _ => [Arithmetic.Fp32],
    };
}
