using Chalkline.Derivations;

namespace Chalkline.Operators;

/// <summary>The symbols of an operator's equations.</summary>
internal static class OperatorSymbols
{
    public static readonly Symbol Tokens = new("tokens", "T", "T", "new tokens the operator sees");
    public static readonly Symbol FlopPerToken = new("flopPerToken", "f", "f", "FLOP of a token on one device");
    public static readonly Symbol WeightBytes = new("weightBytes", "w", "w", "weight bytes on one device");
    public static readonly Symbol ActivationBytes =
        new("activationsPerToken", "a", "a", "activation bytes of a token on one device");
    public static readonly Symbol LogMiss =
        new("logMiss", "ln(1-k/E)", @"\ln(1-k/E)", "log of the chance that a token misses an expert");
    public static readonly Symbol Touched = new(
        "touched", "u", "u", "share of the experts that the batch touches, routing independent and even", "codesign notes 2.5");
    public static readonly Symbol Flop = new("flop", "W", "W", "arithmetic of one layer");
    public static readonly Symbol Bytes = new("bytes", "Q", "Q", "memory traffic of one layer");
    public static readonly Symbol Peak = new("peak", "F", "F", "dense peak of the arithmetic in use, one device");
    public static readonly Symbol Bandwidth = new("bandwidth", "W_mem", @"W_{\text{mem}}", "memory bandwidth of one device");
    public static readonly Symbol ComputeShare = new("computeShare", "e_F", "e_F", "share of the peak that is reached");
    public static readonly Symbol MemoryShare = new("memoryShare", "e_W", "e_W", "share of the bandwidth that is reached");
    public static readonly Symbol Launch = new("launch", "t_0", "t_0", "fixed time of its kernels");
    public static readonly Symbol ComputeTime = new("computeTime", "t_compute", @"t_{\text{compute}}", "arithmetic time");
    public static readonly Symbol MemoryTime = new("memoryTime", "t_memory", @"t_{\text{memory}}", "memory time");
    public static readonly Symbol LayerTime = new("layerTime", "t_layer", @"t_{\text{layer}}", "time in one layer");
    public static readonly Symbol Layers = new("layers", "n", "n", "times a pass runs it on one device");
    public static readonly Symbol Time = new("time", "t", "t", "time of all of them");
    public static readonly Symbol Sequences = new("sequences", "B", "B", "sequences on the device's group");
    public static readonly Symbol PairsEach = new("pairsEach", "p", "p", "query-key pairs of a sequence");
    public static readonly Symbol PairFlop = new("pairFlop", "f_pair", @"f_{\text{pair}}", "FLOP of a pair, heads of one device");
    public static readonly Symbol EntriesEach = new("entriesEach", "n_KV", @"n_{\text{KV}}", "cache entries of a sequence in use");
    public static readonly Symbol EntryBytes = new("entryBytes", "b_KV", @"b_{\text{KV}}", "bytes of an entry on one device");
    public static readonly Symbol FixedFlop = new("fixedFlop", "W_tok", @"W_{\text{tok}}", "arithmetic of projections and indexer");
    public static readonly Symbol FixedBytes = new("fixedBytes", "Q_tok", @"Q_{\text{tok}}", "traffic of activations and index keys");
    public static readonly Symbol StateBytes = new("stateBytes", "b_state", @"b_{\text{state}}", "state bytes of a sequence");
    public static readonly Symbol StatePasses = new("statePasses", "r", "r", "reads and writes of the state");
    public static readonly Symbol Message = new("message", "m", "m", "bytes a device contributes");
    public static readonly Symbol Gathered =
        new("gathered", "m_0", "m_0", "bytes of the message whatever the tokens: gathered weights");
    public static readonly Symbol Latency = new("latency", "alpha", @"\alpha", "time of an empty collective");
    public static readonly Symbol ScaleUpRate = new("scaleUpRate", "R_up", @"R_{\text{up}}", "message bytes a second on scale-up links");
    public static readonly Symbol ScaleOutRate = new("scaleOutRate", "R_out", @"R_{\text{out}}", "message bytes a second on scale-out links");
    public static readonly Symbol ScaleUpTime = new("scaleUpTime", "t_up", @"t_{\text{up}}", "time on scale-up links");
    public static readonly Symbol ScaleOutTime = new("scaleOutTime", "t_out", @"t_{\text{out}}", "time on scale-out links");
}
