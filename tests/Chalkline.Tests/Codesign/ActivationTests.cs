using Chalkline.Catalog;
using Chalkline.Codesign.Activations;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Grain;
using Chalkline.Codesign.Quality;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Swish or ReLU (codesign recording, 2:49; notes, section 2.5).</summary>
public sealed class ActivationTests
{
    private static readonly Dictionary<string, ActivationKind> Kinds
        = ActivationKind.All(HardwareData.Folder).ToDictionary(kind => kind.Id, StringComparer.Ordinal);

    private static readonly Accelerator Hopper = HardwareData.Catalogue.FindAccelerator("h100-sxm");

    /// <summary>7B-class, two thirds of the weights in feed-forward layers, a perfect predictor.</summary>
    private static readonly ActivationSetting Worked = new()
    {
        Active = new(7e9),
        FeedForwardShare = 2.0 / 3,
        Width = 4096,
        Accelerator = Hopper,
        Terms = EnergyTerms.Of(Hopper, EnergyCatalogue.Open(HardwareData.Folder), FormatCatalogue.Open(HardwareData.Folder)),
        Format = NumberFormat.Bf16,
    };

    /// <summary>Test vector 11, and its whole table.</summary>
    [Theory]
    [InlineData(0.05, 8, 0.337)]
    [InlineData(0.1, 1, 0.1)]
    [InlineData(0.1, 8, 0.5695)]
    [InlineData(0.1, 32, 0.9657)]
    [InlineData(0.15, 16, 0.926)]
    [InlineData(0.3, 4, 0.760)]
    public void What_a_batch_touches(double active, double batch, double touched)
        => UnionModel.Touched(active, batch).ShouldBe(touched, 5e-4);

    [Fact]
    public void The_union_equals_counting_drawn_tokens()
    {
        Random random = new(3);
        const int Neurons = 20_000;
        bool[] hit = new bool[Neurons];
        for (int token = 0; token < 8; token++)
        {
            for (int neuron = 0; neuron < Neurons; neuron++)
            {
                hit[neuron] |= random.NextDouble() < 0.1;
            }
        }

        (hit.Count(one => one) / (double)Neurons).ShouldBe(UnionModel.Touched(0.1, 8), 0.015);
    }

    /// <summary>Test vector 12, and the table of function-unit time.</summary>
    [Theory]
    [InlineData("h100-sxm", Arithmetic.Bf16, 0.50, 0.021, 0.012)]
    [InlineData("b200-sxm", Arithmetic.Bf16, 1.00, 0.042, 0.024)]
    [InlineData("b200-sxm", Arithmetic.Fp8, 2.00, 0.083, 0.048)]
    [InlineData("b200-sxm", Arithmetic.Fp4, 4.00, 0.167, 0.095)]
    public void Function_unit_over_matrix_unit(string device, Arithmetic arithmetic, double softmax, double narrow, double wide)
    {
        Accelerator found = HardwareData.Catalogue.FindAccelerator(device);
        double flop = FunctionUnit.Of(HardwareData.Folder, found)!.MatrixFlop(found, arithmetic);

        FunctionUnit.Softmax(flop, 128).ShouldBe(softmax, 0.005);
        FunctionUnit.Activation(flop, Kinds["swiglu"], 4096).ShouldBe(narrow, 5e-4);
        FunctionUnit.Activation(flop, Kinds["swiglu"], 7168).ShouldBe(wide, 5e-4);
        FunctionUnit.Activation(flop, Kinds["relu"], 4096).ShouldBe(0);
    }

    [Fact]
    public void A_device_whose_unit_is_not_known_has_none()
        => FunctionUnit.Of(HardwareData.Folder, HardwareData.Catalogue.FindAccelerator("tpu-v6e")).ShouldBeNull();

    /// <summary>The worked example: bytes 0.40, 0.713, 0.977; FLOP 0.40 at any batch.</summary>
    [Theory]
    [InlineData(1, 0.40)]
    [InlineData(8, 0.713)]
    [InlineData(32, 0.977)]
    public void Bytes_of_a_step_with_ReGLU(double batch, double bytes)
    {
        ActivationPoint point = ActivationPoint.Of(Kinds["reglu"], Kinds["swiglu"], Worked, batch)!;

        (point.BytesShare / point.Handicap).ShouldBe(bytes, 5e-4);
        (point.FlopShare / point.Handicap).ShouldBe(0.40, 5e-4);
    }

    [Fact]
    public void ReGLU_wins_up_to_17_or_24()
    {
        Kinds["reglu"].Handicap(Kinds["swiglu"])!.Value.ShouldBe(1.12, 0.005);
        ActivationPoint.Crossover(Kinds["reglu"], Kinds["swiglu"], Worked)!.Value.ShouldBe(17, 1);
        ActivationPoint.Crossover(Kinds["reglu"], Kinds["swiglu"], Worked with { Charge = HandicapCharge.Split })!.Value.ShouldBe(24, 1);
        Kinds["relu"].Handicap(Kinds["swiglu"])!.Value.ShouldBe(1.65, 0.005);
        Kinds["geglu"].Handicap(Kinds["swiglu"])!.Value.ShouldBe(0.96, 0.005);
    }

    [Fact]
    public void At_the_crossover_bytes_are_equal()
    {
        foreach (ActivationSetting setting in new[]
        {
            Worked, Worked with { Charge = HandicapCharge.Split }, Worked with { FeedForwardShare = 0.8, Correlation = 0.7 },
        })
        {
            double batch = ActivationPoint.Crossover(Kinds["reglu"], Kinds["swiglu"], setting)!.Value;
            ActivationPoint.Of(Kinds["reglu"], Kinds["swiglu"], setting, batch)!.BytesShare.ShouldBe(1, 1e-9);
        }
    }

    [Fact]
    public void Without_a_predictor_the_gate_is_read_whole()
    {
        UnionModel.Bytes(0.1, gated: true, predictor: false).ShouldBe(0.4, 1e-12);
        UnionModel.Bytes(0.1, gated: true, predictor: true).ShouldBe(0.1, 1e-12);
        ActivationPoint.Of(Kinds["reglu"], Kinds["swiglu"], Worked with { Predictor = false }, 1)!.BytesShare
            .ShouldBeGreaterThan(ActivationPoint.Of(Kinds["reglu"], Kinds["swiglu"], Worked, 1)!.BytesShare);
    }

    [Fact]
    public void A_quality_nobody_published_is_not_guessed()
        => ActivationPoint.Of(Kinds["relu2"], Kinds["swiglu"], Worked, 8).ShouldBeNull();

    /// <summary>The wide-model half: 1.82 times the compute against 1.20 in energy.</summary>
    [Fact]
    public void A_model_wide_enough_for_an_array_of_512_does_not_pay_at_the_extreme()
    {
        QualityChange.ComputeFor(0.03).ShouldBe(1.82, 0.005);
        (new SystolicArray().Energy(128) / new SystolicArray().Energy(512)).ShouldBe(1.20, 0.005);
    }
}
