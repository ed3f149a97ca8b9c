namespace Chalkline.Calibration;

/// <summary>What a kernel computes or moves: the <c>kind</c> column of a table of measured kernels.</summary>
public enum KernelKind
{
    /// <summary>C[m,n] = A[m,k] B[k,n].</summary>
    Gemm,

    /// <summary>One such product for each expert on the device, m rows each.</summary>
    GroupedGemm,

    /// <summary>A whole fused expert layer: routing order, up, activation, down, weighted sum.</summary>
    Experts,

    /// <summary>Causal attention of whole prompts.</summary>
    AttentionPrefill,

    /// <summary>Attention of one new token a sequence over its cache.</summary>
    AttentionDecode,

    /// <summary>Latent attention of prompts, in the expanded form.</summary>
    LatentPrefill,

    /// <summary>Latent attention of one new token a sequence, in the absorbed form.</summary>
    LatentDecode,

    /// <summary>Attention over selected tokens, or the indexer that selects them.</summary>
    SparseAttention,

    /// <summary>A recurrence with a state a sequence.</summary>
    LinearAttention,

    /// <summary>A norm over rows.</summary>
    Norm,

    /// <summary>An activation or other element-wise kernel.</summary>
    Elementwise,

    /// <summary>Sums on every device.</summary>
    AllReduce,

    /// <summary>The parts of all on every device.</summary>
    AllGather,

    /// <summary>Sums, a part on each device.</summary>
    ReduceScatter,

    /// <summary>A part from each device to each other.</summary>
    AllToAll,

    /// <summary>From one device to one other.</summary>
    PointToPoint,
}
