using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// Attention of few new tokens a sequence over a long cache, cut along the cache over the compute units. Reading the
/// cache and multiplying overlap; the units start and end unevenly, which costs up to a fixed time; a sequence is cut
/// only so far, so that a long one has a slowest path; launching and joining the parts is fixed.
/// </summary>
internal abstract class AttentionKernelDecodeForm : KernelModel
{
    /// <summary>Seconds in a nanosecond.</summary>
    protected const double Nano = 1e-9;

    private const double Micro = 1e-6;

    /// <summary>Queries and results stay in 16 bits.</summary>
    private const double RowBytes = 2;

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters => Common;

    /// <summary>What every library's kernel has.</summary>
    protected static ImmutableArray<KernelParameter> Common { get; } =
    [
        new("launchUs", 0.5, 60, 11, "time of the smallest kernel with its reduction, microseconds"),
        new("bandwidthShare", 0.1, 1, 0.9, "share of the memory bandwidth while the cache streams"),
        new("matrixShare", 0.05, 1, 0.6, "share of the matrix peak while products run, padding counted as work"),
        new("unevenUs", 0.1, 60, 8, "longest time that units wait for the last of them, microseconds"),
        new("tokenNs", 0.001, 10, 0.15, "time of a cached token on the longest path of one sequence, nanoseconds"),
    ];

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double read = Bytes(work) / (parameters[1] * device.Bandwidth);
        double product = Flop(work, AttentionKernelShape.PaddedRows(work))
            / (parameters[2] * ProductPeak(work, device));
        double stream = AttentionKernelShape.Overlap(read, product);
        double uneven = parameters[3] * Micro;
        double shared = stream + (stream * uneven / (stream + uneven));
        double path = KeysRead(work) * PathTime(work, device, parameters);
        return (parameters[0] * Micro) + AttentionKernelShape.Overlap(shared, path);
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
        => Math.Max(
            Bytes(work) / device.Bandwidth,
            Flop(work, AttentionKernelShape.Rows(work)) / AttentionKernelShape.FastestPeak(work, device));

    /// <summary>Time of a cached token on the longest path of a sequence, s.</summary>
    protected virtual double PathTime(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
        => parameters[4] * Nano;

    /// <summary>Cached tokens of a sequence that are read.</summary>
    protected virtual double KeysRead(in KernelWork work) => work.KeyTokens;

    /// <summary>Cached elements of a token and a key head.</summary>
    protected abstract double CachedWidth(in KernelWork work);

    /// <summary>Peak of the arithmetic that libraries use, FLOP/s; at most the fastest one.</summary>
    protected abstract double ProductPeak(in KernelWork work, KernelDevice device);

    private static double KeyHeads(in KernelWork work) => Math.Max(1, work.KeyValueHeads);

    private double Bytes(in KernelWork work)
        => work.Batch
            * ((KeysRead(work) * KeyHeads(work) * CachedWidth(work) * AttentionKernelShape.CacheBytes(work))
                + (Math.Max(1, work.QueryTokens) * work.Heads * (work.HeadDim + work.ValueHeadDim) * RowBytes));

    private double Flop(in KernelWork work, double rows)
        => 2 * work.Batch * KeysRead(work) * KeyHeads(work) * rows * (work.HeadDim + work.ValueHeadDim);
}
