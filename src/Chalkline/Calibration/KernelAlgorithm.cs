namespace Chalkline.Calibration;

/// <summary>Which implementation of a kernel ran, where it matters to the time.</summary>
public enum KernelAlgorithm
{
    /// <summary>The library's own choice: NCCL for collectives.</summary>
    Default,

    /// <summary>An engine's own all-reduce in one kernel, over peer memory.</summary>
    CustomAllReduce,

    /// <summary>Expert dispatch for few tokens: every pair of devices writes directly.</summary>
    LowLatencyDispatch,

    /// <summary>Expert combine for few tokens.</summary>
    LowLatencyCombine,

    /// <summary>Expert dispatch for many tokens: gathered inside a node first.</summary>
    Dispatch,

    /// <summary>Expert combine for many tokens.</summary>
    Combine,

    /// <summary>Sparse attention's scoring of all cached tokens.</summary>
    Indexer,

    /// <summary>The short convolution before a recurrence.</summary>
    Convolution,
}
