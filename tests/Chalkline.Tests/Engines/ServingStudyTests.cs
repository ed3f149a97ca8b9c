using Chalkline.Derivations;
using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;

namespace Chalkline.Tests.Engines;

/// <summary>Seats, capacity, load and utilisation of an engine under steady traffic.</summary>
public sealed class ServingStudyTests
{
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");

    private static readonly PassModel Pass = PassModel.Prepare(
        Catalogue.Model("llama-3.1-8b"), Box, new(2, 1, 1, 1, 1), Precision.Bf16, null, Catalogue.Calibrations.For(Box));

    private static Traffic Closed(double concurrency) => new()
    {
        Input = new(2000),
        Output = new(500),
        Concurrency = concurrency,
    };

    private static ServingStudy Study(Traffic traffic, int replicas = 1, params double[] curve)
        => ServingStudy.Of(Pass, EnginePresets.Vllm, Fidelity.Calibrated, null, traffic, replicas, curve);

    [Fact]
    public void Seats_are_the_requests_whose_final_length_the_cache_holds()
    {
        ServingStudy study = Study(Closed(8), 1, 8);

        // 8 billion BF16 parameters on two devices of 80 GB leave about 55 GB each; 2,500 tokens take 164 MB a device.
        double room = CacheRoom.Tokens(Pass, EnginePresets.Vllm, new(2500));
        study.Seats.ShouldBe(Math.Floor(room / 2500));
        study.Seats.ShouldBeInRange(300, 450);
        study.Load.ShouldBe(8 / study.Seats, 1e-12);
        Study(Closed(8), 3, 8).Seats.ShouldBe(3 * study.Seats);
    }

    [Fact]
    public void A_limit_of_sequences_takes_seats_away()
    {
        EnginePreset narrow = EnginePresets.Vllm with { Sequences = 16 };
        ServingStudy study = ServingStudy.Of(Pass, narrow, Fidelity.Calibrated, null, Closed(64), 1, [64]);

        study.Seats.ShouldBe(16);
        study.Load.ShouldBe(4, 1e-12);
        study.Report.RunningBatch.ShouldBeLessThanOrEqualTo(16);
        study.Finished.Value.ShouldBe(study.Capacity.Value, 0.15 * study.Capacity.Value);
    }

    [Fact]
    public void No_device_works_more_than_all_the_time()
    {
        foreach (double concurrency in new double[] { 1, 16, 256, 1024 })
        {
            EngineReport report = Study(Closed(concurrency), 1, concurrency).Report;
            report.ComputeUse.ShouldBeInRange(0.0005, 1);
            report.MemoryUse.ShouldBeInRange(0.05, 1);
            report.NetworkUse.ShouldBeInRange(0.001, 1);
        }
    }

    [Fact]
    public void Utilisation_of_an_engine_that_only_decodes_is_that_of_its_step()
    {
        EnginePreset still = EnginePresets.Vllm with { HostPerStep = default, HostPerSequence = default, HostPerRequest = default, EntrySteps = 0 };
        Traffic traffic = new() { Input = new(2), Output = new(4000), Concurrency = 1, Rounds = 1 };
        EngineReport report = new EngineRun(Pass, still, Fidelity.Calibrated).Replay(traffic);
        PassTime step = Pass.Time(new(Chalkline.Workloads.Pass.Decode(1, new(2000)), Chalkline.Workloads.Pass.None, new(1)), Fidelity.Calibrated);

        report.ComputeUse.ShouldBe(step.Compute / step.Estimate, 0.02 * (step.Compute / step.Estimate));
        report.MemoryUse.ShouldBe(step.Cost.Memory / Box.Accelerator.Memory.Bandwidth.Value / step.Estimate, 0.01);
        report.NetworkUse.ShouldBe(step.Network / step.Estimate, 0.01);
    }

    [Fact]
    public void A_curve_that_nobody_named_doubles_up_to_the_seats_and_has_what_was_asked()
    {
        ServingStudy study = Study(Closed(48));

        double[] clients = [.. study.Curve.Select(point => point.Concurrency)];
        clients.ShouldBe([1, 2, 4, 8, 16, 32, 48, 64, 128, 256, study.Seats]);
        study.Curve.Single(point => point.Concurrency == 48).Report.ShouldBe(study.Report);
    }

    [Fact]
    public void The_work_agrees_with_the_run()
    {
        ServingStudy study = Study(Closed(16), 1, 16);
        Derivation derivation = new();
        Shown shown = new(derivation);
        study.Show(Fidelity.Calibrated, ref shown);

        EngineReport report = study.Report;
        Seconds stay = report.EndToEnd - EnginePresets.Vllm.HostPerRequest;
        ((report.RunningBatch + report.Waiting) * 500 / stay.Value).ShouldBe(report.RunThroughput.Value, 0.01 * report.RunThroughput.Value);
    }
}
