using Chalkline.Formats;

namespace Chalkline.Training;

/// <summary>One optimizer step: what is trained, on how much, and how it is cut.</summary>
public sealed record TrainingJob
{
    /// <summary>The model.</summary>
    public required TrainingShape Shape { get; init; }

    /// <summary>How it is cut.</summary>
    public required TrainingLayout Layout { get; init; }

    /// <summary>Tokens of a sequence.</summary>
    public required double Sequence { get; init; }

    /// <summary>Sequences in a micro-batch.</summary>
    public required double MicroBatch { get; init; }

    /// <summary>Sequences in a step, of all data parallel devices.</summary>
    public required double GlobalBatch { get; init; }

    /// <summary>Arithmetic of the linear layers; attention and head stay in 16 bits.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Bf16;

    /// <summary>Whether attention never writes its scores to memory (FlashAttention, arXiv:2205.14135).</summary>
    public bool FlashAttention { get; init; } = true;

    /// <summary>
    /// Whether the weights are frozen and only adapters learn (LoRA): no weight gradients, no optimizer state.
    /// </summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// Whether the gradients of a step and the new weights travel beside computing, as frameworks do it since 2023.
    /// </summary>
    public bool Overlapped { get; init; } = true;

    /// <summary>
    /// Micro-batches that each pipeline passes in a step; may be a fraction where the source's numbers are odd.
    /// </summary>
    public double MicroBatches => Math.Max(1, GlobalBatch / (MicroBatch * Layout.Data));

    /// <summary>Tokens of a micro-batch on one device.</summary>
    public double DeviceTokens => MicroBatch * Sequence / Layout.Context;

    /// <summary>Tokens of a step.</summary>
    public double StepTokens => GlobalBatch * Sequence;

    /// <summary>Checks that the degrees fit together.</summary>
    /// <exception cref="ChalkException">A number is not positive, or a degree divides nothing.</exception>
    public TrainingJob Check()
    {
        TrainingLayout layout = Layout;
        if (Shape.Layers < 1 || !(Shape.Hidden > 0) || !(Shape.Heads > 0)
            || !(Shape.FeedForward + Shape.ExpertWidth > 0))
        {
            throw new ChalkException("A training job needs layers, hidden, heads and a feed-forward width above 0.");
        }

        if (!(Sequence > 0) || !(MicroBatch > 0) || !(GlobalBatch > 0))
        {
            throw new ChalkException("A training job needs a sequence length, micro-batch and global batch above 0.");
        }

        if (layout is not { Tensor: >= 1, Context: >= 1, Stages: >= 1, Chunks: >= 1, Data: >= 1, Expert: >= 1 })
        {
            throw new ChalkException("A training layout needs degrees of at least 1.");
        }

        return layout.Stages > Shape.Layers + 2
            ? throw new ChalkException(FormattableString.Invariant(
                $"{layout.Stages} pipeline stages are more than the {Shape.Layers} layers; take fewer stages."))
            : layout.Sharding is < 0 or > 3
            ? throw new ChalkException(FormattableString.Invariant(
                $"Sharding {layout.Sharding} is wrong; write a ZeRO stage from 0 to 3."))
            : this;
    }
}
