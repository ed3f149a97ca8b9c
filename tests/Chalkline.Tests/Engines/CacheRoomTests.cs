using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;

namespace Chalkline.Tests.Engines;

/// <summary>What engines set aside, and what an operator does when that leaves no room.</summary>
public sealed class CacheRoomTests
{
    private static readonly PassModel Roomy = Prepared("llama-3.1-8b", "h100x8", Layout.Single);

    /// <summary>DeepSeek-V3 in FP8 on four devices of a GB200, which was run so: attention whole on each of them.</summary>
    private static readonly PassModel Tight = Prepared("deepseek-v3", "gb200-nvl72", new(1, 1, 4, 1, 1));

    [Fact]
    public void Working_space_comes_out_of_the_share_or_out_of_what_it_leaves()
    {
        EnginePreset inside = EnginePresets.Sglang with { WorkspaceApart = false };

        (CacheRoom.Of(Roomy, EnginePresets.Sglang) - CacheRoom.Of(Roomy, inside)).Value
            .ShouldBe(new Footprint(Roomy).Workspace.Value, 1);
    }

    [Fact]
    public void A_share_without_room_for_one_request_is_raised_to_what_there_is()
    {
        CacheRoom.Of(Tight, EnginePresets.Sglang).ShouldBeLessThan(Bytes.Zero);
        double tokens = CacheRoom.Tokens(Tight, EnginePresets.Sglang, new(2048));

        Footprint footprint = new(Tight);
        Bytes left = Tight.System.Accelerator.Memory.Usable - footprint.AllWeights - footprint.Workspace - CacheRoom.Outside;
        tokens.ShouldBe(4 * 2048 * (left / footprint.KeyValue(new(2048))), 1);
        tokens.ShouldBeGreaterThan(128 * 2048);
    }

    [Fact]
    public void What_does_not_fit_the_memory_fits_no_share()
        => CacheRoom.Tokens(Prepared("deepseek-v3", "h100x8", new(8, 1, 1, 1, 1)), EnginePresets.Sglang, new(2048)).ShouldBe(0);

    [Fact]
    public void A_share_with_room_is_left_alone()
        => CacheRoom.Tokens(Roomy, EnginePresets.Vllm, new(2048)).ShouldBe(
            2048 * (CacheRoom.Of(Roomy, EnginePresets.Vllm) / new Footprint(Roomy).KeyValue(new(2048))), 1);

    private static PassModel Prepared(string model, string on, Layout layout) => PassModel.Prepare(
        Catalogue.Model(model),
        HardwareData.Catalogue.FindSystem(on),
        layout,
        Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16));
}
