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
/// At the stated efficiencies no operator reaches more than their share of peak and bandwidth, and every kernel is
/// launched: the bound is over the proved floor and under the estimate. The other fidelities get the proved floor.
/// </remarks>
internal readonly struct LeastStep
{
    /// <summary>Room for the rounding of sums, relative.</summary>
    private const double Slack = 1e-9;

    private readonly double _compute;
    private readonly double _computeEach;
    private readonly double _memory;
    private readonly double _memoryEach;
    private readonly double _launches;

    /// <summary>That of a prepared model at a context.</summary>
    public LeastStep(PassModel pass, Tokens context, Fidelity fidelity)
    {
        double groups = pass.Layout.AttentionParallel;
        OperatorCost one = Cost(groups);
        OperatorCost two = Cost(2 * groups);
        bool stated = fidelity == Fidelity.Operator;
        double compute = stated ? pass.Efficiency.Compute : 1;
        double bandwidth = (stated ? pass.Efficiency.Memory : 1) * pass.System.Accelerator.Memory.Bandwidth.Value.Value;
        (_compute, _computeEach) = Line(one.LeastCompute.Value / compute, two.LeastCompute.Value / compute);
        (_memory, _memoryEach) = Line(one.LeastMemory.Value / bandwidth, two.LeastMemory.Value / bandwidth);
        _launches = stated ? pass.Launches * pass.Efficiency.Launch.Value : 0;

        OperatorCost Cost(double sequences) => pass.Time(
            PassLoad.Split(Pass.Decode(sequences, context), Pass.None, pass.Layout.AttentionParallel), fidelity).Cost;

        (double Start, double Each) Line(double first, double second) => ((2 * first) - second, (second - first) / groups);
    }

    /// <summary>Seconds of a pass with so many sequences in the stage, at least one in each group.</summary>
    public double At(double sequences)
        => (1 - Slack) * (_launches + Math.Max(_compute + (_computeEach * sequences), _memory + (_memoryEach * sequences)));
}
