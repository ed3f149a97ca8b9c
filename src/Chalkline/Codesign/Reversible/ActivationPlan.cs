namespace Chalkline.Codesign.Reversible;

/// <summary>What a training run keeps of its activations.</summary>
public enum ActivationPlan
{
    /// <summary>Everything: nothing is computed again.</summary>
    Keep,

    /// <summary>All but the attention core: scores, softmax, and their product with the values are computed again.</summary>
    Selective,

    /// <summary>The input of every layer: each layer is computed again.</summary>
    Full,

    /// <summary>Nothing of any layer: two streams that each layer can be run backwards from (Feistel's coupling).</summary>
    Reversible,
}
