using Chalkline.Quantities;

namespace Chalkline.Layouts;

/// <summary>
/// A model cut into pipeline stages, one on each scale-up domain: what a device holds, how long a stage idles, and what
/// the hops cost (lecture, chapters 3 and 4).
/// </summary>
/// <param name="Devices">Devices of a stage (E), at least 1.</param>
/// <param name="Stages">Stages (P), at least 1.</param>
public sealed record PipelineCut(int Devices, int Stages)
{
    /// <summary>Micro-batches in flight when decode loops and no stage idles (eq. 4.4): as many as stages.</summary>
    public int MicroBatches => Stages;

    /// <summary>Share of its time a stage idles when nothing overlaps (eq. 3.4): (P - 1) / P.</summary>
    public double IdleShare => (Stages - 1.0) / Stages;

    /// <summary>Weight bytes on a device: they fall with the stages.</summary>
    public Bytes WeightsPerDevice(Bytes weights) => weights / (Devices * (double)Stages);

    /// <summary>
    /// KV cache bytes on a device when every stage is kept busy (eq. 4.5): b L kappa / E. The stages cancel, for P of
    /// them hold P micro-batches in flight.
    /// </summary>
    /// <param name="microBatch">Sequences of one micro-batch (b).</param>
    /// <param name="context">Tokens each holds (L).</param>
    /// <param name="keyValue">Cache bytes of a token, all layers (kappa).</param>
    public Bytes KeyValuePerDevice(double microBatch, Tokens context, BytesPerToken keyValue)
    {
        double sequences = MicroBatches * microBatch;
        return sequences * context * keyValue / (Devices * (double)Stages);
    }

    /// <summary>Bytes on a device (eq. 4.5): N_tot / (E P) + b L kappa / E.</summary>
    public Bytes PerDevice(Bytes weights, double microBatch, Tokens context, BytesPerToken keyValue)
        => WeightsPerDevice(weights) + KeyValuePerDevice(microBatch, context, keyValue);

    /// <summary>
    /// Share of a training step lost to the bubble when each micro-batch goes forward and back in one block (eq. 3.5):
    /// (P - 1) / (M + P - 1).
    /// </summary>
    /// <param name="microBatches">Micro-batches of a step (M), at least 1.</param>
    public double TrainingBubble(int microBatches) => (Stages - 1.0) / (microBatches + Stages - 1.0);

    /// <summary>
    /// Time of a token (eq. 4.7): the pass, which stages do not change, and the hops on the way around.
    /// </summary>
    /// <param name="pass">Time of the pass on one stage's worth of bandwidth.</param>
    /// <param name="hop">Time from one domain to the next; a few milliseconds in the lecture.</param>
    /// <remarks>In a decode loop the last stage hands the token back to the first, so P stages take P hops.</remarks>
    public Seconds TokenTime(Seconds pass, Seconds hop) => pass + ((Stages > 1 ? Stages : 0) * hop);
}
