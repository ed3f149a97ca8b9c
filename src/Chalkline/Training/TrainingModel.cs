using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Training;

/// <summary>What a training step takes on a machine: time, utilisation and memory.</summary>
/// <remarks>
/// Constants are fitted to measured steps and belong to hardware and libraries, never to a model; <c>chalk validate
/// --kind training</c> prints how far off they leave whole sources.
/// </remarks>
/// <param name="system">The machine; a job may use more devices than it holds, in further domains of the same
/// kind.</param>
public sealed class TrainingModel(MachineSystem system)
{
    private readonly TrainingMachine _machine = new(system, system.DomainSize);

    /// <summary>The parts of a step's time.</summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public StepTime Time(TrainingJob job) => StepModel.Time(job, _machine, TrainingConstants.Fitted);

    /// <summary>Time that 80 % of measured steps would lie between.</summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public (Seconds Low, Seconds High) Interval(TrainingJob job)
    {
        double time = Time(job).Total;
        (double low, double high) = TrainingSpread.Time(job, _machine);
        return (new(Math.Max(time * low, TrainingFloor.Time(job, _machine))), new(time * high));
    }

    /// <summary>What a device holds at its peak.</summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public StepMemory Memory(TrainingJob job) => MemoryModel.Of(job);

    /// <summary>Whether a device holds that.</summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public bool Fits(TrainingJob job) => MemoryModel.Fits(Memory(job), _machine);

    /// <summary>
    /// Model FLOP utilisation: FLOP that the model needs, recompute not counted and the whole attention window counted
    /// (arXiv:2204.02311, appendix B), over the dense peak of the arithmetic; a fraction, 0.4 is 40 %.
    /// </summary>
    /// <exception cref="ChalkException">The job is wrong.</exception>
    public double Utilisation(TrainingJob job)
        => job.Shape.ModelFlopPerToken(job.Sequence, causal: false, job.Frozen) * job.StepTokens / job.Layout.Devices
            / Time(job).Total / _machine.Peak(job.Arithmetic);
}
