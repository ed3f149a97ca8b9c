using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Chalkline.Engines;

/// <summary>A pool and what each of its workers added up.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Workers">One a worker.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PoolTotals(WorkerPool Pool, ImmutableArray<RunTotals> Workers)
{
    /// <summary>All workers together.</summary>
    public RunTotals Sum()
    {
        RunTotals sum = default;
        foreach (RunTotals worker in Workers)
        {
            sum.Busy += worker.Busy;
            sum.Sequences += worker.Sequences;
            sum.Cache += worker.Cache;
            sum.Compute += worker.Compute;
            sum.Memory += worker.Memory;
            sum.Network += worker.Network;
            sum.Evictions += worker.Evictions;
        }

        return sum;
    }
}
