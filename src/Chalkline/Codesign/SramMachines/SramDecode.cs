using Chalkline.Derivations;

namespace Chalkline.Codesign.SramMachines;

/// <summary>
/// Decoding with weights in SRAM: TPOT = L t_layer + max(W/(n BW), B M_kv/(n BW_kv), B 2 N/(n F)) (codesign notes, section 3.3). For HBM
/// the reading is the long part; for SRAM it is the layers.
/// </summary>
public sealed record SramDecode
{
    private static readonly Symbol LayersSymbol = new("layers", "L", "L", "layers");
    private static readonly Symbol LayerSymbol = new("layer", "t_layer", @"t_{\text{layer}}", "fixed time of a layer: synchronisation, hops, pipeline, s");
    private static readonly Symbol WeightsSymbol = new("weights", "W", "W", "bytes of weights");
    private static readonly Symbol ChipsSymbol = new("chips", "n", "n", "chips");
    private static readonly Symbol SramSymbol = new("sram", "BW", @"\text{BW}", "bandwidth of a chip's SRAM, B/s");
    private static readonly Symbol CacheBandwidthSymbol = new("cacheBandwidth", "BW_kv", @"\text{BW}_{kv}", "bandwidth of a chip's memory of the cache, B/s");
    private static readonly Symbol BatchSymbol = new("batch", "B", "B", "sequences");
    private static readonly Symbol CacheSymbol = new("cache", "M_kv", "M_{kv}", "cache of a sequence, B");
    private static readonly Symbol WorkSymbol = new("work", "2 N", "2 N", "FLOP of a token");
    private static readonly Symbol PeakSymbol = new("peak", "F", "F", "peak of a chip, FLOP/s");
    private static readonly Symbol FixedSymbol = new("fixedTime", "t_L", "t_L", "fixed time of all layers, s");
    private static readonly Symbol ReadSymbol = new("read", "t_w", "t_w", "reading weights, s");
    private static readonly Symbol CacheTimeSymbol = new("cacheTime", "t_kv", "t_{kv}", "reading caches, s");
    private static readonly Symbol ComputeSymbol = new("compute", "t_c", "t_c", "arithmetic, s");
    private static readonly Symbol StepSymbol = new("step", "TPOT", @"\text{TPOT}", "time of a token, s", "codesign notes, 3.3");

    /// <summary>L.</summary>
    public required double Layers { get; init; }

    /// <summary>Fixed time of a layer, s.</summary>
    public required double Layer { get; init; }

    /// <summary>W, bytes.</summary>
    public required double Weights { get; init; }

    /// <summary>n, chips.</summary>
    public required double Chips { get; init; }

    /// <summary>SRAM bandwidth of a chip, B/s.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>Bandwidth of the memory that holds the cache, B/s; null where SRAM holds it too.</summary>
    public double? CacheBandwidth { get; init; }

    /// <summary>M_kv, bytes.</summary>
    public required double Cache { get; init; }

    /// <summary>2 N, FLOP.</summary>
    public required double Work { get; init; }

    /// <summary>F, FLOP/s of a chip.</summary>
    public required double Peak { get; init; }

    /// <summary>Time of a token at a batch, s.</summary>
    public double TimePerToken(double batch)
    {
        Quiet quiet = default;
        return TimePerToken(batch, ref quiet);
    }

    /// <summary>Share of the peak used at a batch.</summary>
    public double Use(double batch) => batch * Work / (Chips * Peak) / TimePerToken(batch);

    /// <summary>Time of a token, with the work shown.</summary>
    public double TimePerToken<TWork>(double batch, ref TWork work)
        where TWork : struct, IWork
    {
        double layers = work.Given(LayersSymbol, Layers, name: "layers");
        double layer = work.Given(LayerSymbol, Layer, name: "layer");
        double weights = work.Given(WeightsSymbol, Weights, name: "weights");
        double chips = work.Given(ChipsSymbol, Chips, name: "chips");
        double sram = work.Given(SramSymbol, Bandwidth, name: "sram");
        work.Given(BatchSymbol, batch);
        double cache = work.Given(CacheSymbol, Cache, name: "cache");
        double flop = work.Given(WorkSymbol with { Name = "flop" }, Work, name: "flop");
        double peak = work.Given(PeakSymbol, Peak, name: "peak");
        double fixedTime = work.Step(FixedSymbol, layers * layer);
        double read = work.Step(ReadSymbol, weights / (chips * sram));
        double compute = work.Step(ComputeSymbol, batch * flop / (chips * peak));
        if (CacheBandwidth is null)
        {
            double together = work.Step(CacheTimeSymbol with { Name = "together" }, batch * cache / (chips * sram));
            return work.Step(StepSymbol, fixedTime + Math.Max(compute, read + together));
        }

        double cacheBandwidth = work.Given(CacheBandwidthSymbol, CacheBandwidth.Value, name: "cacheBandwidth");
        double cacheTime = work.Step(CacheTimeSymbol, batch * cache / (chips * cacheBandwidth));
        return work.Step(StepSymbol, fixedTime + Math.Max(compute, Math.Max(read, cacheTime)));
    }

    /// <summary>Time of a rollout of a chain, s: tokens one after another.</summary>
    public static double Rollout(double tokens, double speed) => tokens / speed;

    /// <summary>Cache bytes in flight by Little's law: rate times latency times cache.</summary>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="latency">Time of one, s.</param>
    /// <param name="cache">Its cache, bytes.</param>
    public static double InFlight(double perSecond, double latency, double cache) => perSecond * latency * cache;

    /// <summary>
    /// How much larger a model is whose feed-forward layers are grown until idle arithmetic is used: times 1/u, at the same time.
    /// </summary>
    /// <param name="use">u, share of arithmetic used in decoding.</param>
    /// <param name="feedForward">Share of parameters in feed-forward layers.</param>
    public static double Grown(double use, double feedForward) => 1 - feedForward + (feedForward / use);
}
