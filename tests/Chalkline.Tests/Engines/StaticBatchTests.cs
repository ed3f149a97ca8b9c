using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Engines;

/// <summary>Batches that start and end together: what they hold, and how they pass pipeline stages.</summary>
public sealed class StaticBatchTests
{
    private static readonly EnginePreset Faster = EnginePresets.FasterTransformer;

    private static PassModel Prepare(string model, int tensor, int stages)
    {
        MachineSystem system = HardwareData.Catalogue.FindSystem($"a100_sxm_80x{tensor * stages}");
        return PassModel.Prepare(
            Catalogue.Model(model), system, new(tensor, stages, 1, 1, 1), Precision.Bf16, null,
            Catalogue.Calibrations.For(system).LibraryCollectives());
    }

    private static StaticBatch Run(
        PassModel pass, double sequences, double input, double output, EnginePreset? engine = null)
        => new(pass, engine ?? Faster, Fidelity.Calibrated, sequences, new(input), new(output));

    /// <summary>Cells of the FasterTransformer guide that say OOM, and the largest batches beside them that ran.</summary>
    [Theory]
    [InlineData("mt-nlg-530b", 16, 1, 60, 20, 256, false)]
    [InlineData("mt-nlg-530b", 16, 1, 60, 20, 128, true)]
    [InlineData("mt-nlg-530b", 16, 1, 128, 8, 256, false)]
    [InlineData("mt-nlg-530b", 16, 1, 128, 8, 128, false)]
    [InlineData("mt-nlg-530b", 16, 1, 128, 8, 64, true)]
    [InlineData("mt-nlg-530b", 16, 1, 20, 8, 256, true)]
    [InlineData("mt-nlg-530b", 32, 1, 128, 8, 256, true)]
    [InlineData("mt-nlg-530b", 8, 3, 60, 20, 256, true)]
    [InlineData("gpt-20b", 1, 1, 128, 20, 256, false)]
    [InlineData("gpt-20b", 1, 1, 128, 20, 128, true)]
    [InlineData("gpt-20b", 1, 1, 60, 20, 256, true)]
    [InlineData("gpt-20b", 1, 1, 80, 200, 256, false)]
    [InlineData("gpt-20b", 1, 1, 80, 200, 128, false)]
    [InlineData("gpt-20b", 1, 1, 80, 200, 64, true)]
    [InlineData("gpt-20b", 2, 1, 80, 200, 256, true)]
    public void What_ran_out_of_memory_does_not_fit_and_what_ran_does(
        string model, int tensor, int stages, int input, int output, int sequences, bool ran)
        => Run(Prepare(model, tensor, stages), sequences, input, output).Fits.ShouldBe(ran);

    /// <summary>Memory in use that the FasterTransformer guide prints, read as GiB.</summary>
    [Theory]
    [InlineData("gpt-6.7b", 128, 8, 1, 15.55)]
    [InlineData("gpt-6.7b", 128, 8, 64, 22.17)]
    [InlineData("gpt-6.7b", 512, 32, 1, 15.96)]
    [InlineData("gpt-6.7b", 512, 32, 32, 28.73)]
    [InlineData("gpt-6.7b", 512, 32, 64, 41.84)]
    [InlineData("gpt-1.3b", 128, 8, 64, 7.97)]
    [InlineData("gpt-1.3b", 512, 32, 1, 5.58)]
    [InlineData("gpt-1.3b", 512, 32, 64, 15.61)]
    [InlineData("gpt-350m", 128, 8, 1, 3.43)]
    [InlineData("gpt-350m", 128, 8, 64, 4.81)]
    [InlineData("gpt-350m", 512, 32, 64, 8.67)]
    public void Memory_in_use_is_what_the_guide_measured(string model, int input, int output, int sequences, double measured)
    {
        double expected = measured * (1L << 30);

        Run(Prepare(model, 1, 1), sequences, input, output).Memory.Value.ShouldBe(expected, 0.12 * expected);
    }

    [Fact]
    public void A_sequence_by_hand()
    {
        PassModel pass = Prepare("gpt-6.7b", 1, 1);

        // Cache: 2 x 32 layers x 4,096 x 2 bytes for 544 tokens. Buffers: 7 + 8 + 4 rows of 4,096 for 512 tokens, 32 heads
        // of 512 x 512 scores in 4 + 2 bytes, a mask of 544 x 544, 20 bytes for an entry of the vocabulary.
        double cache = 2.0 * 32 * 4096 * 2 * 544;
        double buffers = (512.0 * 19 * 4096 * 2) + (32.0 * 512 * 512 * 6) + (544.0 * 544 * 2) + (51200.0 * 20);
        (Run(pass, 2, 512, 32).Memory - Run(pass, 1, 512, 32).Memory).Value.ShouldBe(cache + buffers, 1);
    }

    /// <summary>The plain twin: every part through every stage, one after another, and every token after its last.</summary>
    [Theory]
    [InlineData(1, 20)]
    [InlineData(3, 64)]
    [InlineData(48, 128)]
    [InlineData(64, 128)]
    [InlineData(256, 60)]
    public void Stages_pass_parts_on_as_a_plain_schedule_says(int sequences, int input)
    {
        const int Stages = 3;
        PassModel pass = Prepare("mt-nlg-530b", 8, Stages);
        EnginePreset engine = Faster with { HostPerStep = Seconds.Zero, HostPerSequence = Seconds.Zero, FusedAttention = true };
        StaticBatch run = Run(pass, sequences, input, 2, engine);

        int together = sequences % Stages == 0 ? sequences / Stages : sequences;
        int prompts = together;
        while (prompts * input > 1024 && prompts % 2 == 0)
        {
            prompts /= 2;
        }

        double prefill = Stage(pass, Pass.None, Pass.Prefill(prompts, new(input), Tokens.Zero));
        run.Prefill.Value.ShouldBe(Schedule(sequences / prompts, Stages, 1, prefill), 1e-9);
        double decode = Stage(pass, Pass.Decode(together, new(input + 1)), Pass.None);
        double twenty = Schedule(sequences / together, Stages, 20, decode);
        double ten = Schedule(sequences / together, Stages, 10, decode);
        run.DecodeStep.Value.ShouldBe((twenty - ten) / 10, 1e-9);
    }

    private static double Stage(PassModel pass, Pass decode, Pass prefill)
    {
        double kernels = 0;
        foreach (ref readonly Operator op in pass.Operators)
        {
            kernels += op.Count * op.Kernels;
        }

        PassLoad load = new(decode, prefill, decode.AllNewTokens + prefill.AllNewTokens);
        return pass.Time(load, Fidelity.Calibrated).Estimate.Value + (kernels * Faster.LaunchGap.Value);
    }

    /// <summary>When the last stage has done the last part of so many rounds.</summary>
    private static double Schedule(int parts, int stages, int rounds, double stage)
    {
        double[] free = new double[stages];
        double[] done = new double[parts];
        for (int round = 0; round < rounds; round++)
        {
            for (int part = 0; part < parts; part++)
            {
                for (int place = 0; place < stages; place++)
                {
                    done[part] = Math.Max(done[part], free[place]) + stage;
                    free[place] = done[part];
                }
            }
        }

        return done.Max();
    }

    [Fact]
    public void More_of_anything_takes_no_less_time_and_no_less_memory()
    {
        PassModel pass = Prepare("gpt-20b", 2, 1);
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 512], Gen.Int[1, 128], Gen.Int[1, 3]).Sample((sequences, input, output, more) =>
        {
            StaticBatch run = Run(pass, sequences, input, output);
            foreach (StaticBatch larger in (StaticBatch[])
                [
                    Run(pass, sequences * more, input, output),
                    Run(pass, sequences, input * more, output),
                    Run(pass, sequences, input, output * more),
                ])
            {
                larger.Total.ShouldBeGreaterThanOrEqualTo(run.Total);
                larger.Memory.ShouldBeGreaterThanOrEqualTo(run.Memory);
            }
        });
    }

    [Fact]
    public void Kernels_launched_one_by_one_cost_their_gaps_and_scores_in_memory_their_bytes()
    {
        PassModel pass = Prepare("gpt-20b", 1, 1);
        StaticBatch run = Run(pass, 4, 128, 20);
        StaticBatch graphs = Run(pass, 4, 128, 20, Faster with { LaunchGap = Seconds.Zero });
        StaticBatch fused = Run(pass, 4, 128, 20, Faster with { FusedAttention = true });

        // A layer: four products, attention, append, activation, two norms; once the lookup and the head.
        (run.DecodeStep - graphs.DecodeStep).Value.ShouldBe(((44 * 9) + 2) * 6e-6, 1e-9);

        // 48 heads of 128 x 128 scores in 6 bytes, written and read, in 44 layers at 75 % of the bandwidth.
        double bytes = 44 * 2 * 4 * 48.0 * 128 * 128 * 6;
        (run.Prefill - fused.Prefill).Value
            .ShouldBe(bytes / (0.75 * pass.System.Accelerator.Memory.Bandwidth.Value.Value), 1e-9);
    }

    /// <summary>Sums over boxes cost what they cost in a box, and the way between boxes.</summary>
    [Fact]
    public void A_sum_over_more_boxes_takes_longer()
    {
        PassLoad load = PassLoad.Split(Pass.Decode(1, new(64)), Pass.None, 1);
        double Network(int tensor) => Prepare("mt-nlg-530b", tensor, 1).Time(load, Fidelity.Calibrated).Network.Value;

        // 210 sums of a token's 40,960 bytes; two boxes are one level of a tree up and down, four are two levels.
        double level = 2 * 210 * 8.5e-6;
        double bytes = 210 * 40960 / 25e9 / 0.75;
        (Network(16) - Network(8)).ShouldBe(level + (bytes * 2 * 0.5 / 8), 0.1 * level);
        (Network(32) - Network(16)).ShouldBe(level, 0.1 * level);
    }

    [Fact]
    public void The_library_is_never_faster_than_the_better_of_library_and_own_kernel()
    {
        MachineSystem box = HardwareData.Catalogue.FindSystem("a100_sxm_80x8");
        PassModel Of(bool own) => PassModel.Prepare(
            Catalogue.Model("gpt-20b"), box, new(8, 1, 1, 1, 1), Precision.Bf16, null,
            own ? Catalogue.Calibrations.For(box) : Catalogue.Calibrations.For(box).LibraryCollectives());
        Gen.Double[1, 1e4].Sample(sequences =>
        {
            PassLoad load = PassLoad.Split(Pass.Decode(sequences, new(64)), Pass.None, 1);
            Of(false).Time(load, Fidelity.Calibrated).Network
                .ShouldBeGreaterThanOrEqualTo(Of(true).Time(load, Fidelity.Calibrated).Network);
        });
    }

    [Fact]
    public void A_run_names_its_engine_and_unknown_names_have_none()
    {
        EnginePresets.OfBackend("fastertransformer").ShouldBe(Faster);
        EnginePresets.OfBackend("vllm").ShouldBe(EnginePresets.Vllm);
        EnginePresets.OfBackend("megatron").ShouldBeNull();
        EnginePresets.OfBackend("").ShouldBeNull();
        Should.Throw<ChalkException>(() => EnginePresets.Find("fastertransformer")).Message.ShouldContain("choose one of");
    }
}
