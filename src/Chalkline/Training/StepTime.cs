namespace Chalkline.Training;

/// <summary>The parts of a step's time, s. They add up to <see cref="Total"/>.</summary>
/// <param name="Computing">Products, attention and element-wise work of the busiest stage, host stalls
/// included.</param>
/// <param name="Tensor">Collectives inside layers: tensor and context parallel, experts' exchange.</param>
/// <param name="Bubble">Waiting of the pipeline, with the traffic between stages.</param>
/// <param name="Data">Gradients and weights between data parallel devices, as far as they are not hidden.</param>
/// <param name="Update">The optimizer, and what the host does once a step.</param>
public readonly record struct StepTime(double Computing, double Tensor, double Bubble, double Data, double Update)
{
    /// <summary>The whole step, s.</summary>
    public double Total => Computing + Tensor + Bubble + Data + Update;
}
