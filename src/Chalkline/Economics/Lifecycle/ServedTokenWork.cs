using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Economics.Lifecycle;

/// <summary>
/// Work of a served token with its cache read (MatX, "Optimize for inference too, not just training FLOPs", 2025):
/// C = 6 N D_train + 2 N D_prefill + max(2 N, KV HOI) D_decode, weights amortised by the batch.
/// </summary>
public static class ServedTokenWork
{
    /// <summary>max(2 N, KV HOI): the arithmetic of a decoded token, or what its cache costs in arithmetic.</summary>
    /// <param name="active">N, active parameters.</param>
    /// <param name="cache">Cache bytes a token reads: those of its sequence.</param>
    /// <param name="intensity">HOI: peak FLOP/s over bandwidth.</param>
    public static FlopPerToken Decode(Parameters active, Bytes cache, FlopPerByte intensity)
    {
        FlopPerToken arithmetic = TrainingWork.Forward * active;
        FlopPerToken reading = cache * intensity / new Tokens(1);
        return reading > arithmetic ? reading : arithmetic;
    }

    /// <summary>C: the cost of the life.</summary>
    /// <param name="active">N, active parameters.</param>
    /// <param name="train">D_train.</param>
    /// <param name="prefill">D_prefill.</param>
    /// <param name="decode">D_decode.</param>
    /// <param name="cache">Cache bytes a decoded token reads.</param>
    /// <param name="intensity">HOI: peak FLOP/s over bandwidth.</param>
    public static Flop Lifetime(
        Parameters active, Tokens train, Tokens prefill, Tokens decode, Bytes cache, FlopPerByte intensity)
        => (TrainingWork.PerParameterToken * active * train) + (TrainingWork.Forward * active * prefill)
            + (Decode(active, cache, intensity) * decode);
}
