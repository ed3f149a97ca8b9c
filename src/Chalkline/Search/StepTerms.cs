using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;
using Chalkline.Workloads;

namespace Chalkline.Search;

/// <summary>The time of an output token at a point, by what it is spent on; the terms add up to it.</summary>
/// <remarks>
/// An operator that its arithmetic holds up counts as compute, one that memory holds up is split by the bytes it reads;
/// starting kernels is overhead, and a collective is network from its start.
/// </remarks>
public sealed record StepTerms
{
    /// <summary>Arithmetic.</summary>
    public Seconds Compute { get; init; }

    /// <summary>Reading weights.</summary>
    public Seconds Weights { get; init; }

    /// <summary>Reading and writing the KV cache.</summary>
    public Seconds KeyValue { get; init; }

    /// <summary>Reading and writing activations.</summary>
    public Seconds Activations { get; init; }

    /// <summary>Collectives.</summary>
    public Seconds Network { get; init; }

    /// <summary>Starting kernels, and what the equation of a kernel adds.</summary>
    public Seconds Overhead { get; init; }

    /// <summary>Prefill of newcomers on the same devices.</summary>
    public Seconds Newcomers { get; init; }

    /// <summary>All of it: the TPOT.</summary>
    public Seconds Time => Compute + Weights + KeyValue + Activations + Network + Overhead + Newcomers;

    /// <summary>Name and time of each term.</summary>
    public IReadOnlyList<(string Name, Seconds Time)> All =>
    [
        ("compute", Compute), ("weights", Weights), ("KV cache", KeyValue), ("activations", Activations),
        ("network", Network), ("overhead", Overhead), ("prefill of newcomers", Newcomers),
    ];

    /// <summary>The terms by their names in <see cref="All"/>.</summary>
    /// <param name="term">Time of the term of a name.</param>
    public static StepTerms Named(Func<string, Seconds> term) => new()
    {
        Compute = term("compute"),
        Weights = term("weights"),
        KeyValue = term("KV cache"),
        Activations = term("activations"),
        Network = term("network"),
        Overhead = term("overhead"),
        Newcomers = term("prefill of newcomers"),
    };

    /// <summary>The terms of a point; at fidelity <c>chalk</c> only what its closed form knows.</summary>
    public static StepTerms Of(PlanRequest request, ServingPoint point)
    {
        if (point.Mode == ServingMode.AttentionFeedForward)
        {
            return Parted(SplitUnits.Again(request, point));
        }

        ServingModel model = PreparedLayout.Serving(
            request.WithCopies(point.RedundantExperts), point.Decode with { Replicas = 1 });
        PassModel pass = model.Pass;
        double sequences = model.MicroBatch(point.BatchPerReplica, point.MicroBatches);
        DecodeStep step = model.Decode(point.BatchPerReplica, point.MicroBatches);
        PassLoad load = PassLoad.Split(
            Pass.Decode(sequences, request.Workload.MeanContext), Pass.None, pass.Layout.AttentionParallel);
        PassTime time = pass.Time(load, request.Fidelity);
        StepTerms sum = request.Fidelity == Fidelity.Chalk ? Closed(time) : Operators(pass, load, request.Fidelity);
        Seconds trip = pass.Layout.PipelineStages * time.Estimate;
        sum = step.Time > trip
            ? sum.Over(point.BatchPerReplica / sequences).Within(step.Time)
            : sum.Over(pass.Layout.PipelineStages);
        return sum with { Newcomers = point.TimePerOutputToken - step.Time };
    }

    /// <summary>
    /// A split by the side that sets the pace: what it does counts as arithmetic or cache or weights, whichever side it
    /// is of, and waiting for the other side and the link as network.
    /// </summary>
    private static StepTerms Parted(SplitPoint split)
    {
        bool attends = split.AttentionBusy >= split.FeedForwardBusy;
        Seconds busy = Math.Max(split.AttentionBusy, split.FeedForwardBusy) * split.TimePerOutputToken;
        StepTerms side = attends ? new() { KeyValue = busy } : new() { Weights = busy };
        return side with { Network = split.TimePerOutputToken - busy };
    }

    /// <summary>The same in less time, the network hidden behind other micro-batches.</summary>
    private StepTerms Within(Seconds time) => this with { Network = time - (Time - Network) };

    private static StepTerms Closed(in PassTime time) => time.Bound == Bound.Compute
        ? new() { Compute = time.Estimate }
        : new() { Weights = time.Weights, KeyValue = time.KeyValue };

    private static StepTerms Operators(PassModel pass, in PassLoad load, Fidelity fidelity)
    {
        StepTerms sum = new();
        foreach (ref readonly Operator op in pass.Operators)
        {
            OperatorCost cost = pass.Time(op, load, fidelity).Cost;
            sum = op.Kind == OperatorKind.Collective
                ? sum with { Network = sum.Network + cost.Time }
                : sum.Plus(pass, cost, Quantity.Min(cost.Time, op.Count * op.Kernels * pass.Efficiency.Launch));
        }

        return sum;
    }

    private StepTerms Plus(PassModel pass, in OperatorCost cost, Seconds launch)
    {
        Seconds busy = cost.Time - launch;
        Seconds compute = cost.Compute / pass.Efficiency.Compute;
        Seconds memory = cost.Memory / (pass.Efficiency.Memory * pass.System.Accelerator.Memory.Bandwidth.Value);
        if (compute > memory || cost.Memory == Bytes.Zero)
        {
            return this with { Compute = Compute + busy, Overhead = Overhead + launch };
        }

        return this with
        {
            Weights = Weights + (cost.Weights / cost.Memory * busy),
            KeyValue = KeyValue + (cost.Cache / cost.Memory * busy),
            Activations = Activations + (cost.Activations / cost.Memory * busy),
            Overhead = Overhead + launch,
        };
    }

    private StepTerms Over(double stages) => new()
    {
        Compute = stages * Compute,
        Weights = stages * Weights,
        KeyValue = stages * KeyValue,
        Activations = stages * Activations,
        Network = stages * Network,
        Overhead = stages * Overhead,
    };
}
