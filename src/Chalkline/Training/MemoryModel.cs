using Chalkline.Formats;

namespace Chalkline.Training;

/// <summary>Memory of a training step, at the stage that holds the most.</summary>
/// <remarks>
/// States as in ZeRO (arXiv:1910.02054, section 3.1): 2 bytes of weight, 4 of gradient, 12 of optimizer. Activations as
/// in Korthikanti et al. (arXiv:2205.05198, sections 4 and 5), spelt out by tensor so that gated feed-forwards, grouped
/// queries and fused attention are covered; a plain GPT gives their sbh (10 + 24/t + 5as/(ht)).
/// </remarks>
internal static class MemoryModel
{
    /// <summary>Bytes a logit: 16 bits, a 32-bit copy, its gradient. A fused loss needs 6, a plain one 16.</summary>
    public const double LogitBytes = 10;

    /// <summary>What drivers, collectives and the allocator leave of the memory.</summary>
    private const double UsableShare = 0.94;

    /// <summary>Bytes of what a device holds.</summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public static StepMemory Of(TrainingJob job)
    {
        TrainingLayout layout = job.Check().Layout;
        StageLoad load = StageLoad.Of(job.Shape, layout);
        double copies = layout.Schedule == PipelineSchedule.DualPipe ? 2 : 1;
        double states = Sharded(layout, load, 1);
        double weights = 2 * copies * Sharded(layout, load, 3);
        double gradients = job.Frozen ? 0 : 4 * Sharded(layout, load, 2);
        double optimizer = job.Frozen ? 0 : 12 * states;
        double perLayer = Layer(job, load.ExpertLayers > 0);
        double layers = load.DenseLayers + load.ExpertLayers;
        double held = layers * perLayer * InFlight(layout, job.MicroBatches);
        if (layout.Recompute == Recompute.Full)
        {
            held += Layer(job with { Layout = layout with { Recompute = Recompute.None } }, load.ExpertLayers > 0);
        }

        // The last stage alone holds logits and one micro-batch; the first all in flight.
        double loss = LogitBytes * job.DeviceTokens * job.Shape.Vocabulary / layout.Tensor;
        double last = (layers * perLayer) + loss;
        bool first = layout.Stages > 1 && held > last;
        double activations = first || layout.Stages == 1 ? held : last - loss;
        return new(weights, gradients, optimizer, activations, first ? 0 : loss, 0);
    }

    /// <summary>Whether a device holds it, beside its own context and the buffers of collectives.</summary>
    public static bool Fits(in StepMemory memory, TrainingMachine machine)
        => memory.Total <= UsableShare * machine.Capacity;

    /// <summary>
    /// Bytes of activations that one layer keeps of one micro-batch on one device.
    /// </summary>
    public static double Layer(TrainingJob job, bool experts)
    {
        TrainingShape shape = job.Shape;
        TrainingLayout layout = job.Layout;
        double cut = layout.Tensor;
        double stream = layout.SequenceParallel ? cut : 1;
        if (layout.Recompute == Recompute.Full)
        {
            return 2 * job.DeviceTokens * shape.Hidden / stream;
        }

        double input = job.Arithmetic == Arithmetic.Bf16 ? 2 : 1;

        // A narrow copy feeds the output projection; fused attention keeps its own output in 16 bits to go back.
        bool dropout = !job.FlashAttention;
        double alike = ((4 + (2 * input)) * shape.Hidden) + (dropout ? 2 * shape.Hidden : 0);
        double heads = (2 * (shape.QueryWidth + shape.KeyValueWidth)) + (input * shape.ValueWidth);
        double scores = job.FlashAttention ? ((2 - input) * 2 * shape.ValueWidth) + (4 * shape.Heads)
            : layout.Recompute == Recompute.Selective ? 0 : 5 * shape.Heads * job.Sequence;
        double width = shape.FeedForward;
        double order = 0;
        if (experts)
        {
            width = (shape.ExpertsPerToken + shape.SharedExperts) * shape.ExpertWidth;
            order = (2 + input) * shape.ExpertsPerToken * shape.Hidden;
        }

        double inner = ((2 * shape.UpMatrices) + input) * width;
        return job.DeviceTokens * ((alike / stream) + ((heads + scores + inner + order) / cut));
    }

    /// <summary>
    /// Micro-batches whose activations the first stage holds at once, in units of all its layers (arXiv:2205.05198,
    /// section 4.2.3; arXiv:2401.10241, table 1).
    /// </summary>
    private static double InFlight(TrainingLayout layout, double batches)
    {
        double stages = layout.Stages;
        double wanted = layout.Schedule switch
        {
            PipelineSchedule.ZeroBubbleLarge => (2 * stages) - 1,
            PipelineSchedule.DualPipe => stages + 1,
            _ => layout.Chunks > 1 ? stages * (1 + ((stages - 1) / (stages * layout.Chunks))) : stages,
        };
        return Math.Min(wanted, batches);
    }

    private static double Sharded(TrainingLayout layout, StageLoad load, int from)
    {
        double replicas = (double)layout.Data * layout.Context;
        return layout.Sharding < from ? load.Parameters
            : (load.DenseParameters / replicas)
                + (load.ExpertParameters / Math.Max(1, replicas * layout.Tensor / layout.Expert));
    }
}
