using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;
using Chalkline.Workloads;

namespace Chalkline.Search;

/// <summary>
/// The least time of one side of a split on one micro-batch, all layers, without timing it: as
/// <see cref="LeastStep"/>, straight lines in the sequences.
/// </summary>
internal readonly struct LeastSide
{
    private const double Slack = 1e-9;

    private readonly double _start;
    private readonly double _compute;
    private readonly double _computeEach;
    private readonly double _memory;
    private readonly double _memoryEach;

    /// <summary>That of a side at a context.</summary>
    /// <param name="pass">The prepared pool.</param>
    /// <param name="side">Which side of it.</param>
    /// <param name="context">Tokens a sequence holds.</param>
    /// <param name="fidelity">Which model of time.</param>
    /// <param name="ideal">Full peak and bandwidth and no launches, whatever the fidelity: the proved floor.</param>
    public LeastSide(SidePass pass, SplitSide side, Tokens context, Fidelity fidelity, bool ideal)
    {
        double groups = pass.Layout.AttentionParallel;
        Efficiency efficiency = pass[0].Efficiency;
        bool stated = fidelity == Fidelity.Operator && !ideal;
        double compute = stated ? efficiency.Compute : 1;
        double bandwidth = (stated ? efficiency.Memory : 1) * pass[0].System.Accelerator.Memory.Bandwidth.Value.Value;
        (double Compute, double Memory, double Launches) one = Least(groups);
        (double Compute, double Memory, double Launches) two = Least(2 * groups);
        (_compute, _computeEach) = Line(one.Compute / compute, two.Compute / compute);
        (_memory, _memoryEach) = Line(one.Memory / bandwidth, two.Memory / bandwidth);
        _start = stated ? one.Launches * efficiency.Launch.Value : 0;

        (double Compute, double Memory, double Launches) Least(double sequences)
        {
            PassLoad load = new(Pass.Decode(sequences / groups, context), Pass.None, new(sequences));
            (double Compute, double Memory, double Launches) sum = default;
            for (int group = 0; group < pass.Groups.Length; group++)
            {
                foreach (ref readonly Operator op in pass[group].Operators)
                {
                    double count = SidePass.IsVocabulary(op)
                        ? group == 0 && side == SplitSide.Attention ? 1 : 0
                        : SplitSides.Of(op) == side ? pass.Groups[group].Count : 0;
                    OperatorCost cost = pass[group].Time(op, load, fidelity).Cost;
                    sum.Compute += count * cost.LeastCompute.Value;
                    sum.Memory += count * cost.LeastMemory.Value;
                    sum.Launches += count * op.Count * op.Kernels;
                }
            }

            return sum;
        }

        (double Start, double Each) Line(double first, double second) => ((2 * first) - second, (second - first) / groups);
    }

    /// <summary>Whether arithmetic takes longer than memory.</summary>
    public bool ComputeBound(double sequences) => _compute + (_computeEach * sequences) > _memory + (_memoryEach * sequences);

    /// <summary>Seconds with so many sequences in the pool.</summary>
    public double At(double sequences)
        => (1 - Slack) * (_start + Math.Max(_compute + (_computeEach * sequences), _memory + (_memoryEach * sequences)));
}
