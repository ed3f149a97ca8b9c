using Chalkline.Calibration;
using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Labels of runs as the formats of the checkpoints that engines load.</summary>
public sealed class ServedPrecisionTests
{
    private static Precision? Of(string model, string system, string weights, string cache = "", EnginePreset? engine = null)
    {
        ServingCase row = new()
        {
            Line = 2,
            Id = "row",
            Source = "somebody",
            Mode = CaseMode.Aggregated,
            Quality = CaseQuality.Ok,
            Speculation = Known.No,
            WeightPrecision = weights,
            KeyValuePrecision = cache,
        };
        Model found = Catalogue.Model(model);
        return ServedPrecision.Of(row, found, HardwareData.Catalogue.FindSystem(system).Accelerator, engine ?? EnginePresets.Vllm);
    }

    [Fact]
    public void A_model_published_in_blocks_of_fp8_is_served_in_them()
    {
        Precision blocks = Of("deepseek-v3", "h100x8", "fp8")!;
        blocks.Experts.ShouldBe(NumberFormat.Fp8Block);
        blocks.Activations.ShouldBe(NumberFormat.Fp8Block);
        blocks.KeyValue.ShouldBe(NumberFormat.Fp8);

        // One that is published in 16 bits is quantised with a scale a tensor.
        Of("llama-3.1-70b", "h100x8", "fp8")!.Attention.ShouldBe(NumberFormat.Fp8);
        Of("deepseek-v3", "h100x8", "bf16")!.Experts.ShouldBe(NumberFormat.Bf16);
    }

    [Fact]
    public void A_cache_is_narrow_where_the_arithmetic_is()
    {
        Of("gpt-oss-120b", "h100x8", "mxfp4")!.KeyValue.ShouldBe(NumberFormat.Bf16);
        Of("gpt-oss-120b", "hgx-b200", "mxfp4")!.KeyValue.ShouldBe(NumberFormat.Fp8);
        Of("gpt-oss-120b", "h100x8", "mxfp4", "fp8")!.KeyValue.ShouldBe(NumberFormat.Fp8);
        Of("llama-3.1-70b", "h100x8", "fp8", engine: EnginePresets.Sglang)!.KeyValue.ShouldBe(NumberFormat.Bf16);
    }

    [Fact]
    public void A_label_that_is_no_format_says_nothing()
    {
        Of("llama-3.1-70b", "h100x8", "fast").ShouldBeNull();
        Of("llama-3.1-70b", "h100x8", "fp8", "thin").ShouldBeNull();
    }
}
