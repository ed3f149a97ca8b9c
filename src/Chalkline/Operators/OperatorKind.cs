namespace Chalkline.Operators;

/// <summary>What drives the cost of an operator.</summary>
public enum OperatorKind
{
    /// <summary>A weight matrix, norm or element-wise kernel applied to every new token.</summary>
    PerToken,

    /// <summary>Applied only to the tokens whose logits are wanted: the LM head.</summary>
    PerLogit,

    /// <summary>Routed experts: only those a batch touches are read.</summary>
    Experts,

    /// <summary>Softmax attention over a KV cache.</summary>
    Attention,

    /// <summary>Latent attention, in the cheaper of its absorbed and expanded forms.</summary>
    LatentAttention,

    /// <summary>A recurrence with a fixed state a sequence.</summary>
    Recurrence,

    /// <summary>A collective of every new token's activations.</summary>
    Collective,
}
