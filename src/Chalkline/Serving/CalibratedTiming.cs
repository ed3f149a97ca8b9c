using Chalkline.Calibration;
using Chalkline.Operators;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>
/// Times operators by the equations of their kernels: fills the sizes of a pass into the kernel an operator names.
/// </summary>
/// <param name="device">The calibrated device.</param>
internal sealed class CalibratedTiming(DeviceCalibration device)
{
    /// <summary>Messages up to this size go through an engine's own all-reduce where that is faster.</summary>
    private const double CustomBytes = 8 << 20;

    /// <summary>
    /// Time of one level of a tree between boxes, s: NCCL's tuning constant of the network for trees in the LL128
    /// protocol (src/graph/tuning.cc, hwLat), the host's part in handing a message to the network card included.
    /// </summary>
    private const double TreeStep = 8.5e-6;

    /// <summary>New tokens of a sequence up to which a pass runs decode kernels: a token and its drafts.</summary>
    private const double DecodeTokens = 8;

    /// <summary>Time of one run of an operator; null where its kernel has no equation.</summary>
    public KernelEstimate? Time(in Operator op, in PassLoad load)
    {
        if (op.Kernel is not { } kernel)
        {
            return null;
        }

        return op.Kind switch
        {
            OperatorKind.PerToken or OperatorKind.PerLogit => Of(kernel with { M = op.Seen(load).Value }),
            OperatorKind.Experts => Of(Routed(kernel, load.RoutedTokens.Value)),
            OperatorKind.Collective => Whole(op, kernel, op.Seen(load).Value * op.Activations.Value),
            OperatorKind.Attention or OperatorKind.LatentAttention when op.Attention.TokensPerEntry == 1
                => Both(Attention(op, kernel, load.Decode), Attention(op, kernel, load.Prefill)),
            _ => null,
        };
    }

    private KernelEstimate? Of(in KernelWork work)
        => device.FamilyOf(work) is >= 0 and int family ? device.Time(family, work) : null;

    /// <summary>
    /// The fullest rank's share of a layer's visits when every token draws its experts at random: all ranks wait for it.
    /// </summary>
    private static KernelWork Routed(in KernelWork kernel, double tokens)
    {
        ExpertRouting routing = new(kernel.Experts, kernel.ExpertsPerToken, kernel.ExpertParallel, kernel.Skew)
        {
            Copies = kernel.Copies,
        };
        double fullness = routing.Hottest(tokens);
        double held = kernel.Experts / kernel.ExpertParallel;
        double rows = Math.Max(1, tokens * kernel.ExpertsPerToken / kernel.ExpertParallel * fullness);
        return kernel with
        {
            // A rank sums into tokens no more often than it is visited: the others' tokens it never sees.
            Tokens = Math.Min(tokens, rows),
            M = rows,
            Batch = Math.Max(1, held * routing.Touched(tokens * fullness)),
        };
    }

    /// <summary>
    /// A collective, over domains too: inside each as measured there, between them in a tree, up and down, with each
    /// device's share of the message on its own links.
    /// </summary>
    private KernelEstimate? Whole(in Operator op, in KernelWork kernel, double message)
    {
        double domains = Math.Ceiling((double)op.Collective.Devices / kernel.Devices);
        if (Exchange(kernel, message) is not { } inside || domains <= 1)
        {
            return Exchange(kernel, message);
        }

        double levels = Math.Ceiling(Math.Log2(domains)) * (kernel.Kind == KernelKind.AllReduce ? 2 : 1);
        double outward = (levels * TreeStep) + (message / op.Collective.ScaleOutRate.Value);
        return new(inside.Time + outward, inside.Low + (outward / 2), inside.High + (2 * outward));
    }

    private KernelEstimate? Exchange(in KernelWork kernel, double message)
    {
        if (!(message > 0))
        {
            return null;
        }

        KernelEstimate? library = Of(kernel with { MessageBytes = message });
        if (kernel.Kind != KernelKind.AllReduce || message > CustomBytes)
        {
            return library;
        }

        KernelEstimate? custom = Of(kernel with { MessageBytes = message, Algorithm = KernelAlgorithm.CustomAllReduce });
        return custom is { } own && !(library?.Time < own.Time) ? own : library;
    }

    /// <summary>Attention of one stream of sequences; a prompt under a window is cut into stretches of the window.</summary>
    private KernelEstimate? Attention(in Operator op, in KernelWork kernel, in Pass pass)
    {
        if (!(pass.Sequences > 0))
        {
            return new(0, 0, 0);
        }

        double queries = pass.NewTokens.Value;
        double keys = pass.Context.Value + queries;
        double window = op.Attention.Window;
        bool decode = queries <= DecodeTokens;
        double parts = Math.Max(1, op.ContextParallel);
        if (decode)
        {
            double seen = Math.Min(keys, window + queries - 1) / parts;
            return Of(kernel with { Batch = pass.Sequences, QueryTokens = queries, KeyTokens = Math.Max(1, seen) });
        }

        // Queries divided in a zig-zag see as many keys in the mean as all do: the fewer end at the same mean.
        double mean = keys - (queries / 2);
        queries /= parts;
        keys = parts > 1 ? mean + (queries / 2) : keys;
        KernelWork work = kernel with { Batch = pass.Sequences, QueryTokens = queries, KeyTokens = keys };

        if (op.Kind == OperatorKind.LatentAttention)
        {
            work = work with
            {
                Kind = KernelKind.LatentPrefill,
                KeyValueHeads = work.Heads,
                HeadDim = work.Hidden,
                ValueHeadDim = work.Intermediate,
            };
        }
        else
        {
            work = work with { Kind = KernelKind.AttentionPrefill };
        }

        // Each stretch of W queries sees W / 2 keys of its own and W before them: the pairs of a sliding window.
        return keys <= window
            ? Of(work)
            : Of(work with { Batch = pass.Sequences * Math.Max(1, queries / window), QueryTokens = Math.Min(queries, window), KeyTokens = 1.5 * window });
    }

    private static KernelEstimate? Both(KernelEstimate? one, KernelEstimate? other)
        => one is { } left && other is { } right ? new(left.Time + right.Time, left.Low + right.Low, left.High + right.High) : null;
}
