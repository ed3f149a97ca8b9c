using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// What one kernel has to do on one device: the shape columns of a table of measured kernels. Fields that a kind does
/// not use are 0. The same struct describes a measured row and an operator of a pass, so that a fit and its use cannot
/// drift apart.
/// </summary>
public readonly record struct KernelWork
{
    /// <summary>What it computes or moves.</summary>
    public required KernelKind Kind { get; init; }

    /// <summary>Which implementation.</summary>
    public KernelAlgorithm Algorithm { get; init; }

    /// <summary>Format of the stationary operand (weights); of the data for norms and collectives.</summary>
    public required NumberFormat Weights { get; init; }

    /// <summary>Format of the moving operand as it enters the matrix unit: BF16 for weight-only formats.</summary>
    public required NumberFormat Activations { get; init; }

    /// <summary>
    /// Whether the kernel before it already wrote the moving operand in its format, as engines fuse it; a kernel timed by
    /// itself must quantise first.
    /// </summary>
    public bool Quantised { get; init; }

    /// <summary>
    /// Whether the kernel runs in a recorded graph, as engines run a step; one that the host starts by itself takes the
    /// host's time too.
    /// </summary>
    public bool Recorded { get; init; }

    /// <summary>Format of the KV cache.</summary>
    public NumberFormat? KeyValue { get; init; }

    /// <summary>Devices that take part: more than 1 for collectives.</summary>
    public int Devices { get; init; }

    /// <summary>Rows of the product; for grouped products rows of each group. Rows of a norm.</summary>
    public double M { get; init; }

    /// <summary>Columns of the product; width of a norm.</summary>
    public double N { get; init; }

    /// <summary>Inner width of the product.</summary>
    public double K { get; init; }

    /// <summary>Sequences; for products, equal products.</summary>
    public double Batch { get; init; }

    /// <summary>New tokens of each sequence.</summary>
    public double QueryTokens { get; init; }

    /// <summary>Tokens of each sequence in the cache at the end, new ones included.</summary>
    public double KeyTokens { get; init; }

    /// <summary>Query heads on the device.</summary>
    public double Heads { get; init; }

    /// <summary>Key-value heads on the device.</summary>
    public double KeyValueHeads { get; init; }

    /// <summary>Width of a key head.</summary>
    public double HeadDim { get; init; }

    /// <summary>Width of a value head.</summary>
    public double ValueHeadDim { get; init; }

    /// <summary>Experts of the layer, on all devices; for grouped products, groups on the device.</summary>
    public double Experts { get; init; }

    /// <summary>Experts each token visits.</summary>
    public double ExpertsPerToken { get; init; }

    /// <summary>Width of the tokens that enter the experts.</summary>
    public double Hidden { get; init; }

    /// <summary>Inner width of an expert, before it is cut over <see cref="ExpertTensorParallel"/> devices.</summary>
    public double Intermediate { get; init; }

    /// <summary>Tokens that enter the layer on all devices; for dispatch and combine, tokens of each device.</summary>
    public double Tokens { get; init; }

    /// <summary>Groups that hold different experts.</summary>
    public double ExpertParallel { get; init; }

    /// <summary>Devices that share each expert.</summary>
    public double ExpertTensorParallel { get; init; }

    /// <summary>Exponent of the power law by which experts are chosen; 0 for balanced routing.</summary>
    public double Skew { get; init; }

    /// <summary>Of the experts, second copies of those asked for most.</summary>
    public double Copies { get; init; }

    /// <summary>Message of a collective: the whole tensor (all-gather and reduce-scatter too), per device for expert exchange.</summary>
    public double MessageBytes { get; init; }
}
