namespace Chalkline.Training;

/// <summary>
/// What hardware and libraries do to a step: shares of datasheet figures and fixed times, the same for all models,
/// devices and sources. Fitted on logarithmic errors of measured steps; none belongs to a model or a row.
/// </summary>
internal sealed record TrainingConstants
{
    /// <summary>
    /// Share of the 16-bit peak that a long, deep product reaches on a device with 1.28 pJ for a FLOP.
    /// </summary>
    public double ComputeShare { get; init; } = 0.9;

    /// <summary>Power of the energy per FLOP by which that share falls: clocks drop where power is short.</summary>
    public double PowerExponent { get; init; } = 0.56;

    /// <summary>What 8-bit arithmetic keeps of that share: scaling, and more time outside the matrix units.</summary>
    public double Share8 { get; init; } = 1.58;

    /// <summary>What 4-bit arithmetic keeps of that share.</summary>
    public double Share4 { get; init; } = 1.6;

    /// <summary>Inner width at which filling the pipe of a product takes as long as the product.</summary>
    public double HalfDepth { get; init; } = 190;

    /// <summary>Waves lost at the tail of each product: half of one on the mean.</summary>
    public double LostWaves { get; init; } = 0.42;

    /// <summary>Share of the peak that fused attention reaches, next to that of products.</summary>
    public double AttentionShare { get; init; } = 0.31;

    /// <summary>The same for kernels written for the device: with narrow arithmetic, and since Blackwell.</summary>
    public double TunedAttentionShare { get; init; } = 0.4;

    /// <summary>Share of memory bandwidth that element-wise kernels reach; more than 1 where they are fused.</summary>
    public double BandwidthShare { get; init; } = 0.95;

    /// <summary>Share of scale-up bandwidth that collectives reach.</summary>
    public double ScaleUpShare { get; init; } = 0.71;

    /// <summary>Share of scale-out bandwidth that collectives reach.</summary>
    public double ScaleOutShare { get; init; } = 0.68;

    /// <summary>Fixed time of a collective within a domain, s.</summary>
    public double ScaleUpDelay { get; init; } = 20e-6;

    /// <summary>Fixed time of a collective across domains for each doubling of the domains it spans, s.</summary>
    public double ScaleOutDelay { get; init; } = 480e-6;

    /// <summary>Host time to launch one layer's forward pass, s; the backward pass takes twice it.</summary>
    public double HostLayer { get; init; } = 700e-6;

    /// <summary>Host time of a micro-batch beside its layers, s.</summary>
    public double HostMicroBatch { get; init; } = 1e-3;

    /// <summary>Host time of a step beside its micro-batches, s.</summary>
    public double HostStep { get; init; } = 13e-3;

    /// <summary>
    /// Share of the traffic of sharded weights that is not hidden behind computing, of what could be.
    /// </summary>
    public double Exposed { get; init; } = 1.0;

    /// <summary>The same for the gradients of a step, and the new weights.</summary>
    public double ExposedGradients { get; init; } = 0.3;

    /// <summary>Share of the boundary traffic between stages that is not hidden.</summary>
    public double ExposedBoundary { get; init; } = 0.2;

    /// <summary>
    /// Standard deviation of a device's speed; the slowest of many sets the step (MegaScale, arXiv:2402.15627).
    /// </summary>
    public double Straggle { get; init; } = 0.01;

    /// <summary>The constants that measured steps gave.</summary>
    public static TrainingConstants Fitted { get; } = new();
}
