using Chalkline.Formats;
using Chalkline.Tests.Catalog;
using Chalkline.Training;
using CsCheck;

namespace Chalkline.Tests.Training;

public sealed class StepPropertyTests
{
    private static readonly TrainingMachine[] Machines =
    [
        TrainingJobExamples.Ampere,
        new(HardwareData.Catalogue.FindSystem("hgx-h100"), 8),
        new(HardwareData.Catalogue.FindSystem("gb200-nvl72"), 72),
        new(HardwareData.Catalogue.FindSystem("mi300x-platform"), 8),
    ];

    private static readonly Gen<(TrainingJob Job, TrainingMachine Machine)> Jobs =
        from layers in Gen.Int[1, 20]
        from heads in Gen.Int[1, 16]
        from powers in Gen.Int[0, 3].Array[4]
        from sharding in Gen.Int[0, 3]
        from recompute in Gen.Int[0, 2]
        from batches in Gen.Int[1, 32]
        from narrow in Gen.Int[0, 2]
        from experts in Gen.Bool
        from flags in Gen.Bool.Array[3]
        from place in Gen.Int[0, Machines.Length - 1]
        let stages = 1 << powers[2]
        let data = 1 << powers[3]
        select (
            new TrainingJob
            {
                Shape = TrainingJobExamples.Gpt(layers * stages, heads * 1024, heads * 8) with
                {
                    Experts = experts ? 64 : 0,
                    ExpertsPerToken = 4,
                    ExpertWidth = 1024,
                    Gated = flags[0],
                },
                Layout = new()
                {
                    Tensor = 1 << powers[0],
                    SequenceParallel = flags[1],
                    Context = 1 << (powers[1] / 2),
                    Stages = stages,
                    Data = data,
                    Expert = experts ? data : 1,
                    Sharding = sharding,
                    Recompute = (Recompute)recompute,
                },
                Sequence = 4096,
                MicroBatch = 1,
                GlobalBatch = batches * data,
                Arithmetic = new[] { Arithmetic.Bf16, Arithmetic.Fp8, Arithmetic.Fp4 }[narrow],
                FlashAttention = flags[2],
            },
            Machines[place]);

    [Fact]
    public void No_step_is_faster_than_its_floor()
        => Jobs.Sample(item => Time(item.Job, item.Machine) >= TrainingFloor.Time(item.Job, item.Machine), iter: 2000);

    [Fact]
    public void More_work_never_takes_less_time() => Jobs.Sample(
        item =>
        {
            double time = Time(item.Job, item.Machine);
            TrainingShape shape = item.Job.Shape;
            TrainingLayout all = item.Job.Layout with { Recompute = Recompute.Full };
            return Time(item.Job with { GlobalBatch = 2 * item.Job.GlobalBatch }, item.Machine) >= time
                && Time(item.Job with { Sequence = 2 * item.Job.Sequence }, item.Machine) >= time
                && Time(item.Job with { Shape = shape with { Layers = 2 * shape.Layers } }, item.Machine) >= time
                && Time(item.Job with { Layout = all }, item.Machine) >= time;
        },
        iter: 2000);

    [Fact]
    public void Faster_networks_and_libraries_never_slow() => Jobs.Sample(
        item =>
        {
            TrainingConstants now = TrainingConstants.Fitted;
            double time = Time(item.Job, item.Machine);
            TrainingConstants[] faster =
            [
                now with { ScaleUpShare = 2 * now.ScaleUpShare },
                now with { ScaleOutShare = 2 * now.ScaleOutShare },
                now with { BandwidthShare = 2 * now.BandwidthShare },
                now with { ComputeShare = 1.05 * now.ComputeShare },
                now with { HostLayer = now.HostLayer / 2 },
            ];
            return faster.All(other => StepModel.Time(item.Job, item.Machine, other).Total <= time * (1 + 1e-12));
        },
        iter: 2000);

    [Fact]
    public void Held_memory_is_above_its_floor_and_falls_with_sharding() => Jobs.Sample(
        item =>
        {
            double held = MemoryModel.Of(item.Job).Total;
            double less = MemoryModel.Of(item.Job with { Layout = item.Job.Layout with { Sharding = 3 } }).Total;
            return held >= TrainingFloor.Memory(item.Job) && less <= held;
        },
        iter: 2000);

    [Fact]
    public void A_job_without_sense_is_refused_in_words()
    {
        TrainingJob job = TrainingJobExamples.Small(selective: true);
        Should.Throw<ChalkException>(() => (job with { MicroBatch = 0 }).Check()).Message.ShouldContain("micro-batch");
        Should.Throw<ChalkException>(() => (job with { Layout = job.Layout with { Stages = 99 } }).Check())
            .Message.ShouldContain("99 pipeline stages");
        Should.Throw<ChalkException>(() => (job with { Layout = job.Layout with { Sharding = 4 } }).Check())
            .Message.ShouldContain("ZeRO stage");
        Should.Throw<ChalkException>(() => (job with { Layout = job.Layout with { Tensor = 0 } }).Check())
            .Message.ShouldContain("at least 1");
        Should.Throw<ChalkException>(() => (job with { Shape = job.Shape with { Hidden = 0 } }).Check())
            .Message.ShouldContain("hidden");
    }

    private static double Time(TrainingJob job, TrainingMachine machine)
        => StepModel.Time(job, machine, TrainingConstants.Fitted).Total;
}
