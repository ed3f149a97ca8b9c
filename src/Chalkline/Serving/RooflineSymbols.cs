using Chalkline.Derivations;

namespace Chalkline.Serving;

/// <summary>The symbols of the lecture (theory notes, section 0.1).</summary>
internal static class RooflineSymbols
{
    public static readonly Symbol Batch = new("batch", "B", "B", "sequences that each get one token");
    public static readonly Symbol NewTokens = new("newTokens", "T", "T", "new tokens, one a sequence");
    public static readonly Symbol TokensRead = new("tokensRead", "L", "L", "tokens of context each sequence reads");
    public static readonly Symbol Active = new("active", "N_act", @"N_{\text{act}}", "active parameters");
    public static readonly Symbol Total = new("total", "N_tot", @"N_{\text{tot}}", "total parameters");
    public static readonly Symbol Width = new("width", "b_w", "b_w", "stored bytes of a weight");
    public static readonly Symbol KeyValue = new("keyValue", "kappa", @"\kappa", "KV cache bytes of a token, all layers");
    public static readonly Symbol AttentionFlop = new("attentionFlop", "f_att", @"f_{\text{att}}", "attention FLOP of a token of context");
    public static readonly Symbol FlopPerWeight = new("flopPerWeight", "c", "c", "a multiply and an add");
    public static readonly Symbol Peak = new("peak", "F", "F", "dense FLOP/s of all devices");
    public static readonly Symbol Bandwidth = new("bandwidth", "W", "W", "memory bandwidth of all devices");
    public static readonly Symbol ComputeTime =
        new("computeTime", "t_compute", @"t_{\text{compute}}", "arithmetic", "lecture, eq. 1.2");
    public static readonly Symbol WeightTime =
        new("weightTime", "t_weights", @"t_{\text{weights}}", "reading all weights: the latency floor", "lecture, eq. 1.3, 1.4");
    public static readonly Symbol CacheTime = new("cacheTime", "t_kv", @"t_{\text{kv}}", "reading the KV cache", "lecture, eq. 1.3");
    public static readonly Symbol PassTime = new("passTime", "t", "t", "the pass", "lecture, eq. 1.1");
    public static readonly Symbol BalanceBatch =
        new("balanceBatch", "B*", "B^*", "balance batch, the cache ignored", "lecture, eq. 1.7");
}
