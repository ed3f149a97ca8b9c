using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Serving;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Serving;

/// <summary>The folded decode pass against its plain twin, <see cref="PassModel.Time(in PassLoad, Fidelity, Overlap)"/>.</summary>
public sealed class DecodeCurveTests
{
    private const double Rounding = 1e-12;

    [Fact]
    public void It_is_the_plain_sum_of_operators_at_any_batch() => Gen.Select(
        Catalogue.Places, Gen.Double[0, 16].Array[12], Gen.Int[1, 200_000]).Sample(
        (place, doublings, context) =>
        {
            PassModel pass = place.Prepare();
            DecodeCurve curve = new(pass, new(context));
            foreach (double doubling in doublings)
            {
                double sequences = pass.Layout.AttentionParallel * Math.Pow(2, doubling);
                Same(curve, pass, sequences, context, place.ToString());
            }
        },
        seed: "0N0XIzNsQ0O2",
        iter: 400);

    [Theory]
    [InlineData("llama-3.1-70b", 8, 1, 1, 1)]
    [InlineData("qwen3-next-80b-a3b-instruct", 1, 1, 8, 8)]
    [InlineData("deepseek-v3.2", 2, 1, 4, 8)]
    [InlineData("deepseek-v3", 1, 4, 8, 4)]
    public void It_is_the_plain_sum_on_both_sides_of_every_bend(string model, int tensor, int stages, int attention, int expert)
    {
        PassModel pass = PassModel.Prepare(
            Catalogue.Model(model),
            Catalogue.System("gb200-nvl72"),
            new Layout(tensor, stages, attention, expert, 1),
            Catalogue.Model(model).Native);
        DecodeCurve curve = new(pass, new(5000));
        for (double sequences = attention; sequences < 40_000 * attention; sequences *= 1.003)
        {
            Same(curve, pass, sequences, 5000, model);
        }
    }

    [Fact]
    public void Devices_that_share_a_cache_are_timed_too()
    {
        Model model = Catalogue.Model("llama-3.1-70b");
        PassModel pass = PassModel.Prepare(
            model, Catalogue.System("gb200-nvl72"), new Layout(8, 1, 1, 1, 1) { ContextParallel = 8 }, model.Native);
        DecodeCurve curve = new(pass, new(1_000_000));
        for (double sequences = 1; sequences < 4096; sequences *= 1.1)
        {
            Same(curve, pass, sequences, 1_000_000, "TP8 CP8");
        }
    }

    [Fact]
    public void What_more_micro_batches_hide_is_the_plain_sum_too()
    {
        PassModel pass = PassModel.Prepare(
            Catalogue.Model("deepseek-v3"), Catalogue.System("gb200-nvl72"), new(1, 4, 8, 8, 1), Catalogue.Model("deepseek-v3").Native);
        DecodeCurve curve = new(pass, new(5000));
        foreach (double sequences in new double[] { 8, 100, 3000 })
        {
            PassLoad load = PassLoad.Split(Pass.Decode(sequences, new(5000)), Pass.None, 8);
            double handOver = 0;
            foreach (ref readonly Operator op in pass.Operators)
            {
                handOver += op.IsHandOver ? pass.Time(op, load, Fidelity.Operator).Cost.Time.Value : 0;
            }

            handOver.ShouldBeGreaterThan(0);
            curve.HandOver(sequences).ShouldBe(handOver, handOver * Rounding);
            curve.Exchange(sequences).ShouldBe(pass.Time(load).Exchange.Value, pass.Time(load).Exchange.Value * Rounding);
        }
    }

    [Fact]
    public void Fewer_sequences_than_groups_are_timed_too()
    {
        PassModel pass = PassModel.Prepare(
            Catalogue.Model("deepseek-v3"), Catalogue.System("gb200-nvl72"), new(1, 1, 64, 64, 1), Catalogue.Model("deepseek-v3").Native);
        Same(new(pass, new(1000)), pass, 1, 1000, "one sequence on 64 groups");
    }

    [Fact]
    public void Only_the_operator_fidelity_without_gathered_weights_is_a_curve()
    {
        PassModel plain = Torus(MatrixCut.OneWay);
        DecodeCurve.Describes(plain, Fidelity.Operator).ShouldBeTrue();
        DecodeCurve.Describes(plain, Fidelity.Calibrated).ShouldBeFalse();
        DecodeCurve.Describes(plain, Fidelity.Chalk).ShouldBeFalse();
        DecodeCurve.Describes(Torus(MatrixCut.Gathered), Fidelity.Operator).ShouldBeFalse();
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        DecodeCurve curve = new(Torus(MatrixCut.OneWay), new(2000));
        double sum = curve.At(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int sequences = 1; sequences < 1000; sequences++)
        {
            sum += curve.At(sequences);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    private static PassModel Torus(MatrixCut cut) => PassModel.Prepare(
        Catalogue.Model("llama-3.1-70b"),
        Catalogue.System("tpu-v5e-pod"),
        new Layout(8, 1, 1, 1, 1) { Cut = cut, AttentionBySequence = cut == MatrixCut.Gathered },
        Catalogue.Model("llama-3.1-70b").Native);

    private static void Same(DecodeCurve curve, PassModel pass, double sequences, double context, string about)
    {
        double plain = pass.Time(Catalogue.Decode(pass.Layout, sequences, context)).Estimate.Value;
        curve.At(sequences).ShouldBe(plain, Rounding * plain, $"{about}, {sequences} sequences at {context}");
    }
}
