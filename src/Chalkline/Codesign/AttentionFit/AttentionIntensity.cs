using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Codesign.AttentionFit;

/// <summary>Work of a decoded token of a catalogue model in the form of the cost table.</summary>
public static class AttentionIntensity
{
    /// <summary>The model at a context: latent attention in its absorbed form, windows as they are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">Tokens a sequence holds.</param>
    /// <param name="format">Format of the cache.</param>
    public static CostModel Of(Model model, Tokens context, NumberFormat format)
    {
        ModelSize size = ParameterCount.Count(model);
        double flop = 0;
        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            flop += group.Count * group.Layer.Mixer switch
            {
                Attention a => 2.0 * a.QueryHeads * (a.HeadDim + a.ValueHeadDim) * Math.Min(context.Value, a.Window ?? context.Value),
                LatentAttention l => 2.0 * l.Heads * ((2.0 * l.KeyValueRank) + l.RopeDim) * context.Value,
                _ => 0,
            };
        }

        return new(
            model.Name, KeyValueFootprint.Held(model, format, context).Value, flop, 2 * size.Attention.Value,
            2 * (size.DenseFeedForward + size.VisitedExperts + size.SharedExperts).Value);
    }

    /// <summary>A catalogue device in the form of the cost table; null where no price is known.</summary>
    public static CostDevice? Of(Accelerator accelerator, Arithmetic arithmetic)
        => HardwareCatalogue.DefaultPrice(accelerator) is { } price
            ? new(
                accelerator.Id, price.Price.Value, accelerator.Peak(arithmetic).Value, accelerator.Memory.Bandwidth.Value.Value,
                (accelerator.ScaleOut?.Value.Value ?? 0) / 8)
            : null;

    /// <summary>Share of the peak and of the bandwidth that attention of an intensity uses: one of them is 1.</summary>
    public static (double Compute, double Bandwidth) Use(double intensity, double ridge)
        => (Math.Min(1, intensity / ridge), Math.Min(1, ridge / intensity));
}
