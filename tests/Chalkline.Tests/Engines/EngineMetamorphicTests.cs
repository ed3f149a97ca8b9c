using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using CsCheck;
using Work = Chalkline.Workloads.Pass;

namespace Chalkline.Tests.Engines;

/// <summary>How an engine's answer must move when one thing about the machine, the load or the engine changes.</summary>
public sealed class EngineMetamorphicTests
{
    private const double Rounding = 1 + 1e-9;

    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");

    private static readonly (string Model, Layout Layout)[] Served =
    [
        ("llama-3.1-8b", Layout.Single),
        ("llama-3.1-70b", new(8, 1, 1, 1, 1)),
        ("gpt-oss-120b", new(4, 1, 1, 4, 1)),
        ("qwen3-235b-a22b", new(4, 1, 2, 8, 1)),
    ];

    private static readonly Gen<(string Model, Layout Layout)> Places = Gen.Int[0, Served.Length - 1].Select(i => Served[i]);
    private static readonly Gen<EnginePreset> Engines = Gen.Int[0, 2].Select(i => EnginePresets.All[i]);

    private static readonly Gen<Traffic> Loads = Gen
        .Select(Gen.Int[64, 6000], Gen.Int[2, 400], Gen.Int[1, 96])
        .Select((input, output, clients) => new Traffic
        {
            Input = new(input),
            Output = new(output),
            Spread = 0.1,
            Concurrency = clients,
            Rounds = 4,
        });

    [Fact]
    public void Twice_the_bandwidth_or_arithmetic_never_slows_a_token() => Gen
        .Select(Places, Engines, Loads, Gen.Int[0, 2])
        .Sample(
            (place, engine, load, what) =>
            {
                MachineSystem faster = what switch { 0 => Memory(Box), 1 => Arithmetic(Box), _ => Links(Box) };
                EngineReport before = new EngineRun(Prepared(place, Box), engine, Fidelity.Operator).Replay(load);
                EngineReport after = new EngineRun(Prepared(place, faster), engine, Fidelity.Operator).Replay(load);

                string where = $"{place} {engine.Name} {load} {what}";
                after.TimeToFirstToken.Value.ShouldBeLessThanOrEqualTo(before.TimeToFirstToken.Value * Rounding, where);
                after.TimePerOutputToken.Value.ShouldBeLessThanOrEqualTo(before.TimePerOutputToken.Value * Rounding, where);
                after.RunThroughput.Value.ShouldBeGreaterThanOrEqualTo(before.RunThroughput.Value / Rounding, where);
            },
            seed: "0N0XIzNsQ1B1",
            iter: 120);

    [Fact]
    public void A_mixed_step_costs_at_least_each_of_its_parts() => Gen
        .Select(Places, Engines, Gen.Int[1, 512], Gen.Int[1, 30_000], Gen.Int[1, 8], Gen.Int[1, 8192], Gen.Int[0, 30_000])
        .Sample(
            (place, engine, decoding, context, prompts, tokens, offset) =>
            {
                PassModel pass = Prepared(place, Box);
                foreach (Fidelity fidelity in Enum.GetValues<Fidelity>())
                {
                    StepTimer timer = new(pass, engine, fidelity, null);
                    double all = Math.Max(prompts, tokens);
                    double mixed = timer.Step(decoding, context, all, prompts, offset);
                    string where = $"{place} {fidelity} {decoding} of {context} and {prompts} of {all} after {offset}";
                    mixed.ShouldBeGreaterThanOrEqualTo(timer.Step(decoding, context, 0, 0, 0) / Rounding, where);
                    mixed.ShouldBeGreaterThanOrEqualTo(timer.Step(0, 0, all, prompts, offset) / Rounding, where);
                }
            },
            seed: "0N0XIzNsQ1B2",
            iter: 300);

    [Fact]
    public void More_clients_never_halve_the_throughput_and_never_speed_up_a_stream() => Gen
        .Select(Places, Engines, Loads, Gen.Int[1, 160])
        .Sample(
            (place, engine, load, more) =>
            {
                EngineRun run = new(Prepared(place, Box), engine, Fidelity.Calibrated);
                EngineReport few = run.Replay(load);
                EngineReport many = run.Replay(load with { Concurrency = load.Concurrency + more });

                string where = $"{place} {engine.Name} {load} and {more} more";
                many.RunThroughput.Value.ShouldBeGreaterThan(few.RunThroughput.Value / 2, where);

                // Sizes of steps are rounded, and answers that start together share fewer prompts with each other.
                many.TimePerOutputToken.Value.ShouldBeGreaterThan(few.TimePerOutputToken.Value * 0.95, where);
            },
            seed: "0N0XIzNsQ1B3",
            iter: 120);

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("trtllm")]
    public void Without_overheads_on_ideal_kernels_a_lone_request_meets_the_floor(string name)
    {
        EnginePreset engine = EnginePresets.Find(name) with
        {
            HostPerStep = Seconds.Zero,
            HostPerSequence = Seconds.Zero,
            HostPerRequest = Seconds.Zero,
            HostPerLaunch = Seconds.Zero,
        };
        PassModel pass = Prepared(Served[0], Box);

        // Powers of two, which no rounding of sizes moves; the second token is the only step of decoding.
        Work prompt = Work.Prefill(1, new(2048), Tokens.Zero);
        Work token = Work.Decode(1, new(2048));
        EngineReport report = new EngineRun(pass, engine, Fidelity.Chalk).Replay(
            new() { Input = new(2048), Output = new(2), Concurrency = 1 });

        report.TimeToFirstToken.Value.ShouldBe(
            pass.Time(new(Work.None, prompt, new(2048))).Floor.Value, 1e-9 * report.TimeToFirstToken.Value);
        report.TimePerOutputToken.Value.ShouldBe(
            pass.Time(new(token, Work.None, new(1))).Floor.Value, 1e-9 * report.TimePerOutputToken.Value);
    }

    [Fact]
    public void The_time_of_a_host_adds_up_step_by_step()
    {
        EnginePreset still = EnginePresets.Vllm with
        {
            HostPerStep = Seconds.Zero,
            HostPerSequence = Seconds.Zero,
            HostPerRequest = Seconds.Zero,
            EntrySteps = 0,
        };
        Traffic load = new() { Input = new(1024), Output = new(101), Concurrency = 8 };
        PassModel pass = Prepared(Served[0], Box);
        EngineReport without = new EngineRun(pass, still, Fidelity.Calibrated).Replay(load);
        EngineReport with = new EngineRun(pass, still with { HostPerStep = new(2e-3) }, Fidelity.Calibrated).Replay(load);
        EngineReport each = new EngineRun(pass, still with { HostPerRequest = new(9e-3) }, Fidelity.Calibrated).Replay(load);

        // Eight prompts are one step, and then a hundred steps end all eight answers.
        (with.TimePerOutputToken - without.TimePerOutputToken).Value.ShouldBe(2e-3, 1e-9);
        (with.TimeToFirstToken - without.TimeToFirstToken).Value.ShouldBe(2e-3, 1e-9);
        (each.TimeToFirstToken - without.TimeToFirstToken).Value.ShouldBe(9e-3, 1e-9);
        each.TimePerOutputToken.ShouldBe(without.TimePerOutputToken);
    }

    [Fact]
    public void Whoever_is_looked_for_less_often_waits_half_an_interval_longer()
    {
        // Answers of many lengths end at any step: the wait is anything from none to the whole interval.
        PassModel pass = Prepared(Served[0], Box);
        Traffic load = new() { Input = new(64), Output = new(2000), Spread = 0.5, Concurrency = 4, Rounds = 40 };
        EngineReport often = new EngineRun(pass, EnginePresets.Sglang, Fidelity.Calibrated).Replay(load);
        EnginePreset rare = EnginePresets.Sglang with { ReceiveSteps = 40 };
        EngineReport seldom = new EngineRun(pass, rare, Fidelity.Calibrated).Replay(load);

        double steps = (seldom.TimeToFirstToken - often.TimeToFirstToken) / often.TimePerOutputToken;
        steps.ShouldBeInRange(15, 23);
        (seldom.TimePerOutputToken / often.TimePerOutputToken).ShouldBe(1, 0.02);
    }

    [Fact]
    public void Each_further_step_on_the_way_in_is_a_step_of_waiting()
    {
        PassModel pass = Prepared(Served[0], Box);
        Traffic load = new() { Input = new(64), Output = new(500), Spread = 0.5, Concurrency = 8, Rounds = 40 };
        EngineReport Entered(int steps)
            => new EngineRun(pass, EnginePresets.Vllm with { EntrySteps = steps }, Fidelity.Calibrated).Replay(load);
        EngineReport near = Entered(0);
        EngineReport far = Entered(10);

        ((far.TimeToFirstToken - near.TimeToFirstToken) / near.TimePerOutputToken).ShouldBe(10, 1);
    }

    private static PassModel Prepared((string Model, Layout Layout) place, MachineSystem system) => PassModel.Prepare(
        Catalogue.Model(place.Model),
        system,
        place.Layout,
        Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16),
        null,
        Catalogue.Calibrations.For(Box));

    private static MachineSystem Memory(MachineSystem system)
    {
        Accelerator device = system.Accelerator;
        Datum<BytesPerSecond> bandwidth = device.Memory.Bandwidth;
        return system with
        {
            Accelerator = device with
            {
                Memory = device.Memory with { Bandwidth = bandwidth with { Value = 2 * bandwidth.Value } },
            },
        };
    }

    private static MachineSystem Arithmetic(MachineSystem system)
    {
        Accelerator device = system.Accelerator;
        return system with
        {
            Accelerator = device with
            {
                Peaks = device.Peaks.SetItems(device.Peaks.Select(peak => KeyValuePair.Create(
                    peak.Key, peak.Value with { Value = 2 * peak.Value.Value }))),
            },
        };
    }

    private static MachineSystem Links(MachineSystem system)
    {
        Datum<BytesPerSecond> bandwidth = system.ScaleUp.Bandwidth;
        return system with
        {
            ScaleUp = system.ScaleUp with { Bandwidth = bandwidth with { Value = 2 * bandwidth.Value } },
        };
    }
}
