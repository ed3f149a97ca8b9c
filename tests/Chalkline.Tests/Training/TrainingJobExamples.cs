using Chalkline.Tests.Catalog;
using Chalkline.Training;

namespace Chalkline.Tests.Training;

/// <summary>Published jobs and the machines they ran on.</summary>
internal static class TrainingJobExamples
{
    /// <summary>DGX A100: eight devices a domain, 200 Gbit/s a device.</summary>
    public static TrainingMachine Ampere { get; } = new(HardwareData.Catalogue.FindSystem("hgx-a100"), 8);

    /// <summary>The GPT family of Megatron-LM: plain feed-forwards of four times the width, 51,200 words.</summary>
    public static TrainingShape Gpt(int layers, double hidden, double heads) => new()
    {
        Layers = layers,
        Hidden = hidden,
        Heads = heads,
        KeyValueHeads = heads,
        HeadDim = hidden / heads,
        FeedForward = 4 * hidden,
        Vocabulary = 51200,
    };

    /// <summary>A job as Megatron-LM ran it in 2021: 2,048 tokens, attention not fused, nothing hidden.</summary>
    public static TrainingJob Megatron(TrainingShape shape, TrainingLayout layout, double micro, double batch) => new()
    {
        Shape = shape,
        Layout = layout,
        Sequence = 2048,
        MicroBatch = micro,
        GlobalBatch = batch,
        FlashAttention = false,
        Overlapped = false,
    };

    /// <summary>The 22B of Korthikanti et al., table 3: one node, tensor parallel 8, micro-batch 4.</summary>
    public static TrainingJob Small(bool selective) => Megatron(
        Gpt(48, 6144, 64),
        new()
        {
            Tensor = 8,
            SequenceParallel = selective,
            Recompute = selective ? Recompute.Selective : Recompute.Full,
        },
        4,
        4);

    /// <summary>Seconds of a step.</summary>
    public static double Seconds(TrainingJob job) => StepModel.Time(job, Ampere, TrainingConstants.Fitted).Total;
}
