namespace Chalkline.Training;

/// <summary>
/// What hardware and libraries do to a step: shares of datasheet figures and fixed times, the same for all models, devices
/// and sources. Fitted on logarithmic errors of measured steps; none belongs to a model or a row.
/// </summary>
internal sealed record TrainingConstants
{
    /// <summary>Share of the 16-bit peak that a long, deep product reaches on a device with 1.28 pJ for a FLOP.</summary>
    public double ComputeShare { get; init; } = 0.85;

    /// <summary>Power of the energy per FLOP by which that share falls: clocks drop where power is short.</summary>
    public double PowerExponent { get; init; } = 0.15;

    /// <summary>What 8-bit arithmetic keeps of that share: scaling, and more time outside the matrix units.</summary>
    public double Share8 { get; init; } = 0.8;

    /// <summary>What 4-bit arithmetic keeps of that share.</summary>
    public double Share4 { get; init; } = 0.5;

    /// <summary>Inner width at which filling the pipe of a product takes as long as the product.</summary>
    public double HalfDepth { get; init; } = 200;

    /// <summary>Waves lost at the tail of each product: half of one on the mean.</summary>
    public double LostWaves { get; init; } = 0.5;

    /// <summary>Share of the peak that fused attention reaches, next to that of products.</summary>
    public double AttentionShare { get; init; } = 0.65;

    /// <summary>Share of memory bandwidth that element-wise kernels reach; more than 1 where they are fused.</summary>
    public double BandwidthShare { get; init; } = 0.8;

    /// <summary>Share of scale-up bandwidth that collectives reach.</summary>
    public double ScaleUpShare { get; init; } = 0.7;

    /// <summary>Share of scale-out bandwidth that collectives reach.</summary>
    public double ScaleOutShare { get; init; } = 0.6;

    /// <summary>Fixed time of a collective within a domain, s.</summary>
    public double ScaleUpDelay { get; init; } = 20e-6;

    /// <summary>Fixed time of a collective across domains for each doubling of the domains it spans, s.</summary>
    public double ScaleOutDelay { get; init; } = 60e-6;

    /// <summary>Host time to launch one layer's forward pass, s; the backward pass takes twice it.</summary>
    public double HostLayer { get; init; } = 400e-6;

    /// <summary>Host time of a micro-batch beside its layers, s.</summary>
    public double HostMicroBatch { get; init; } = 2e-3;

    /// <summary>Host time of a step beside its micro-batches, s.</summary>
    public double HostStep { get; init; } = 20e-3;

    /// <summary>Share of gradient and weight traffic that is not hidden behind computing, of what could be.</summary>
    public double Exposed { get; init; } = 0.3;

    /// <summary>Share of the boundary traffic between stages that is not hidden.</summary>
    public double ExposedBoundary { get; init; } = 0.7;

    /// <summary>Standard deviation of a device's speed; the slowest of many sets the step (MegaScale, arXiv:2402.15627).</summary>
    public double Straggle { get; init; } = 0.01;

    /// <summary>The constants that measured steps gave.</summary>
    public static TrainingConstants Fitted { get; } = new();
}
