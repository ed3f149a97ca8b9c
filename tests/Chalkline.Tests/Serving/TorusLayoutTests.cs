using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Tests.Serving;

/// <summary>Matrices cut both ways over a torus, or gathered (Pope et al., arXiv:2211.05102).</summary>
public sealed class TorusLayoutTests
{
    private const int Chips = 64;

    private static readonly Model Palm = Catalogue.Model("palm-540b");
    private static readonly MachineSystem Pod = Catalogue.System("tpu_v4x64");
    private static readonly Layout Tensor = Layout.Single with { TensorParallel = Chips };
    private static readonly Layout BothWays = Tensor with { Cut = MatrixCut.BothWays, AttentionBySequence = true };
    private static readonly Layout Gathered = Tensor with { Cut = MatrixCut.Gathered, AttentionBySequence = true };

    /// <summary>The model with the heads that it was padded to.</summary>
    private static readonly Model Padded = Palm with
    {
        Layers = [.. Palm.Layers.Select(layer => layer with { Mixer = (Attention)layer.Mixer with { QueryHeads = Chips } })],
    };

    private static PassModel Prepare(Model model, Layout layout) => PassModel.Prepare(model, Pod, layout, Precision.Bf16);

    private static Seconds Step(Model model, Layout layout, double sequences, double context = 2048)
        => Prepare(model, layout).Time(Catalogue.Decode(layout, sequences, context)).Estimate;

    private static double Message(PassModel pass, string name)
        => pass.Operators.ToArray().Single(op => op.Name == name).Activations.Value;

    /// <summary>X = 4 and YZ = 16: the residual of 18,432 over one axis, the inner widths over two (section 3.2.2).</summary>
    [Fact]
    public void Messages_are_those_of_the_paper()
    {
        PassModel pass = Prepare(Palm, BothWays);
        const double In = (64 * 256) + (2 * 256) + (2 * 73728);
        const double Out = (64 * 256) + 73728;
        Message(pass, "all-gather of the residual").ShouldBe(18432 / 4 * 2);
        Message(pass, "reduce-scatter of the inner width").ShouldBe(In / 16 * 2);
        Message(pass, "all-gather of the inner width").ShouldBe(Out / 16 * 2);
        Message(pass, "reduce-scatter of the residual").ShouldBe(18432 / 4 * 2);
    }

    [Theory]
    [InlineData(MatrixCut.BothWays)]
    [InlineData(MatrixCut.Gathered)]
    public void Weights_are_cut_evenly_and_padding_is_no_part_of_the_floor(MatrixCut cut)
    {
        Layout layout = BothWays with { Cut = cut };
        PassTime padded = Prepare(Palm, layout).Time(Catalogue.Prefill(layout, Chips, 64, 0));
        PassTime whole = Prepare(Padded, layout).Time(Catalogue.Prefill(layout, Chips, 64, 0));

        padded.Cost.Flop.ShouldBe(whole.Cost.Flop);
        padded.Cost.Weights.ShouldBe(whole.Cost.Weights);
        padded.Estimate.ShouldBe(whole.Estimate);
        padded.Floor.ShouldBeLessThan(whole.Floor);
        double all = ParameterCount.Count(Padded).Total.Value;
        (Chips * padded.Cost.Weights.Value / 2).ShouldBe(all, 1e-3 * all);
    }

    /// <summary>Padding adds 18 billion parameters, 3 % of the arithmetic (section 4).</summary>
    [Fact]
    public void Padding_costs_what_the_paper_says()
    {
        double more = ParameterCount.Count(Padded).Total.Value - ParameterCount.Count(Palm).Total.Value;
        more.ShouldBe(18e9, 0.5e9);
    }

    /// <summary>A serial block is 14 % slower at a batch of 512, the paper measured (section 4.3).</summary>
    [Fact]
    public void Two_exchanges_a_layer_cost_more_than_one()
    {
        Model serial = Palm with { Layers = [.. Palm.Layers.Select(layer => layer with { Norms = 2 })] };

        double ratio = Step(serial, BothWays, 512) / Step(Palm, BothWays, 512);

        ratio.ShouldBe(1.14, 0.05);
    }

    /// <summary>Table 1: 30 % of 32 GiB for the cache.</summary>
    [Theory]
    [InlineData(false, 128, 660)]
    [InlineData(true, 128, 43_000)]
    [InlineData(true, 512, 10_700)]
    public void A_shared_head_is_whole_on_every_device_or_each_holds_its_sequences(bool bySequence, int sequences, double expected)
    {
        Footprint footprint = new(Prepare(Palm, BothWays with { AttentionBySequence = bySequence }));
        Bytes token = footprint.KeyValue(new(2)) - footprint.KeyValue(new(1));

        (0.3 * (32L << 30) / (sequences * token.Value)).ShouldBe(expected, 0.08 * expected);
    }

    [Fact]
    public void Gathering_pays_for_many_tokens_and_not_for_few()
    {
        Step(Palm, Gathered, 64).ShouldBeGreaterThan(Step(Palm, BothWays, 64));
        PassTime both = Prepare(Palm, BothWays).Time(Catalogue.Prefill(BothWays, 512, 2048, 0));
        PassTime gathered = Prepare(Palm, Gathered).Time(Catalogue.Prefill(Gathered, 512, 2048, 0));
        gathered.Estimate.ShouldBeLessThan(both.Estimate);
    }

    /// <summary>Gathering hides behind arithmetic, or the other way round: the longer of the two is left.</summary>
    [Fact]
    public void Gathered_weights_hide_behind_the_layer_before()
    {
        PassModel pass = Prepare(Palm, Gathered);
        foreach (double sequences in new[] { 64.0, 4096, 65536 })
        {
            PassLoad load = Catalogue.Decode(Gathered, sequences, 512);
            double gathering = 0;
            double rest = 0;
            foreach (Operator op in pass.Operators)
            {
                double each = pass.Time(op, load, Fidelity.Operator).Cost.Time.Value;
                gathering += op.Gathered > Bytes.Zero ? each : 0;
                rest += op.Gathered > Bytes.Zero ? 0 : each;
            }

            double estimate = pass.Time(load).Estimate.Value;
            estimate.ShouldBe(Math.Max(gathering, rest), 1e-9 * estimate);
        }
    }

    [Fact]
    public void No_estimate_is_under_its_floor_and_more_takes_longer()
    {
        foreach (Layout layout in new[] { BothWays, BothWays with { AttentionBySequence = false }, Gathered })
        {
            Seconds last = Seconds.Zero;
            foreach (double sequences in new[] { 64.0, 128, 512, 2048 })
            {
                PassTime time = Prepare(Palm, layout).Time(Catalogue.Decode(layout, sequences, 2048));
                time.Estimate.ShouldBeGreaterThan(time.Floor);
                time.Estimate.ShouldBeGreaterThanOrEqualTo(last);
                last = time.Estimate;
            }
        }
    }

    [Fact]
    public void The_work_can_be_shown()
    {
        foreach (Layout layout in new[] { BothWays, Gathered })
        {
            Derivation derivation = new("torus");
            Shown work = new(derivation);
            PassModel pass = PassModel.Prepare(Palm, Pod, layout, Precision.Bf16, Efficiency.Stated, ref work);
            _ = pass.Time(Catalogue.Decode(layout, 64, 2048), Fidelity.Operator, Overlap.Full, ref work);
            derivation.Verify().ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("llama-3.1-70b", "h100x8", 8, 1, MatrixCut.BothWays, false, "axes of a torus")]
    [InlineData("llama-3.1-70b", "h100x8", 8, 1, MatrixCut.OneWay, true, "cut both ways or gathered")]
    [InlineData("palm-540b", "tpu_v4x64", 64, 1, MatrixCut.OneWay, false, "48 query heads")]
    [InlineData("palm-540b", "tpu_v4x64", 64, 1, MatrixCut.Gathered, false, "its own sequences")]
    [InlineData("palm-540b", "tpu_v4x64", 32, 2, MatrixCut.BothWays, false, "tensor parallelism alone")]
    [InlineData("deepseek-v3", "tpu_v4x64", 64, 1, MatrixCut.BothWays, false, "ordinary attention and dense layers")]
    public void What_does_not_go_is_said(
        string model, string machine, int tensor, int stages, MatrixCut cut, bool bySequence, string said)
        => LayoutCheck.Problem(
            Catalogue.Model(model),
            Catalogue.System(machine),
            new(tensor, stages, 1, 1, 1) { Cut = cut, AttentionBySequence = bySequence }).ShouldNotBeNull().ShouldContain(said);

    [Fact]
    public void Layouts_say_how_they_are_cut()
    {
        BothWays.ToString().ShouldBe("TP64 2D attention by sequence");
        (BothWays with { AttentionBySequence = false }).ToString().ShouldBe("TP64 2D");
        Gathered.ToString().ShouldBe("TP64 gathered attention by sequence");
    }
}
