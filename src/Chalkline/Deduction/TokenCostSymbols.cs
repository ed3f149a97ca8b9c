using Chalkline.Derivations;

namespace Chalkline.Deduction;

/// <summary>The symbols of the cost of a token.</summary>
internal static class TokenCostSymbols
{
    public static readonly Symbol Active = new("active", "N_act", @"N_{\text{act}}", "active parameters");
    public static readonly Symbol Total = new("total", "N_tot", @"N_{\text{tot}}", "total parameters");
    public static readonly Symbol KeyValue = new("keyValue", "kappa", @"\kappa", "KV cache bytes of a token in BF16");
    public static readonly Symbol Peak = new("peak", "F", "F", "dense FLOP/s of a device");
    public static readonly Symbol Bandwidth = new("bandwidth", "W", "W", "memory bandwidth of a device");
    public static readonly Symbol Capacity = new("capacity", "C", "C", "memory of a device");
    public static readonly Symbol Price = new("price", "g", "g", "what the devices of a copy cost");
    public static readonly Symbol Width = new("width", "b_w", "b_w", "stored bytes of a weight");
    public static readonly Symbol CacheWidth = new("cacheWidth", "b_kv", "b_{kv}", "width of the cache over BF16");
    public static readonly Symbol DenseUtilisation = new("denseUtilisation", "m_0", "m_0", "MFU of prefill, dense");
    public static readonly Symbol Exponent = new("exponent", "gamma", @"\gamma", "how MFU falls with sparsity");
    public static readonly Symbol Reading = new("reading", "m_W", "m_W", "share of the bandwidth that reading reaches");
    public static readonly Symbol Context = new("context", "L", "L", "tokens of context read for a token");
    public static readonly Symbol Target = new("target", "t_aim", @"t_{\text{aim}}", "step time aimed at");
    public static readonly Symbol Overhead = new("overhead", "t_0", "t_0", "launches, collectives, scheduling");
    public static readonly Symbol Demand = new(
        "demand", "B_users", @"B_{\text{users}}", "sequences users keep in flight");
    public static readonly Symbol FlopPerWeight = new("flopPerWeight", "c", "c", "a multiply and an add");
    public static readonly Symbol Chunk = new("chunk", "ell", @"\ell", "tokens of a prefill pass");
    public static readonly Symbol One = new("one", "1 tok", @"1\,\text{tok}", "the token a sequence gets");
    public static readonly Symbol Devices = new("devices", "n", "n", "devices of a copy");
    public static readonly Symbol Utilisation = new("utilisation", "m", "m", "MFU of prefill");
    public static readonly Symbol Weights = new("weights", "M_w", "M_w", "bytes of all weights");
    public static readonly Symbol WeightTime = new(
        "weightTime", "t_weights", @"t_{\text{weights}}", "reading all weights", "lecture, eq. 1.3");
    public static readonly Symbol ChunkTime = new(
        "chunkTime", "t_prefill", @"t_{\text{prefill}}", "a prefill pass", "lecture, eq. 6.6");
    public static readonly Symbol Input = new(
        "input", "c_in", @"c_{\text{in}}", "cost of a token read", "lecture, eq. 6.7");
    public static readonly Symbol Cache = new("cache", "M_kv", "M_{kv}", "KV cache of a sequence");
    public static readonly Symbol ComputeTime = new(
        "computeTime", "t_compute", @"t_{\text{compute}}", "arithmetic of a sequence", "lecture, eq. 1.2");
    public static readonly Symbol CacheTime = new(
        "cacheTime", "t_kv", @"t_{\text{kv}}", "reading the cache of a sequence", "lecture, eq. 1.3");
    public static readonly Symbol Room = new("room", "t_room", @"t_{\text{room}}", "step time left for the batch");
    public static readonly Symbol MemoryLimit = new("memoryLimit", "B_C", "B_C", "batch that fits the memory");
    public static readonly Symbol ComputeLimit = new(
        "computeLimit", "B_F", "B_F", "batch the arithmetic allows in time");
    public static readonly Symbol ReadingLimit = new("readingLimit", "B_W", "B_W", "batch the reading allows in time");
    public static readonly Symbol Batch = new("batch", "B", "B", "sequences of a step");
    public static readonly Symbol Step = new("step", "t", "t", "a decode step", "lecture, eq. 1.1");
    public static readonly Symbol Output = new(
        "output", "c_out", @"c_{\text{out}}", "cost of a token written", "lecture, eq. 1.5");
}
