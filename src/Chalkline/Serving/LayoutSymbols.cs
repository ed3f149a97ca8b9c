using Chalkline.Derivations;

namespace Chalkline.Serving;

/// <summary>The symbols of a layout over racks (lecture, chapters 2 to 4).</summary>
internal static class LayoutSymbols
{
    public static readonly Symbol Width = new("width", "d", "d", "elements of a token's activation");
    public static readonly Symbol Copies = new("copies", "n_act", @"n_{\text{act}}", "routed experts each token visits");
    public static readonly Symbol BothWays =
        new("bothWays", "b_d + b_c", @"b_{\text{d}} + b_{\text{c}}", "bytes of an element, dispatch and combine");
    public static readonly Symbol PerToken =
        new("perToken", "q_tok", @"q_{\text{tok}}", "bytes a token moves in one layer", "arXiv 2505.09343");
    public static readonly Symbol Tokens = new("tokens", "T", "T", "new tokens of each device");
    public static readonly Symbol Domains = new("domains", "k", "k", "domains that a layer spans");
    public static readonly Symbol ScaleUp = new("scaleUp", "W_up", @"W_{\text{up}}", "scale-up bandwidth of a device");
    public static readonly Symbol ScaleOut = new("scaleOut", "W_out", @"W_{\text{out}}", "scale-out bandwidth of a device");
    public static readonly Symbol Leaving =
        new("leaving", "s", "s", "share of the routed tokens that leaves its domain", "lecture, chapter 2");
    public static readonly Symbol Inside = new("inside", "t_in", @"t_{\text{in}}", "the part that stays in the domain");
    public static readonly Symbol Outside = new("outside", "t_out", @"t_{\text{out}}", "the part that leaves it");
    public static readonly Symbol Layer = new("layer", "t_a2a", @"t_{\text{a2a}}", "all-to-all of a layer, both ways");
    public static readonly Symbol Layers = new("layers", "n_layers", @"n_{\text{layers}}", "layers with experts");
    public static readonly Symbol Token = new("token", "t_tok", @"t_{\text{tok}}", "all-to-all of a token, all layers");
    public static readonly Symbol Devices = new("devices", "S", "S", "devices of a domain");
    public static readonly Symbol Bandwidth = new("bandwidth", "W", "W", "memory bandwidth of a device");
    public static readonly Symbol Weights = new("weights", "N_tot b_w", @"N_{\text{tot}} b_w", "weight bytes of the model");
    public static readonly Symbol Floor =
        new("floor", "t_min", @"t_{\text{min}}", "latency floor: every weight read once", "lecture, eq. 1.4 and 4.6");
    public static readonly Symbol Usable = new("usable", "C", "C", "memory of a device an engine may fill with weights and KV");
    public static readonly Symbol Cache = new("cache", "B L kappa", @"B L \kappa", "KV cache of the batch");
    public static readonly Symbol BytesEach = new("bytesEach", "b_w", "b_w", "stored bytes of a parameter, mean of all");
    public static readonly Symbol Largest =
        new("largest", "N_max", @"N_{\text{max}}", "largest model that fits beside the cache", "lecture, eq. 4.1");
    public static readonly Symbol LayersPerStage =
        new("layersPerStage", "L_stage", @"L_{\text{stage}}", "layers between two stage boundaries");
    public static readonly Symbol StageRatio = new(
        "stageRatio", "t_up / t_out", @"t_{\text{up}} / t_{\text{out}}", "scale-up over scale-out time", "lecture, eq. 3.3");
    public static readonly Symbol LeastLayers =
        new("leastLayers", "L_min", @"L_{\text{min}}", "layers a stage needs to hide its boundary", "lecture, eq. 3.3");
}
