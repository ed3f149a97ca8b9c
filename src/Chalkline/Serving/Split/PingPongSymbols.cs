using Chalkline.Derivations;

namespace Chalkline.Serving.Split;

/// <summary>The symbols of the ping-pong pipeline.</summary>
internal static class PingPongSymbols
{
    public static readonly Symbol Attention = new(
        "attention", "T_a", "T_a", "attention side, a layer and micro-batch");
    public static readonly Symbol FeedForward = new(
        "feedForward", "T_f", "T_f", "feed-forward side, a layer and micro-batch");
    public static readonly Symbol Outward = new("outward", "T_out", @"T_{\text{out}}", "link to the feed-forward side");
    public static readonly Symbol Back = new("back", "T_back", @"T_{\text{back}}", "link back");
    public static readonly Symbol MicroBatches = new("microBatches", "m", "m", "micro-batches in flight");
    public static readonly Symbol Pace = new(
        "pace", "T_pace", @"T_{\text{pace}}", "slowest of sides and link");
    public static readonly Symbol RoundTrip = new(
        "roundTrip", "T_trip", @"T_{\text{trip}}", "one micro-batch alone through a layer");
    public static readonly Symbol LayerTime = new(
        "layerTime", "T_layer", @"T_{\text{layer}}", "a layer, all micro-batches");
}
