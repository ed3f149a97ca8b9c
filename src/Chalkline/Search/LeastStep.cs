using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Search;

/// <summary>
/// The least time of a pipeline stage's decode pass at any batch, without timing it: least arithmetic and least bytes are
/// straight lines in the sequences, so two passes give them for all.
/// </summary>
/// <remarks>
/// The proved floor, for the fidelities at which a pass costs more than its bound. At the <c>operator</c> fidelity the
/// pass itself is as cheap: see <see cref="DecodeCurve"/>.
/// </remarks>
internal readonly struct LeastStep
{
    /// <summary>Room for the rounding of sums, relative.</summary>
    private const double Slack = 1e-9;

    private readonly double _compute;
    private readonly double _computeEach;
    private readonly double _memory;
    private readonly double _memoryEach;

    /// <summary>That of a prepared model at a context.</summary>
    public LeastStep(PassModel pass, Tokens context)
    {
        double groups = pass.Layout.AttentionParallel;
        OperatorCost one = Cost(groups);
        OperatorCost two = Cost(2 * groups);
        double bandwidth = pass.System.Accelerator.Memory.Bandwidth.Value.Value;
        (_compute, _computeEach) = Line(one.LeastCompute.Value, two.LeastCompute.Value);
        (_memory, _memoryEach) = Line(one.LeastMemory.Value / bandwidth, two.LeastMemory.Value / bandwidth);

        OperatorCost Cost(double sequences) => pass.Time(
            PassLoad.Split(Pass.Decode(sequences, context), Pass.None, pass.Layout.AttentionParallel)).Cost;

        (double Start, double Each) Line(double first, double second) => ((2 * first) - second, (second - first) / groups);
    }

    /// <summary>Seconds of a pass with so many sequences in the stage, at least one in each group.</summary>
    public double At(double sequences)
        => (1 - Slack) * Math.Max(_compute + (_computeEach * sequences), _memory + (_memoryEach * sequences));
}
