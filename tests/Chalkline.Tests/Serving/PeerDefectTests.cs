using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Tests.Serving;

/// <summary>
/// The point at which the peers were compared: Llama-3-70B in BF16, TP8 on 8 H100, 32 sequences of 2,048 in and 256
/// out. Measured engines take 12.2 to 13.3 ms a step, tools from 3.8 to 12.8.
/// </summary>
public sealed class PeerDefectTests
{
    private static readonly Layout Tp8 = new(8, 1, 1, 1, 1);

    private static readonly ServingModel Serving = new(
        PassModel.Prepare(
            Catalogue.Model("meta-llama/Meta-Llama-3.1-70B"), Catalogue.System("h100x8"), Tp8, Precision.Bf16),
        new Workload(new(2048), new(256), new(0)),
        Fidelity.Operator);

    [Fact]
    public void The_floor_of_the_step_is_6_04_ms_of_which_weights_5_19()
    {
        PassTime stage = Serving.Decode(32).Stage;
        stage.Weights.Value.ShouldBe(5.19e-3, 0.01 * 5.19e-3);
        stage.Floor.Value.ShouldBe(6.04e-3, 0.01 * 6.04e-3);
        stage.Floor.Value.ShouldBe((stage.Weights + stage.KeyValue).Value, 1e-3 * stage.Floor.Value);
        Serving.Decode(32).Floor.ShouldBe(stage.Floor);
    }

    [Fact]
    public void The_estimate_lies_between_the_floor_and_the_slowest_engine()
    {
        DecodeStep step = Serving.Decode(32);
        step.Time.Value.ShouldBeInRange(step.Floor.Value, 13.5e-3);
        step.Stage.Bound.ShouldBe(Bound.Weights);
    }

    [Fact]
    public void The_step_is_memory_first_then_all_reduce_and_launches()
    {
        PassTime stage = Serving.Decode(32).Stage;
        double launches = Serving.Pass.Operators.ToArray()
            .Where(op => op.Kind != OperatorKind.Collective)
            .Sum(op => op.Count * op.Kernels) * Efficiency.Stated.Launch.Value;
        double network = stage.Network.Value;
        double memory = stage.Cost.Memory.Value / (Efficiency.Stated.Memory * 3.35e12);
        double step = stage.Estimate.Value;
        (memory / step).ShouldBeInRange(0.65, 0.80, Text(memory));
        (network / step).ShouldBeInRange(0.05, 0.20, Text(network));
        (launches / step).ShouldBeInRange(0.10, 0.25, Text(launches));
        (memory + network + launches).ShouldBe(step, 0.01 * step, "every operator of this step is bound by memory");

        string Text(double part) => FormattableString.Invariant($"{part * 1e3:0.000} of {step * 1e3:0.000} ms");
    }

    /// <summary>
    /// Section 6.1: two of three SwiGLU matrices give 3.83 ms, under the 5.19 that reading all takes.
    /// </summary>
    [Fact]
    public void All_three_SwiGLU_matrices_are_read()
    {
        double feedForward = Serving.Footprint.Weights[ModelPart.FeedForward].Value;
        feedForward.ShouldBe(2 * 80 * 3.0 * 8192 * 28672 / 8, 1);
        Footprint mixture = new(PassModel.Prepare(
            Catalogue.Model("mixtral-8x7b"), Catalogue.System("h100x8"), Tp8, Precision.Bf16));
        double experts = mixture.Weights[ModelPart.Experts].Value;
        experts.ShouldBe(2 * 32 * ((8 * 3.0 * 4096 * 14336 / 8) + (4096 * 8)), 1);
    }

    /// <summary>
    /// Section 6.4: 1,979 TFLOP/s is the sparse figure, 1,024 cubed makes 7 % of bandwidth, A100 has no 4 TB/s.
    /// </summary>
    [Fact]
    public void Peaks_are_dense_and_bytes_decimal()
    {
        Accelerator h100 = Catalogue.System("h100x8").Accelerator;
        h100.Peak(Arithmetic.Bf16).Value.ShouldBe(989e12);
        h100.Memory.Bandwidth.Value.Value.ShouldBe(3.35e12);
        Catalogue.System("hgx-a100").Accelerator.Memory.Bandwidth.Value.Value.ShouldBe(2.039e12);
        Serving.Pass.Operators.ToArray()
            .ShouldAllBe(op => op.Kind == OperatorKind.Collective || op.Peak.Value <= 989e12);
    }

    /// <summary>
    /// Section 6.3: 32 and 64 of a GB200 rack exchange on NVLink, and the same model over two racks does not.
    /// </summary>
    [Fact]
    public void Experts_of_a_rack_never_use_the_scale_out_network()
    {
        foreach (int width in new[] { 32, 64 })
        {
            PassTime inside = Decode("gb200-nvl72", width);
            inside.Cost.ScaleOut.ShouldBe(Bytes.Zero);
            inside.Cost.ScaleUp.ShouldBeGreaterThan(Bytes.Zero);
        }

        PassTime across = Decode("gb200-nvl72x2", 128);
        across.Cost.ScaleOut.ShouldBeGreaterThan(Bytes.Zero);
        across.Network.ShouldBeGreaterThan(2 * Decode("gb200-nvl72x2", 64).Network);

        static PassTime Decode(string system, int width)
        {
            Layout layout = new(1, 1, width, width, 1);
            return PassModel.Prepare(Catalogue.Model("deepseek-v3"), Catalogue.System(system), layout, Precision.Bf16)
                .Time(Catalogue.Decode(layout, 128 * width, 4096));
        }
    }

    [Fact]
    public void Prefill_of_the_batch_takes_about_as_long_as_measured_kernels_say()
    {
        // Peers: 1.2 s at the peak, 1.9 to 2.4 s with efficiencies, 2.50 s by measured kernels; ours within 10 %
        // of those.
        PassTime prefill = Serving.Prefill(32);
        prefill.Bound.ShouldBe(Bound.Compute);
        prefill.Estimate.Value.ShouldBe(2.50, 0.25);
        prefill.Floor.Value.ShouldBe(32 * 2048 * 2 * 69.5e9 / (8 * 989e12), 0.05);
    }
}
