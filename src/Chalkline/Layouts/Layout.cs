using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Layouts;

/// <summary>How a model is cut over devices.</summary>
/// <param name="TensorParallel">Devices that share each matrix of attention and dense layers (TP).</param>
/// <param name="PipelineStages">Consecutive groups of layers on different devices (PP).</param>
/// <param name="AttentionParallel">
/// Groups that hold all attention weights and different sequences, and meet in the experts (attention-DP); 1 without.
/// </param>
/// <param name="ExpertParallel">Groups that hold different experts (EP); divides TP x CP x attention-DP.</param>
/// <param name="Replicas">Independent copies of the whole (DP).</param>
public readonly record struct Layout(
    int TensorParallel, int PipelineStages, int AttentionParallel, int ExpertParallel, int Replicas)
{
    /// <summary>Everything on one device.</summary>
    public static Layout Single => new(1, 1, 1, 1, 1);

    /// <summary>
    /// Devices that share the cache of each sequence by its tokens (CP); 1 without. Each holds the matrices that make
    /// queries, keys and values; all others they share as tensor-parallel devices do (docs/context-parallel.md).
    /// </summary>
    public int ContextParallel { get; init; } = 1;

    /// <summary>How the tensor-parallel devices share a matrix; other than one way only on a torus.</summary>
    public MatrixCut Cut { get; init; }

    /// <summary>
    /// Whether the devices of a layout that is not cut one way share attention by sequences, each with all heads of its
    /// own, rather than by heads (Pope et al., section 3.3).
    /// </summary>
    public bool AttentionBySequence { get; init; }

    /// <summary>Devices that work on the same sequences: TP x CP.</summary>
    public int DevicesPerGroup => TensorParallel * ContextParallel;

    /// <summary>Devices of one pipeline stage: TP x CP x attention-DP.</summary>
    public int DevicesPerStage => DevicesPerGroup * AttentionParallel;

    /// <summary>Devices of one replica.</summary>
    public int DevicesPerReplica => DevicesPerStage * PipelineStages;

    /// <summary>All devices.</summary>
    public int Devices => DevicesPerReplica * Replicas;

    /// <summary>All devices, as a quantity.</summary>
    public Devices DeviceCount => new(Devices);

    /// <summary>Devices that share each expert (MoE-TP).</summary>
    public int ExpertTensorParallel => DevicesPerStage / ExpertParallel;

    /// <summary>Written in the usual short form: <c>TP8 CP2 attn-DP4 EP32 PP2 x2</c>.</summary>
    public override string ToString()
    {
        List<string> parts = [$"TP{Number(TensorParallel)}"];
        if (Cut != MatrixCut.OneWay)
        {
            parts.Add(Cut == MatrixCut.BothWays ? "2D" : "gathered");
        }

        if (AttentionBySequence)
        {
            parts.Add("attention by sequence");
        }

        if (ContextParallel > 1)
        {
            parts.Add($"CP{Number(ContextParallel)}");
        }

        if (AttentionParallel > 1)
        {
            parts.Add($"attn-DP{Number(AttentionParallel)}");
        }

        if (ExpertParallel > 1)
        {
            parts.Add($"EP{Number(ExpertParallel)}");
        }

        if (PipelineStages > 1)
        {
            parts.Add($"PP{Number(PipelineStages)}");
        }

        if (Replicas > 1)
        {
            parts.Add($"x{Number(Replicas)}");
        }

        return string.Join(' ', parts);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
