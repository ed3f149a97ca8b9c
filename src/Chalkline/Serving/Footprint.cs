using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>
/// What one device of the busiest pipeline stage holds: weights by part, working space, and the KV cache of each
/// sequence. The bytes are those of the operators that are timed, so footprint and time cannot disagree.
/// </summary>
public sealed class Footprint
{
    /// <summary>Share of the memory an engine takes at most; the rest is left to the driver and to fragmentation.</summary>
    /// <remarks>0.9 is the default of vLLM's gpu-memory-utilization and the value behind the reference score.</remarks>
    public const double UsableShare = 0.9;

    /// <summary>Tokens of the largest prefill chunk that working space is kept for.</summary>
    public const int ChunkTokens = 8192;

    private readonly PassModel pass;

    /// <summary>The footprint of a prepared model.</summary>
    public Footprint(PassModel pass)
    {
        this.pass = pass;
        Dictionary<ModelPart, Bytes> parts = [];
        BytesPerToken widest = default;
        foreach (ref readonly Operator op in pass.Operators)
        {
            // Vocabulary matrices stand whole on the first and last stage; every other count is of the busiest stage.
            double copies = op.Part == ModelPart.Vocabulary ? 1 : op.Count;
            if (op.Weights > Bytes.Zero)
            {
                parts[op.Part] = parts.GetValueOrDefault(op.Part) + (copies * op.Weights);
            }

            widest = op.OnLogits || op.OnEntries || op.Kind == OperatorKind.PerLogit
                ? widest
                : Quantity.Max(widest, op.Activations);
        }

        bool embeddingBesideHead = pass.Layout.PipelineStages == 1 && !pass.Model.TiedEmbeddings;
        parts[ModelPart.Vocabulary] = parts.GetValueOrDefault(ModelPart.Vocabulary) * (embeddingBesideHead ? 2 : 1);
        Weights = parts;
        AllWeights = Quantity.Sum(parts.Values);
        Workspace = new Tokens(ChunkTokens) * widest;
        Capacity = pass.System.Accelerator.Memory.Capacity.Value;
    }

    /// <summary>Weight bytes by part.</summary>
    public IReadOnlyDictionary<ModelPart, Bytes> Weights { get; }

    /// <summary>All weight bytes.</summary>
    public Bytes AllWeights { get; }

    /// <summary>Activations of the largest chunk.</summary>
    public Bytes Workspace { get; }

    /// <summary>Memory of the device.</summary>
    public Bytes Capacity { get; }

    /// <summary>Memory left unused on purpose.</summary>
    public Bytes Reserve => (1 - UsableShare) * Capacity;

    /// <summary>Room for KV cache; negative when the weights alone do not fit.</summary>
    public Bytes Room => Capacity - Reserve - AllWeights - Workspace;

    /// <summary>Whether the weights fit with room for one sequence of a context in each attention-parallel group.</summary>
    public bool Fits(Tokens context) => Room > Bytes.Zero && Room >= KeyValue(context);

    /// <summary>Cache bytes of one sequence on one device of its group.</summary>
    public Bytes KeyValue(Tokens context)
    {
        Bytes held = Bytes.Zero;
        foreach (ref readonly Operator op in pass.Operators)
        {
            if (op.Kind is OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence)
            {
                held += op.Count * op.Attention.Held(context);
            }
        }

        return held;
    }

    /// <summary>
    /// Sequences a replica can hold at a context: what fits beside the weights, in all attention-parallel groups. Each
    /// stage holds its layers' cache of every sequence in flight, so pipeline stages neither help nor hurt beyond the
    /// weights they spread (lecture, eq. 4.5).
    /// </summary>
    public double LargestBatch(Tokens context)
    {
        Bytes each = KeyValue(context);
        if (Room <= Bytes.Zero)
        {
            return 0;
        }

        return each > Bytes.Zero ? Math.Floor(Room / each) * pass.Layout.AttentionParallel : double.PositiveInfinity;
    }

    /// <summary>Why a context does not fit, in one sentence with the numbers.</summary>
    public string WhyNot(Tokens context)
        => $"each device needs {AllWeights} of weights, {Workspace} of working space and {KeyValue(context)} of KV cache for one "
            + $"sequence of {context}, but has {UsableShare * Capacity} usable of {Capacity}";
}
