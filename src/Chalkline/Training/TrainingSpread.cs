namespace Chalkline.Training;

/// <summary>
/// How far measured steps lay from predictions when their whole source was left out of the fit: the 10th and 90th
/// percentile of measured over predicted, each source weighing as the root of its rows.
/// </summary>
internal static class TrainingSpread
{
    /// <summary>Of peak memory: frameworks differ in what they keep, allocators in what they hold back.</summary>
    public static (double Low, double High) Memory => (0.85, 1.6);

    /// <summary>
    /// Of the time of a step. Within a domain little can go wrong; networks between domains only ever disappoint.
    /// </summary>
    public static (double Low, double High) Time(TrainingJob job, TrainingMachine machine)
    {
        TrainingLayout layout = job.Layout;
        return layout.Devices <= machine.Node ? (0.82, 1.18)
            : layout.Tensor > machine.Node ? (0.70, 6)
            : layout.Stages == 1 ? (0.89, 1.65)
            : (0.78, 1.55);
    }
}
