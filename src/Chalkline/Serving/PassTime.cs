using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>Which model of time an estimate comes from.</summary>
public enum Fidelity
{
    /// <summary>The lecture's closed form: ideal compute against ideal memory, no network, no overheads.</summary>
    Chalk,

    /// <summary>A roofline for each operator, with stated efficiencies, launches and collectives, one after another.</summary>
    Operator,

    /// <summary>The operators, each timed by the equation of its kernel with parameters fitted to measured kernels.</summary>
    Calibrated,
}

/// <summary>What the closed form overlaps.</summary>
public enum Overlap
{
    /// <summary>Reading weights and cache overlaps all arithmetic: max(compute, weights + KV) (lecture, eq. 1.1).</summary>
    Full,

    /// <summary>Attention is not overlapped: KV + max(compute, weights) (scaling book, inference chapter).</summary>
    AttentionExposed,
}

/// <summary>What holds a pass up.</summary>
public enum Bound
{
    /// <summary>Arithmetic.</summary>
    Compute,

    /// <summary>Reading weights.</summary>
    Weights,

    /// <summary>Reading the KV cache.</summary>
    KeyValue,

    /// <summary>Collectives.</summary>
    Network,

    /// <summary>Kernel launches and other fixed times.</summary>
    Overhead,
}

/// <summary>The time of one pass through one pipeline stage, and what it is made of, on one device.</summary>
public readonly record struct PassTime
{
    /// <summary>The sum over all operators.</summary>
    public OperatorCost Cost { get; init; }

    /// <summary>The estimate at the fidelity asked.</summary>
    public Seconds Estimate { get; init; }

    /// <summary>Lower end of the 80 % interval of the estimate; equal to it where nothing is known.</summary>
    public Seconds Low { get; init; }

    /// <summary>Upper end of the 80 % interval of the estimate; equal to it where nothing is known.</summary>
    public Seconds High { get; init; }

    /// <summary>
    /// The proved floor: no implementation on these devices, under any routing and any overlap, is faster. The larger of
    /// the least arithmetic at full dense peak and the least bytes at full bandwidth.
    /// </summary>
    public Seconds Floor { get; init; }

    /// <summary>Ideal time of the arithmetic.</summary>
    public Seconds Compute { get; init; }

    /// <summary>Ideal time of reading the weights.</summary>
    public Seconds Weights { get; init; }

    /// <summary>Ideal time of reading and writing the cache.</summary>
    public Seconds KeyValue { get; init; }

    /// <summary>Estimated time of collectives; zero in the closed form.</summary>
    public Seconds Network { get; init; }

    /// <summary>
    /// Estimated time of the exchange of experts, part of <see cref="Network"/>: what two half batches can hide behind
    /// each other's arithmetic.
    /// </summary>
    public Seconds Exchange { get; init; }

    /// <summary>What holds the pass up most.</summary>
    public Bound Bound { get; init; }
}
