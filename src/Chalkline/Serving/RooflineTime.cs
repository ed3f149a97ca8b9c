using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>The lecture's three times of a decode pass, and the pass itself.</summary>
/// <param name="Batch">Sequences that each get one token.</param>
/// <param name="Compute">Arithmetic.</param>
/// <param name="Weights">Reading the weights.</param>
/// <param name="KeyValue">Reading the KV cache.</param>
/// <param name="Pass">The pass.</param>
public readonly record struct RooflineTime(double Batch, Seconds Compute, Seconds Weights, Seconds KeyValue, Seconds Pass)
{
    /// <summary>What holds the pass up.</summary>
    public Bound Bound => Compute > Weights + KeyValue ? Bound.Compute : KeyValue > Weights ? Bound.KeyValue : Bound.Weights;

    /// <summary>Tokens a second of the whole system.</summary>
    public TokensPerSecond Throughput => new Tokens(Batch) / Pass;

    /// <summary>Tokens a second that one stream sees.</summary>
    public TokensPerSecondPerUser Speed => new(1 / Pass.Value);
}
