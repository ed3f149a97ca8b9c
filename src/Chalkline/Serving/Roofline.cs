using Chalkline.Derivations;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Serving.RooflineSymbols;

namespace Chalkline.Serving;

/// <summary>
/// The lecture's closed form: a model is two parameter counts and a KV cache, a machine is a compute rate and a
/// bandwidth, and everything else follows (chapters 1 and 6 of the blackboard lecture, April 2026).
/// </summary>
/// <remarks>
/// Rates are of the whole set of devices that works on the pass. The balance batch does not care which set; every time
/// in seconds does. FLOP are the vendor's: a multiply-add is two.
/// </remarks>
public sealed record Roofline
{
    private static readonly FlopPerParameterToken TwoFlop = new(2);

    /// <summary>Parameters each token visits (N_act).</summary>
    public required Parameters Active { get; init; }

    /// <summary>Parameters held and read (N_tot).</summary>
    public required Parameters Total { get; init; }

    /// <summary>Stored bytes of a weight (b_w).</summary>
    public required BytesPerParameter WeightWidth { get; init; }

    /// <summary>KV cache bytes of a token of context, all layers (kappa).</summary>
    public required BytesPerToken KeyValue { get; init; }

    /// <summary>Dense FLOP/s at the precision in use (F).</summary>
    public required FlopPerSecond Peak { get; init; }

    /// <summary>Memory bandwidth (W).</summary>
    public required BytesPerSecond Bandwidth { get; init; }

    /// <summary>Arithmetic of attention for a token of context; zero in the lecture, which leaves it out.</summary>
    public FlopPerToken AttentionFlop { get; init; }

    /// <summary>What overlaps.</summary>
    public Overlap Overlap { get; init; }

    /// <summary>Which part of the context a new token reads.</summary>
    public ContextLaw Context { get; init; } = ContextLaw.Dense;

    /// <summary>The time of a decode pass that gives each of <paramref name="sequences"/> one token.</summary>
    /// <param name="sequences">Batch (B), at least 1; may be fractional when solving.</param>
    /// <param name="context">Tokens each sequence holds (L).</param>
    public RooflineTime Time(double sequences, Tokens context)
    {
        Quiet quiet = default;
        return Time(sequences, context, ref quiet);
    }

    /// <summary>The time of a decode pass, with the work shown.</summary>
    public RooflineTime Time<TWork>(double sequences, Tokens context, ref TWork work)
        where TWork : struct, IWork
    {
        double batch = work.Given(S.Batch, sequences, name: "batch");
        Tokens newTokens = work.Given(S.NewTokens, new Tokens(sequences), name: "newTokens");
        Tokens tokensRead = work.Given(S.TokensRead, Context.TokensRead(context), name: "tokensRead");
        Parameters active = work.Given(S.Active, Active, name: "active");
        Parameters total = work.Given(S.Total, Total, name: "total");
        BytesPerParameter width = work.Given(S.Width, WeightWidth, name: "width");
        BytesPerToken keyValue = work.Given(S.KeyValue, KeyValue, name: "keyValue");
        FlopPerToken attentionFlop = work.Given(S.AttentionFlop, AttentionFlop, name: "attentionFlop");
        FlopPerParameterToken flopPerWeight = work.Given(S.FlopPerWeight, TwoFlop, name: "flopPerWeight");
        FlopPerSecond peak = work.Given(S.Peak, Peak, name: "peak");
        BytesPerSecond bandwidth = work.Given(S.Bandwidth, Bandwidth, name: "bandwidth");
        Seconds computeTime = work.Step(
            S.ComputeTime, (newTokens * (flopPerWeight * active) + batch * tokensRead * attentionFlop) / peak);
        Seconds weightTime = work.Step(S.WeightTime, total * width / bandwidth);
        Seconds cacheTime = work.Step(S.CacheTime, batch * tokensRead * keyValue / bandwidth);
        Seconds passTime = Overlap == Overlap.Full
            ? work.Step(S.PassTime, Max(computeTime, weightTime + cacheTime))
            : work.Step(S.PassTime, cacheTime + Max(computeTime, weightTime));
        return new(sequences, computeTime, weightTime, cacheTime, passTime);
    }

    /// <summary>
    /// rho: the weights a pass must use each byte-time to be busy, (FLOPS/2) b_w / W: the lecture's "300" (section 0.2).
    /// </summary>
    public double HardwareRatio => Peak.Value / 2 * WeightWidth.Value / Bandwidth.Value;

    /// <summary>Latency floor of the lecture: reading all weights once (eq. 1.4).</summary>
    public Seconds LatencyFloor => Total * WeightWidth / Bandwidth;

    /// <summary>
    /// The batch at which reading the weights takes as long as computing, the cache ignored (eq. 1.7): rho N_tot / N_act.
    /// </summary>
    public double BalanceBatch<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        FlopPerSecond peak = work.Given(S.Peak, Peak, name: "peak");
        BytesPerSecond bandwidth = work.Given(S.Bandwidth, Bandwidth, name: "bandwidth");
        BytesPerParameter width = work.Given(S.Width, WeightWidth, name: "width");
        Parameters active = work.Given(S.Active, Active, name: "active");
        Parameters total = work.Given(S.Total, Total, name: "total");
        FlopPerParameterToken flopPerWeight = work.Given(S.FlopPerWeight, TwoFlop, name: "flopPerWeight");
        Tokens balance = work.Step(S.BalanceBatch, total * width / bandwidth * peak / (flopPerWeight * active));
        return balance.Value;
    }

    /// <summary>The balance batch, the cache ignored (eq. 1.7).</summary>
    public double BalanceBatch()
    {
        Quiet quiet = default;
        return BalanceBatch(ref quiet);
    }

    /// <summary>
    /// The balance batch with the cache (eq. 1.8): T_w / (t_compute - t_kv) a sequence; infinite where the cache alone
    /// takes longer than the arithmetic.
    /// </summary>
    public double BalanceBatch(Tokens context)
    {
        RooflineTime one = Time(1, context);
        Seconds hidden = Overlap == Overlap.Full ? one.Compute - one.KeyValue : one.Compute;
        return hidden > Seconds.Zero ? one.Weights / hidden : double.PositiveInfinity;
    }

    /// <summary>
    /// The context L* at which reading the cache takes as long as computing, weights amortised (eq. 1.9); infinite when
    /// attention arithmetic grows faster than the cache is read.
    /// </summary>
    public Tokens BalanceContext
    {
        get
        {
            double perToken = (KeyValue.Value / Bandwidth.Value) - (AttentionFlop.Value / Peak.Value);
            return perToken > 0
                ? Context.ContextFor(new(2 * Active.Value / Peak.Value / perToken))
                : new(double.PositiveInfinity);
        }
    }

    /// <summary>Model FLOP utilisation at a batch and context: arithmetic at full peak over the time of the pass.</summary>
    public double Utilisation(double sequences, Tokens context)
    {
        RooflineTime time = Time(sequences, context);
        return time.Compute / time.Pass;
    }

    /// <summary>Utilisation at a context when weights are amortised over an endless batch (eq. 1.10): min(1, L*/L) dense.</summary>
    public double UtilisationLimit(Tokens context)
    {
        RooflineTime one = Time(1, context);
        Seconds slope = Overlap == Overlap.Full ? Max(one.Compute, one.KeyValue) : one.Compute + one.KeyValue;
        return one.Compute / slope;
    }

    /// <summary>Cost of a token at a batch (eq. 1.5).</summary>
    public UsdPerToken Cost(double sequences, Tokens context, UsdPerHour price)
        => price * Time(sequences, context).Pass / new Tokens(sequences);

    /// <summary>Cost of a token when the batch grows without end (eq. 1.6): neither arithmetic nor cache is amortised.</summary>
    public UsdPerToken CostFloor(Tokens context, UsdPerHour price)
    {
        RooflineTime one = Time(1, context);
        Seconds slope = Overlap == Overlap.Full ? Max(one.Compute, one.KeyValue) : one.Compute + one.KeyValue;
        return price * slope / new Tokens(1);
    }
}
