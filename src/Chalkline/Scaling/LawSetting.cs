namespace Chalkline.Scaling;

/// <summary>What a law may depend on besides parameters and tokens; a law ignores what it does not know.</summary>
public sealed record LawSetting
{
    /// <summary>A dense model in 16 bits.</summary>
    public static LawSetting Dense { get; } = new();

    /// <summary>Routed experts of a layer, from 1. Default: 1, dense.</summary>
    public double Experts { get; init; } = 1;

    /// <summary>
    /// Granularity: how many times narrower an expert is than the feed-forward layer it stands for, from 1. Default: 1.
    /// </summary>
    public double Granularity { get; init; } = 1;

    /// <summary>Share of experts a token does not visit, from 0 to below 1. Default: 0.</summary>
    public double Sparsity { get; init; }

    /// <summary>Bits of the weights in training; null when they are wide enough not to matter.</summary>
    public double? WeightBits { get; init; }

    /// <summary>Bits of the activations in training; null when they are wide enough not to matter.</summary>
    public double? ActivationBits { get; init; }

    /// <summary>Bits of the KV cache in training; null when they are wide enough not to matter.</summary>
    public double? KeyValueBits { get; init; }

    /// <summary>Bits to which weights are quantised after training; null when they are not.</summary>
    public double? BitsAfterTraining { get; init; }

    /// <summary>Weights that share a scale, for quantisation in training. Default: 128.</summary>
    public double GroupSize { get; init; } = 128;

    /// <summary>A format or recipe whose efficiencies a law lists, for example <c>w4a4</c>; null for none.</summary>
    public string? Recipe { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ChalkException">One is out of its range.</exception>
    public LawSetting Checked()
        => Experts is not (>= 1 and <= 1e6) ? throw Wrong("experts", Experts, "from 1 to 1,000,000")
            : Granularity is not (>= 1 and <= 1024) ? throw Wrong("a granularity", Granularity, "from 1 to 1024")
            : Sparsity is not (>= 0 and < 1) ? throw Wrong("a sparsity", Sparsity, "from 0 to below 1")
            : GroupSize is not (> 1 and <= 1e6) ? throw Wrong("a group size", GroupSize, "above 1, to 1,000,000")
            : new[] { WeightBits, ActivationBits, KeyValueBits, BitsAfterTraining }
                .FirstOrDefault(bits => bits is not (null or (>= 1 and <= 32))) is { } wrong
            ? throw Wrong("bits", wrong, "from 1 to 32")
            : this;

    internal static ChalkException Wrong(string name, double value, string right) => new(FormattableString.Invariant(
        $"A scaling law takes {name} {right}; {value:G6} is outside."));
}
