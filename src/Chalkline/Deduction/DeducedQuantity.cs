namespace Chalkline.Deduction;

/// <summary>What is deduced from prices.</summary>
public enum DeducedQuantity
{
    /// <summary>Active parameters.</summary>
    ActiveParameters,

    /// <summary>Total parameters.</summary>
    TotalParameters,

    /// <summary>KV cache bytes that a token adds, in BF16.</summary>
    KvBytesPerToken,

    /// <summary>Total over active parameters.</summary>
    Sparsity,

    /// <summary>Sequences of a decode step.</summary>
    Batch,

    /// <summary>MFU of decode over MFU of prefill.</summary>
    DecodeOverPrefillMfu,

    /// <summary>Price over cost of three tokens read and one written.</summary>
    PriceOverCost,

    /// <summary>Tokens a device writes in a second.</summary>
    TokensPerSecondPerDevice,

    /// <summary>Tokens a second that one stream sees.</summary>
    TokensPerSecondPerUser,
}
