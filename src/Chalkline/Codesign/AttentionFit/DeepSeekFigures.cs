using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Codesign.AttentionFit;

/// <summary>A figure that a paper prints, beside the same figure worked out from the catalogue.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Printed">As the paper prints it.</param>
/// <param name="Again">As it is worked out here.</param>
/// <param name="Where">The table or section of the paper.</param>
public sealed record PublishedFigure(string Name, string Unit, double Printed, double Again, string Where);

/// <summary>
/// What "Insights into DeepSeek-V3" (arXiv:2505.09343) prints of the fit between its model and its machines, worked out again.
/// The printed figures were read through coverage of the paper, not in it.
/// </summary>
public static class DeepSeekFigures
{
    /// <summary>Tokens of a device in one micro-batch, in the paper's example.</summary>
    private const double MicroBatch = 32;

    /// <summary>Sequence of the paper's training figures.</summary>
    private const double Sequence = 4096;

    /// <summary>Chance that the drafted token is taken; the paper says 80 to 90 %.</summary>
    private const double Acceptance = 0.8;

    /// <summary>The width that the paper computes with; the model's is 7168.</summary>
    private static readonly ExpertExchange Exchange = new(7000, 9, 1, 2);

    /// <summary>The figures.</summary>
    /// <param name="models">The catalogue that holds the models compared.</param>
    public static ImmutableArray<PublishedFigure> All(ModelCatalogue models)
    {
        Model deepSeek = models.Find("deepseek-v3");
        Model llama = models.Find("llama-3.1-405b");
        return
        [
            new("KV cache of a token in BF16, DeepSeek-V3", "KB", 70.272, Cache(deepSeek), "table 1"),
            new("KV cache of a token in BF16, Qwen 2.5 72B", "KB", 327.680, Cache(models.Find("qwen2.5-72b")), "table 1"),
            new("KV cache of a token in BF16, Llama 3.1 405B", "KB", 516.096, Cache(llama), "table 1"),
            new("training of a token, DeepSeek-V3, sequences of 4,096", "GFLOP", 250, Training(deepSeek), "table 2"),
            new("training of a token, Llama 3.1 405B, sequences of 4,096", "GFLOP", 2448, Training(llama), "table 2"),
            new("decoding bound of 50 GB/s a device (InfiniBand)", "tok/s", 67, Speed(deepSeek, 50e9), "section 2.3"),
            new("decoding bound of 900 GB/s a device (NVL72)", "tok/s", 1200, Speed(deepSeek, 900e9), "section 2.3"),
            new("tokens a step with one token drafted (MTP), 80 % taken", "times", 1.8, 1 + Acceptance, "section 2.3"),
        ];
    }

    /// <summary>6 FLOP a weight that multiplies, and causal attention over half the sequence on average, forward and backward, GFLOP.</summary>
    public static double Training(Model model)
    {
        double attention = LayerGroups.Of(model).Sum(group => group.Count * group.Layer.Mixer switch
        {
            Attention a => a.QueryHeads * (double)(a.HeadDim + a.ValueHeadDim),
            LatentAttention l => l.Heads * (double)(l.NopeDim + l.RopeDim + l.ValueDim),
            _ => 0,
        });
        return ((TrainingWork.PerParameterToken * ParameterCount.Count(model).Active).Value
            + (TrainingWork.PerParameterToken.Value * attention * Sequence / 2)) / 1e9;
    }

    private static double Cache(Model model) => KeyValueFootprint.Growth(model, NumberFormat.Bf16, new Tokens(Sequence)).Value / 1e3;

    private static double Speed(Model model, double bandwidth)
        => 1 / Exchange.TwoBatches(new(MicroBatch), new(bandwidth), model.Layers.Length).Value;
}
