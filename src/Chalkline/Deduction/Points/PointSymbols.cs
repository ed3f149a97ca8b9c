using Chalkline.Derivations;

namespace Chalkline.Deduction.Points;

/// <summary>The symbols of the lecture's sixth chapter (theory notes, section 6).</summary>
internal static class PointSymbols
{
    public static readonly Symbol Active = new("active", "N_act", @"N_{\text{act}}", "active parameters");
    public static readonly Symbol Total = new("total", "N_tot", @"N_{\text{tot}}", "total parameters");
    public static readonly Symbol OneByte = new("oneByte", "b_1", "b_1", "one byte a weight, as the lecture counts");
    public static readonly Symbol Ratio = new("ratio", "rho", @"\rho", "the lecture's F/W");
    public static readonly Symbol StepContext = new("stepContext", "L*", "L^*", "prompts longer than this are dearer");
    public static readonly Symbol KvByRatio
        = new("kvByRatio", "kappa_300", @"\kappa_{300}", "KV bytes of a token by the lecture's ratio", "lecture, eq. 6.3");

    public static readonly Symbol OneToken = new("oneToken", "1 tok", @"1\,\text{tok}", "one token");
    public static readonly Symbol FlopPerWeight = new("flopPerWeight", "c", "c", "a multiply and an add");
    public static readonly Symbol Peak = new("peak", "F", "F", "dense peak of a device");
    public static readonly Symbol Bandwidth = new("bandwidth", "W", "W", "memory bandwidth of a device");
    public static readonly Symbol ComputeTime
        = new("computeTime", "t_compute", @"t_{\text{compute}}", "arithmetic of a token", "lecture, eq. 1.2");

    public static readonly Symbol Readable = new("readable", "R", "R", "bytes that are read meanwhile");
    public static readonly Symbol KvByDevice
        = new("kvByDevice", "kappa", @"\kappa", "KV bytes of a token on this device", "lecture, eq. 6.3 with section 0.2");

    public static readonly Symbol InputPrice = new("inputPrice", "p_in", @"p_{\text{in}}", "price of a token read");
    public static readonly Symbol OutputPrice = new(
        "outputPrice", "p_out", @"p_{\text{out}}", "price of a token written");
    public static readonly Symbol LongOutputPrice
        = new("longOutputPrice", "p_out'", @"p_{\text{out}}'", "price of a token written behind a longer prompt");

    public static readonly Symbol Height = new("height", "h", "h", "height of the step");
    public static readonly Symbol Covered
        = new(
            "covered", "L_c", "L_c", "context to which the step covers a cost that grows with it", "lecture, eq. 1.10");

    public static readonly Symbol DecodeShare = new(
        "decodeShare", "MFU_d/MFU_p", @"\frac{\text{MFU}_d}{\text{MFU}_p}", "decode MFU over prefill MFU", "lecture, eq. 6.8");

    public static readonly Symbol OutputOverInput = new("outputOverInput", "r", "r", "output over input price");
    public static readonly Symbol BalanceBatch = new("balanceBatch", "B*", "B^*", "balance batch", "lecture, eq. 1.7");
    public static readonly Symbol ImpliedBatch
        = new(
            "impliedBatch", "B", "B", "batch at which weights are read r times as long as computed",
            "theory notes, 6D");

    public static readonly Symbol CachedPrice = new(
        "cachedPrice", "p_hit", @"p_{\text{hit}}", "price of a token a cache holds");
    public static readonly Symbol HitShare = new("hitShare", "d", "d", "cached over plain input price");
    public static readonly Symbol Utilisation = new("utilisation", "MFU_p", @"\text{MFU}_p", "MFU of prefill, assumed");
    public static readonly Symbol Rent = new("rent", "g", "g", "rent of a device");
    public static readonly Symbol PrefillTime
        = new("prefillTime", "t_remat", @"t_{\text{remat}}", "device time to compute a token's KV again");

    public static readonly Symbol RematCost
        = new("rematCost", "c_remat", @"c_{\text{remat}}", "cost of computing a token's KV again", "lecture, eq. 6.9");

    public static readonly Symbol HitOverRemat = new("hitOverRemat", "m", "m", "hit price over that cost");
    public static readonly Symbol WritePrice = new("writePrice", "p_w", "p_w", "price of a token written to the cache");
    public static readonly Symbol Kept = new("kept", "T", "T", "how long it is kept");
    public static readonly Symbol Premium = new("premium", "dp", @"\Delta p", "what keeping adds to the price");
    public static readonly Symbol Held = new("held", "n", "n", "a million tokens");
    public static readonly Symbol Paid = new("paid", "P", "P", "paid for keeping them");
    public static readonly Symbol HoldPrice
        = new("holdPrice", "q", "q", "price of holding a million tokens", "theory notes, 6C");

    public static readonly Symbol Capacity = new("capacity", "C", "C", "memory of a device");
    public static readonly Symbol EqualBytes = new(
        "equalBytes", "C_q", "C_q", "memory of a device that this price rents");
    public static readonly Symbol EqualKv
        = new("equalKv", "kappa_q", @"\kappa_q", "KV bytes of a token at which holding in HBM costs this price", "lecture, eq. 6.10");

    public static readonly Symbol FastPrice = new(
        "fastPrice", "p_fast", @"p_{\text{fast}}", "price of a token written in fast mode");
    public static readonly Symbol PriceRatio = new("priceRatio", "x", "x", "fast over normal price");
    public static readonly Symbol SpeedRatio = new("speedRatio", "s", "s", "fast over normal speed");
    public static readonly Symbol BatchRatio
        = new("batchRatio", "B/B'", "B/B'", "normal over fast batch", "theory notes, chapter 1");

    public static readonly Symbol Variable
        = new("variable", "v", "v", "time that grows with the batch over time that does not, at the normal batch");

    public static readonly Symbol SpeedLimit = new(
        "speedLimit", "s_max", @"s_{\max}", "greatest speed-up at any price");
}
