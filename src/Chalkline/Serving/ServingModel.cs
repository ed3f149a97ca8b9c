using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;
using S = Chalkline.Serving.ServingSymbols;

namespace Chalkline.Serving;

/// <summary>Serving in a steady state: decode steps, prefills, and how they share devices.</summary>
public sealed class ServingModel
{
    private readonly Workload workload;
    private readonly Fidelity fidelity;

    /// <summary>Serving of a model.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="workload">What requests ask.</param>
    /// <param name="fidelity">Which model of time.</param>
    public ServingModel(PassModel pass, Workload workload, Fidelity fidelity)
    {
        this.workload = workload;
        this.fidelity = fidelity;
        Pass = pass;
        Footprint = new(pass);
        LargestBatch = Footprint.LargestBatch(workload.FinalContext);
    }

    /// <summary>The prepared model.</summary>
    public PassModel Pass { get; }

    /// <summary>Its footprint.</summary>
    public Footprint Footprint { get; }

    /// <summary>Sequences of the largest batch one replica can run to the end of their answers.</summary>
    public double LargestBatch { get; }

    /// <summary>
    /// Whether more micro-batches than stages hide the exchange of experts too, one computing while another is sent
    /// (two-batch overlap); by default only the hand-over between stages hides.
    /// </summary>
    public bool HidesExchange { get; init; }

    /// <summary>
    /// Time in which every one of a replica's sequences gets a token: one trip of each micro-batch through all stages,
    /// as many micro-batches as stages so that none idles (lecture, eq. 4.3 and 4.4).
    /// </summary>
    /// <param name="batch">Sequences in flight in one replica.</param>
    public DecodeStep Decode(double batch) => Decode(batch, Pass.Layout.PipelineStages);

    /// <summary>The same with another number of micro-batches in flight.</summary>
    /// <param name="batch">Sequences in flight in one replica.</param>
    /// <param name="microBatches">
    /// Micro-batches (m), at least 1. With fewer than stages (P) a micro-batch finds every stage idle and stages wait:
    /// P t. With more a stage has the next at hand while it hands one over, and m passes without the hand-over h follow
    /// one another: max(P t, m (t - h)).
    /// </param>
    public DecodeStep Decode(double batch, int microBatches)
    {
        Quiet quiet = default;
        return Decode(batch, microBatches, ref quiet);
    }

    /// <summary>A decode step, with the work shown.</summary>
    public DecodeStep Decode<TWork>(double batch, ref TWork work)
        where TWork : struct, IWork => Decode(batch, Pass.Layout.PipelineStages, ref work);

    /// <summary>A decode step of so many micro-batches, with the work shown.</summary>
    public DecodeStep Decode<TWork>(double batch, int microBatches, ref TWork work)
        where TWork : struct, IWork
    {
        int stages = Pass.Layout.PipelineStages;
        double sequences = MicroBatch(batch, microBatches);
        Pass decode = Workloads.Pass.Decode(sequences, workload.MeanContext);
        PassLoad load = PassLoad.Split(decode, Workloads.Pass.None, Pass.Layout.AttentionParallel);
        PassTime time = Pass.Time(load, fidelity, Overlap.Full, ref work);
        work.Open("the decode step");
        work.Given(S.Stages, (double)stages, name: "stages");
        Seconds stageTime = work.Given(S.StageTime, time.Estimate, name: "stageTime");
        Seconds stageFloor = work.Given(S.StageFloor, time.Floor, name: "stageFloor");
        Seconds stepFloor = work.Step(S.StepFloor, stages * stageFloor);
        Seconds stepTime;
        if (microBatches <= stages)
        {
            stepTime = work.Step(S.StepTime, stages * stageTime);
        }
        else
        {
            double inFlight = work.Given(S.MicroBatches, batch / sequences, name: "inFlight");
            Seconds exchange = work.Given(S.Exchange, HidesExchange ? time.Exchange : Seconds.Zero, name: "exchange");
            Seconds handOver = work.Given(S.HandOver, HandOver(load), name: "handOver");
            Seconds busy = work.Step(S.Busy, Quantity.Max(stageTime - handOver - exchange, exchange));
            stepTime = work.Step(S.StepTime, Quantity.Max(stages * stageTime, inFlight * busy));
        }

        work.Close();
        return new(stepTime, stepFloor, time);
    }

    /// <summary>Time of the hand-over between stages in a pass; the closed form has none.</summary>
    private Seconds HandOver(in PassLoad load)
    {
        Seconds time = Seconds.Zero;
        foreach (ref readonly Operator op in Pass.Operators)
        {
            if (fidelity != Fidelity.Chalk && op.IsHandOver)
            {
                time += Pass.Time(op, load, fidelity).Cost.Time;
            }
        }

        return time;
    }

    /// <summary>
    /// Sequences of a micro-batch: at least one in each group, for a small batch leaves stages idle, it does not split one.
    /// </summary>
    internal double MicroBatch(double batch, int microBatches) => MicroBatch(Pass.Layout, batch, microBatches);

    /// <inheritdoc cref="MicroBatch(double, int)" />
    internal static double MicroBatch(in Layout layout, double batch, int microBatches)
        => Math.Max(batch / microBatches, Math.Min(batch, layout.AttentionParallel));

    /// <summary>Sequences of a micro-batch when there are as many as stages.</summary>
    internal double MicroBatch(double batch) => MicroBatch(batch, Pass.Layout.PipelineStages);

    /// <summary>A prefill of so many prompts at once in each attention-parallel group, through one stage.</summary>
    public PassTime Prefill(double promptsPerGroup)
    {
        Pass prompts = Workloads.Pass.Prefill(
            promptsPerGroup * Pass.Layout.AttentionParallel, workload.Input, workload.Prefix);
        return Pass.Time(PassLoad.Split(Workloads.Pass.None, prompts, Pass.Layout.AttentionParallel), fidelity);
    }

    /// <summary>
    /// Prompts that go together in a prefill of each attention-parallel group: enough to fill a chunk and no more than
    /// the memory holds the KV cache of; at least one.
    /// </summary>
    public double PromptsPerPrefill => Math.Max(1, Math.Min(
        Math.Floor(Footprint.ChunkTokens / (workload.Input - workload.Prefix).Value),
        Footprint.LargestBatch(workload.Input) / Pass.Layout.AttentionParallel));

    /// <summary>
    /// Time each stage of a replica spends on one request's prefill when prompts are batched to fill a chunk.
    /// </summary>
    public Seconds PrefillShare
    {
        get
        {
            double prompts = PromptsPerPrefill;
            return Prefill(prompts).Estimate / (prompts * Pass.Layout.AttentionParallel);
        }
    }

    /// <summary>Time from the start of a lone prompt's prefill to its end, through all stages.</summary>
    public Seconds PrefillLatency => Pass.Layout.PipelineStages * Prefill(1).Estimate;

    /// <summary>
    /// Aggregated serving at a batch. Every running sequence needs a token every TPOT, and every TPOT
    /// batch / output requests finish and as many newcomers must be prefilled on the same devices:
    /// TPOT = decode step + batch / output x prefill of one request.
    /// </summary>
    public AggregatedTime Aggregated<TWork>(double batch, in AggregatedParts parts, ref TWork work)
        where TWork : struct, IWork => Aggregated(batch, Pass.Layout.PipelineStages, parts, ref work);

    /// <summary>The same with so many micro-batches in flight.</summary>
    public AggregatedTime Aggregated<TWork>(double batch, int microBatches, in AggregatedParts parts, ref TWork work)
        where TWork : struct, IWork
    {
        DecodeStep step = Decode(batch, microBatches, ref work);
        work.Open("prefill and decode on the same devices");
        work.Given(S.Batch, batch);
        Seconds stepTime = work.Given(S.StepTime, step.Time, name: "stepTime");
        double output = work.Given(S.Output, workload.Output.Value, name: "output");
        Seconds prefillShare = work.Given(S.PrefillShare, parts.PrefillShare, name: "prefillShare");
        Seconds prefillLatency = work.Given(S.PrefillLatency, parts.PrefillLatency, name: "prefillLatency");
        Seconds newcomers = work.Step(S.Newcomers, batch / output * prefillShare);
        Seconds ttft = work.Step(S.Ttft, stepTime + prefillLatency);
        Seconds tpot = work.Step(S.Tpot, stepTime + newcomers);
        work.Close();
        return new(step, newcomers, tpot, ttft);
    }

    /// <summary>What aggregated serving needs of prefill, worked out once for all batches.</summary>
    public AggregatedParts Parts => new(PrefillShare, PrefillLatency);

    /// <summary>
    /// Time to hand one request's KV cache to another pool: each device sends its part over the slower of the networks
    /// that join the pools (scale-up when both stand in one domain).
    /// </summary>
    /// <param name="sameDomain">Whether both pools stand in one scale-up domain.</param>
    /// <exception cref="ChalkException">The pools stand apart and the machine has no scale-out network.</exception>
    public Seconds Transfer(bool sameDomain)
        => Transfer(Pass.System, Pass.Efficiency, Footprint.KeyValue(workload.Input), sameDomain);

    /// <summary>The same for what one device of a machine holds of a request.</summary>
    internal static Seconds Transfer(MachineSystem system, Efficiency efficiency, Bytes held, bool sameDomain)
    {
        Network? network = sameDomain ? system.ScaleUp : system.ScaleOut;
        if (network is null)
        {
            throw new ChalkException($"{system.Id} has no scale-out network to hand a KV cache over.");
        }

        return network.Latency.Value + (held / (efficiency.Network * network.Bandwidth.Value));
    }
}

/// <summary>A decode step of a whole replica.</summary>
/// <param name="Time">Estimated time.</param>
/// <param name="Floor">Its proved floor.</param>
/// <param name="Stage">One stage's pass.</param>
public readonly record struct DecodeStep(Seconds Time, Seconds Floor, PassTime Stage);

/// <summary>Prefill as aggregated serving sees it.</summary>
/// <param name="PrefillShare">Time of one request's prefill when batched.</param>
/// <param name="PrefillLatency">Time of a lone prompt's prefill.</param>
public readonly record struct AggregatedParts(Seconds PrefillShare, Seconds PrefillLatency);

/// <summary>Aggregated serving at a batch.</summary>
/// <param name="Step">The decode step.</param>
/// <param name="Newcomers">Prefill of newcomers in each step.</param>
/// <param name="TimePerOutputToken">TPOT.</param>
/// <param name="TimeToFirstToken">TTFT: the step under way, then the prompt's prefill.</param>
public readonly record struct AggregatedTime(
    DecodeStep Step, Seconds Newcomers, Seconds TimePerOutputToken, Seconds TimeToFirstToken);
