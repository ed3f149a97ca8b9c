using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Basins;

/// <summary>What decoding asks of a machine, in sizes: a model at a context.</summary>
/// <param name="Name">Model and context.</param>
/// <param name="Active">Parameters a token is multiplied with.</param>
/// <param name="Weights">Bytes of all weights: what a step of a full batch reads.</param>
/// <param name="Cache">KV cache bytes of one sequence at its context.</param>
/// <param name="Exchange">Bytes that a token sends and receives in the all-reduces of tensor parallelism, over both halves of every
/// layer: 4 L h bytes a device in a ring of many.</param>
public sealed record WorkShape(string Name, Parameters Active, Bytes Weights, Bytes Cache, Bytes Exchange)
{
    /// <summary>Two all-reduces a layer, each a reduce-scatter and an all-gather.</summary>
    private const double ExchangesPerLayer = 4;

    /// <summary>The shape of a model at a context.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">Tokens a sequence holds.</param>
    /// <param name="format">Format of weights and cache; activations travel in BF16.</param>
    public static WorkShape Of(Model model, Tokens context, NumberFormat format)
    {
        ModelSize size = ParameterCount.Count(model);
        return new(
            $"{model.Name} at {context}",
            size.Active,
            format.BytesPerParameter * size.Total,
            KeyValueFootprint.Held(model, format, context),
            new(ExchangesPerLayer * model.Layers.Length * model.Hidden * NumberFormat.Bf16.BytesPerElement));
    }
}
