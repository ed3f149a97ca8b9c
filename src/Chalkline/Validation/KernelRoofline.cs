using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Operators;

namespace Chalkline.Validation;

/// <summary>
/// What a kernel computes and moves at least, and the time of that at given shares of the datasheet: the prediction of
/// the fidelities that are fitted to nothing. Hidden traffic, tiles and waves are left out on purpose.
/// </summary>
internal static class KernelRoofline
{
    private const double ResultBytes = 2;

    /// <summary>Tokens that sparse attention picks for each query: DeepSeek's and GLM's index_topk.</summary>
    private const double Picked = 2048;

    /// <summary>Time, s; not a number when the device has no arithmetic for the format.</summary>
    public static double Time(in KernelWork work, KernelDevice device, Efficiency efficiency)
    {
        double launch = efficiency.Launch.Value;
        if (Message(work) is { } message)
        {
            bool inside = work.Devices <= device.DomainSize;
            double link = efficiency.Network * (inside ? device.ScaleUpBandwidth : device.ScaleOutBandwidth);
            return launch + (inside ? device.ScaleUpLatency : device.ScaleOutLatency) + (message / link);
        }

        (double flop, double bytes) = Least(work);
        double compute = flop / (efficiency.Compute * device.Peak(Widest(work)));
        double memory = bytes / (efficiency.Memory * device.Bandwidth);
        return launch + Math.Max(compute, memory);
    }

    /// <summary>Bytes each device sends in a collective; null for a kernel of one device.</summary>
    private static double? Message(in KernelWork work)
    {
        double others = work.Devices > 1 ? (work.Devices - 1.0) / work.Devices : 0;
        double bytes = work.MessageBytes > 0
            ? work.MessageBytes
            : work.Tokens * work.Hidden * Math.Max(1, work.ExpertsPerToken) * work.Activations.BytesPerElement;
        return work.Kind switch
        {
            KernelKind.AllReduce => 2 * others * bytes,
            KernelKind.AllGather or KernelKind.ReduceScatter or KernelKind.AllToAll => others * bytes,
            KernelKind.PointToPoint => bytes,
            _ => null,
        };
    }

    private static (double Flop, double Bytes) Least(in KernelWork work)
    {
        double weight = work.Weights.BytesPerElement;
        double activation = work.Activations.BytesPerElement;
        double cached = (work.KeyValue ?? work.Weights).BytesPerElement;
        switch (work.Kind)
        {
            case KernelKind.Gemm or KernelKind.GroupedGemm:
                double copies = Math.Max(1, work.Kind == KernelKind.Gemm ? work.Batch : work.Experts);
                return (
                    2 * copies * work.M * work.N * work.K,
                    copies * ((work.N * work.K * weight) + (work.M * work.K * activation) + (work.M * work.N * ResultBytes)));
            case KernelKind.Experts:
                double share = 1 / (work.ExpertParallel * work.ExpertTensorParallel);
                double matrices = 3 * work.Hidden * work.Intermediate;
                double untouched = Math.Pow(1 - Math.Min(1, work.ExpertsPerToken / work.Experts), work.Tokens);
                return (
                    2 * work.Tokens * work.ExpertsPerToken * matrices * share,
                    (work.Experts * (1 - untouched) * matrices * weight * share)
                        + (work.Tokens * work.Hidden * (activation + ResultBytes)));
            case KernelKind.Norm or KernelKind.Elementwise:
                return (0, 2 * work.M * work.N * activation);
            case KernelKind.LinearAttention:
                double state = work.Heads * work.HeadDim * Math.Max(work.HeadDim, work.ValueHeadDim);
                return (4 * work.Batch * Math.Max(1, work.QueryTokens) * state, 2 * work.Batch * state * activation);
            default:
                return Attention(work, activation, cached);
        }
    }

    /// <summary>Causal attention of the last tokens of each sequence over all of them.</summary>
    private static (double Flop, double Bytes) Attention(in KernelWork work, double activation, double cached)
    {
        bool latent = work.Kind == KernelKind.LatentDecode;
        double queries = Math.Max(1, work.QueryTokens);
        double values = work.ValueHeadDim > 0 ? work.ValueHeadDim : work.HeadDim;
        bool sparse = work.Kind == KernelKind.SparseAttention && work.Algorithm != KernelAlgorithm.Indexer;
        double keys = sparse ? Math.Min(work.KeyTokens, Picked) : work.KeyTokens;
        double pairs = sparse ? queries * keys : queries * (Math.Max(keys, queries) - ((queries - 1) / 2));
        double widths = work.HeadDim + values;

        // The latent entry holds the value too, and all heads share it.
        double entry = latent ? work.HeadDim : Math.Max(1, work.KeyValueHeads) * widths;
        return (
            2 * work.Batch * work.Heads * pairs * widths,
            work.Batch * ((keys * entry * cached) + (queries * work.Heads * widths * activation)));
    }

    /// <summary>The arithmetic that takes both operands.</summary>
    private static Arithmetic Widest(in KernelWork work)
        => work.Weights.Storage >= work.Activations.Storage ? work.Weights.Arithmetic : work.Activations.Arithmetic;
}
