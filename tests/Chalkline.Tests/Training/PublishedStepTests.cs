using Chalkline.Tests.Catalog;
using Chalkline.Training;

namespace Chalkline.Tests.Training;

/// <summary>Steps that papers print, against the model.</summary>
public sealed class PublishedStepTests
{
    /// <summary>
    /// Korthikanti et al., arXiv:2205.05198, table 5: iteration time with full recompute, and with selective.
    /// </summary>
    [Theory]
    [InlineData(48, 6144, 64, 1, 1, 4, 4, 1.42, 1.10)]
    [InlineData(96, 12288, 96, 8, 3, 1, 64, 18.13, 13.75)]
    [InlineData(105, 20480, 128, 35, 3, 1, 280, 49.05, 37.83)]
    [InlineData(128, 25600, 160, 64, 1, 1, 512, 94.42, 71.49)]
    public void The_times_of_Korthikanti_come_out(
        int layers, double hidden, double heads, int stages, int chunks, double micro, double batch, double full,
        double selective)
    {
        TrainingShape shape = TrainingJobExamples.Gpt(layers, hidden, heads);
        TrainingLayout layout = new() { Tensor = 8, Stages = stages, Chunks = chunks, Recompute = Recompute.Full };
        TrainingJobExamples.Seconds(TrainingJobExamples.Megatron(shape, layout, micro, batch))
            .ShouldBe(full, 0.1 * full);
        layout = layout with { Recompute = Recompute.Selective, SequenceParallel = true };
        TrainingJobExamples.Seconds(TrainingJobExamples.Megatron(shape, layout, micro, batch))
            .ShouldBe(selective, 0.1 * selective);
    }

    /// <summary>
    /// Narayanan et al., arXiv:2104.04473, table 2: 174.6B and 529.6B on 384 to 2,240 A100, against ZeRO-3 that is no
    /// part of this test.
    /// </summary>
    [Theory]
    [InlineData(96, 12288, 96, 12, 16, 1536, 20.8286)]
    [InlineData(105, 20480, 128, 35, 8, 2240, 55.45)]
    public void The_times_of_Megatron_come_out(
        int layers, double hidden, double heads, int stages, int data, double batch, double seconds)
    {
        TrainingLayout layout = new() { Tensor = 8, Stages = stages, Data = data, Recompute = Recompute.Full };
        TrainingShape shape = TrainingJobExamples.Gpt(layers, hidden, heads);
        TrainingJob job = TrainingJobExamples.Megatron(shape, layout, 1, batch);
        TrainingJobExamples.Seconds(job).ShouldBe(seconds, 0.1 * seconds);
    }

    [Fact]
    public void The_parts_of_a_step_add_up()
    {
        StepTime time = StepModel.Time(
            TrainingJobExamples.Small(selective: true), TrainingJobExamples.Ampere, TrainingConstants.Fitted);
        time.Total.ShouldBe(time.Computing + time.Tensor + time.Bubble + time.Data + time.Update);
        time.Bubble.ShouldBe(0);
        time.Data.ShouldBe(0);
    }

    /// <summary>The 22B with selective recompute ran at 41.5 % (arXiv:2205.05198, table 5).</summary>
    [Fact]
    public void The_model_answers_for_a_machine_by_name()
    {
        TrainingModel model = new(HardwareData.Catalogue.FindSystem("hgx-a100"));
        TrainingJob job = TrainingJobExamples.Small(selective: true);
        model.Time(job).Total.ShouldBe(TrainingJobExamples.Seconds(job));
        model.Utilisation(job).ShouldBe(0.415, 0.04);
        model.Interval(job).Low.Value.ShouldBeLessThan(1.10);
        model.Interval(job).High.Value.ShouldBeGreaterThan(1.10);
        model.Fits(job).ShouldBeTrue();
        model.Memory(job).Total.ShouldBe(MemoryModel.Of(job).Total);
    }
}
