using System.Text.Json;
using Chalkline.Files;
using Chalkline.Formats;

namespace Chalkline.Models.Import;

/// <summary>
/// The formats that published weights are stored in, from <c>quantization_config</c> and the data type.
/// </summary>
internal static class QuantizationReader
{
    /// <summary>Reads the formats.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="note">What was read into a file that leaves it open; empty otherwise.</param>
    public static Precision Read(ConfigFields config, out string note)
    {
        note = "";
        NumberFormat wide = Wide(config);
        Precision unquantised = new(wide, wide, wide, wide, wide, wide == NumberFormat.Fp32 ? NumberFormat.Bf16 : wide);
        if (config.Find("quantization_config") is not JsonView view)
        {
            return unquantised;
        }

        ConfigFields quantization = new(view);
        string method = (quantization.Text("quant_method") ?? "").ToLowerInvariant();
        string algorithm = (quantization.Text("quant_algo") ?? "").ToUpperInvariant();
        NumberFormat? weights = Weights(quantization, method, algorithm);
        if (weights is null)
        {
            throw view.Wrong(
                $"is a quantisation not known here (method '{Shorten(method)}', algorithm '{Shorten(algorithm)}')",
                "known are fp8, mxfp4, modelopt, compressed-tensors, gptq, awq and bitsandbytes");
        }

        Precision all = unquantised with
        {
            Attention = weights,
            FeedForward = weights,
            Experts = weights,
            Activations = weights == NumberFormat.Int4 || method is "gptq" or "awq" ? wide : weights,
            KeyValue = CachedAsFp8(quantization) ? NumberFormat.Fp8 : unquantised.KeyValue,
        };
        if (method == "mxfp4")
        {
            // gpt-oss: experts alone are quantised, and multiplied with wide activations.
            return unquantised with { Experts = weights };
        }

        if (algorithm == "MIXED_PRECISION")
        {
            note = "quantization_config says mixed precision without saying where: "
                + "taken as FP8 attention, NVFP4 feed-forward";
            return all with { Attention = NumberFormat.Fp8 };
        }

        if (config.Text("expert_dtype") == "fp4")
        {
            return all with { Experts = NumberFormat.Mxfp4 };
        }

        return Except(all, quantization, wide);
    }

    private static NumberFormat Wide(ConfigFields config) => config.Text("torch_dtype", "dtype") switch
    {
        "float16" => NumberFormat.Fp16,
        "float32" => NumberFormat.Fp32,
        _ => NumberFormat.Bf16,
    };

    private static NumberFormat? Weights(ConfigFields quantization, string method, string algorithm)
    {
        NumberFormat? byAlgorithm = algorithm switch
        {
            "NVFP4" or "NVFP4_AWQ" or "W4A8_NVFP4_FP8" or "MIXED_PRECISION" => NumberFormat.Nvfp4,
            "FP8" or "FP8_PER_CHANNEL_PER_TOKEN" => NumberFormat.Fp8,
            "FP8_BLOCK_SCALES" or "FP8_PB_WO" => NumberFormat.Fp8Block,
            "MXFP8" => NumberFormat.Mxfp8,
            "MXFP4" or "W4A8_MXFP4_FP8" or "W4A16_MXFP4" => NumberFormat.Mxfp4,
            "W4A16_AWQ" or "W4A8_AWQ" or "W4A16" => NumberFormat.Int4,
            "W8A8_SQ_PER_CHANNEL" or "W8A16" => NumberFormat.Int8,
            _ => null,
        };
        return byAlgorithm ?? method switch
        {
            "fp8" or "fbgemm_fp8" => quantization.Has("weight_block_size") ? NumberFormat.Fp8Block : NumberFormat.Fp8,
            "mxfp4" => NumberFormat.Mxfp4,
            "gptq" or "awq" or "auto-round" => ByBits(quantization),
            "bitsandbytes" => quantization.Flag("load_in_4bit", false) ? NumberFormat.Int4 : NumberFormat.Int8,
            "compressed-tensors" => Compressed(quantization),
            _ => null,
        };
    }

    private static NumberFormat? ByBits(ConfigFields quantization) => quantization.OptionalSize("bits", "w_bit") switch
    {
        null or 4 => NumberFormat.Int4,
        8 => NumberFormat.Int8,
        _ => null,
    };

    /// <summary>The format of the first group: all groups of the files in use agree.</summary>
    private static NumberFormat? Compressed(ConfigFields quantization)
    {
        if (quantization.Find("config_groups") is not { Element.ValueKind: JsonValueKind.Object } groups)
        {
            return null;
        }

        foreach (JsonProperty property in groups.Element.EnumerateObject())
        {
            if (groups.Optional(property.Name)?.Optional("weights") is { } weights)
            {
                ConfigFields fields = new(weights);
                bool floating = fields.Text("type") == "float";
                int? group = fields.OptionalSize("group_size");
                return (fields.OptionalSize("num_bits"), floating) switch
                {
                    (4, true) => group == 16 ? NumberFormat.Nvfp4 : NumberFormat.Mxfp4,
                    (8, true) => fields.Has("block_structure") ? NumberFormat.Fp8Block : NumberFormat.Fp8,
                    (4, false) => NumberFormat.Int4,
                    (8, false) => NumberFormat.Int8,
                    _ => null,
                };
            }
        }

        return null;
    }

    private static bool CachedAsFp8(ConfigFields quantization)
        => quantization.Find("kv_cache_scheme") is { Element.ValueKind: JsonValueKind.Object }
            || quantization.Find("kv_cache_quant_algo") is { Element.ValueKind: JsonValueKind.String } algorithm
                && algorithm.Text() == "FP8";

    /// <summary>Leaves wide what the list of exceptions names by a pattern rather than by a single layer.</summary>
    private static Precision Except(Precision all, ConfigFields quantization, NumberFormat wide)
    {
        foreach (string name in new[] { "ignore", "exclude_modules", "modules_to_not_convert" })
        {
            if (quantization.Find(name) is not { Element.ValueKind: JsonValueKind.Array })
            {
                continue;
            }

            string[] patterns = [.. quantization.List(name)!.Select(item => item.Text())];
            if (patterns.Any(pattern => pattern.Contains("attn", StringComparison.Ordinal) && IsPattern(pattern)))
            {
                all = all with { Attention = wide };
            }

            if (patterns.Any(pattern => IsPattern(pattern)
                && (pattern.Contains("shared_expert", StringComparison.Ordinal)
                    || pattern.Contains("mlp.(gate|up", StringComparison.Ordinal))))
            {
                all = all with { FeedForward = wide };
            }
        }

        return all;
    }

    private static bool IsPattern(string text)
        => text.Contains('*', StringComparison.Ordinal) || text.StartsWith("re:", StringComparison.Ordinal);

    private static string Shorten(string text) => text.Length <= 30 ? text : text[..30];
}
