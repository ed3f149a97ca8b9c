using System.Collections.Immutable;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Matrix products of one class of formats. The output is cut into tiles, the tiles are dealt to the compute units in
/// waves, and the inner dimension is cut too when there are fewer tiles than units; a library takes the best of a few
/// tiles. The product takes as long as its arithmetic or its bytes, whichever is more, a fixed time, and for narrow
/// activations a pass that quantises them.
/// </summary>
/// <param name="format">The class.</param>
internal sealed class GemmKernel(GemmFormat format) : KernelModel
{
    private const int ComputeShare = 0;
    private const int MemoryShare = 1;
    private const int Fixed = 2;
    private const int Depth = 3;
    private const int Quantise = 4;
    private const int Feed = 5;
    private const int Chain = 6;
    private const int Promote = 7;
    private const double Micro = 1e-6;
    private const double Nano = 1e-9;
    private const double Giga = 1e9;

    /// <summary>Inner elements under one scale.</summary>
    private const double ScaleBlock = 128;

    /// <summary>
    /// BF16 rate of the largest unit that was measured, FLOP/s; a larger one is taken for several side by side.
    /// </summary>
    private const double LargestUnit = 17e12;

    /// <summary>Rows and columns of the tiles that libraries choose from.</summary>
    private static readonly (double Rows, double Columns)[] Tiles =
        [(16, 64), (16, 128), (32, 64), (64, 64), (64, 128), (64, 256), (128, 128), (128, 256), (256, 128)];

    /// <summary>
    /// Those of block-scaled products, which do not cut the inner dimension and give narrow tiles to more units instead:
    /// 64 rows is the least that the matrix unit takes without swapping the operands.
    /// </summary>
    private static readonly (double Rows, double Columns)[] BlockTiles =
        [(64, 16), (64, 32), (64, 64), (64, 128), (64, 256), (128, 128), (128, 256), (256, 128)];

    /// <inheritdoc />
    public override string Name { get; } = "gemm-" + format switch
    {
        GemmFormat.Wide => "bf16",
        GemmFormat.Fp8 => "fp8",
        GemmFormat.Fp8Block => "fp8-block",
        GemmFormat.Fp4 => "fp4",
        GemmFormat.Int8 => "int8",
        _ => "weight-only",
    };

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } = format is GemmFormat.Fp8Block
        ?
        [
            .. Common(format),
            new("chainNs", 0.01, 10, 1, "least time of an inner element, whose sums wait for their scales"),
            new("promoteGsums", 20, 5000, 220, "sums that a compute unit scales in FP32, 10^9 a second"),
        ]
        : Common(format);

    private static ImmutableArray<KernelParameter> Common(GemmFormat format) =>
    [
        new("computeShare", 0.05, 1, 0.93, "share of the dense peak that full waves reach"),
        new("memoryShare", 0.1, 1, 0.75, "share of the memory bandwidth that large operands reach"),
        new("fixedUs", 0.5, format is GemmFormat.WeightOnly ? 30 : 5, 3, "time of a product of no size"),
        new("depth", 1, 2000, 100, "inner elements' worth of time a tile takes to start and to end"),
        new("quantiseUs", 0.01, 20, format is GemmFormat.Wide or GemmFormat.WeightOnly ? 0.02 : 4, "time of the kernel that quantises the activations"),
        new("feedGbytes", 50, 20000, 600, "operands that a compute unit takes in, 10^9 bytes a second"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.Gemm && Class(work) == format;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double peak = device.Peak(Arithmetic(work));
        double count = Math.Max(1, work.Batch);
        double unit = parameters[ComputeShare] * peak / device.ComputeUnits;
        double larger = device.Peak(Formats.Arithmetic.Bf16) / device.ComputeUnits / LargestUnit;
        double feed = parameters[Feed] * Giga * Math.Max(1, larger);
        double width = work.Activations.BytesPerElement;
        double compute = double.PositiveInfinity;
        bool block = format is GemmFormat.Fp8Block;
        foreach ((double rows, double columns) in block ? BlockTiles : Tiles)
        {
            double tiles = Math.Ceiling(work.M / rows) * Math.Ceiling(work.N / columns) * count;

            // Too few tiles: the inner dimension is cut, down to 256 elements, until every unit has work.
            double cuts = block ? 1 : Math.Clamp(Math.Floor(device.ComputeUnits / tiles), 1, Math.Max(1, Math.Floor(work.K / 256)));
            double waves = Math.Ceiling(tiles * cuts / device.ComputeUnits);
            double element = (2 * rows * columns / unit) + ((rows + columns) * width / feed);
            double each = element * ((work.K / cuts) + parameters[Depth]);
            if (block)
            {
                double promoted = each + Promotion(work, device, rows * columns, parameters);
                each = Math.Max(promoted, work.K * parameters[Chain] * Nano);
            }

            compute = Math.Min(compute, waves * each);
        }

        double memory = Bytes(work) / (parameters[MemoryShare] * device.Bandwidth);
        double work4 = Math.Pow(Math.Pow(compute, 4) + Math.Pow(memory, 4), 0.25);
        double quantise = work.Quantised || format is GemmFormat.Wide or GemmFormat.WeightOnly ? 0
            : (parameters[Quantise] * Micro)
                + (count * work.M * work.K * (2 + work.Activations.BytesPerElement) / (parameters[MemoryShare] * device.Bandwidth));
        return Math.Max(Floor(work, device), (parameters[Fixed] * Micro) + work4 + quantise);
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
    {
        double flop = 2 * work.M * work.N * work.K * Math.Max(1, work.Batch);
        double weights = work.N * work.K * Math.Max(1, work.Batch) * work.Weights.BytesPerElement;
        return Math.Max(flop / device.Peak(Arithmetic(work)), weights / device.Bandwidth);
    }

    /// <summary>
    /// Time of scaling a tile's sums after every block of inner elements, on the vector lanes; a matrix unit that knows
    /// 4-bit formats applies the scales itself.
    /// </summary>
    private static double Promotion(
        in KernelWork work, KernelDevice device, double sums, ReadOnlySpan<double> parameters)
        => device.Peak(Formats.Arithmetic.Fp4) > device.Peak(Formats.Arithmetic.Fp8)
            ? 0
            : sums * work.K / ScaleBlock / (parameters[Promote] * Giga);

    private static double Bytes(in KernelWork work)
        => Math.Max(1, work.Batch) * ((work.N * work.K * work.Weights.BytesPerElement)
            + (work.M * work.K * work.Activations.BytesPerElement) + (work.M * work.N * 2));

    private static Arithmetic Arithmetic(in KernelWork work)
        => (work.Weights.Storage > work.Activations.Storage ? work.Weights : work.Activations).Arithmetic;

    private static GemmFormat Class(in KernelWork work) => work.Activations.Arithmetic switch
    {
        Formats.Arithmetic.Fp8 when work.Weights == NumberFormat.Fp8 || work.Weights == NumberFormat.Mxfp8 => GemmFormat.Fp8,
        Formats.Arithmetic.Fp8 => GemmFormat.Fp8Block,
        Formats.Arithmetic.Fp4 => GemmFormat.Fp4,
        Formats.Arithmetic.Int8 => GemmFormat.Int8,
        _ when work.Weights.Storage < work.Activations.Storage => GemmFormat.WeightOnly,
        _ => GemmFormat.Wide,
    };
}

/// <summary>Classes of formats whose products run alike.</summary>
internal enum GemmFormat
{
    /// <summary>16 bits and wider.</summary>
    Wide,

    /// <summary>8-bit floating point, one scale a tensor or row.</summary>
    Fp8,

    /// <summary>8-bit floating point with block scales.</summary>
    Fp8Block,

    /// <summary>4-bit floating point with block scales.</summary>
    Fp4,

    /// <summary>8-bit integer.</summary>
    Int8,

    /// <summary>Narrow weights, 16-bit activations.</summary>
    WeightOnly,
}
