namespace Chalkline.Codesign.Sensitivities;

/// <summary>What a decoded token's time, cost or energy hangs on.</summary>
public enum Figure
{
    /// <summary>Dense peak of the device, every format.</summary>
    Peak,

    /// <summary>Bandwidth of the device's memory.</summary>
    MemoryBandwidth,

    /// <summary>Scale-up bandwidth.</summary>
    ScaleUp,

    /// <summary>Scale-out bandwidth.</summary>
    ScaleOut,

    /// <summary>Latency of the links.</summary>
    LinkLatency,

    /// <summary>Start of a kernel.</summary>
    Launch,

    /// <summary>Price of a device.</summary>
    Price,

    /// <summary>Thermal design power: the static part is a share of it.</summary>
    Power,

    /// <summary>Energy of a bit from memory and over the die.</summary>
    MemoryEnergy,

    /// <summary>Energy of arithmetic with its instructions and registers.</summary>
    ArithmeticEnergy,

    /// <summary>Bits of a weight, arithmetic held.</summary>
    WeightBits,

    /// <summary>Bytes of a cache entry: bits of the cache, or heads and widths.</summary>
    CacheBytes,

    /// <summary>Layers.</summary>
    Layers,

    /// <summary>Width of the feed-forward layers, or of experts.</summary>
    FeedForwardWidth,

    /// <summary>Rows of the vocabulary at the head.</summary>
    Vocabulary,

    /// <summary>Tokens that a sequence holds.</summary>
    Context,

    /// <summary>Sequences of a step.</summary>
    Batch,
}
