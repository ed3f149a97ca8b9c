using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Codesign.Sensitivities;

/// <summary>
/// The derivatives of a decoding step, exact: every operator is the slower of arithmetic and memory plus a launch, each
/// of them a product of figures, so that its derivative by a figure's logarithm is the part that the figure scales. No
/// difference quotient is taken. Where two times are equal the function has a kink and two derivatives; see <see cref="Kinks"/>.
/// </summary>
public sealed class StepSlopes
{
    /// <summary>How near arithmetic and memory must be that a small change swaps them.</summary>
    private const double Near = 0.02;

    private static readonly Figure[] Figures = Enum.GetValues<Figure>();

    private readonly TokenAmounts[] _slopes = new TokenAmounts[Figures.Length];
    private readonly List<string> _kinks = [];
    private readonly PassModel _pass;
    private readonly double _batch;
    private double _memoryTime;
    private double _networkTime;

    private StepSlopes(PassModel pass, double batch) => (_pass, _batch) = (pass, batch);

    /// <summary>The step itself.</summary>
    public TokenAmounts Step { get; private set; }

    /// <summary>Operators at a kink: arithmetic and memory take the same time within 2 %.</summary>
    public ImmutableArray<string> Kinks => [.. _kinks];

    /// <summary>Share of the step that memory holds up.</summary>
    public double MemoryShare => _memoryTime / Step.Time;

    /// <summary>Share of the step spent on links.</summary>
    public double NetworkShare => _networkTime / Step.Time;

    /// <summary>The growth of the step by a figure's logarithm.</summary>
    public TokenAmounts Of(Figure figure) => _slopes[(int)figure];

    /// <summary>The slopes of a decoding step at the <c>operator</c> fidelity.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="batch">Sequences of a replica; at least the groups and stages it is spread over.</param>
    /// <param name="context">Tokens each holds.</param>
    public static StepSlopes Of(PassModel pass, double batch, Tokens context)
    {
        StepSlopes slopes = new(pass, batch);
        PassLoad load = StepLoad.Of(pass.Layout, Pass.Decode(batch, context), 0, 0, default);
        PassLoad longer = StepLoad.Of(pass.Layout, Pass.Decode(batch, context + new Tokens(1)), 0, 0, default);
        foreach (ref readonly Operator op in pass.Operators)
        {
            if (op.Kind == OperatorKind.Collective)
            {
                slopes.Exchange(op, load);
            }
            else
            {
                slopes.Compute(op, load, longer, context.Value);
            }
        }

        return slopes;
    }

    private bool Spread => _batch > _pass.Layout.PipelineStages * _pass.Layout.AttentionParallel;

    private void Compute(in Operator op, in PassLoad load, in PassLoad longer, double context)
    {
        Quiet quiet = default;
        BytesPerSecond bandwidth = _pass.System.Accelerator.Memory.Bandwidth.Value;
        OperatorCost cost = OperatorTiming.Cost(op, load, bandwidth, _pass.Efficiency, ref quiet);
        double arithmetic = cost.Compute.Value / _pass.Efficiency.Compute;
        double perByte = 1 / (_pass.Efficiency.Memory * bandwidth.Value);
        double memory = cost.Memory.Value * perByte;
        bool computing = arithmetic >= memory;
        if (arithmetic > 0 && Math.Abs(Math.Log(arithmetic / memory)) < Near)
        {
            _kinks.Add(op.Name);
        }

        double perFlop = cost.Flop.Value > 0 ? arithmetic / cost.Flop.Value : 0;
        bool attention = op.Kind is OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence;
        double launch = op.Count * op.Kernels * _pass.Efficiency.Launch.Value;
        TokenAmounts whole = Amounts(cost.Flop.Value, cost.Memory.Value, launch);
        Step += whole;
        _memoryTime += computing ? 0 : memory;
        Add(Figure.Launch, new(launch, 0, 0, 0, 0, 0));
        Add(computing ? Figure.Peak : Figure.MemoryBandwidth, new(-(computing ? arithmetic : memory), 0, 0, 0, 0, 0));
        Add(Figure.WeightBits, Amounts(0, cost.Weights.Value, 0));
        Add(Figure.CacheBytes, Amounts(0, cost.Cache.Value, 0));
        if (op.Part is not ModelPart.Vocabulary)
        {
            Add(Figure.Layers, whole);
        }

        if (op.Kind is OperatorKind.PerToken or OperatorKind.Experts && op.Part is ModelPart.FeedForward or ModelPart.Experts or ModelPart.SharedExperts)
        {
            Add(Figure.FeedForwardWidth, Amounts(cost.Flop.Value, cost.Weights.Value, 0));
        }

        if (op.Kind == OperatorKind.PerLogit)
        {
            Add(Figure.Vocabulary, Amounts(cost.Flop.Value, cost.Weights.Value, 0));
        }

        // Sequences: all arithmetic and activations, the caches, and the experts that more tokens touch.
        double touched = op.Kind == OperatorKind.Experts ? Touched(op, load) : 0;
        double moved = cost.Memory.Value - cost.Weights.Value + touched;
        if (Spread || op.Kind == OperatorKind.PerLogit)
        {
            Add(Figure.Batch, Amounts(cost.Flop.Value, moved, 0));
        }

        if (attention && op.Kind != OperatorKind.Recurrence)
        {
            // Linear between two tokens, so that the difference of neighbours is the derivative.
            OperatorCost next = OperatorTiming.Cost(op, longer, bandwidth, _pass.Efficiency, ref quiet);
            Add(Figure.Context, Amounts(
                context * (next.Flop.Value - cost.Flop.Value), context * (next.Memory.Value - cost.Memory.Value), 0));
        }

        TokenAmounts Amounts(double flop, double bytes, double extra) => new(
            (computing ? flop * perFlop : bytes * perByte) + extra, attention ? 0 : flop, attention ? flop : 0, bytes, 0, 0);
    }

    /// <summary>d(weights)/d(ln tokens) of experts: W (-t ln m) m^t, m the chance that a token misses one.</summary>
    private static double Touched(in Operator op, in PassLoad load)
    {
        double tokens = op.Seen(load).Value;
        return op.Count * op.Weights.Value * -op.LogMiss * tokens * Math.Exp(op.LogMiss * tokens);
    }

    private void Exchange(in Operator op, in PassLoad load)
    {
        if (op.OnEntries)
        {
            return;
        }

        Collective collective = op.Collective;
        double tokens = op.Seen(load).Value;
        double grows = tokens * op.Activations.Value;
        double message = op.Gathered.Value + grows;
        double up = op.Count * message / collective.ScaleUpRate.Value;
        double over = op.Count * message / collective.ScaleOutRate.Value;
        bool upLeads = up >= over;
        double latency = op.Count * collective.Latency.Value;
        double launch = op.Count * op.Kernels * _pass.Efficiency.Launch.Value;
        double bytes = collective.Overlaps ? Math.Max(up, over) : up + over;
        TokenAmounts whole = new(
            bytes + latency + launch, 0, 0, 0, op.Count * collective.ScaleUpShare * message, op.Count * collective.ScaleOutShare * message);
        Step += whole;
        _networkTime += whole.Time;
        Add(Figure.ScaleUp, new(-(collective.Overlaps && !upLeads ? 0 : up), 0, 0, 0, 0, 0));
        Add(Figure.ScaleOut, new(-(collective.Overlaps && upLeads ? 0 : over), 0, 0, 0, 0, 0));
        Add(Figure.LinkLatency, new(latency, 0, 0, 0, 0, 0));
        Add(Figure.Launch, new(launch, 0, 0, 0, 0, 0));
        if (!op.OnLogits && op.Part != ModelPart.Vocabulary && op.Count > 1)
        {
            Add(Figure.Layers, whole);
        }

        double share = message > 0 ? grows / message : 0;
        if (Spread || op.OnLogits)
        {
            Add(Figure.Batch, new(share * bytes, 0, 0, 0, share * whole.ScaleUp, share * whole.ScaleOut));
        }
    }

    private void Add(Figure figure, TokenAmounts amounts) => _slopes[(int)figure] += amounts;
}
