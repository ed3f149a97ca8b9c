using Chalkline.Formats;

namespace Chalkline.Training;

/// <summary>What no training step can beat.</summary>
internal static class TrainingFloor
{
    /// <summary>
    /// Least time of a step, s: the FLOP of its layers, counting only visible attention and neither embedding nor head,
    /// on all devices at the largest dense peak of the arithmetic.
    /// </summary>
    public static double Time(TrainingJob job, TrainingMachine machine)
    {
        TrainingShape layers = job.Shape with { Vocabulary = 0 };
        double flop = layers.ModelFlopPerToken(job.Sequence, causal: true, job.Frozen) * job.StepTokens;
        return flop / job.Layout.Devices / machine.FastestPeak(job.Arithmetic);
    }

    /// <summary>
    /// Least memory of a device, bytes: each weight of the layers once in the narrowest format, over all devices.
    /// </summary>
    public static double Memory(TrainingJob job)
        => (job.Frozen || job.Arithmetic == Arithmetic.Fp4 ? 0.5 : 1)
            * (job.Shape with { Vocabulary = 0 }).Parameters / job.Layout.Devices;
}
