using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Codesign.AttentionFit;

/// <summary>A device as a paper on attention costs states it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UsdPerHour">Rent.</param>
/// <param name="FlopPerSecond">Rate used.</param>
/// <param name="BytesPerSecond">Memory bandwidth.</param>
/// <param name="NetBytesPerSecond">Network of a server.</param>
public sealed record CostDevice(string Name, double UsdPerHour, double FlopPerSecond, double BytesPerSecond, double NetBytesPerSecond)
{
    /// <summary>FLOP for a byte of memory.</summary>
    public double Ridge => FlopPerSecond / BytesPerSecond;
}

/// <summary>Work of a token of a model at a context.</summary>
/// <param name="Name">The model.</param>
/// <param name="CacheBytes">Cache read.</param>
/// <param name="AttentionFlop">FLOP of attention with the cache.</param>
/// <param name="LinearFlop">FLOP of its projections.</param>
/// <param name="FeedForwardFlop">FLOP of the feed-forward layers.</param>
public sealed record CostModel(string Name, double CacheBytes, double AttentionFlop, double LinearFlop, double FeedForwardFlop)
{
    /// <summary>FLOP of attention for a byte of cache.</summary>
    public double Intensity => AttentionFlop / CacheBytes;
}

/// <summary>
/// Cost of a token's attention and feed-forward on a device (Step-3, arXiv:2507.19427): t_attn = max(F_attn/F, KV/BW) + F_lin/F,
/// t_ffn = F_ffn/F, times the rent.
/// </summary>
public static class AttentionCost
{
    private static readonly Symbol CacheSymbol = new("cache", "KV", "KV", "cache bytes read");
    private static readonly Symbol AttentionSymbol = new("attention", "F_attn", @"F_{\text{attn}}", "FLOP of attention");
    private static readonly Symbol LinearSymbol = new("linear", "F_lin", @"F_{\text{lin}}", "FLOP of projections");
    private static readonly Symbol FeedForwardSymbol = new("feedForward", "F_ffn", @"F_{\text{ffn}}", "FLOP of feed-forward layers");
    private static readonly Symbol RateSymbol = new("rate", "F", "F", "FLOP/s");
    private static readonly Symbol BandwidthSymbol = new("bandwidth", "BW", @"\text{BW}", "B/s");
    private static readonly Symbol RentSymbol = new("rent", "p", "p", "USD an hour");
    private static readonly Symbol AttentionTimeSymbol = new("attentionTime", "t_attn", @"t_{\text{attn}}", "time of attention, s", "arXiv:2507.19427, section 4");
    private static readonly Symbol FeedForwardTimeSymbol = new("feedForwardTime", "t_ffn", @"t_{\text{ffn}}", "time of feed-forward, s");
    private static readonly Symbol CostSymbol = new("cost", "$", @"\$", "USD a million tokens");

    /// <summary>USD a million tokens of attention with its projections.</summary>
    public static double Attention(CostModel model, CostDevice device)
    {
        Quiet quiet = default;
        return Attention(model, device, ref quiet);
    }

    /// <summary>USD a million tokens of attention, with the work shown.</summary>
    public static double Attention<TWork>(CostModel model, CostDevice device, ref TWork work)
        where TWork : struct, IWork
    {
        double attention = work.Given(AttentionSymbol, model.AttentionFlop, name: "attention");
        double cache = work.Given(CacheSymbol, model.CacheBytes, name: "cache");
        double linear = work.Given(LinearSymbol, model.LinearFlop, name: "linear");
        double rate = work.Given(RateSymbol, device.FlopPerSecond, name: "rate");
        double bandwidth = work.Given(BandwidthSymbol, device.BytesPerSecond, name: "bandwidth");
        double rent = work.Given(RentSymbol, device.UsdPerHour, name: "rent");
        double attentionTime = work.Step(AttentionTimeSymbol, Math.Max(attention / rate, cache / bandwidth) + (linear / rate));
        return work.Step(CostSymbol, attentionTime * rent / 3600 * 1e6);
    }

    /// <summary>USD a million tokens of feed-forward layers.</summary>
    public static double FeedForward(CostModel model, CostDevice device)
    {
        Quiet quiet = default;
        return FeedForward(model, device, ref quiet);
    }

    /// <summary>USD a million tokens of feed-forward layers, with the work shown.</summary>
    public static double FeedForward<TWork>(CostModel model, CostDevice device, ref TWork work)
        where TWork : struct, IWork
    {
        double feedForward = work.Given(FeedForwardSymbol, model.FeedForwardFlop, name: "feedForward");
        double rate = work.Given(RateSymbol, device.FlopPerSecond, name: "rate");
        double rent = work.Given(RentSymbol, device.UsdPerHour, name: "rent");
        double feedForwardTime = work.Step(FeedForwardTimeSymbol, feedForward / rate);
        return work.Step(CostSymbol, feedForwardTime * rent / 3600 * 1e6);
    }
}

/// <summary>The shipped table of attention costs.</summary>
/// <param name="Devices">Devices.</param>
/// <param name="Models">Models at 8k context.</param>
/// <param name="Printed">What the paper prints, USD a million tokens.</param>
/// <param name="Source">The paper.</param>
public sealed record AttentionCostTable(
    ImmutableArray<CostDevice> Devices, ImmutableArray<CostModel> Models,
    ImmutableArray<(string Model, string Device, double Attention, double? FeedForward)> Printed, Source Source)
{
    /// <summary>Reads <c>data/attention-costs.json</c>.</summary>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static AttentionCostTable Open(DataFolder data)
    {
        JsonView root = JsonView.Read(Path.Combine(data.Path, "attention-costs.json"));
        return new(
            [
                .. root.Required("devices").Items().Select(view => new CostDevice(
                    SourcedReader.NonEmpty(view.Required("name")), view.Required("usdPerHour").Number(1e-3, 1e3),
                    view.Required("flopPerSecond").Number(1e12, 1e18), view.Required("bytesPerSecond").Number(1e9, 1e15),
                    view.Required("netBytesPerSecond").Number(1e9, 1e14))),
            ],
            [
                .. root.Required("models").Items().Select(view => new CostModel(
                    SourcedReader.NonEmpty(view.Required("name")), view.Required("cacheBytes").Number(1, 1e15),
                    view.Required("attentionFlop").Number(1, 1e18), view.Required("linearFlop").Number(1, 1e18),
                    view.Required("feedForwardFlop").Number(1, 1e18))),
            ],
            [
                .. root.Required("printed").Items().Select(view => (
                    view.Required("model").Text(), view.Required("device").Text(), view.Required("attention").Number(0, 1e3),
                    view.Optional("feedForward")?.Number(0, 1e3))),
            ],
            FormatFile.SourceOf(root.Required("source")));
    }
}
