using Chalkline.Hardware;
using Chalkline.Models;

namespace Chalkline.Layouts;

/// <summary>Whether a model and a machine allow a layout at all, memory apart.</summary>
public static class LayoutCheck
{
    /// <summary>The first reason against a layout, or null when there is none.</summary>
    public static string? Problem(Model model, MachineSystem system, Layout layout)
    {
        if (layout.TensorParallel < 1 || layout.PipelineStages < 1 || layout.AttentionParallel < 1
            || layout.ExpertParallel < 1 || layout.Replicas < 1 || layout.ContextParallel < 1)
        {
            return "every degree of a layout must be at least 1";
        }

        if (layout.Devices > system.Devices)
        {
            return $"{layout} needs {layout.Devices} devices; {system.Id} has {system.Devices}";
        }

        if (layout.DevicesPerReplica > system.DomainSize && system.ScaleOut is null)
        {
            return $"a replica of {layout.DevicesPerReplica} devices leaves the {system.DomainSize} of a domain, "
                + $"and {system.Id} has no scale-out network";
        }

        if (layout.PipelineStages > model.Layers.Length)
        {
            return $"{layout.PipelineStages} pipeline stages are more than the {model.Layers.Length} layers of {model.Name}";
        }

        if (layout.DevicesPerStage % layout.ExpertParallel != 0)
        {
            return $"expert parallelism {layout.ExpertParallel} does not divide the {layout.DevicesPerStage} devices of a stage";
        }

        if (layout.Cut != MatrixCut.OneWay)
        {
            return Torus(model, system, layout);
        }

        if (layout.AttentionBySequence)
        {
            return "attention by sequence needs matrices that are cut both ways or gathered";
        }

        if (layout.ContextParallel > 1 && !model.Layers.Any(layer => CacheShape.Of(layer.Mixer).EntryElements > 0))
        {
            return $"{model.Name} keeps a state and no cache of tokens that context parallelism could divide";
        }

        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            if ((Mixer(group.Layer.Mixer, layout) ?? FeedForward(group.Layer.FeedForward, layout)) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>
    /// Layouts over the axes of a torus. Heads that do not divide are padded there, as compiled programs do it; engines
    /// that cut one way refuse them.
    /// </summary>
    private static string? Torus(Model model, MachineSystem system, Layout layout)
    {
        if (TorusShape.Dimensions(system.ScaleUp.Topology) == 0)
        {
            return $"matrices cut both ways or gathered need the axes of a torus, and {system.Id} is none";
        }

        if (layout.TensorParallel > system.DomainSize)
        {
            return $"{layout.TensorParallel} devices leave the torus of {system.DomainSize}";
        }

        if (layout is not { PipelineStages: 1, AttentionParallel: 1, ExpertParallel: 1, ContextParallel: 1 })
        {
            return "matrices cut both ways or gathered go with tensor parallelism alone";
        }

        if (layout is { Cut: MatrixCut.Gathered, AttentionBySequence: false })
        {
            return "with gathered weights each device keeps its own sequences, in attention too";
        }

        return model.Layers.All(Plain)
            ? null
            : "matrices cut both ways or gathered are for ordinary attention and dense layers";
    }

    private static bool Plain(Layer layer) => layer is
    {
        Mixer: Attention { Sparse: null, QueryRank: null, OutputFactors: null },
        FeedForward: DenseFeedForward,
    };

    private static string? Mixer(TokenMixer mixer, Layout layout)
    {
        int shards = layout.TensorParallel;
        int group = layout.DevicesPerGroup;
        return mixer switch
        {
            Attention attention when attention.QueryHeads % shards != 0
                => $"{attention.QueryHeads} query heads do not divide over {shards} tensor-parallel devices",
            Attention attention when attention.KeyValueHeads % shards != 0 && shards % attention.KeyValueHeads != 0
                => $"{attention.KeyValueHeads} KV heads neither divide over nor repeat on {shards} tensor-parallel devices",
            LatentAttention latent when latent.Heads % shards != 0
                => $"{latent.Heads} heads do not divide over {shards} tensor-parallel devices",
            LinearAttention linear when linear.ValueHeads % group != 0
                => $"{linear.ValueHeads} linear-attention heads do not divide over {group} {Sharing(layout)} devices",
            ShortConvolution convolution when convolution.Channels % group != 0
                => $"{convolution.Channels} channels of a convolution do not divide over {group} {Sharing(layout)} devices",
            SelectiveScan scan when scan.Channels % group != 0
                => $"{scan.Channels} channels of a state space do not divide over {group} {Sharing(layout)} devices",
            StateSpace space when space.Heads % group != 0
                => $"{space.Heads} state-space heads do not divide over {group} {Sharing(layout)} devices",
            _ when layout.ContextParallel > 1 => Divided(mixer, layout),
            _ => null,
        };
    }

    /// <summary>What stands against dividing the cache of a layer by tokens.</summary>
    private static string? Divided(TokenMixer mixer, Layout layout)
    {
        (int heads, SparseSelection? sparse) = mixer switch
        {
            Attention attention => (attention.QueryHeads, attention.Sparse),
            LatentAttention latent => (latent.Heads, latent.Sparse),
            _ => (layout.DevicesPerGroup, null),
        };
        return sparse is not null
            ? $"attention that selects {sparse.TopK} entries of the context is not known with context parallelism: "
                + "the selection would have to be merged over its devices"
            : heads % layout.DevicesPerGroup != 0
                ? $"{heads} heads do not divide over {layout.DevicesPerGroup} tensor- and context-parallel devices, "
                    + "which share the output projection"
                : null;
    }

    private static string Sharing(Layout layout)
        => layout.ContextParallel > 1 ? "tensor- and context-parallel" : "tensor-parallel";

    private static string? FeedForward(FeedForward feedForward, Layout layout) => feedForward switch
    {
        DenseFeedForward dense when dense.Intermediate % layout.DevicesPerGroup != 0
            => $"an inner width of {dense.Intermediate} does not divide over "
                + $"{layout.DevicesPerGroup} {Sharing(layout)} devices",
        ExpertFeedForward experts when experts.Experts % layout.ExpertParallel != 0
            => $"{experts.Experts} experts do not divide over {layout.ExpertParallel} expert-parallel groups",
        ExpertFeedForward experts when experts.Intermediate % layout.ExpertTensorParallel != 0
            => $"an expert's inner width of {experts.Intermediate} does not divide over {layout.ExpertTensorParallel} devices",
        ExpertFeedForward experts when experts.SharedIntermediate % layout.DevicesPerGroup != 0
            => $"the shared experts' inner width of {experts.SharedIntermediate} does not divide over "
                + $"{layout.DevicesPerGroup} devices",
        _ => null,
    };
}
