using Chalkline.Derivations;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Serving.Split.PingPongSymbols;

namespace Chalkline.Serving.Split;

/// <summary>
/// Micro-batches that go to and fro between an attention pool and a feed-forward pool, layer by layer, so that neither
/// pool waits for the link (MegaScale-Infer, arXiv 2504.02263; Step-3, arXiv 2507.19427). All layers are alike.
/// </summary>
/// <param name="Attention">Time of a layer's attention side on one micro-batch (T_a).</param>
/// <param name="FeedForward">Time of its feed-forward side (T_f; T_e in MegaScale-Infer).</param>
/// <param name="Out">Time to send a micro-batch to the feed-forward side, latency included.</param>
/// <param name="Back">Time to send it back; a link carries both ways at once.</param>
/// <param name="MicroBatches">Micro-batches in flight (m), at least 1.</param>
/// <param name="Layers">Layers (L), at least 1.</param>
public readonly record struct PingPong(
    Seconds Attention, Seconds FeedForward, Seconds Out, Seconds Back, int MicroBatches, double Layers)
{
    /// <summary>A layer's slower side: the pace of balanced pools (T_stage).</summary>
    public Seconds Stage => Max(Attention, FeedForward);

    /// <summary>The slowest of sides and link: none takes the next micro-batch before it is done with one.</summary>
    public Seconds Pace => Max(Stage, Max(Out, Back));

    /// <summary>Time of one micro-batch alone through a layer: to the other side and back.</summary>
    public Seconds RoundTrip => Attention + FeedForward + Out + Back;

    /// <summary>
    /// Micro-batches that keep balanced pools busy: m >= 2 (1 + T_c / T_stage), T_c the mean of both ways. Pools that
    /// are out of balance need fewer: round trip over stage. Valid while T_c is at most the stage.
    /// </summary>
    public double LeastMicroBatches => 2 * (1 + ((Out + Back) / 2 / Stage));

    /// <summary>The same as a whole number: 3 while T_c is at most half a stage, 4 up to one.</summary>
    public int WholeMicroBatches => (int)Math.Ceiling(LeastMicroBatches - 1e-9);

    /// <summary>Time from a layer's start to the next one's, all micro-batches in steady state.</summary>
    public Seconds LayerTime
    {
        get
        {
            Quiet quiet = default;
            return TimeLayer(ref quiet);
        }
    }

    /// <summary>
    /// Time in which each sequence gets a token in steady state, the next token starting as soon as the one before it
    /// is through: L times the layer's. The upper bound of MegaScale-Infer, met.
    /// </summary>
    public Seconds Iteration => Layers * LayerTime;

    /// <summary>
    /// Time after which the first micro-batch is through when all start together: the lower bound of
    /// MegaScale-Infer, (T_a + T_f + 2 T_c) + m T_stage (L - 1), with the layer time for m T_stage.
    /// </summary>
    public Seconds First => RoundTrip + ((Layers - 1) * LayerTime);

    /// <summary>
    /// Time of one iteration alone, from an empty pipeline to an empty one: (T_a + T_f + 2 T_c) + T_stage (m L - 1)
    /// where micro-batches suffice.
    /// </summary>
    public Seconds Total => First + ((MicroBatches - 1) * Pace);

    /// <summary>Share of <see cref="Total"/> in which the feed-forward side stands still, in [0, 1].</summary>
    public double FeedForwardIdle => 1 - (MicroBatches * Layers * FeedForward / Total);

    /// <summary>Share of <see cref="Total"/> in which the attention side stands still, in [0, 1].</summary>
    public double AttentionIdle => 1 - (MicroBatches * Layers * Attention / Total);

    /// <summary>The layer time, with the work shown.</summary>
    public Seconds TimeLayer<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        Seconds attention = work.Given(S.Attention, Attention, name: "attention");
        Seconds feedForward = work.Given(S.FeedForward, FeedForward, name: "feedForward");
        Seconds outward = work.Given(S.Outward, Out, name: "outward");
        Seconds back = work.Given(S.Back, Back, name: "back");
        double microBatches = work.Given(S.MicroBatches, (double)MicroBatches, name: "microBatches");
        Seconds pace = work.Step(S.Pace, Max(Max(attention, feedForward), Max(outward, back)));
        Seconds roundTrip = work.Step(S.RoundTrip, attention + feedForward + outward + back);
        return work.Step(S.LayerTime, Max(microBatches * pace, roundTrip));
    }
}
