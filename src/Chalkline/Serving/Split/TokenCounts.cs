using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving.Split;

/// <summary>
/// What decoding one token takes on each side, and what it costs on a device when batches are large enough that
/// weights are free and the link is hidden: the cost model of Step-3 (arXiv 2507.19427).
/// </summary>
/// <param name="KeyValue">Bytes of cache and state that the token reads, and of state it writes back.</param>
/// <param name="Attention">Arithmetic between the token and its cache (F_attn).</param>
/// <param name="Projections">Arithmetic of the token mixers' weights (F_lin).</param>
/// <param name="FeedForward">Arithmetic of experts and dense feed-forward layers (F_ffn).</param>
public readonly record struct TokenCounts(Bytes KeyValue, Flop Attention, Flop Projections, Flop FeedForward)
{
    /// <summary>
    /// Counts a model of the catalogue. Norms, routers, embedding and LM head are left out, as in the paper. Latent
    /// attention is counted in its absorbed form: queries meet keys in the latent and rotary width, probabilities meet
    /// values in the latent width alone.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="keyValue">Format of the cache.</param>
    /// <param name="context">Tokens the sequence holds, at least 1.</param>
    /// <param name="device">Any machine: it times nothing here.</param>
    public static TokenCounts Of(Model model, NumberFormat keyValue, Tokens context, MachineSystem device)
    {
        PassModel pass = PassModel.Prepare(
            model, device, Layout.Single, Precision.Bf16 with { KeyValue = keyValue }, Efficiency.Ideal);

        // The token's own entry is one of those it sees.
        PassLoad load = new(Pass.Decode(1, context - new Tokens(1)), Pass.None, new(1));
        TokenCounts counts = default;
        foreach (ref readonly Operator op in pass.Operators)
        {
            OperatorCost cost = pass.Time(op, load, Fidelity.Operator).Cost;
            counts = (op.Kind, SplitSides.Of(op)) switch
            {
                (OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence, _) => counts with
                {
                    KeyValue = counts.KeyValue + cost.Cache,
                    Attention = counts.Attention + cost.Flop - Absorbed(op),
                    Projections = counts.Projections + Absorbed(op),
                },
                (_, SplitSide.FeedForward) => counts with { FeedForward = counts.FeedForward + cost.Flop },
                _ when op.Part == ModelPart.Attention => counts with { Projections = counts.Projections + cost.Flop },
                _ => counts,
            };
        }

        return counts;
    }

    /// <summary>Cost of the attention side on a device: max(F_attn / FLOPS, KV / BW) + F_lin / FLOPS.</summary>
    public UsdPerToken AttentionCost(SplitDevice on)
        => Cost(on, Quantity.Max(Attention / on.Peak, KeyValue / on.Bandwidth) + (Projections / on.Peak));

    /// <summary>Cost of the feed-forward side on a device: F_ffn / FLOPS.</summary>
    public UsdPerToken FeedForwardCost(SplitDevice on) => Cost(on, FeedForward / on.Peak);

    /// <summary>Cost on the cheapest device for each side.</summary>
    public UsdPerToken BestCost(IReadOnlyCollection<SplitDevice> devices)
    {
        TokenCounts counts = this;
        return new(
            devices.Min(one => counts.AttentionCost(one).Value)
            + devices.Min(one => counts.FeedForwardCost(one).Value));
    }

    private static UsdPerToken Cost(SplitDevice on, Seconds time) => on.Price * new Devices(1) * time / new Tokens(1);

    /// <summary>Latent attention's expansion matrix, which the absorbed form applies to queries and outputs.</summary>
    private static Flop Absorbed(in Operator op) => op.Count * (op.Attention.AbsorbFlop * new Tokens(1));
}

/// <summary>A device as the cost model sees it.</summary>
/// <param name="Price">Price of an hour.</param>
/// <param name="Peak">Dense peak in the arithmetic used.</param>
/// <param name="Bandwidth">Memory bandwidth.</param>
public sealed record SplitDevice(UsdPerDeviceHour Price, FlopPerSecond Peak, BytesPerSecond Bandwidth);
