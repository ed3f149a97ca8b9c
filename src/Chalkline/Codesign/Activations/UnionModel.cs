namespace Chalkline.Codesign.Activations;

/// <summary>
/// Neurons that a batch touches when each token touches a share of them (codesign notes, section 2.5: tokens taken as independent).
/// </summary>
public static class UnionModel
{
    /// <summary>u(B) = 1 - (1 - a)^(B^rho).</summary>
    /// <param name="active">a, share that one token touches, above 0 to 1.</param>
    /// <param name="batch">B, tokens; at least 1.</param>
    /// <param name="correlation">rho: 1 for independent tokens, 0 for tokens that all touch the same; inferred where below 1.</param>
    public static double Touched(double active, double batch, double correlation = 1)
        => 1 - Math.Pow(1 - active, Math.Pow(batch, correlation));

    /// <summary>The batch at which a share is touched.</summary>
    public static double Batch(double active, double touched) => Math.Log(1 - touched) / Math.Log(1 - active);

    /// <summary>
    /// Share of feed-forward bytes that are read: all that is touched with a perfect predictor; without one the matrices that find out
    /// are read whole: the gate of three, or the first of two.
    /// </summary>
    public static double Bytes(double touched, bool gated, bool predictor)
        => predictor ? touched : gated ? (1 + (2 * touched)) / 3 : (1 + touched) / 2;
}
