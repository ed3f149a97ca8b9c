using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Chalkline.Calibration;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;
using S = Chalkline.Serving.PassSymbols;

namespace Chalkline.Serving;

/// <summary>
/// Times passes of one model on one machine in one layout and precision. Preparing it walks the architecture once;
/// timing a pass then allocates nothing.
/// </summary>
public sealed class PassModel
{
    private readonly Operator[] operators;
    private readonly BytesPerSecond bandwidth;
    private readonly double imbalance;
    private readonly CalibratedTiming? calibrated;

    private PassModel(
        Model model,
        MachineSystem system,
        Layout layout,
        Precision precision,
        Efficiency efficiency,
        ImmutableArray<Operator> built,
        DeviceCalibration? calibration)
    {
        calibrated = calibration is null ? null : new(calibration);
        Model = model;
        System = system;
        Layout = layout;
        Precision = precision;
        Efficiency = efficiency;
        operators = ImmutableCollectionsMarshal.AsArray(built)!;
        foreach (ref readonly Operator op in Operators)
        {
            Launches += op.OnEntries ? 0 : op.Count * op.Kernels;
        }

        bandwidth = system.Accelerator.Memory.Bandwidth.Value;
        imbalance = OperatorBuilder<Quiet>.StageImbalance(model, layout);
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The machine.</summary>
    public MachineSystem System { get; }

    /// <summary>The layout.</summary>
    public Layout Layout { get; }

    /// <summary>The formats.</summary>
    public Precision Precision { get; }

    /// <summary>The stated efficiencies of the <c>operator</c> fidelity.</summary>
    public Efficiency Efficiency { get; }

    /// <summary>The operators one device of the busiest pipeline stage runs in a pass.</summary>
    public ReadOnlySpan<Operator> Operators => operators;

    /// <summary>Kernels that one device launches in a decode pass through one stage.</summary>
    internal double Launches { get; }

    /// <summary>Prepares a model.</summary>
    /// <exception cref="ChalkException">Model, machine and layout do not go together.</exception>
    public static PassModel Prepare(
        Model model, MachineSystem system, Layout layout, Precision precision, Efficiency? efficiency = null, DeviceCalibration? calibration = null)
    {
        Quiet quiet = default;
        return Prepare(model, system, layout, precision, efficiency ?? Efficiency.Stated, ref quiet, calibration);
    }

    /// <summary>Prepares a model and shows the equations of its operators.</summary>
    public static PassModel Prepare<TWork>(
        Model model, MachineSystem system, Layout layout, Precision precision, Efficiency efficiency, ref TWork work, DeviceCalibration? calibration = null)
        where TWork : struct, IWork
    {
        if (LayoutCheck.Problem(model, system, layout) is { } problem)
        {
            throw new ChalkException($"{layout} is impossible: {problem}.");
        }

        OperatorBuilder<TWork> builder = new(model, system, layout, precision, efficiency, work);
        return new(model, system, layout, precision, efficiency, builder.Build(), calibration);
    }

    /// <summary>Times one pass through one stage.</summary>
    /// <param name="load">What one attention-parallel group gets to do.</param>
    /// <param name="fidelity">Which model of time.</param>
    /// <param name="overlap">What the closed form overlaps; the <c>operator</c> fidelity overlaps nothing.</param>
    public PassTime Time(in PassLoad load, Fidelity fidelity = Fidelity.Operator, Overlap overlap = Overlap.Full)
    {
        Quiet quiet = default;
        return Time(load, fidelity, overlap, ref quiet);
    }

    /// <summary>Times one pass through one stage and shows the work.</summary>
    public PassTime Time<TWork>(in PassLoad load, Fidelity fidelity, Overlap overlap, ref TWork work)
        where TWork : struct, IWork
    {
        OperatorCost sum = default;
        Seconds networkTime = Seconds.Zero;
        Seconds exchange = Seconds.Zero;
        Seconds launches = Seconds.Zero;
        Seconds low = Seconds.Zero;
        Seconds high = Seconds.Zero;
        Seconds gathering = Seconds.Zero;
        foreach (ref readonly Operator op in operators.AsSpan())
        {
            OperatorEstimate each = Each(op, load, fidelity, ref work);
            sum += each.Cost;
            low += each.Low;
            high += each.High;
            if (op.Kind == OperatorKind.Collective)
            {
                networkTime += each.Cost.Time;
                gathering += op.Gathered > Bytes.Zero ? each.Cost.Time : Seconds.Zero;
                bool ofExperts = op is { Collective.Kind: CollectiveKind.AllToAll, ContextParallel: 0 };
                exchange += ofExperts ? each.Cost.Time : Seconds.Zero;
            }
            else
            {
                launches += op.Count * op.Kernels * Efficiency.Launch;
            }
        }

        // Weights wait for no token: those of a layer are gathered while the one before it works.
        Seconds hidden = Min(gathering, sum.Time - gathering);
        sum = sum with { Time = sum.Time - hidden };
        networkTime -= hidden;
        work.Open("the pass");
        Seconds computeTime = work.Given(S.ComputeTime, sum.Compute, name: "computeTime");
        Bytes weightBytes = work.Given(S.WeightBytes, sum.Weights, name: "weightBytes");
        Bytes cacheBytes = work.Given(S.CacheBytes, sum.Cache, name: "cacheBytes");
        BytesPerSecond memoryBandwidth = work.Given(
            S.Bandwidth, bandwidth, System.Accelerator.Memory.Bandwidth.Source, "memoryBandwidth");
        Seconds weightTime = work.Step(S.WeightTime, weightBytes / memoryBandwidth);
        Seconds cacheTime = work.Step(S.CacheTime, cacheBytes / memoryBandwidth);
        Seconds floor = Floor(sum, memoryBandwidth, ref work);
        Seconds operatorTime = work.Given(S.OperatorTime, sum.Time, name: "operatorTime");
        Seconds estimate = fidelity switch
        {
            Fidelity.Operator or Fidelity.Calibrated => work.Step(S.PassTime, operatorTime),
            _ when overlap == Overlap.Full => work.Step(S.PassTime, Max(computeTime, weightTime + cacheTime)),
            _ => work.Step(S.PassTime, cacheTime + Max(computeTime, weightTime)),
        };
        work.Close();
        bool closed = fidelity == Fidelity.Chalk;
        return new()
        {
            Cost = sum,
            Estimate = estimate,
            Low = fidelity == Fidelity.Calibrated ? low : estimate,
            High = fidelity == Fidelity.Calibrated ? high : estimate,
            Floor = floor,
            Compute = computeTime,
            Weights = weightTime,
            KeyValue = cacheTime,
            Network = closed ? Seconds.Zero : networkTime,
            Exchange = closed ? Seconds.Zero : exchange,
            Bound = Binding(
                computeTime / (closed ? 1 : Efficiency.Compute),
                weightTime / (closed ? 1 : Efficiency.Memory),
                cacheTime / (closed ? 1 : Efficiency.Memory),
                closed ? Seconds.Zero : networkTime,
                closed ? Seconds.Zero : launches),
        };
    }

    /// <summary>Times all runs of one operator in one pass through one stage.</summary>
    /// <param name="op">One of <see cref="Operators"/>.</param>
    /// <param name="load">What one attention-parallel group gets to do.</param>
    /// <param name="fidelity">Which model of time: <c>operator</c> or <c>calibrated</c>.</param>
    /// <exception cref="ChalkException">There is no calibration, and the fidelity needs one.</exception>
    public OperatorEstimate Time(in Operator op, in PassLoad load, Fidelity fidelity)
    {
        Quiet quiet = default;
        return Each(op, load, fidelity, ref quiet);
    }

    private OperatorEstimate Each<TWork>(in Operator op, in PassLoad load, Fidelity fidelity, ref TWork work)
        where TWork : struct, IWork
    {
        if (fidelity != Fidelity.Calibrated)
        {
            OperatorCost cost = OperatorTiming.Cost(op, load, bandwidth, Efficiency, ref work);
            return new(cost, cost.Time, cost.Time);
        }

        return Calibrated(op, load, ref work);
    }

    /// <summary>Counts as the <c>operator</c> fidelity does, the time from the equation of the kernel.</summary>
    private OperatorEstimate Calibrated<TWork>(in Operator op, in PassLoad load, ref TWork work)
        where TWork : struct, IWork
    {
        CalibratedTiming timing = calibrated
            ?? throw new ChalkException("The calibrated fidelity needs a calibration; none was given when the pass was prepared.");
        Quiet quiet = default;
        OperatorCost cost = OperatorTiming.Cost(op, load, bandwidth, Efficiency, ref quiet);
        KernelEstimate each = timing.Time(op, load) ?? Uncalibrated(cost.Time / op.Count);
        work.Open(op.Name);
        Seconds kernelTime = work.Given(OperatorSymbols.LayerTime, new Seconds(each.Time), name: "kernelTime");
        double layers = work.Given(OperatorSymbols.Layers, op.Count, name: "layers");
        Seconds leastTime = work.Given(S.Floor, Max(cost.LeastCompute, cost.LeastMemory / bandwidth), name: "leastTime");
        Seconds time = work.Step(OperatorSymbols.Time, Max(leastTime, layers * kernelTime));
        work.Close();
        return new(cost with { Time = time }, op.Count * new Seconds(each.Low), op.Count * new Seconds(each.High));
    }

    /// <summary>An operator without a calibrated kernel: the stated efficiencies, right within a factor of 2.</summary>
    private static KernelEstimate Uncalibrated(Seconds time) => new(time.Value, time.Value / 2, 2 * time.Value);

    private Seconds Floor<TWork>(in OperatorCost sum, BytesPerSecond memoryBandwidth, ref TWork work)
        where TWork : struct, IWork
    {
        Seconds leastCompute = work.Given(S.LeastCompute, sum.LeastCompute, name: "leastCompute");
        Bytes leastBytes = work.Given(S.LeastBytes, sum.LeastMemory, name: "leastBytes");
        double stageImbalance = work.Given(S.Imbalance, imbalance, name: "stageImbalance");
        return work.Step(S.Floor, Max(leastCompute, leastBytes / memoryBandwidth) / stageImbalance);
    }

    private static Bound Binding(Seconds compute, Seconds weights, Seconds keyValue, Seconds network, Seconds overhead)
    {
        (Bound bound, Seconds most) = weights + keyValue < compute
            ? (Bound.Compute, compute)
            : weights < keyValue ? (Bound.KeyValue, weights + keyValue) : (Bound.Weights, weights + keyValue);
        if (network > most)
        {
            (bound, most) = (Bound.Network, network);
        }

        return overhead > most ? Bound.Overhead : bound;
    }
}
