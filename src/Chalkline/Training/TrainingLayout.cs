namespace Chalkline.Training;

/// <summary>
/// How a step is cut over devices. Ranks are numbered as Megatron-LM does: tensor parallel innermost, then context,
/// then data parallel, pipeline stages outermost (Narayanan et al., arXiv:2104.04473, section 3).
/// </summary>
public sealed record TrainingLayout
{
    /// <summary>Tensor parallel degree, from 1.</summary>
    public int Tensor { get; init; } = 1;

    /// <summary>
    /// Whether norms and residuals are cut over the tensor parallel group (Korthikanti et al., arXiv:2205.05198).
    /// </summary>
    public bool SequenceParallel { get; init; }

    /// <summary>Context parallel degree, from 1.</summary>
    public int Context { get; init; } = 1;

    /// <summary>Pipeline stages, from 1.</summary>
    public int Stages { get; init; } = 1;

    /// <summary>Model chunks on each device; 1 when stages are not interleaved.</summary>
    public int Chunks { get; init; } = 1;

    /// <summary>Data parallel degree, from 1.</summary>
    public int Data { get; init; } = 1;

    /// <summary>Expert parallel degree, inside tensor x context x data; from 1.</summary>
    public int Expert { get; init; } = 1;

    /// <summary>
    /// What is cut over data parallel devices: 0 nothing, 1 optimizer state, 2 gradients too, 3 weights too (ZeRO,
    /// arXiv:1910.02054).
    /// </summary>
    public int Sharding { get; init; }

    /// <summary>Order of micro-batches in the pipeline.</summary>
    public PipelineSchedule Schedule { get; init; } = PipelineSchedule.OneForwardOneBackward;

    /// <summary>What the backward pass computes again.</summary>
    public Recompute Recompute { get; init; }

    /// <summary>All devices.</summary>
    public int Devices => Tensor * Context * Stages * Data;
}

/// <summary>Order of micro-batches in a pipeline.</summary>
public enum PipelineSchedule
{
    /// <summary>1F1B, also when stages are interleaved (arXiv:2104.04473, section 2.2).</summary>
    OneForwardOneBackward,

    /// <summary>
    /// ZB-H1 and ZB-1p: weight gradients fill the bubble, memory as 1F1B (arXiv:2401.10241, section 2).
    /// </summary>
    ZeroBubbleSmall,

    /// <summary>ZB-H2 and ZB-2p: nearly no bubble for twice the activations.</summary>
    ZeroBubbleLarge,

    /// <summary>ZB-V: nearly no bubble in the memory of 1F1B.</summary>
    ZeroBubbleV,

    /// <summary>
    /// DualPipe: both ends feed the pipeline; weights are held twice (arXiv:2412.19437, section 3.2.1).
    /// </summary>
    DualPipe,
}

/// <summary>What the backward pass computes again instead of keeping it.</summary>
public enum Recompute
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The attention core: scores, softmax, and their product with the values.</summary>
    Selective,

    /// <summary>Each whole layer, from its input.</summary>
    Full,
}
