using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>
/// The closed form of expert parallelism's traffic: every token goes to its experts and comes back, twice a layer
/// (lecture, chapter 2; worked for DeepSeek-V3 in arXiv 2505.09343). <see cref="Collective"/> counts the same
/// message with latency, several experts on one device, and both networks.
/// </summary>
/// <param name="Width">Elements of a token's activation (d_model).</param>
/// <param name="Copies">
/// Copies sent of each token: the experts it visits, a shared one included if it stands elsewhere.
/// </param>
/// <param name="DispatchWidth">Bytes of an element on the way there: 1 in FP8.</param>
/// <param name="CombineWidth">Bytes of an element on the way back: 2 in BF16.</param>
public sealed record ExpertExchange(double Width, double Copies, double DispatchWidth, double CombineWidth)
{
    /// <summary>Bytes a token moves in one layer, both ways.</summary>
    public BytesPerToken PerToken => new(Width * Copies * (DispatchWidth + CombineWidth));

    /// <summary>Time of dispatch and combine in one layer, no latency and nothing overlapped.</summary>
    /// <param name="tokens">Tokens of each device.</param>
    /// <param name="bandwidth">Bandwidth of each device on the network that carries it.</param>
    public Seconds Layer(Tokens tokens, BytesPerSecond bandwidth) => tokens * PerToken / bandwidth;

    /// <summary>
    /// Time of both micro-batches' exchanges in all layers when each hides behind the other's arithmetic: the lower
    /// limit of a token's time in such an overlap.
    /// </summary>
    /// <param name="tokens">Tokens of each device in one micro-batch.</param>
    /// <param name="bandwidth">Bandwidth of each device.</param>
    /// <param name="layers">Layers.</param>
    public Seconds TwoBatches(Tokens tokens, BytesPerSecond bandwidth, int layers)
        => 2 * layers * Layer(tokens, bandwidth);

    /// <summary>
    /// Time on the scale-up network over that on the scale-out network, for pipeline stages on domains of their own
    /// (eq. 3.3): (BW_out / BW_up) 2 n_act L_stage. At 1 or more the stage boundary is hidden.
    /// </summary>
    /// <param name="bandwidthRatio">Scale-up over scale-out bandwidth; about 8 in the lecture.</param>
    /// <param name="expertsPerToken">Experts each token visits (n_act).</param>
    /// <param name="layersPerStage">Layers between two boundaries (L_stage).</param>
    public static double StageRatio(double bandwidthRatio, int expertsPerToken, double layersPerStage)
        => 2 * expertsPerToken * layersPerStage / bandwidthRatio;
}
