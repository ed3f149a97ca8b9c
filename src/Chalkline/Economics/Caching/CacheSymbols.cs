using Chalkline.Derivations;

namespace Chalkline.Economics.Caching;

/// <summary>The symbols of the lecture's chapter 6 (theory notes, section 6C).</summary>
internal static class CacheSymbols
{
    public static readonly Symbol KeyValue =
        new("keyValue", "kappa", @"\kappa", "KV cache bytes of a token, all layers");
    public static readonly Symbol Capacity = new("capacity", "C", "C", "capacity of one device of the tier");
    public static readonly Symbol Read = new("read", "W_read", @"W_{\text{read}}", "what it reads in a second");
    public static readonly Symbol WriteRate =
        new("written", "W_write", @"W_{\text{write}}", "what it writes in a second");
    public static readonly Symbol Purchase = new("purchase", "P", "P", "purchase price of the device");
    public static readonly Symbol Life = new("life", "T_life", @"T_{\text{life}}", "time over which it is written off");
    public static readonly Symbol Power = new("power", "p", "p", "mean power");
    public static readonly Symbol Electricity =
        new("electricity", "g_e", "g_e", "price of electricity, cooling included");
    public static readonly Symbol Hour = new("hour", "1 h", @"1\,\text{h}", "an hour");
    public static readonly Symbol CapitalRate =
        new("capitalRate", "g_cap", @"g_{\text{cap}}", "depreciation or rent of the device");
    public static readonly Symbol EnergyRate = new("energyRate", "g_pow", @"g_{\text{pow}}", "its electricity");
    public static readonly Symbol AcceleratorRate =
        new("acceleratorRate", "g_acc", @"g_{\text{acc}}", "price of one accelerator");
    public static readonly Symbol AcceleratorBandwidth =
        new("acceleratorBandwidth", "W_acc", @"W_{\text{acc}}", "bandwidth of its memory");
    public static readonly Symbol Endurance =
        new("endurance", "E", "E", "bytes that can be written before it is worn out");
    public static readonly Symbol Drain =
        new("drain", "t_drain", @"t_{\text{drain}}", "drain time: one full read", "lecture, eq. 6.13");
    public static readonly Symbol Retrieve =
        new("retrieve", "c_ret", @"c_{\text{ret}}", "retrieving a token", "lecture, eq. 6.11");
    public static readonly Symbol Rematerialised =
        new("retrieve", "c_ret", @"c_{\text{ret}}", "computing a token again", "lecture, eq. 6.9");
    public static readonly Symbol Write = new("write", "c_write", @"c_{\text{write}}", "writing a token");
    public static readonly Symbol Capital =
        new("capital", "h_cap", @"h_{\text{cap}}", "the room of a token", "lecture, eq. 6.10, 6.11");
    public static readonly Symbol Energy = new("energy", "h_pow", @"h_{\text{pow}}", "its share of the electricity");
    public static readonly Symbol Wear =
        new("wear", "c_wear", @"c_{\text{wear}}", "what one write uses up of the device");
    public static readonly Symbol HoldTime = new("hold", "T", "T", "hold time");
    public static readonly Symbol Keep =
        new("keep", "c_keep", @"c_{\text{keep}}", "a token written and held");
    public static readonly Symbol Total =
        new("total", "c", "c", "a token written, held and read once", "lecture, eq. 6.12");
    public static readonly Symbol Active = new("active", "N_act", @"N_{\text{act}}", "active parameters");
    public static readonly Symbol FlopPerWeight = new("flopPerWeight", "c", "c", "a multiply and an add");
    public static readonly Symbol Peak = new("peak", "F", "F", "dense FLOP/s of one accelerator");
    public static readonly Symbol Utilisation =
        new("utilisation", "MFU", @"\text{MFU}", "share of the peak that is reached");
    public static readonly Symbol TokenFlop = new("tokenFlop", "f", "f", "FLOP of a token");
    public static readonly Symbol Tokens = new("tokens", "n", "n", "tokens computed");
    public static readonly Symbol Time = new("time", "t_prefill", @"t_{\text{prefill}}", "time to compute them");
    public static readonly Symbol Devices = new("devices", "D", "D", "accelerators that compute the prefix");
    public static readonly Symbol DevicePrice =
        new("devicePrice", "g_dev", @"g_{\text{dev}}", "price of one accelerator");
    public static readonly Symbol Rate = new("rate", "g", "g", "price of the accelerators at work");
    public static readonly Symbol InputPrice = new("input", "p_in", @"p_{\text{in}}", "price of an input token");
    public static readonly Symbol CachedPrice =
        new("cached", "p_hit", @"p_{\text{hit}}", "price of a cached input token");
    public static readonly Symbol WritePrice =
        new("written", "p_write", @"p_{\text{write}}", "price of a token to be kept");
    public static readonly Symbol Kept = new("kept", "T_kept", @"T_{\text{kept}}", "how long it is kept");
    public static readonly Symbol Premium = new("premium", "m", "m", "premium of the write");
    public static readonly Symbol HoldPrice = new("holdPrice", "m/T", "m/T", "price of holding a token");
    public static readonly Symbol HitRate =
        new("hitRate", "h*", "h^*", "hit rate at which a user saves nothing: h p_hit + (1 - h) p_write = p_in");
    public static readonly Symbol Reads =
        new("reads", "k*", "k^*", "reads for each write at which a user saves nothing");
}
