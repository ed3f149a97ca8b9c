using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>What one device of a pipeline stage does and holds.</summary>
/// <param name="Layers">Layers of the stage.</param>
/// <param name="Work">Time it works in the whole timetable.</param>
/// <param name="PeakActivations">Most micro-batches whose activations it holds at once; 0 in serving.</param>
/// <param name="Weights">Bytes of weights.</param>
/// <param name="Gradients">Bytes of gradients; zero in serving.</param>
/// <param name="Optimizer">Bytes of master weights and moments; zero in serving.</param>
/// <param name="Activations">Most bytes of activations at once; zero in serving.</param>
/// <param name="KeyValue">Cache bytes of all sequences in flight; zero in training.</param>
public sealed record PipelineStage(
    int Layers,
    Seconds Work,
    double PeakActivations,
    Bytes Weights,
    Bytes Gradients,
    Bytes Optimizer,
    Bytes Activations,
    Bytes KeyValue)
{
    /// <summary>All of it.</summary>
    public Bytes Held => Weights + Gradients + Optimizer + Activations + KeyValue;
}
