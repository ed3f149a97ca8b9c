using System.Collections.Immutable;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Causal attention of many new tokens. A tile of query rows walks over its keys: products on the matrix unit, and
/// exponentials beside them that no number format makes faster. A tile pays for some keys more than it has (start,
/// masked diagonal, end), the longest tile cannot be shared out, and rotating, storing and reading the rows costs
/// bandwidth.
/// </summary>
internal abstract class AttentionKernelPrefillForm : KernelModel
{
    private const double Micro = 1e-6;
    private const double Giga = 1e9;
    private const double RowBytes = 2;

    /// <summary>BF16 peak of the compute unit that the softmax rate is stated for, FLOP/s.</summary>
    private const double UnitPeak = 5e12;

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 60, 12, "time of the smallest kernel, microseconds"),
        new("matrixShare", 0.2, 1, 0.75, "share of the matrix peak while products run"),
        new("softmaxGscores", 2, 100, 12, "scores that a unit of 5 TFLOP/s in BF16 turns into weights, 10^9 a second"),
        new("tileKeys", 1, 1024, 150, "keys' worth of work that a query row pays besides its own"),
        new("tileRows", 4, 512, 64, "query rows that one compute unit takes together"),
        new("trafficShare", 0.05, 1, 0.4, "share of the memory bandwidth while rows are cast, read and written"),
    ];

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double rate = AttentionKernelShape.IsNarrow(work)
            ? AttentionKernelShape.Peak(device, Arithmetic.Fp8)
            : AttentionKernelShape.Peak(device, Arithmetic.Bf16);
        double product = 2 * Widths(work) / (parameters[1] * rate);
        double softmax = 1 / (parameters[2] * Giga * SoftmaxUnits(device));
        double score = AttentionKernelShape.Overlap(product, softmax);
        double scores = work.Heads
            * (AttentionKernelShape.CausalPairs(work) + (work.Batch * work.QueryTokens * parameters[3]));
        double longest = Math.Min(parameters[4], work.QueryTokens) * (work.KeyTokens + parameters[3])
            * (device.ComputeUnits - 1);
        double traffic = (RowTraffic(work) + CastBytes(work, device)) / (parameters[5] * device.Bandwidth);
        return (parameters[0] * Micro) + (score * (scores + longest)) + traffic;
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
        => Math.Max(
            2 * work.Heads * AttentionKernelShape.CausalPairs(work) * Widths(work)
                / AttentionKernelShape.FastestPeak(work, device),
            LeastBytes(work) / device.Bandwidth);

    /// <summary>Bytes of casting operands in a kernel of its own before the products.</summary>
    protected virtual double CastBytes(in KernelWork work, KernelDevice device) => 0;

    /// <summary>
    /// Compute units, each weighed by the root of its matrix rate: from one generation to the next the units for
    /// exponentials have grown, but slower than the matrix unit beside them.
    /// </summary>
    private static double SoftmaxUnits(KernelDevice device)
        => Math.Sqrt(device.ComputeUnits * AttentionKernelShape.Peak(device, Arithmetic.Bf16) / UnitPeak);

    private static double Widths(in KernelWork work) => work.HeadDim + work.ValueHeadDim;

    /// <summary>Queries in, results out, and the keys and values of the whole context, each once.</summary>
    private static double RowTraffic(in KernelWork work)
        => work.Batch * Widths(work)
            * ((work.QueryTokens * work.Heads * RowBytes)
                + (work.KeyTokens * work.KeyValueHeads * AttentionKernelShape.CacheBytes(work))
                + (work.QueryTokens * work.KeyValueHeads * RowBytes));

    private static double LeastBytes(in KernelWork work)
        => work.Batch * Widths(work)
            * ((work.QueryTokens * work.Heads * Math.Min(RowBytes, work.Activations.BytesPerElement))
                + (work.KeyTokens * work.KeyValueHeads * AttentionKernelShape.CacheBytes(work)));
}
