using Chalkline.Cli.Commands;
using Chalkline.Derivations;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk pipeline</c> was asked and found.</summary>
/// <param name="Inputs">Model, machine, formats.</param>
/// <param name="Asked">The pipeline asked about.</param>
/// <param name="Study">What came of it.</param>
/// <param name="Fidelity">Which model of time.</param>
internal sealed record PipelineAnswer(ModelInputs Inputs, PipelineInputs Asked, PipelineStudy Study, Fidelity Fidelity)
{
    /// <summary>Numbers of stages over which memory is compared, powers of two around the one asked for.</summary>
    public IEnumerable<int> StagesCompared
        => new[] { 1, 2, 4, 8, 16, Asked.Layout.PipelineStages }.Distinct().Order()
            .Where(stages => stages <= Math.Max(4, 2 * Asked.Layout.PipelineStages)
                && stages <= Inputs.Model.Layers.Length);

    /// <summary>Bubble share of equal stages in closed form; null where there is none.</summary>
    public double? ClosedShare
    {
        get
        {
            Quiet quiet = default;
            return PipelineWork.ClosedShare(Study.Timetable.Run, ref quiet);
        }
    }

    /// <summary>Room of a device.</summary>
    public Bytes Usable => Inputs.System.Accelerator.Memory.Usable;

    /// <summary>
    /// Bytes of a device in serving over other numbers of stages, as in the lecture's equation 4.5: the cache of a
    /// token counts with its copies on tensor-parallel devices that cannot share it.
    /// </summary>
    public (Bytes Weights, Bytes Cache) Held<TWork>(int stages, ref TWork work)
        where TWork : struct, IWork
    {
        int devices = Asked.Layout.DevicesPerStage;
        Bytes weights = new(Study.Stages.Sum(stage => stage.Weights.Value) * devices);
        Bytes sequence = new(Study.Profile.Layers.Sum(layer => layer.KeyValue.Value));
        BytesPerToken keyValue = Asked.Layout.TensorParallel * sequence / Asked.Tokens;
        return PipelineWork.Held(stages, devices, weights, Asked.MicroBatch, Asked.Tokens, keyValue, ref work);
    }
}
