using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Validation;

/// <summary>The narrowest formats that a row's labels allow, so that a floor built on them is proved.</summary>
internal static class CasePrecision
{
    /// <summary>INT4 weights as narrow as they come: without scales, multiplied in 8 bits.</summary>
    private static readonly NumberFormat BareInt4 = new("int4", NumberFormat.Fp4.Storage, Arithmetic.Fp8);

    /// <summary>The formats of a row; null when a label is not known.</summary>
    /// <remarks>
    /// A label names the format of most weights; embedding, router and attention are often wider. All parts take the
    /// label here, or the format the weights were published in where that is narrower. An empty weight label may hide
    /// 4 bits; an empty cache label may hide 8.
    /// </remarks>
    public static Precision? Of(ServingCase row, Model model)
    {
        if (Weights(row.WeightPrecision) is not ({ } weights, { } activations) || Cache(row.KeyValuePrecision) is not { } cache)
        {
            return null;
        }

        Precision native = model.Native;
        return new(
            Narrower(weights, native.Attention),
            Narrower(weights, native.FeedForward),
            Narrower(weights, native.Experts),
            Narrower(weights, native.Embedding),
            Narrower(activations, native.Activations),
            cache);
    }

    private static (NumberFormat Weights, NumberFormat Activations)? Weights(string label) => label switch
    {
        "bf16" or "fp16" => (NumberFormat.Bf16, NumberFormat.Bf16),
        "fp8" or "int8" => (NumberFormat.Fp8, NumberFormat.Fp8),
        "int4" => (BareInt4, NumberFormat.Fp8),
        "nvfp4" => (NumberFormat.Nvfp4, NumberFormat.Nvfp4),
        "mxfp4" => (NumberFormat.Mxfp4, NumberFormat.Mxfp4),
        "fp4" or "" => (NumberFormat.Fp4, NumberFormat.Fp4),
        _ => null,
    };

    private static NumberFormat? Cache(string label) => label switch
    {
        "bf16" or "fp16" => NumberFormat.Bf16,
        "fp8" or "int8" or "" => NumberFormat.Fp8,
        "fp4" or "nvfp4" or "mxfp4" or "int4" => NumberFormat.Fp4,
        _ => null,
    };

    private static NumberFormat Narrower(NumberFormat left, NumberFormat right)
        => left.Storage <= right.Storage ? left : right;
}
