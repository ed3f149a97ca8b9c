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

/// <summary>What an engine under steady traffic must do, whatever its parameters.</summary>
public sealed class EngineRunTests
{
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");
    private static readonly Model Llama = Chalkline.Catalog.ModelCatalogue.Open(HardwareData.Folder).Find("llama-3.1-70b");

    public static TheoryData<string> Engines => [.. EnginePresets.All.Select(preset => preset.Name)];

    private static PassModel Pass(int tensor = 8) => PassModel.Prepare(
        Llama, Box, new(tensor, 1, 1, 1, 1), Precision.Bf16, null, Catalogue.Calibrations.For(Box));

    private static EngineReport Run(string engine, double concurrency, double input = 1024, double output = 256)
        => new EngineRun(Pass(), EnginePresets.Find(engine), Fidelity.Calibrated).Replay(Closed(concurrency, input, output));

    private static Traffic Closed(double concurrency, double input, double output) => new()
    {
        Input = new(input),
        Output = new(output),
        Concurrency = concurrency,
        Spread = 0.1,
    };

    [Theory]
    [MemberData(nameof(Engines))]
    public void More_clients_never_make_tokens_faster_and_never_lower_the_throughput(string engine)
    {
        EngineReport few = Run(engine, 4);
        EngineReport many = Run(engine, 64);

        many.TimePerOutputToken.ShouldBeGreaterThan(few.TimePerOutputToken);
        many.TimeToFirstToken.ShouldBeGreaterThan(few.TimeToFirstToken);
        many.Throughput.ShouldBeGreaterThan(few.Throughput);
        many.RunningBatch.ShouldBeInRange(few.RunningBatch, 64);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_loop_of_clients_keeps_littles_law(string engine)
    {
        EngineReport report = Run(engine, 32);

        // Requests in flight are rate times stay, but for the run's start and end.
        double rate = report.RunThroughput.Value / 256;
        double stay = (report.EndToEnd - EnginePresets.Find(engine).HostPerRequest).Value;
        (rate * stay).ShouldBe(32, 3.2);
        (report.RunningBatch + report.Waiting).ShouldBe(rate * stay, 0.2);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_lone_client_waits_for_its_prefill_and_then_one_step_a_token(string engine)
    {
        EnginePreset preset = EnginePresets.Find(engine);
        EngineRun run = new(Pass(), preset, Fidelity.Calibrated);
        EngineReport report = run.Replay(Closed(1, 1024, 256) with { Spread = 0 });
        Seconds prefill = run.PrefillStep(1, new(1024), Tokens.Zero);

        report.TimeToFirstToken.Value.ShouldBe((prefill + preset.HostPerRequest).Value, 0.02 * prefill.Value);
        report.TimePerOutputToken.Value.ShouldBe(run.DecodeStep(1, new(1024 + 128)).Value, 0.03 * report.TimePerOutputToken.Value);
        report.RunningBatch.ShouldBeInRange(0.9, 1);
    }

    [Fact]
    public void When_the_cache_is_full_the_rest_waits_and_the_batch_stays()
    {
        // One device holds the weights in 8 bits and few long sequences beside them.
        Precision narrow = Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16);
        MachineSystem box = HardwareData.Catalogue.FindSystem("h200x8");
        PassModel pass = PassModel.Prepare(Llama, box, Layout.Single, narrow, null, Catalogue.Calibrations.For(box));
        EngineRun run = new(pass, EnginePresets.TensorRt, Fidelity.Calibrated);
        double seats = Math.Floor(CacheRoom.Tokens(pass, EnginePresets.TensorRt, new(9000)) / 9000);
        EngineReport report = run.Replay(Closed(4 * seats, 8000, 1000) with { Spread = 0 });

        report.RunningBatch.ShouldBeLessThanOrEqualTo(seats);
        report.Waiting.ShouldBeGreaterThan(2 * seats);
        report.Evictions.ShouldBe(0);
        report.CacheUse.ShouldBeInRange(0.6, 1);
    }

    [Fact]
    public void What_does_not_fit_is_said()
        => Should.Throw<ChalkException>(() => new EngineRun(Pass(1), EnginePresets.Vllm, Fidelity.Calibrated).Replay(Closed(1, 1024, 256)))
            .Message.ShouldContain("does not fit");

    [Fact]
    public void The_same_traffic_gives_the_same_report()
        => Run("vllm", 48).ShouldBe(Run("vllm", 48));

    [Fact]
    public void An_open_loop_below_capacity_serves_what_is_sent()
    {
        EngineReport report = new EngineRun(Pass(), EnginePresets.Vllm, Fidelity.Calibrated).Replay(
            new() { Input = new(1024), Output = new(256), Rate = 2 });

        (report.RunThroughput.Value / 256).ShouldBe(2, 0.3);
        report.Waiting.ShouldBeLessThan(1);
    }

    [Fact]
    public void Speculation_yields_the_tokens_that_its_chances_add_up_to()
    {
        new Speculation(3, 0.8, 0).TokensPerStep.ShouldBe(1 + 0.8 + 0.64 + 0.512, 1e-12);
        new Speculation(1, 1, 0).TokensPerStep.ShouldBe(2);
        EngineReport plain = Run("vllm", 8);
        EngineReport drafted = new EngineRun(Pass(), EnginePresets.Vllm, Fidelity.Calibrated, new(1, 0.85, 1 / 80.0))
            .Replay(Closed(8, 1024, 256));
        drafted.TimePerOutputToken.ShouldBeLessThan(plain.TimePerOutputToken);
    }
}
