using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>How much a hardware figure matters at one operating point.</summary>
/// <param name="Figure">The figure, for example <c>memory bandwidth</c>.</param>
/// <param name="Value">Its value on the machine.</param>
/// <param name="CostElasticity">
/// Relative change of the cost of a token over the relative change of the figure, layout and service levels held:
/// -0.6 means that 10 % more of it makes tokens about 6 % cheaper.
/// </param>
public sealed record Elasticity(string Figure, string Value, double CostElasticity)
{
    private const double Step = 0.01;

    /// <summary>The elasticities of a point, most helpful first.</summary>
    public static IReadOnlyList<Elasticity> Of(PlanRequest request, ServingPoint point)
    {
        MachineSystem system = request.System;
        Accelerator device = system.Accelerator;
        MemoryTier memory = device.Memory;
        List<Elasticity> all =
        [
            Along("arithmetic peak", Peaks(request), factor => request with
            {
                System = system with { Accelerator = device with { Peaks = Scale(device.Peaks, factor) } },
            }),
            Along("memory bandwidth", memory.Bandwidth.Value.ToString(), factor => request with
            {
                System = system with
                {
                    Accelerator = device with { Memory = memory with { Bandwidth = Scale(memory.Bandwidth, factor) } },
                },
            }),
            Along("memory capacity", memory.Capacity.Value.ToString(), factor => request with
            {
                System = system with
                {
                    Accelerator = device with { Memory = memory with { Capacity = Scale(memory.Capacity, factor) } },
                },
            }),
            Along("scale-up bandwidth", system.ScaleUp.Bandwidth.Value.ToString(), factor => request with
            {
                System = system with { ScaleUp = system.ScaleUp with { Bandwidth = Scale(system.ScaleUp.Bandwidth, factor) } },
            }),
            Along("scale-up latency", system.ScaleUp.Latency.Value.ToString(), factor => request with
            {
                System = system with { ScaleUp = system.ScaleUp with { Latency = Scale(system.ScaleUp.Latency, factor) } },
            }),
            Along("kernel launch time", request.Efficiency.Launch.ToString(), factor => request with
            {
                Efficiency = request.Efficiency with { Launch = factor * request.Efficiency.Launch },
            }),
        ];
        if (system.ScaleOut is { } outer)
        {
            all.Add(Along("scale-out bandwidth", outer.Bandwidth.Value.ToString(), factor => request with
            {
                System = system with { ScaleOut = outer with { Bandwidth = Scale(outer.Bandwidth, factor) } },
            }));
        }

        return [.. all.OrderByDescending(elasticity => Math.Abs(elasticity.CostElasticity))];

        Elasticity Along(string figure, string value, Func<double, PlanRequest> scaled)
        {
            double up = Throughput(scaled(1 + Step), point);
            double down = Throughput(scaled(1 - Step), point);
            double slope = Math.Log(down / up) / Math.Log((1 + Step) / (1 - Step));
            return new(figure, value, Math.Round(slope, 6) + 0.0);
        }
    }

    /// <summary>Output tokens a second of the same layouts on another machine.</summary>
    private static double Throughput(PlanRequest request, ServingPoint point)
    {
        if (point.Prefill is not { } prefillLayout)
        {
            ServingModel both = Model(request.WithCopies(point.RedundantExperts), point.Decode);
            return AggregatedSearch.Point(request, both, Rescaled(request, point, both), point.MicroBatches, both.Parts).Throughput.Value;
        }

        ServingModel prefill = Model(request.OfPrefill.WithCopies(point.PrefillRedundantExperts), prefillLayout);
        double output = request.Workload.Output.Value;
        double decodeRate = Decoded(request, point) / output;
        double prefillRate = prefillLayout.Replicas / prefill.PrefillShare.Value;
        return Math.Min(decodeRate, prefillRate) * output;
    }

    /// <summary>Output tokens a second of the decode pool; a split keeps its batch, which is whole.</summary>
    private static double Decoded(PlanRequest request, ServingPoint point)
    {
        if (point.Mode == ServingMode.AttentionFeedForward)
        {
            return point.Batch / SplitUnits.Again(request, point).TimePerOutputToken.Value;
        }

        ServingModel decode = Model(request.WithCopies(point.RedundantExperts), point.Decode);
        double batch = Rescaled(request, point, decode);
        return point.Decode.Replicas * batch / decode.Decode(batch, point.MicroBatches).Time.Value;
    }

    /// <summary>
    /// A batch that filled the memory grows and shrinks with it; it is taken as continuous, for a step of 1 % may be
    /// less than a sequence.
    /// </summary>
    private static double Rescaled(PlanRequest request, ServingPoint point, ServingModel scaled)
    {
        Tokens final = request.Workload.FinalContext;
        Bytes used = point.BatchPerReplica / scaled.Pass.Layout.AttentionParallel * scaled.Footprint.KeyValue(final);
        Bytes step = 2 * Step * scaled.Footprint.Capacity;
        Bytes slack = scaled.Footprint.Room - used;
        bool full = slack < scaled.Footprint.KeyValue(final) + step && slack > -1 * step;
        return full ? scaled.Footprint.Room / scaled.Footprint.KeyValue(final) * scaled.Pass.Layout.AttentionParallel : point.BatchPerReplica;
    }

    private static ServingModel Model(PlanRequest request, Layout layout)
        => PreparedLayout.Serving(request, layout with { Replicas = 1 });

    private static string Peaks(PlanRequest request)
        => request.System.Accelerator.Peak(request.Precision.Activations.Arithmetic).ToString();

    private static ImmutableDictionary<Arithmetic, Datum<FlopPerSecond>> Scale(
        ImmutableDictionary<Arithmetic, Datum<FlopPerSecond>> peaks, double factor)
        => peaks.ToImmutableDictionary(pair => pair.Key, pair => Scale(pair.Value, factor));

    private static Datum<T> Scale<T>(Datum<T> datum, double factor)
        where T : struct, IQuantity<T> => datum with { Value = T.Create(factor * datum.Value.Value) };
}
