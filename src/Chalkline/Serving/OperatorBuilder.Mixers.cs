using Chalkline.Calibration;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <content>Attention and its relatives.</content>
internal sealed partial class OperatorBuilder<TWork>
{
    private void Mixer(TokenMixer mixer, bool exchanges)
    {
        switch (mixer)
        {
            case Attention attention:
                Attend(attention);
                break;
            case LatentAttention latent:
                AttendLatent(latent);
                break;
            case LinearAttention linear:
                Recur("linear attention", linear);
                break;
            case ShortConvolution convolution:
                Recur("short convolution", convolution);
                break;
            case StateSpace or SelectiveScan:
                Recur("state space", mixer);
                break;
            default:
                return;
        }

        if (exchanges)
        {
            Exchange(
                "all-reduce after attention",
                CollectiveKind.AllReduce,
                layout.DevicesPerGroup,
                model.Hidden * ActivationBytes);
        }
    }

    private void Attend(Attention attention)
    {
        int first = operators.Count;
        double shards = layout.TensorParallel;
        NumberFormat format = precision.Attention;
        double queries = (double)attention.QueryHeads * attention.HeadDim;
        double outputs = (double)attention.QueryHeads * attention.ValueHeadDim;

        // KV heads repeat when there are fewer than devices: each device then holds a whole head.
        double keyValueHeads = Math.Max(attention.KeyValueHeads, shards);
        double keyValues = attention.OwnsKeyValue ? keyValueHeads * EntryWidth(attention) : 0;
        double gate = attention.OutputGate ? outputs : 0;
        if (attention.QueryRank is { } rank)
        {
            Matrix("query compression", ModelPart.Attention, model.Hidden, rank, 1, format);
            Matrix("query expansion", ModelPart.Attention, rank, queries, shards, format);
            Matrix("key-value projection", ModelPart.Attention, model.Hidden, keyValues + gate, shards, format);
        }
        else
        {
            Matrix("query-key-value projection", ModelPart.Attention, model.Hidden, queries + keyValues + gate, shards, format);
        }

        ElementWise("rotary position and cache append", ModelPart.Attention, 1, 2 * (queries + keyValues) / shards);
        double headsHere = attention.QueryHeads / shards;
        AttentionShape shape = Shape(attention, headsHere, keyValueHeads / shards);
        GatherEntries(shape);
        operators.Add(new()
        {
            Name = attention.Window is { } window ? $"attention, window {window}" : "attention",
            Kind = OperatorKind.Attention,
            Part = ModelPart.Attention,
            Count = count,
            Peak = AttentionPeak(),
            Activations = new((queries + outputs) / shards * ActivationBytes),
            Kernels = 1,
            Attention = shape,
            Kernel = new()
            {
                Kind = KernelKind.AttentionDecode,
                Weights = AttentionFormat(),
                Activations = AttentionFormat(),
                KeyValue = precision.KeyValue,
                Heads = headsHere,
                KeyValueHeads = keyValueHeads / shards,
                HeadDim = attention.HeadDim,
                ValueHeadDim = attention.ValueHeadDim,
            },
        });
        Indexer(attention.Sparse);
        Combine(first, headsHere, attention.ValueHeadDim);
        shards = layout.DevicesPerGroup;
        if (attention.OutputFactors is { } factors)
        {
            double inner = (double)factors.Groups * factors.Rank;
            Matrix("output compression", ModelPart.Attention, outputs / factors.Groups, inner, shards, format);
            Matrix("output projection", ModelPart.Attention, inner, model.Hidden, shards, format);
        }
        else
        {
            Matrix("output projection", ModelPart.Attention, outputs, model.Hidden, shards, format);
        }
    }

    /// <summary>What grows with context, for the heads and cached heads of one device.</summary>
    private AttentionShape Shape(Attention attention, double headsHere, double keyValueHeadsHere) => new()
    {
        PairFlop = new(2 * headsHere * (attention.HeadDim + attention.ValueHeadDim) / layout.ContextParallel),
        EntryBytes = new(
            keyValueHeadsHere * EntryWidth(attention) * precision.KeyValue.BytesPerElement / layout.ContextParallel),
        Window = Window(attention.Window, attention.Sparse),
        HeldWindow = attention.OwnsKeyValue ? attention.Window ?? double.PositiveInfinity : 0,
        TokensPerEntry = attention.Compression,
        LocalWindow = attention.LocalWindow,
        HeldLocally = attention.OwnsKeyValue ? attention.LocalWindow : 0,
        IndexFlop = IndexFlop(attention.Sparse),
        IndexBytes = IndexBytes(attention.Sparse),
    };

    private void AttendLatent(LatentAttention latent)
    {
        int first = operators.Count;
        double shards = layout.TensorParallel;
        double parts = layout.ContextParallel;
        NumberFormat format = precision.Attention;
        double queryWidth = latent.NopeDim + latent.RopeDim;
        double heads = latent.Heads;
        double here = heads / shards;
        double entry = latent.KeyValueRank + latent.RopeDim;
        if (latent.QueryRank is { } rank)
        {
            Matrix("query and latent compression", ModelPart.Attention, model.Hidden, rank + entry, 1, format);
            Matrix("query expansion", ModelPart.Attention, rank, heads * queryWidth, shards, format);
        }
        else
        {
            Matrix("latent compression", ModelPart.Attention, model.Hidden, entry, 1, format);
            Matrix("query projection", ModelPart.Attention, model.Hidden, heads * queryWidth, shards, format);
        }

        if (latent.OutputGate)
        {
            Matrix("output gate", ModelPart.Attention, model.Hidden, heads * latent.ValueDim, shards, format);
        }

        // The expansion matrix is read in either form; its arithmetic is part of the attention's two forms.
        Matrix(
            "key-value expansion", ModelPart.Attention, latent.KeyValueRank, heads * (latent.NopeDim + latent.ValueDim), shards, format);
        Operator expansion = operators[^1];
        operators[^1] = expansion with { Flop = FlopPerToken.Zero };
        ElementWise("rotary position and cache append", ModelPart.Attention, 1, 2 * ((here * queryWidth) + entry));
        AttentionShape shape = new()
        {
            PairFlop = new(2 * here * (entry + latent.KeyValueRank) / parts),
            EntryBytes = new(entry * precision.KeyValue.BytesPerElement / parts),
            Window = Window(null, latent.Sparse),
            HeldWindow = double.PositiveInfinity,
            TokensPerEntry = 1,
            IndexFlop = IndexFlop(latent.Sparse),
            IndexBytes = IndexBytes(latent.Sparse),
            ExpandedPairFlop = new(2 * here * (queryWidth + latent.ValueDim) / parts),
            ExpandFlop = new(expansion.Flop.Value / parts),
            ExpandedEntryBytes = new(2 * here * (latent.NopeDim + latent.ValueDim) * ActivationBytes / parts),
            AbsorbFlop = expansion.Flop,
        };
        GatherEntries(shape);
        operators.Add(new()
        {
            Name = "latent attention",
            Kind = OperatorKind.LatentAttention,
            Part = ModelPart.Attention,
            Count = count,
            Peak = AttentionPeak(),
            Activations = new(here * (queryWidth + latent.ValueDim) * ActivationBytes),
            Kernels = 1,
            Attention = shape,
            Kernel = new()
            {
                Kind = KernelKind.LatentDecode,
                Weights = AttentionFormat(),
                Activations = AttentionFormat(),
                KeyValue = precision.KeyValue,
                Heads = here,
                KeyValueHeads = 1,
                HeadDim = entry,
                ValueHeadDim = latent.KeyValueRank,
                Hidden = queryWidth,
                Intermediate = latent.ValueDim,
            },
        });
        Indexer(latent.Sparse);
        Combine(first, here, latent.ValueDim);
        shards = layout.DevicesPerGroup;
        Matrix("output projection", ModelPart.Attention, heads * latent.ValueDim, model.Hidden, shards, format);
    }

    /// <summary>
    /// Before context-parallel devices attend to a prompt, each with its share of the queries, they gather the entries
    /// that those see (SGLang's prefill context parallelism; the passing of keys and values of arXiv:2411.01783).
    /// </summary>
    private void GatherEntries(AttentionShape shape)
    {
        int parts = layout.ContextParallel;
        Exchange("all-gather of keys and values", CollectiveKind.AllGather, parts, parts * shape.EntryBytes.Value);
        if (parts > 1)
        {
            operators[^1] = operators[^1] with { OnEntries = true, Attention = shape };
        }
    }

    /// <summary>
    /// After it, each gets its share of the heads. Results of decoding are partial, each for the entries of one device:
    /// with the logarithm of the sum of a head's weights beside them they add up exactly (arXiv:2507.07120, section 2).
    /// </summary>
    private void Combine(int first, double headsHere, double valueDim)
    {
        int parts = layout.ContextParallel;
        double each = (valueDim * ActivationBytes) + NumberFormat.Fp32.BytesPerElement;
        Exchange("exchange of partial results", CollectiveKind.AllToAll, parts, headsHere * each);
        for (int place = first; parts > 1 && place < operators.Count; place++)
        {
            operators[place] = operators[place] with { ContextParallel = parts };
        }
    }

    /// <summary>
    /// A recurrence: its projections as one matrix, and a state a sequence, by heads over all devices of the group, for
    /// no tokens are kept that context parallelism could divide. The state is decayed, corrected and read by
    /// each token: three multiply-adds an element.
    /// </summary>
    private void Recur(string name, TokenMixer mixer)
    {
        CacheShape shape = CacheShape.Of(mixer);
        double shards = layout.DevicesPerGroup;
        Quiet quiet = default;
        double weights = MixerParameters.Count(mixer, model.Hidden, ref quiet).Value;
        Matrix($"{name} projections", ModelPart.Attention, model.Hidden, weights / model.Hidden, shards, precision.Attention, 2);
        operators.Add(new()
        {
            Name = name,
            Kind = OperatorKind.Recurrence,
            Part = ModelPart.Attention,
            Count = count,
            Peak = system.Accelerator.Peak(Arithmetic.Bf16),
            Flop = new(6 * shape.StateElements / shards),
            Activations = new(4.0 * model.Hidden / shards * ActivationBytes),
            Kernels = 3,
            Attention = new() { StateBytes = new(
                    ((shape.StateElements * NumberFormat.Fp32.BytesPerElement) + (shape.ConvolutionElements * ActivationBytes)) / shards) },
        });
    }

    /// <summary>Width of a cache entry of one KV head.</summary>
    private static double EntryWidth(Attention attention)
        => attention.KeyIsValue ? Math.Max(attention.HeadDim, attention.ValueHeadDim) : attention.HeadDim + attention.ValueHeadDim;

    private static double Window(int? window, SparseSelection? sparse)
        => Math.Min(window ?? double.PositiveInfinity, sparse?.TopK ?? double.PositiveInfinity);

    private static Flop IndexFlop(SparseSelection? sparse)
        => sparse is not { OwnsIndex: true } ? Flop.Zero : new(2.0 * sparse.IndexHeads * sparse.IndexDim);

    private static Bytes IndexBytes(SparseSelection? sparse)
        => sparse is not { OwnsIndex: true } ? Bytes.Zero : KeyValueFootprint.IndexKeyBytes(sparse.IndexDim);

    /// <summary>The indexer's projections; it is small and repeated on every device.</summary>
    private void Indexer(SparseSelection? sparse)
    {
        if (sparse is { OwnsIndex: true })
        {
            double queries = (double)sparse.IndexHeads * sparse.IndexDim;
            Matrix("index queries", ModelPart.Attention, sparse.QueryInput, queries, 1, precision.Attention);
            Matrix("index key and head weights", ModelPart.Attention, model.Hidden, sparse.IndexDim + (sparse.HeadWeights ? sparse.IndexHeads : 0), 1, precision.Attention);
            ElementWise("top-k selection", ModelPart.Attention, 1, sparse.TopK);
        }
    }

    /// <summary>Queries and products of attention are BF16 whatever the cache, as engines run it by default.</summary>
    private static NumberFormat AttentionFormat() => NumberFormat.Bf16;

    /// <summary>Attention multiplies in the arithmetic of its cache, at least as wide as 8 bits.</summary>
    private FlopPerSecond AttentionPeak() => system.Accelerator.Peak(precision.KeyValue.Arithmetic switch
    {
        Arithmetic.Fp4 or Arithmetic.Int8 => Arithmetic.Fp8,
        Arithmetic other => other,
    });
}
