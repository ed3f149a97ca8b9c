using Chalkline.Serving.Split;

namespace Chalkline.Search;

/// <summary>A pool prepared for one side of a split, with the least its micro-batches take.</summary>
internal sealed class SplitHalf
{
    /// <summary>Prepares one side.</summary>
    public SplitHalf(PlanRequest request, SidePass pass, SplitSide side)
    {
        Pass = pass;
        Least = new(pass, side, request.Workload.MeanContext, request.Fidelity, ideal: false);
        Floor = new(pass, side, request.Workload.MeanContext, request.Fidelity, ideal: true);
    }

    /// <summary>The pool.</summary>
    public SidePass Pass { get; }

    /// <summary>Least time at the fidelity asked.</summary>
    public LeastSide Least { get; }

    /// <summary>The proved floor.</summary>
    public LeastSide Floor { get; }
}
