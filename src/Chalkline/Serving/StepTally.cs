using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>Adds up the operators of one name while a stack is built.</summary>
/// <param name="pass">The prepared model.</param>
internal sealed class StepTally(PassModel pass)
{
    private double _runs;
    private Seconds _low;
    private Seconds _high;
    private Seconds _floor;
    private Seconds _launches;
    private Seconds _wire;
    private OperatorCost _cost;
    private bool _collective;

    /// <summary>Adds the runs of one operator.</summary>
    public void Add(in Operator op, in PassLoad load, OperatorEstimate estimate)
    {
        OperatorCost cost = estimate.Cost;
        _cost += cost;
        _runs += op.Count;

        // An interval that reaches below the floor or excludes the estimate held up by it says nothing there.
        Seconds floor = Quantity.Max(cost.LeastCompute, cost.LeastMemory / pass.System.Accelerator.Memory.Bandwidth.Value);
        _floor += floor;
        _low += Quantity.Max(floor, estimate.Low);
        _high += Quantity.Max(cost.Time, estimate.High);
        _launches += op.Count * op.Kernels * pass.Efficiency.Launch;
        if (op.Kind == OperatorKind.Collective)
        {
            _collective = true;
            Bytes message = op.Activations * op.Seen(load);
            _wire += op.Count * (op.Collective.Time(message) - op.Collective.Latency);
        }
    }

    /// <summary>The sum over all stages that a token passes.</summary>
    public StepPart Sum(string name, ModelPart part, double stages)
        => new(name, part, stages * _runs, stages * _cost.Time, stages * _low, stages * _high, stages * _floor, Bound());

    private StepBound Bound()
    {
        if (_collective)
        {
            return 2 * _wire >= _cost.Time ? StepBound.Network : StepBound.Latency;
        }

        Seconds compute = _cost.Compute / pass.Efficiency.Compute;
        Seconds memory = _cost.Memory / pass.System.Accelerator.Memory.Bandwidth.Value / pass.Efficiency.Memory;
        return _launches > Quantity.Max(compute, memory) ? StepBound.Latency
            : compute > memory ? StepBound.Compute : StepBound.Memory;
    }
}
