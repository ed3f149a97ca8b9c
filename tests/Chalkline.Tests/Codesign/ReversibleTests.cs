using Chalkline.Codesign.Reversible;
using Chalkline.Hardware;
using Chalkline.Tests.Catalog;
using Chalkline.Training;

namespace Chalkline.Tests.Codesign;

/// <summary>Activation memory against arithmetic (lecture, chapter 7; Korthikanti et al., arXiv:2205.05198).</summary>
public sealed class ReversibleTests
{
    /// <summary>A plain GPT of 96 layers, 12288 wide, 96 heads, sequences of 2048.</summary>
    private static readonly TrainingJob Gpt = new()
    {
        Shape = new() { Layers = 96, Hidden = 12288, Heads = 96, KeyValueHeads = 96, HeadDim = 128, FeedForward = 49152, Vocabulary = 51200 },
        Layout = new() { Tensor = 8, SequenceParallel = true },
        Sequence = 2048,
        MicroBatch = 1,
        GlobalBatch = 1,
        FlashAttention = false,
    };

    private static readonly Accelerator Device = HardwareData.Catalogue.FindAccelerator("h100-sxm");

    /// <summary>Table 2 of the paper: s b h L (34/t + 5 a s/(h t)), 34/t with selective, 2 with full.</summary>
    [Fact]
    public void Plans_hold_what_the_paper_says()
    {
        double scale = 12288.0 * 96;
        ActivationCost.Of(Gpt, ActivationPlan.Keep).PerToken.ShouldBe(scale * ((34 / 8.0) + (5 * 96 * 2048 / (12288 * 8.0))), 1e-6 * scale);
        ActivationCost.Of(Gpt, ActivationPlan.Selective).PerToken.ShouldBe(scale * 34 / 8.0, 1e-6 * scale);
        double full = ActivationCost.Of(Gpt, ActivationPlan.Full).PerToken;
        (full - (ActivationCost.Of(Gpt, ActivationPlan.Keep).PerToken / 96)).ShouldBe(scale * 2 / 8.0, 1e-6 * scale);
    }

    [Fact]
    public void A_reversible_net_does_not_grow_with_depth()
    {
        double shallow = ActivationCost.Of(Gpt with { Shape = Gpt.Shape with { Layers = 4 } }, ActivationPlan.Reversible).PerToken;
        double deep = ActivationCost.Of(Gpt with { Shape = Gpt.Shape with { Layers = 400 } }, ActivationPlan.Reversible).PerToken;

        deep.ShouldBe(shallow, 1e-9);
        ActivationCost.Of(Gpt, ActivationPlan.Full).PerToken.ShouldBeGreaterThan(deep);
    }

    /// <summary>6 becomes 8 FLOP a parameter and token: one more forward pass, a third more.</summary>
    [Fact]
    public void Computing_again_costs_a_third_and_attention_alone_little()
    {
        ActivationCost.Of(Gpt, ActivationPlan.Reversible).ExtraShare.ShouldBe(1 / 3.0, 1e-12);
        ActivationCost.Of(Gpt, ActivationPlan.Full).ExtraShare.ShouldBe(1 / 3.0, 1e-12);
        ActivationCost.Of(Gpt, ActivationPlan.Selective).ExtraShare.ShouldBeInRange(0.003, 0.05);
        ActivationCost.Of(Gpt, ActivationPlan.Keep).ExtraShare.ShouldBe(0);
    }

    [Fact]
    public void What_fits_fits_and_one_token_more_does_not()
    {
        ReversibleStudy study = Study(Gpt with { Shape = Gpt.Shape with { Layers = 12 } });
        foreach (ReversiblePoint point in study.Points)
        {
            double room = (0.94 * Device.Memory.Capacity.Value.Value) - study.States;
            (point.MostTokens * point.Cost.PerToken).ShouldBeLessThanOrEqualTo(room);
            ((point.MostTokens + 1) * point.Cost.PerToken).ShouldBeGreaterThan(room);
        }
    }

    [Fact]
    public void At_the_break_even_price_both_cost_the_same()
    {
        ReversibleStudy study = Study(Gpt with { Shape = Gpt.Shape with { Layers = 12 } });
        double price = study.BreakEven(ActivationPlan.Reversible)!.Value;
        ReversibleStudy at = study with { UsdPerByteSecond = price * study.UsdPerFlop };
        ReversiblePoint[] points = [.. at.Points];

        points[3].Usd.ShouldBe(points[0].Usd, 1e-9 * points[0].Usd);
        study.BreakEven(ActivationPlan.Keep).ShouldBeNull();
    }

    private static ReversibleStudy Study(TrainingJob job) => new()
    {
        Job = job,
        Accelerator = Device,
        Utilisation = 0.4,
        UsdPerByteSecond = 1e-18,
        UsdPerFlop = 1e-18,
        FlopPerToken = 6e10,
    };
}
