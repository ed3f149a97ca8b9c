using Chalkline.Derivations;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Least arithmetic and memory times of one layout, from the operators that the estimates are made of.</summary>
/// <param name="pass">A prepared model.</param>
internal sealed class LeastWork(PassModel pass)
{
    private readonly double _imbalance = OperatorBuilder<Quiet>.StageImbalance(pass.Model, pass.Layout);

    /// <summary>Pipeline stages.</summary>
    public int Stages => pass.Layout.PipelineStages;

    /// <summary>Attention-parallel groups.</summary>
    public int Groups => pass.Layout.AttentionParallel;

    /// <summary>
    /// Arithmetic of a pass through the mean stage, on the mean device; with attention-DP that of attention alone.
    /// </summary>
    public Seconds Arithmetic(in PassLoad load)
    {
        Quiet quiet = default;
        Seconds sum = Seconds.Zero;
        foreach (ref readonly Operator op in pass.Operators)
        {
            if (Whole(op))
            {
                sum += OperatorTiming.Cost(op, load, Bandwidth, Efficiency.Ideal, ref quiet).LeastCompute;
            }
        }

        return sum / _imbalance;
    }

    /// <summary>
    /// Weights that a pass with at least one token reads in the mean stage; with attention-DP those of attention alone.
    /// </summary>
    public Seconds Weights(in PassLoad load) => Read(load, cache: false);

    /// <summary>Cache and state that a pass reads or writes in the mean stage, on the mean device.</summary>
    public Seconds Cache(in PassLoad load) => Read(load, cache: true);

    private BytesPerSecond Bandwidth => pass.System.Accelerator.Memory.Bandwidth.Value;

    /// <summary>
    /// Whether the work of an operator on a group's own tokens is surely done by the group's own devices. With
    /// attention-DP only attention is: engines may cut dense layers over all devices, and where a token's experts lie is
    /// unknown. The proof that pools all devices covers the rest.
    /// </summary>
    private bool Whole(in Operator op) => Groups == 1 || op.Part == ModelPart.Attention;

    private Seconds Read(in PassLoad load, bool cache)
    {
        Quiet quiet = default;
        Bytes sum = Bytes.Zero;
        foreach (ref readonly Operator op in pass.Operators)
        {
            bool holdsCache = op.Kind is OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence;
            if (holdsCache == cache && Whole(op))
            {
                sum += OperatorTiming.Cost(op, load, Bandwidth, Efficiency.Ideal, ref quiet).LeastMemory;
            }
        }

        return sum / Bandwidth / _imbalance;
    }
}
