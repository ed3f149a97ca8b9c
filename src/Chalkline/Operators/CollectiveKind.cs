namespace Chalkline.Operators;

/// <summary>How a collective moves data.</summary>
public enum CollectiveKind
{
    /// <summary>Partial sums on every device become whole sums on every device (tensor parallelism).</summary>
    AllReduce,

    /// <summary>Every device sends each other device its own part (expert dispatch or combine).</summary>
    AllToAll,

    /// <summary>Every device collects the parts of all (sharded logits).</summary>
    AllGather,

    /// <summary>Partial sums on every device become whole sums, a part on each: half an all-reduce.</summary>
    ReduceScatter,

    /// <summary>One device hands its activations to one other (pipeline stage boundary).</summary>
    PointToPoint,
}
