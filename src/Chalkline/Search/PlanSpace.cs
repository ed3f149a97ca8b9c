using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Layouts and batches of a plan, with prefill and decode together and apart.</summary>
internal sealed class PlanSpace : ISearchSpace<Candidate>
{
    /// <summary>Places of a branch in the order numbers of points: more than there are batches.</summary>
    public const long Places = 1 << 16;

    /// <summary>Points with more micro-batches come after all of their layout without.</summary>
    private const long DoubledPlaces = Places / 2;

    /// <summary>Points with pools come after all without.</summary>
    public const long SecondMode = 1L << 48;

    private readonly PlanRequest _request;
    private readonly PreparedLayout[] _layouts;
    private readonly CandidateGate _gate;
    private readonly PoolPairs _pools;
    private readonly bool _together;
    private readonly bool _apart;
    private readonly double _output;

    /// <summary>A space over layouts that fit.</summary>
    public PlanSpace(PlanRequest request, IEnumerable<PreparedLayout> layouts, PrefillWorker[] workers)
    {
        _request = request;
        _layouts = [.. layouts.OrderByDescending(layout => layout.Promise).ThenBy(layout => layout.Number)];
        _gate = new(new(request));
        _pools = new(request, workers, _gate);
        _together = request.Prefill is null && request.Modes.Contains(ServingMode.Aggregated);
        _apart = _pools.Any && request.Modes.Contains(ServingMode.Disaggregated);
        _output = request.Workload.Output.Value;
    }

    /// <inheritdoc />
    public int Branches => _together || _apart ? _layouts.Length : 0;

    /// <inheritdoc />
    public int Objectives => _gate.Keys.Count;

    /// <inheritdoc />
    public void Explore(int branch, SearchFinds<Candidate> known, SearchFinds<Candidate> found)
    {
        PreparedLayout layout = _layouts[branch];
        int stages = layout.Layout.PipelineStages;
        double filled = (double)stages * layout.Layout.AttentionParallel;
        long order = (layout.Number * Places) - 1;
        foreach (double batch in layout.Batches)
        {
            order++;
            Explore(layout, batch, stages, layout.LeastStep(batch), order, known, found);

            // Up to a sequence in every group of every stage, more micro-batches are the same ones.
            if (layout.Doubled > 0 && batch > filled)
            {
                Explore(
                    layout, batch, layout.Doubled, layout.LeastDoubledStep(batch), order + DoubledPlaces, known, found);
            }
        }
    }

    private void Explore(
        PreparedLayout layout,
        double batch,
        int microBatches,
        double least,
        long order,
        SearchFinds<Candidate> known,
        SearchFinds<Candidate> found)
    {
        Span<double> key = stackalloc double[_gate.Keys.Count];
        DecodeUnit unit = new(
            ServingMode.Disaggregated, layout.Number, layout.Layout.DevicesPerReplica, batch, microBatches, least);
        bool together = _together && (layout.Exact || _gate.Opens(Together(layout, unit), known, found, key));
        bool apart = _apart && _gate.Opens(_pools.Best(unit), known, found, key);
        if (!together && !apart)
        {
            return;
        }

        if (!layout.Exact)
        {
            unit = unit with { Step = layout.Model.Decode(batch, microBatches).Time.Value };
        }

        if (together)
        {
            _gate.Offer(Together(layout, unit), order, found, key);
        }

        if (apart)
        {
            _pools.Offer(unit, SecondMode + order, found, key);
        }
    }

    /// <summary>Prefill and decode on the same devices.</summary>
    private Candidate Together(PreparedLayout layout, in DecodeUnit unit)
    {
        double perOutput = unit.Step + layout.Newcomers(unit.Batch);
        double each = unit.Batch / perOutput;
        int replicas = _request.Load is { } load
            ? PoolSizes.Least(load.Value * _output, each, int.MaxValue)
            : layout.Layout.Replicas;
        return replicas > layout.Layout.Replicas ? default : new()
        {
            Mode = ServingMode.Aggregated,
            Decode = layout.Number,
            Batch = unit.Batch,
            MicroBatches = unit.MicroBatches,
            DecodeReplicas = replicas,
            FirstToken = unit.Step + layout.Parts.PrefillLatency.Value,
            PerOutput = perOutput,
            Throughput = unit.Batch * replicas / perOutput,
            Paid = _pools.PaidFor(replicas * unit.Size),
        };
    }
}
