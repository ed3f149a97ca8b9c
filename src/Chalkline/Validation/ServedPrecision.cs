using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;

namespace Chalkline.Validation;

/// <summary>The formats a row was most likely served in: its labels read as the engines' checkpoints use them.</summary>
internal static class ServedPrecision
{
    /// <summary>The formats of a row; null when a label is not known.</summary>
    /// <remarks>
    /// A label names the format of most weights. Where the published weights have narrow experts beside wide attention
    /// (gpt-oss, Kimi, DeepSeek), a 4-bit label means the experts, and attention keeps its published format, which is at
    /// most 8 bits in the quantised copies of an 8-bit model. An unnamed 4-bit format is that of the device: NVFP4. MXFP4 weights meet 8-bit activations where the
    /// device has 4-bit arithmetic, 16-bit ones elsewhere.
    /// </remarks>
    public static Precision? Of(ServingCase row, Model model, Accelerator accelerator, EnginePreset? engine)
    {
        if (Format(row.WeightPrecision) is not { } label)
        {
            return null;
        }

        // Who serves a model in FP8 that is published in FP8 takes those weights, with their block scales.
        NumberFormat weights = label == NumberFormat.Fp8 && model.Native.Attention == NumberFormat.Fp8Block
            ? NumberFormat.Fp8Block : label;

        NumberFormat? cache = Format(row.KeyValuePrecision);
        bool unstated = row.KeyValuePrecision.Length == 0;
        if (cache is null && !unstated)
        {
            return null;
        }

        Precision native = model.Native;
        bool narrow = weights.Storage.Value < 8;
        bool mixed = model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward) && narrow;
        NumberFormat wide = mixed ? native.Attention : weights;
        NumberFormat activations = weights == NumberFormat.Int4 || CaseNotes.WeightsAlone(row.Notes) ? NumberFormat.Bf16
            : weights == NumberFormat.Mxfp4 ? accelerator.Peaks.ContainsKey(Arithmetic.Fp4) ? NumberFormat.Mxfp8 : NumberFormat.Bf16 : weights;

        // A quantised cache comes with quantised arithmetic: where narrow weights are widened to 16 bits, it is not.
        NumberFormat keyValue = !unstated ? cache!
            : engine is { NarrowCache: true } && activations.Storage.Value <= 8.5 ? NumberFormat.Fp8 : NumberFormat.Bf16;
        return new(wide, mixed ? native.FeedForward : weights, weights, NumberFormat.Bf16, activations, keyValue);
    }

    private static NumberFormat? Format(string label) => label switch
    {
        "bf16" => NumberFormat.Bf16,
        "fp16" => NumberFormat.Fp16,
        "fp8" => NumberFormat.Fp8,
        "int8" => NumberFormat.Int8,
        "int4" => NumberFormat.Int4,
        "nvfp4" or "fp4" => NumberFormat.Nvfp4,
        "mxfp4" => NumberFormat.Mxfp4,
        "mxfp8" => NumberFormat.Mxfp8,
        _ => null,
    };
}
