using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Scaling;
using Chalkline.Training;

namespace Chalkline.Economics.Lifecycle;

/// <summary>
/// Utilisation of a usual training run of a model on a machine, by the training model of the project.
/// </summary>
/// <param name="Utilisation">6 N D FLOP over the dense peak, with the best layout tried.</param>
/// <param name="Layout">That layout.</param>
public sealed record TrainingEstimate(double Utilisation, TrainingLayout Layout)
{
    /// <summary>Devices of the run.</summary>
    public const int Devices = 1024;

    /// <summary>Tokens of a sequence.</summary>
    public const int Sequence = 4096;

    /// <summary>
    /// Sequences of a step: 16.8 M tokens, as most of Llama 3.1 405B was trained (arXiv:2407.21783, section 3.4.1).
    /// </summary>
    public const int Batch = 4096;

    private const int WidestTensor = 8;
    private const int MostStages = 16;
    private const int WidestExpert = 64;

    /// <summary>Sequences of a micro-batch that are tried.</summary>
    private static readonly int[] MicroBatches = [1, 2, 4];

    /// <summary>
    /// The best of the usual layouts that fit; null where the training model does not describe the model.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine; the run takes as many domains of it as it needs.</param>
    /// <exception cref="ChalkException">Nothing fits.</exception>
    public static TrainingEstimate? Of(Model model, MachineSystem system)
    {
        if (ModelShape.Of(model) is not { } shape)
        {
            return null;
        }

        TrainingModel training = new(system);
        double flop = TrainingWork.PerParameterToken.Value * ParameterCount.Count(model).Active.Value;
        double peak = system.Accelerator.Peak(Arithmetic.Bf16).Value;
        IEnumerable<TrainingJob> jobs =
            from layout in Layouts(shape, system)
            from micro in MicroBatches
            where Batch >= micro * layout.Data * LeastMicroBatches(layout)
            select new TrainingJob
            {
                Shape = shape,
                Layout = layout,
                Sequence = Sequence,
                MicroBatch = micro,
                GlobalBatch = Batch,
            };
        return jobs
            .Where(training.Fits)
            .Select(job => new TrainingEstimate(
                flop * job.StepTokens / Devices / training.Time(job).Total / peak, job.Layout))
            .MaxBy(estimate => estimate.Utilisation)
            ?? throw new ChalkException(
                $"No usual training layout of {model.Name} on {Devices} devices of {system.Id} fits their memory; give "
                    + "--train-mfu.");
    }

    /// <summary>DualPipe feeds its pipeline from both ends and needs two micro-batches for each stage.</summary>
    private static int LeastMicroBatches(TrainingLayout layout)
        => layout.Schedule == PipelineSchedule.DualPipe ? 2 * layout.Stages : 1;

    private static IEnumerable<TrainingLayout> Layouts(TrainingShape shape, MachineSystem system) =>
        from tensor in Powers(Math.Min(WidestTensor, system.DomainSize))
        from stages in Powers(Math.Min(MostStages, shape.Layers))
        let data = Devices / (tensor * stages)
        from expert in Powers(
            shape.Experts > 0 ? (int)Math.Min(WidestExpert, Math.Min(shape.Experts, tensor * data)) : 1)
        where shape.Experts == 0 || shape.Experts % expert == 0
        from recompute in new[] { Recompute.None, Recompute.Full }
        from schedule in stages > 1
            ? new[] { PipelineSchedule.OneForwardOneBackward, PipelineSchedule.DualPipe }
            : [PipelineSchedule.OneForwardOneBackward]
        select new TrainingLayout
        {
            Tensor = tensor,
            SequenceParallel = tensor > 1,
            Stages = stages,
            Data = data,
            Expert = expert,
            Sharding = 1,
            Schedule = schedule,
            Recompute = recompute,
        };

    private static IEnumerable<int> Powers(int most)
    {
        for (int power = 1; power <= most; power *= 2)
        {
            yield return power;
        }
    }
}
