using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;

namespace Chalkline.Tests.Engines;

/// <summary>
/// Workers of one phase, held against DeepSeek's own service: the day-6 note of the open infrastructure index (2025-03-01)
/// and the profile that the SGLang team evaluated (2025-05-05).
/// </summary>
public sealed class PhaseRunTests
{
    private static readonly Model DeepSeek = Catalogue.Model("deepseek-v3");

    private static readonly Precision Formats = Precision.Uniform(NumberFormat.Fp8Block, NumberFormat.Bf16);

    private static PassModel Wide(int devices)
    {
        MachineSystem boxes = HardwareData.Catalogue.FindSystem($"h800_sxmx{devices}");
        return PassModel.Prepare(
            RedundantExperts.Fill(DeepSeek, devices), boxes, new(1, 1, devices, devices, 1), Formats, null,
            Catalogue.Calibrations.For(boxes));
    }

    private static PhaseRun Run(PassModel pass, bool twoBatches = true)
        => new(pass, EnginePresets.TensorRt with { TwoBatchOverlap = twoBatches }, Fidelity.Calibrated);

    [Fact]
    public void The_decode_unit_of_deepseek_makes_its_tokens()
    {
        // 14,800 tokens/s a node of 8 at 20 to 22 tokens/s a stream, mean cache 4,989: 88 requests a device. Attention
        // is in BF16. A mean over a day, valleys included, so that a full unit makes more: 16 %.
        PhaseRun run = Run(Wide(144));
        double sequences = run.SequencesWithin(new(1 / 21.0), new(4989));

        (sequences * 21 / 144 * 8).ShouldBe(14_800, 0.17 * 14_800);
        (14_800 / 8 / 21.0).ShouldBe(88, 0.5);
        (sequences / 144).ShouldBe(88, 0.17 * 88);
    }

    [Fact]
    public void The_profiled_steps_of_deepseek_come_out()
    {
        // EP128, 128 requests a device, 4,096 tokens: 18,598 a node. EP32, 16,384 tokens a device: 62,713.
        PhaseRun decode = Run(Wide(128));
        (8 * 128 / decode.DecodeStep(128 * 128, new(4096)).Value).ShouldBe(18_598, 0.13 * 18_598);
        (Run(Wide(32)).PrefillRate(16_384, new(4096), default).Value / 4).ShouldBe(62_713, 0.13 * 62_713);
    }

    [Fact]
    public void A_cached_prefix_comes_in_without_its_work()
    {
        PhaseRun run = Run(Wide(32));
        double none = run.PrefillRate(16_384, new(4096), default).Value;
        double half = run.PrefillRate(16_384, new(4096), new(2048)).Value;

        half.ShouldBeInRange(1.4 * none, 2.2 * none);
    }

    [Fact]
    public void Two_half_batches_never_take_longer_than_one()
    {
        PassModel pass = Wide(32);
        foreach (double sequences in new[] { 32.0, 256, 2048, 8192 })
        {
            Run(pass).DecodeStep(sequences, new(4096)).ShouldBeLessThanOrEqualTo(Run(pass, false).DecodeStep(sequences, new(4096)));
        }
    }

    [Fact]
    public void The_batch_within_a_step_takes_that_step()
    {
        PhaseRun run = Run(Wide(32));
        foreach (double milliseconds in new[] { 25.0, 40, 80 })
        {
            Seconds step = new(milliseconds / 1e3);
            run.DecodeStep(run.SequencesWithin(step, new(2000)), new(2000)).Value.ShouldBe(step.Value, 0.01 * step.Value);
        }
    }

    [Theory]
    [InlineData(72, 288)]
    [InlineData(144, 288)]
    [InlineData(32, 256)]
    [InlineData(48, 288)]
    public void Copies_of_experts_make_the_division_even(int groups, int experts)
        => RedundantExperts.Fill(DeepSeek, groups).Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
            .ShouldAllBe(layer => layer.Experts == experts);

    [Fact]
    public void Copies_that_are_asked_for_are_held_and_known_as_such()
    {
        RedundantExperts.Add(DeepSeek, 32).Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
            .ShouldAllBe(layer => layer.Experts == 288 && layer.Copies == 32);
        Should.Throw<ChalkException>(() => RedundantExperts.Add(DeepSeek, 257)).Message.ShouldContain("from 1 to the 256 experts");
        Should.Throw<ChalkException>(() => RedundantExperts.Add(Catalogue.Model("llama-3.1-8b"), 1))
            .Message.ShouldContain("has no experts");
    }

    [Fact]
    public void A_dense_model_has_no_copies()
    {
        Model dense = Catalogue.Model("llama-3.1-8b");
        RedundantExperts.Fill(dense, 7).ShouldBeSameAs(dense);
    }

    [Fact]
    public void The_books_of_deepseek_balance()
    {
        // 226.75 nodes of 8 devices at 2 $/h for a day; hits, misses and answers at the prices of R1.
        Usd cost = new UsdPerDeviceHour(2) * new Devices(226.75 * 8) * new Seconds(86_400);
        Usd income = (new UsdPerToken(0.14e-6) * new Tokens(342e9))
            + (new UsdPerToken(0.55e-6) * new Tokens(266e9))
            + (new UsdPerToken(2.19e-6) * new Tokens(168e9));

        cost.Value.ShouldBe(87_072, 1e-6);
        income.Value.ShouldBe(562_027, 0.01 * 562_027);
        ((income - cost) / cost).ShouldBe(5.45, 0.0545);
    }
}
