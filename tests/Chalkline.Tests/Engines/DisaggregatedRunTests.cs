using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;

namespace Chalkline.Tests.Engines;

/// <summary>What prefill and decode on separate workers must do, whatever the parameters.</summary>
public sealed class DisaggregatedRunTests
{
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");

    private static readonly PassModel Pass = PassModel.Prepare(
        Catalogue.Model("llama-3.1-70b"), Box, new(2, 1, 1, 1, 1), Precision.Uniform(NumberFormat.Fp8, NumberFormat.Fp8),
        null, Catalogue.Calibrations.For(Box));

    public static TheoryData<string> Engines => [.. EnginePresets.All.Select(preset => preset.Name)];

    private static DisaggregatedRun Run(string engine, int prefill = 1, int decode = 1)
        => new(new(Pass, prefill), new(Pass, decode), EnginePresets.Find(engine), Fidelity.Calibrated);

    private static Traffic Closed(double concurrency, double input = 2048, double output = 256) => new()
    {
        Input = new(input),
        Output = new(output),
        Concurrency = concurrency,
        Spread = 0.1,
    };

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_lone_client_prefills_hands_over_and_then_gets_a_token_a_step(string engine)
    {
        EnginePreset preset = EnginePresets.Find(engine);
        EngineReport report = Run(engine).Replay(Closed(1) with { Spread = 0 }).Run;
        EngineRun alone = new(Pass, preset, Fidelity.Calibrated);
        Seconds first = alone.PrefillStep(1, new(2048), default)
            + preset.HandOver + Run(engine).HandOver(new(2048)) + preset.HostPerRequest;
        Seconds step = alone.DecodeStep(1, new(2048 + 128)) - preset.HostPerStep - preset.HostPerSequence;

        report.TimeToFirstToken.Value.ShouldBe(first.Value, 0.01 * first.Value);
        report.TimePerOutputToken.Value.ShouldBe(Math.Max(step.Value, 1e-3), 0.03 * step.Value);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_loop_of_clients_keeps_littles_law(string engine)
    {
        DisaggregatedReport report = Run(engine, 2, 2).Replay(Closed(32));
        double rate = report.Run.RunThroughput.Value / 256;
        double stay = (report.Run.EndToEnd - EnginePresets.Find(engine).HostPerRequest).Value;

        (rate * stay).ShouldBe(32, 3.2);
        (report.Run.RunningBatch + report.Run.Waiting).ShouldBe(rate * stay, 0.2);
        (report.Prefill.Waiting + report.Decode.Waiting).ShouldBe(report.Run.Waiting, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Over_many_rounds_the_replay_comes_to_the_closed_form(string engine)
    {
        foreach ((double clients, int prefill, int decode) in new[] { (4.0, 1, 1), (32, 1, 2), (128, 1, 2), (96, 3, 1) })
        {
            DisaggregatedRun run = Run(engine, prefill, decode);
            Traffic traffic = Closed(clients) with { Rounds = 40 };
            EngineReport replay = run.Replay(traffic).Run;
            DisaggregatedSteadyState steady = run.Steady(traffic);

            replay.TimePerOutputToken.Value.ShouldBe(
                steady.TimePerOutputToken.Value, 0.06 * steady.TimePerOutputToken.Value);
            replay.Throughput.Value.ShouldBe(steady.Throughput.Value, 0.06 * steady.Throughput.Value);

            // Chance makes prompts wait for one another, which the closed form does not know; they also share steps.
            replay.TimeToFirstToken.ShouldBeGreaterThan(0.95 * steady.TimeToFirstToken);
        }
    }

    [Fact]
    public void The_first_wave_waits_and_later_ones_forget_it()
    {
        DisaggregatedRun run = Run("trtllm", 1, 2);
        Traffic traffic = Closed(32, 2048, 2000);

        run.Replay(traffic with { Rounds = 2 }).Run.TimeToFirstToken
            .ShouldBeGreaterThan(1.3 * run.Replay(traffic with { Rounds = 20 }).Run.TimeToFirstToken);
    }

    [Fact]
    public void More_workers_of_a_phase_never_slow_it()
    {
        Traffic traffic = Closed(96, 8000);
        DisaggregatedReport few = Run("trtllm", 1, 1).Replay(traffic);
        DisaggregatedReport prompts = Run("trtllm", 3, 1).Replay(traffic);
        DisaggregatedReport answers = Run("trtllm", 1, 3).Replay(traffic);

        few.HeldBackBy.ShouldBe(ServingPhase.Prefill);
        few.Prefill.Load.ShouldBeInRange(0.9, 1);
        prompts.Run.TimeToFirstToken.ShouldBeLessThan(few.Run.TimeToFirstToken);
        prompts.Run.Throughput.ShouldBeGreaterThan(2 * few.Run.Throughput);
        answers.Run.TimePerOutputToken.ShouldBeLessThanOrEqualTo(few.Run.TimePerOutputToken);
    }

    [Fact]
    public void Separate_pools_never_decode_slower_than_one_that_prefills_too()
    {
        Traffic traffic = Closed(64, 8000, 500);

        Run("trtllm", 2).Replay(traffic).Run.TimePerOutputToken.ShouldBeLessThan(
            new EngineRun(Pass, EnginePresets.TensorRt, Fidelity.Calibrated).Replay(traffic).TimePerOutputToken);
    }

    [Fact]
    public void When_the_decode_workers_are_full_the_rest_waits_before_them()
    {
        PassModel tight = PassModel.Prepare(
            Catalogue.Model("llama-3.1-70b"), Box, Layout.Single, Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16),
            null, Catalogue.Calibrations.For(Box));
        DisaggregatedRun run = new(new(Pass, 1), new(tight, 1), EnginePresets.TensorRt, Fidelity.Calibrated);
        double seats = Math.Floor(CacheRoom.Tokens(tight, EnginePresets.TensorRt, new(500)) / 500);
        DisaggregatedReport report = run.Replay(Closed(4 * seats, 400, 100) with { Spread = 0 });

        report.Run.RunningBatch.ShouldBeLessThanOrEqualTo(seats);
        report.HeldBackBy.ShouldBe(ServingPhase.Decode);
        report.Decode.Waiting.ShouldBeGreaterThan(seats);
        report.Decode.Load.ShouldBeGreaterThan(1);
        report.Run.Evictions.ShouldBe(0);
    }

    [Fact]
    public void An_open_loop_below_capacity_serves_what_is_sent()
    {
        DisaggregatedReport report = Run("vllm", 2, 1).Replay(
            new() { Input = new(1024), Output = new(256), Rate = 2 });

        (report.Run.RunThroughput.Value / 256).ShouldBe(2, 0.3);
        report.Prefill.Load.ShouldBeLessThan(0.5);
    }

    [Fact]
    public void The_same_traffic_gives_the_same_report()
        => Run("sglang", 2, 2).Replay(Closed(48)).ShouldBe(Run("sglang", 2, 2).Replay(Closed(48)));

    [Fact]
    public void A_pool_that_cannot_hold_the_model_is_told()
    {
        PassModel small = PassModel.Prepare(
            Catalogue.Model("llama-3.1-70b"), Box, Layout.Single, Precision.Bf16, null, Catalogue.Calibrations.For(Box));

        Should.Throw<ChalkException>(() => new DisaggregatedRun(
                new(small, 1), new(Pass, 1), EnginePresets.Vllm, Fidelity.Calibrated).Replay(Closed(1)))
            .Message.ShouldContain("does not fit a worker of TP1");
    }
}
