using Chalkline.Derivations;

namespace Chalkline.Pipelines;

/// <summary>Symbols of chapters 3 and 4 of the lecture and of the zero-bubble paper.</summary>
internal static class PipelineSymbols
{
    public static readonly Symbol Stages = new("stages", "P", "P", "pipeline stages");
    public static readonly Symbol MicroBatches = new("microBatches", "M", "M", "micro-batches in a step, or in flight");
    public static readonly Symbol Chunks = new("chunks", "V", "V", "parts of the model on a stage");
    public static readonly Symbol Forward = new("forward", "T_F", "T_F", "forward pass of the mean stage");
    public static readonly Symbol Input = new("input", "T_B", "T_B", "gradient of its input");
    public static readonly Symbol Weight = new("weight", "T_W", "T_W", "gradient of its weights");
    public static readonly Symbol Cost = new("cost", "C", "C", "longest span of a stage in the timetable");
    public static readonly Symbol Busiest = new("busiest", "T_busy", @"T_{\text{busy}}", "work of the busiest stage");
    public static readonly Symbol BubbleShare = new(
        "bubbleShare", "beta", @"\beta", "bubble share of the timetable", "arXiv:2401.10241, section 5.3");
    public static readonly Symbol ClosedShare = new(
        "closedShare", "beta_form", @"\beta_{\text{form}}", "bubble share of equal stages", "lecture, eq. 3.5");
    public static readonly Symbol ClosedBubble = new(
        "closedBubble", "t_form", @"t_{\text{form}}", "bubble of equal stages", "arXiv:2401.10241, table 1");
    public static readonly Symbol Idle = new(
        "idle", "i", "i", "idle share of a stage when nothing is filled in", "lecture, eq. 3.4");
    public static readonly Symbol Weights = new("weights", "N_tot", @"N_{\text{tot}}", "weight bytes of the model");
    public static readonly Symbol Devices = new("devices", "E", "E", "devices of a stage");
    public static readonly Symbol Sequences = new("sequences", "b", "b", "sequences of a micro-batch");
    public static readonly Symbol Context = new("context", "L", "L", "tokens each of them holds");
    public static readonly Symbol KeyValue = new(
        "keyValue", "kappa", @"\kappa", "cache bytes of a token, all layers, all copies");
    public static readonly Symbol WeightShare = new(
        "weightShare", "c_w", "c_w", "weight bytes of a device: they fall with the stages", "lecture, eq. 4.2");
    public static readonly Symbol CacheShare = new(
        "cacheShare", "c_kv", @"c_{\text{kv}}", "cache bytes of a device: with M = P the stages cancel",
        "lecture, eq. 4.5");
    public static readonly Symbol Held = new(
        "held", "c_mem", @"c_{\text{mem}}", "bytes of a device", "lecture, eq. 4.5");
}
