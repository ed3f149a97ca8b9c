using Chalkline.Layouts;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Economics.CostSheets;

/// <summary>Where a machine is run: the cheapest point of a search, or one on a layout that is given.</summary>
internal static class OperatingPoint
{
    /// <summary>The point.</summary>
    /// <exception cref="ChalkException">There is none within the limits.</exception>
    public static ServingPoint Of(PlanRequest plan, Layout? layout, CancellationToken cancel)
    {
        if (layout is { } pinned)
        {
            return Pinned(plan, pinned);
        }

        Plan found = Planner.Search(plan, cancel);
        return found.Cheapest ?? throw new ChalkException(found.Obstacle ?? "Nothing meets the service levels.");
    }

    private static ServingPoint Pinned(PlanRequest plan, Layout layout)
    {
        plan.Checked();
        int replicas = Placement.Replicas(
            layout.DevicesPerStage, layout.PipelineStages, plan.DevicesPaid, plan.System.DomainSize);
        if (replicas < 1)
        {
            throw new ChalkException(
                $"{layout} takes {layout.DevicesPerReplica} devices, and {plan.DevicesPaid} of {plan.System.Id} are "
                    + "paid for.");
        }

        PreparedLayout prepared = PreparedLayout.Of(plan, layout with { Replicas = replicas }, 0)
            ?? throw new ChalkException(
                $"{plan.Model.Name} does not fit as {layout}: "
                + new Footprint(PreparedLayout.Prepare(plan, layout)).WhyNot(plan.Workload.FinalContext) + ".");
        ServingPoint? best = null;
        int[] inFlight = prepared.Doubled > 0 ? [layout.PipelineStages, prepared.Doubled] : [layout.PipelineStages];
        foreach (
            (double batch, int microBatches) in Batches().SelectMany(batch => inFlight.Select(count => (batch, count))))
        {
            ServingPoint point = AggregatedSearch.Point(plan, prepared.Model, batch, microBatches, prepared.Parts);
            bool within = !(point.TimePerOutputToken > plan.Workload.TimePerOutputToken)
                && !(point.TimeToFirstToken > plan.Workload.TimeToFirstToken);
            best = within && (best is null || point.PerDevice > best.PerDevice) ? point : best;
        }

        return best ?? throw new ChalkException(plan.Batch is { } asked
            ? $"{layout} takes no batch of {asked:N0} within memory and service levels; ask for fewer sequences."
            : $"No batch of {layout} meets the service levels; allow more time or name another layout.");

        List<double> Batches()
        {
            List<double> batches = [];
            foreach (double batch in prepared.Batches)
            {
                batches.Add(batch);
            }

            return batches;
        }
    }
}
