using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>On what and how an operator serves: everything the cost of a token hangs on beside the model.</summary>
public readonly record struct OperatingPoint
{
    /// <summary>Dense peak of a device in the arithmetic of the weights (F).</summary>
    public required FlopPerSecond Peak { get; init; }

    /// <summary>Memory bandwidth of a device (W).</summary>
    public required BytesPerSecond Bandwidth { get; init; }

    /// <summary>Memory of a device (C).</summary>
    public required Bytes Capacity { get; init; }

    /// <summary>What a device costs (g).</summary>
    public required UsdPerDeviceHour Price { get; init; }

    /// <summary>Stored bytes of a weight (b_w).</summary>
    public required BytesPerParameter WeightWidth { get; init; }

    /// <summary>Width of a cached element over BF16: 1, or 0.5 when the cache is kept in eight bits.</summary>
    public required double CacheWidth { get; init; }

    /// <summary>MFU of prefill of a dense model, between 0 and 0.8.</summary>
    public required double PrefillUtilisation { get; init; }

    /// <summary>How fast MFU falls with sparsity: it goes with (N_tot / N_act)^-this.</summary>
    public required double SparsityExponent { get; init; }

    /// <summary>Share of the bandwidth that reading reaches.</summary>
    public required double BandwidthUtilisation { get; init; }

    /// <summary>Mean tokens of context that a token written reads (L).</summary>
    public required Tokens Context { get; init; }

    /// <summary>The time of a decode step the operator aims at (TPOT).</summary>
    public required Seconds StepTarget { get; init; }

    /// <summary>What of a step hangs on neither arithmetic nor bytes: launches, collectives, scheduling.</summary>
    public required Seconds Overhead { get; init; }

    /// <summary>Sequences that users keep in flight on one copy of the model.</summary>
    public required double Demand { get; init; }
}
