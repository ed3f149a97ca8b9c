using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>What attention has to compute and move, whatever the library: counted once for all its families.</summary>
internal static class AttentionKernelShape
{
    /// <summary>Query rows that a matrix unit takes at least: smaller groups of heads are padded.</summary>
    private const double RowTile = 16;

    /// <summary>
    /// How sharply the slower of two things that overlap decides: 1 adds them, infinity takes the
    /// larger.
    /// </summary>
    private const double Sharpness = 4;

    /// <summary>Stored bytes of a cached element.</summary>
    public static double CacheBytes(in KernelWork work) => (work.KeyValue ?? work.Activations).BytesPerElement;

    /// <summary>Query-key pairs of a head in all sequences, the causal half counted once.</summary>
    public static double CausalPairs(in KernelWork work)
    {
        double past = Math.Max(0, work.KeyTokens - work.QueryTokens);
        double fresh = Math.Min(work.QueryTokens, work.KeyTokens);
        return work.Batch * ((work.QueryTokens * past) + (fresh * (fresh + 1) / 2));
    }

    /// <summary>Query rows that share a key head, at least one.</summary>
    public static double Rows(in KernelWork work)
        => Math.Max(1, work.QueryTokens) * work.Heads / Math.Max(1, work.KeyValueHeads);

    /// <summary>The same, filled up to whole tiles.</summary>
    public static double PaddedRows(in KernelWork work) => RowTile * Math.Ceiling(Rows(work) / RowTile);

    /// <summary>Peak of an arithmetic; of BF16, then FP32, on a device without figures for it.</summary>
    public static double Peak(KernelDevice device, Arithmetic arithmetic)
    {
        double peak = device.Peak(arithmetic);
        peak = double.IsNaN(peak) ? device.Peak(Arithmetic.Bf16) : peak;
        return double.IsNaN(peak) ? device.Peak(Arithmetic.Fp32) : peak;
    }

    /// <summary>
    /// The fastest peak that the narrowest operand would allow if the others were cast to it,
    /// FLOP/s.
    /// </summary>
    public static double FastestPeak(in KernelWork work, KernelDevice device)
    {
        double wide = Peak(device, Arithmetic.Bf16);
        double least = IsNarrow(work) ? Math.Max(wide, Peak(device, Arithmetic.Fp8)) : wide;
        return Math.Max(
            least,
            Math.Max(
                Peak(device, work.Activations.Arithmetic),
                Peak(device, (work.KeyValue ?? work.Activations).Arithmetic)));
    }

    /// <summary>Whether an operand has 8 bits or fewer, so that the product may run in FP8.</summary>
    public static bool IsNarrow(in KernelWork work)
        => work.Activations.BytesPerElement < 1.5 || CacheBytes(work) < 1.5;

    /// <summary>Time of two things that overlap: a little more than the longer one.</summary>
    public static double Overlap(double one, double other)
    {
        double longer = Math.Max(one, other);
        return longer > 0
            ? longer * Math.Pow(1 + Math.Pow(Math.Min(one, other) / longer, Sharpness), 1 / Sharpness)
            : 0;
    }
}
