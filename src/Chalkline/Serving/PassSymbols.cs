using Chalkline.Derivations;

namespace Chalkline.Serving;

/// <summary>The symbols of a pass.</summary>
internal static class PassSymbols
{
    public static readonly Symbol ComputeTime =
        new("computeTime", "t_compute", @"t_{\text{compute}}", "arithmetic of all operators at full peak", "lecture, eq. 1.2");
    public static readonly Symbol WeightBytes = new("weightBytes", "w", "w", "weight bytes read on one device");
    public static readonly Symbol CacheBytes = new("cacheBytes", "q_KV", @"q_{\text{KV}}", "cache bytes read and written on one device");
    public static readonly Symbol Bandwidth = new("memoryBandwidth", "W", "W", "memory bandwidth of one device");
    public static readonly Symbol WeightTime =
        new("weightTime", "t_weights", @"t_{\text{weights}}", "reading the weights", "lecture, eq. 1.3");
    public static readonly Symbol CacheTime = new("cacheTime", "t_kv", @"t_{\text{kv}}", "reading the cache", "lecture, eq. 1.3");
    public static readonly Symbol LeastCompute =
        new("leastCompute", "t_min,compute", @"t_{\text{min,compute}}", "least arithmetic at full peak");
    public static readonly Symbol LeastBytes = new("leastBytes", "q_min", @"q_{\text{min}}", "least bytes under any routing");
    public static readonly Symbol Imbalance = new("stageImbalance", "i", "i", "layers of the busiest stage over the mean");
    public static readonly Symbol Floor = new("floor", "t_floor", @"t_{\text{floor}}", "proved floor of the pass");
    public static readonly Symbol OperatorTime = new("operatorTime", "t_ops", @"t_{\text{ops}}", "all operators, one after another");
    public static readonly Symbol PassTime = new("passTime", "t", "t", "time of the pass through one stage", "lecture, eq. 1.1");
}
