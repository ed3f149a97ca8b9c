using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Workloads;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Operators.OperatorSymbols;

namespace Chalkline.Operators;

/// <summary>The cost of one operator under a load: the equations of the <c>operator</c> fidelity.</summary>
public static class OperatorTiming
{
    /// <summary>Costs an operator on one device.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="load">What the device's group gets to do.</param>
    /// <param name="bandwidth">Memory bandwidth of one device.</param>
    /// <param name="efficiency">Stated efficiencies.</param>
    /// <param name="work">Where the work is shown.</param>
    public static OperatorCost Cost<TWork>(
        in Operator op, in PassLoad load, BytesPerSecond bandwidth, Efficiency efficiency, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open(op.Name);
        OperatorCost cost = op.Kind switch
        {
            OperatorKind.PerToken or OperatorKind.PerLogit or OperatorKind.Experts
                => Dense(op, op.Seen(load), bandwidth, efficiency, ref work),
            OperatorKind.Collective when op.OnEntries && !(load.Prefill.Sequences > 0) => default,
            OperatorKind.Collective => Network(op, load, efficiency, ref work),
            OperatorKind.Recurrence => Recurrence(op, load, bandwidth, efficiency, ref work),
            _ => Attention(op, load, bandwidth, efficiency, ref work),
        };
        work.Close();
        return cost;
    }

    private static OperatorCost Dense<TWork>(
        in Operator op, Tokens seen, BytesPerSecond bandwidth, Efficiency efficiency, ref TWork work)
        where TWork : struct, IWork
    {
        Tokens tokens = work.Given(S.Tokens, seen, name: "tokens");
        FlopPerToken flopPerToken = work.Given(S.FlopPerToken, op.Flop, name: "flopPerToken");
        Bytes weightBytes = work.Given(S.WeightBytes, op.Weights, name: "weightBytes");
        BytesPerToken activationsPerToken = work.Given(S.ActivationBytes, op.Activations, name: "activationsPerToken");
        Flop flop = work.Step(S.Flop, tokens * flopPerToken);
        if (op.Kind != OperatorKind.Experts)
        {
            Bytes dense = work.Step(S.Bytes, weightBytes + tokens * activationsPerToken);
            double useful = 1 - op.Padding;
            OperatorCost whole = new() { Weights = weightBytes };
            return Finish(op, flop, dense, useful * flop, useful * weightBytes, whole, bandwidth, efficiency, ref work);
        }

        double logMiss = work.Given(S.LogMiss, op.LogMiss, name: "logMiss");
        double touched = work.Step(S.Touched, 1 - Math.Exp(tokens.Value * logMiss));
        Bytes bytes = work.Step(S.Bytes, touched * weightBytes + tokens * activationsPerToken);
        Bytes least = Math.Min(touched, op.LeastTouched) * weightBytes;
        OperatorCost kinds = new() { Weights = touched * weightBytes };
        return Finish(op, flop, bytes, flop, least, kinds, bandwidth, efficiency, ref work);
    }

    private static OperatorCost Attention<TWork>(
        in Operator op, in PassLoad load, BytesPerSecond bandwidth, Efficiency efficiency, ref TWork work)
        where TWork : struct, IWork
    {
        bool mixed = load.Decode.Sequences > 0 && load.Prefill.Sequences > 0;
        if (!mixed)
        {
            AttentionTiming only = AttentionTiming.Of(
                op,
                load.Decode.Sequences > 0 ? load.Decode : load.Prefill,
                load.Prefill.Sequences > 0,
                bandwidth,
                ref work);
            OperatorCost kind = new() { Cache = only.LeastBytes };
            return Finish(
                op, only.Flop, only.Bytes, (1 - op.Padding) * only.LeastFlop, only.LeastBytes, kind, bandwidth, efficiency, ref work);
        }

        work.Open("decode sequences");
        AttentionTiming decode = AttentionTiming.Of(op, load.Decode, false, bandwidth, ref work);
        work.Close();
        work.Open("prefill sequences");
        AttentionTiming prefill = AttentionTiming.Of(op, load.Prefill, true, bandwidth, ref work);
        work.Close();
        Flop flop = work.Given(S.Flop, decode.Flop + prefill.Flop, name: "flop");
        Bytes bytes = work.Given(S.Bytes, decode.Bytes + prefill.Bytes, name: "bytes");
        Bytes cache = decode.LeastBytes + prefill.LeastBytes;
        Flop least = (1 - op.Padding) * (decode.LeastFlop + prefill.LeastFlop);
        return Finish(op, flop, bytes, least, cache, new() { Cache = cache }, bandwidth, efficiency, ref work);
    }

    private static OperatorCost Recurrence<TWork>(
        in Operator op, in PassLoad load, BytesPerSecond bandwidth, Efficiency efficiency, ref TWork work)
        where TWork : struct, IWork
    {
        Tokens tokens = work.Given(S.Tokens, load.NewTokens, name: "tokens");
        FlopPerToken flopPerToken = work.Given(S.FlopPerToken, op.Flop, name: "flopPerToken");
        BytesPerToken activationsPerToken = work.Given(S.ActivationBytes, op.Activations, name: "activationsPerToken");
        Bytes stateBytes = work.Given(S.StateBytes, op.Attention.StateBytes, name: "stateBytes");
        double statePasses = work.Given(S.StatePasses, StatePasses(load.Decode) + StatePasses(load.Prefill), name: "statePasses");
        Flop flop = work.Step(S.Flop, tokens * flopPerToken);
        Bytes bytes = work.Step(S.Bytes, statePasses * stateBytes + tokens * activationsPerToken);
        Bytes state = statePasses * stateBytes;
        return Finish(op, flop, bytes, flop, state, new() { Cache = state }, bandwidth, efficiency, ref work);
    }

    /// <summary>A state is written once a pass, and read once when the sequence already has one.</summary>
    private static double StatePasses(in Pass pass) => pass.Sequences * (pass.Context > Tokens.Zero ? 2 : 1);

    private static OperatorCost Network<TWork>(in Operator op, in PassLoad load, Efficiency efficiency, ref TWork work)
        where TWork : struct, IWork
    {
        Collective collective = load.Prefill.Sequences > 0 ? op.OfPrompts ?? op.Collective : op.Collective;
        Tokens tokens = work.Given(S.Tokens, op.Seen(load), name: "tokens");
        BytesPerToken activationsPerToken = work.Given(S.ActivationBytes, op.Activations, name: "activationsPerToken");
        BytesPerSecond scaleUpRate = work.Given(S.ScaleUpRate, collective.ScaleUpRate, name: "scaleUpRate");
        BytesPerSecond scaleOutRate = work.Given(S.ScaleOutRate, collective.ScaleOutRate, name: "scaleOutRate");
        Seconds latency = work.Given(S.Latency, collective.Latency, name: "latency");
        Seconds launch = work.Given(S.Launch, op.Kernels * efficiency.Launch, Efficiency.Source, "launch");
        double layers = work.Given(S.Layers, op.Count, name: "layers");
        Bytes message = Message(op, tokens, activationsPerToken, ref work);
        Seconds scaleUpTime = work.Step(S.ScaleUpTime, message / scaleUpRate);
        Seconds scaleOutTime = work.Step(S.ScaleOutTime, message / scaleOutRate);
        Seconds layerTime = collective.Overlaps
            ? work.Step(S.LayerTime, launch + latency + Max(scaleUpTime, scaleOutTime))
            : work.Step(S.LayerTime, launch + latency + scaleUpTime + scaleOutTime);
        Seconds time = work.Step(S.Time, layers * layerTime);
        return new()
        {
            ScaleUp = layers * collective.ScaleUpShare * message,
            ScaleOut = layers * collective.ScaleOutShare * message,
            Time = time,
        };
    }

    private static Bytes Message<TWork>(in Operator op, Tokens tokens, BytesPerToken activationsPerToken, ref TWork work)
        where TWork : struct, IWork
    {
        if (op.Gathered == Bytes.Zero)
        {
            return work.Step(S.Message, tokens * activationsPerToken);
        }

        Bytes gathered = work.Given(S.Gathered, op.Gathered, name: "gathered");
        return work.Step(S.Message, gathered + tokens * activationsPerToken);
    }

    private static OperatorCost Finish<TWork>(
        in Operator op,
        Flop flop,
        Bytes bytes,
        Flop leastFlop,
        Bytes leastBytes,
        in OperatorCost kinds,
        BytesPerSecond rate,
        Efficiency efficiency,
        ref TWork work)
        where TWork : struct, IWork
    {
        FlopPerSecond peak = work.Given(S.Peak, op.Peak, name: "peak");
        BytesPerSecond bandwidth = work.Given(S.Bandwidth, rate, name: "bandwidth");
        double computeShare = work.Given(S.ComputeShare, efficiency.Compute, Efficiency.Source, "computeShare");
        double memoryShare = work.Given(S.MemoryShare, efficiency.Memory, Efficiency.Source, "memoryShare");
        Seconds launch = work.Given(S.Launch, op.Kernels * efficiency.Launch, Efficiency.Source, "launch");
        double layers = work.Given(S.Layers, op.Count, name: "layers");
        Seconds computeTime = work.Step(S.ComputeTime, flop / (computeShare * peak));
        Seconds memoryTime = work.Step(S.MemoryTime, bytes / (memoryShare * bandwidth));
        Seconds layerTime = work.Step(S.LayerTime, Max(computeTime, memoryTime) + launch);
        Seconds time = work.Step(S.Time, layers * layerTime);
        return new()
        {
            Flop = layers * flop,
            Weights = layers * kinds.Weights,
            Cache = layers * kinds.Cache,
            Activations = layers * (bytes - kinds.Weights - kinds.Cache),
            LeastFlop = layers * leastFlop,
            LeastMemory = layers * leastBytes,
            Compute = layers * (flop / peak),
            LeastCompute = layers * (leastFlop / peak),
            Time = time,
        };
    }
}
