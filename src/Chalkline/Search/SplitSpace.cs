using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Attention and feed-forward layers of decode on different devices, beside a prefill pool.</summary>
internal sealed class SplitSpace : ISearchSpace<Candidate>
{
    /// <summary>Points of a number of micro-batches come after those of fewer.</summary>
    private const long MicroBatchPlaces = PlanSpace.Places / 8;

    private readonly SplitUnit[] _units;
    private readonly CandidateGate _gate;
    private readonly PoolPairs _pools;
    private readonly int _perDoubling;
    private readonly long _first;

    /// <summary>A space over units that fit.</summary>
    /// <param name="request">The question.</param>
    /// <param name="units">The units.</param>
    /// <param name="workers">Prefill workers.</param>
    /// <param name="layouts">Layouts whose points come first in order.</param>
    public SplitSpace(PlanRequest request, IEnumerable<SplitUnit> units, PrefillWorker[] workers, int layouts)
    {
        _perDoubling = request.BatchesPerDoubling;
        _units = [.. units.OrderByDescending(unit => unit.Promise(_perDoubling)).ThenBy(unit => unit.Number)];
        _gate = new(new(request));
        _pools = new(request, workers, _gate);
        _first = PlanSpace.SecondMode + (layouts * PlanSpace.Places);
    }

    /// <inheritdoc />
    public int Branches => _units.Length;

    /// <inheritdoc />
    public int Objectives => _gate.Keys.Count;

    /// <inheritdoc />
    public void Explore(int branch, SearchFinds<Candidate> known, SearchFinds<Candidate> found)
    {
        SplitUnit unit = _units[branch];
        Span<double> key = stackalloc double[_gate.Keys.Count];
        for (int count = 1; count <= SplitUnit.MostMicroBatches; count++)
        {
            long order = _first + (unit.Number * PlanSpace.Places) + (count * MicroBatchPlaces);
            for (int size = unit.Next(0, count, _perDoubling); size > 0; size = unit.Next(size, count, _perDoubling), order++)
            {
                DecodeUnit worker = new(
                    ServingMode.AttentionFeedForward,
                    unit.Number,
                    unit.Devices,
                    unit.Batch(size, count),
                    count,
                    unit.Least(size, count));
                if (_gate.Opens(_pools.Best(worker), known, found, key))
                {
                    _pools.Offer(worker with { Step = unit.Time(size, count).Time.Value }, order, found, key);
                }
            }
        }
    }
}
