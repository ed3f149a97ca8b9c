namespace Chalkline.Pipelines;

/// <summary>
/// The automatic schedule of Qi et al. (arXiv:2401.10241, section 3.1): a heuristic with three choices, tried in all
/// eight combinations; the shortest of them is taken.
/// </summary>
internal static class ZeroBubbleOrder
{
    /// <summary>Finds the order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="multiple">Activations a stage may hold, in units of the number of stages: 1 for ZB-1p.</param>
    public static PassOrder Find(PipelineRun run, int multiple)
    {
        ZeroBubbleHeuristic heuristic = new(run, (double)multiple * run.Stages);
        PassOrder best = NewOrder();
        PassOrder other = NewOrder();
        double least = double.PositiveInfinity;
        for (int choice = 0; choice < 8; choice++)
        {
            double cost = heuristic.Run(other, (choice & 1) == 0, (choice & 2) == 0, (choice & 4) == 0);
            if (cost < least)
            {
                least = cost;
                (best, other) = (other, best);
            }
        }

        return best;

        PassOrder NewOrder() => new(run.Stages, 3 * run.MicroBatches);
    }
}
