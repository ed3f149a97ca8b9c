using Chalkline.Training;

namespace Chalkline.Tests.Training;

public sealed class MemoryModelTests
{
    /// <summary>
    /// Korthikanti et al., arXiv:2205.05198, table 2: bytes of a layer, in units of sequence x batch x width.
    /// </summary>
    [Theory]
    [InlineData(1, false, Recompute.None)]
    [InlineData(8, false, Recompute.None)]
    [InlineData(8, true, Recompute.None)]
    [InlineData(8, false, Recompute.Selective)]
    [InlineData(8, true, Recompute.Selective)]
    [InlineData(8, false, Recompute.Full)]
    public void A_plain_GPT_keeps_what_Korthikanti_counts(int tensor, bool cut, Recompute recompute)
    {
        TrainingJob job = TrainingJobExamples.Megatron(
            TrainingJobExamples.Gpt(96, 12288, 96),
            new() { Tensor = tensor, SequenceParallel = cut, Recompute = recompute },
            1,
            1);
        double scores = recompute == Recompute.None ? 5.0 * 96 * 2048 / 12288 : 0;
        double counted = recompute == Recompute.Full ? 2
            : cut ? (34 + scores) / tensor : 10 + ((24 + scores) / tensor);
        MemoryModel.Layer(job, experts: false).ShouldBe(counted * 2048 * 12288, 1);
    }

    /// <summary>ZeRO, arXiv:1910.02054, figure 1: 7.5B over 64 devices, 120, 31.4, 16.6 and 1.9 GB of states.</summary>
    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 4 + (12.0 / 64) + 2)]
    [InlineData(2, 2 + (16.0 / 64))]
    [InlineData(3, 18.0 / 64)]
    public void Sharding_divides_states(int stage, double bytes)
    {
        TrainingShape shape = TrainingJobExamples.Gpt(36, 4096, 32);
        TrainingJob job = TrainingJobExamples.Megatron(shape, new() { Data = 64, Sharding = stage }, 1, 64);
        StepMemory memory = MemoryModel.Of(job);
        double states = memory.Weights + memory.Gradients + memory.Optimizer;

        // Gradients are summed in 32 bits here, two bytes more than in the paper.
        double own = stage == 0 ? bytes + 2 : bytes;
        (states / shape.Parameters).ShouldBe(own, 1e-9);
    }

    [Fact]
    public void A_pipeline_holds_as_many_micro_batches_as_stages_and_no_more_than_there_are()
    {
        TrainingShape shape = TrainingJobExamples.Gpt(96, 12288, 96) with { Vocabulary = 0 };
        double Held(int stages, int chunks, double batch) => MemoryModel.Of(TrainingJobExamples.Megatron(
            shape, new() { Tensor = 8, Stages = stages, Chunks = chunks }, 1, batch)).Activations;
        double whole = Held(1, 1, 1);
        Held(8, 1, 64).ShouldBe(whole, whole * 1e-9);
        Held(8, 1, 4).ShouldBe(whole / 2, whole * 1e-9);
        Held(8, 3, 64).ShouldBe(whole * (1 + (7.0 / 24)), whole * 1e-9);
    }

    [Fact]
    public void The_22B_fits_a_node_only_with_recompute()
    {
        TrainingMachine machine = TrainingJobExamples.Ampere;
        MemoryModel.Fits(MemoryModel.Of(TrainingJobExamples.Small(selective: true)), machine).ShouldBeTrue();
        TrainingJob full = TrainingJobExamples.Small(selective: false) with { MicroBatch = 8, GlobalBatch = 8 };
        TrainingJob none = full with { Layout = full.Layout with { Recompute = Recompute.None } };
        MemoryModel.Fits(MemoryModel.Of(none), machine).ShouldBeFalse();
    }
}
