using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// The exchange of experts as prompts make it over several domains: a token goes to a domain once, whatever number of
/// its experts live there, and is passed on inside (DeepSeek-V3, arXiv:2412.19437, section 3.2.2; the normal kernels of
/// DeepEP). Decoding sends each copy straight to its expert, which is what a pass counts.
/// </summary>
internal static class ForwardedExchange
{
    /// <summary>Time that a pass of prompts spends less in its exchange than it was counted with.</summary>
    public static Seconds Saved(PassModel pass, in PassLoad load)
    {
        Seconds saved = Seconds.Zero;
        int visits = pass.Model.Layers
            .Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
            .Select(experts => experts.ExpertsPerToken).FirstOrDefault();
        foreach (ref readonly Operator op in pass.Operators)
        {
            if (op.Kind == OperatorKind.Collective && op.Collective is { Kind: CollectiveKind.AllToAll, ScaleOutShare: > 0 } straight)
            {
                double domains = Math.Ceiling((double)straight.Devices / pass.System.DomainSize);
                BytesPerSecond rate = straight.ScaleOutRate * (1 / Share(visits, domains));
                Bytes message = new(load.NewTokens.Value * op.Activations.Value);
                saved += op.Count * (straight.Time(message) - (straight with { ScaleOutRate = rate }).Time(message));
            }
        }

        return saved;
    }

    /// <summary>
    /// Domains that a token leaves for over the copies that leave, when its experts are drawn evenly:
    /// (d - 1) (1 - (1 - 1/d)^k) over k (d - 1) / d.
    /// </summary>
    /// <param name="visits">Experts of a token, at least 1.</param>
    /// <param name="domains">Domains, at least 1.</param>
    public static double Share(int visits, double domains)
        => visits < 1 ? 1 : domains * (1 - Math.Pow(1 - (1 / domains), visits)) / visits;
}
