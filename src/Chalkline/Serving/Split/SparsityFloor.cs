using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>
/// The sparsest mixture of experts that a feed-forward server can feed over its network and still be compute-bound
/// (Step-3, arXiv 2507.19427, section on MoE sparsity).
/// </summary>
/// <remarks>
/// At one byte a weight, a weight serves 2 B FLOP for B tokens, so an expert needs B = FLOPS / (2 BW) tokens and the
/// layer B / S of them. Each comes and goes once a layer at 3 H bytes (FP8 out, BF16 back), and L layers must pass in
/// one stage: 3 H L B / S at most the network times the stage, so
/// S at least (3 / 2) H L FLOPS / (BW network stage). The paper prints 11.1 ms for the stage of about 16.6 ms over 3/2.
/// </remarks>
public static class SparsityFloor
{
    /// <summary>Bytes of an element there and back: FP8 and BF16.</summary>
    private const double BytesThereAndBack = 3;

    /// <summary>Least share of the experts a token must visit, over 0; above 1 even a dense layer starves.</summary>
    /// <param name="width">Elements of a token's activation, at least 1.</param>
    /// <param name="layers">Layers, at least 1.</param>
    /// <param name="peak">Dense peak of one device.</param>
    /// <param name="memory">Memory bandwidth of one device.</param>
    /// <param name="network">Network bandwidth of a server, whose devices share every expert between them.</param>
    /// <param name="stage">Time of one stage: TPOT over micro-batches.</param>
    /// <exception cref="ChalkException">A figure is not positive.</exception>
    public static double Of(
        int width, int layers, FlopPerSecond peak, BytesPerSecond memory, BytesPerSecond network, Seconds stage)
    {
        if (!(width > 0 && layers > 0 && peak.Value > 0 && memory.Value > 0 && network.Value > 0 && stage.Value > 0))
        {
            throw new ChalkException(
                $"A sparsity floor needs figures above zero; given were a width of {width}, {layers} layers, {peak}, "
                + $"{memory} of memory, {network} of network and a stage of {stage}.");
        }

        double denseBatch = (peak / memory).Value / 2;
        return BytesThereAndBack * width * layers * denseBatch / (network * stage).Value;
    }
}
