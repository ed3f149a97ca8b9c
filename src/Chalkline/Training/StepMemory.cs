namespace Chalkline.Training;

/// <summary>What a device holds at the peak of a step, bytes.</summary>
/// <param name="Weights">16-bit weights.</param>
/// <param name="Gradients">Gradients.</param>
/// <param name="Optimizer">Master weights and moments.</param>
/// <param name="Activations">Activations of all micro-batches in flight.</param>
/// <param name="Loss">Logits of the last stage and their gradient.</param>
/// <param name="Workspace">Buffers of libraries and what the allocator cannot give back.</param>
public readonly record struct StepMemory(
    double Weights, double Gradients, double Optimizer, double Activations, double Loss, double Workspace)
{
    /// <summary>All of it, bytes.</summary>
    public double Total => Weights + Gradients + Optimizer + Activations + Loss + Workspace;
}
