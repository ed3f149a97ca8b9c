using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>Everything the lecture's first chapter asks of a model on a machine at a context.</summary>
public sealed record RooflineStudy
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>The machine; rates are of all its devices.</summary>
    public required MachineSystem System { get; init; }

    /// <summary>Formats.</summary>
    public required Precision Precision { get; init; }

    /// <summary>The closed form.</summary>
    public required Roofline Roofline { get; init; }

    /// <summary>Tokens each sequence holds.</summary>
    public required Tokens Context { get; init; }

    /// <summary>The curve, by batch.</summary>
    public required ImmutableArray<RooflineTime> Curve { get; init; }

    /// <summary>Price of the whole machine; null when none is known.</summary>
    public UsdPerHour? Price { get; init; }

    /// <summary>
    /// Proved latency floor: the weights one token visits and the cache of one sequence, over the bandwidth of all
    /// devices. The lecture's floor reads all weights, which a lone token does not.
    /// </summary>
    public required Seconds ProvedFloor { get; init; }

    /// <summary>
    /// Sequences whose cache fits beside the weights in the memory of all devices together, the usual tenth left free;
    /// below 1 the machine cannot serve the model at this context.
    /// </summary>
    public required double LargestBatch { get; init; }

    /// <summary>The balance batch by each definition of sparsity, on this machine.</summary>
    public required ImmutableArray<SparsityDefinition> Sparsities { get; init; }

    /// <summary>The normal operating point of the departing train and of fast mode: the balance batch, at least 1.</summary>
    public double NormalBatch => Math.Max(1, Math.Round(Roofline.BalanceBatch()));

    /// <summary>The departing train at the drain time of the memory (lecture, eq. 1.12 to 1.14).</summary>
    public BatchTrain Train => new(System.Accelerator.Memory.DrainTime, NormalBatch);

    /// <summary>The train that really departs at the normal batch: one pass after another.</summary>
    public BatchTrain PassTrain => new(Roofline.Time(NormalBatch, Context).Pass, NormalBatch);

    /// <summary>Studies a model on a machine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="precision">Formats.</param>
    /// <param name="context">Tokens each sequence holds, at least 1.</param>
    /// <param name="batches">Lowest and highest batch of the curve.</param>
    /// <param name="options">Conventions.</param>
    public static RooflineStudy Of(
        Model model, MachineSystem system, Precision precision, Tokens context, (double Low, double High) batches, RooflineOptions options)
    {
        ModelSize size = ParameterCount.Count(model);
        PassModel one = PassModel.Prepare(model, system, Layout.Single, precision, Efficiency.Ideal);
        OperatorCost held = one.Time(PassLoad.Split(Pass.Decode(1, context), Pass.None, 1)).Cost;

        // The pass also writes the entry of its own token: over a context of one less, it handles just the context's.
        OperatorCost read = one.Time(PassLoad.Split(Pass.Decode(1, context - new Tokens(1)), Pass.None, 1)).Cost;
        OperatorCost empty = one.Time(PassLoad.Split(Pass.Decode(1, Tokens.Zero), Pass.None, 1)).Cost;
        Footprint footprint = new(one);
        Bytes weights = footprint.AllWeights;
        Bytes room = (system.Devices * Footprint.UsableShare * footprint.Capacity) - weights;
        FlopPerSecond peak = system.Devices * system.Accelerator.Peak(precision.Activations.Arithmetic);
        BytesPerSecond bandwidth = system.Devices * system.Accelerator.Memory.Bandwidth.Value;
        Roofline roofline = new()
        {
            Active = size.Active,
            Total = size.Total,
            WeightWidth = weights / size.Total,
            KeyValue = read.Cache / context,
            AttentionFlop = options.AttentionFlop ? (held.Flop - empty.Flop) / context : FlopPerToken.Zero,
            Peak = peak,
            Bandwidth = bandwidth,
            Overlap = options.Overlap,
            Context = options.Context,
        };
        return new()
        {
            Model = model,
            System = system,
            Precision = precision,
            Roofline = roofline,
            Context = context,
            Curve = [.. Grid(batches).Select(batch => roofline.Time(batch, context))],
            Price = options.Price,
            ProvedFloor = Quantity.Max(held.LeastMemory / bandwidth, new Seconds(held.LeastCompute.Value / system.Devices)),
            LargestBatch = Math.Max(0, Math.Floor(room / footprint.KeyValue(context))),
            Sparsities = [.. Definitions(roofline, model)],
        };
    }

    private static IEnumerable<SparsityDefinition> Definitions(Roofline roofline, Model model)
    {
        double ratio = roofline.HardwareRatio;
        yield return SparsityDefinition.ByParameters(ratio, roofline.Total.Value, roofline.Active.Value);
        if (model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>().FirstOrDefault() is { } experts)
        {
            yield return SparsityDefinition.ByExperts(ratio, experts.Experts, experts.ExpertsPerToken);
        }
    }

    /// <summary>Batches from low to high, a quarter of an octave apart, both ends included.</summary>
    private static IEnumerable<double> Grid((double Low, double High) batches)
    {
        double last = 0;
        for (int quarter = 0; ; quarter++)
        {
            double batch = Math.Round(batches.Low * Math.Pow(2, quarter / 4.0));
            if (batch >= batches.High)
            {
                break;
            }

            if (batch > last)
            {
                last = batch;
                yield return batch;
            }
        }

        yield return batches.High;
    }
}

/// <summary>Conventions of a study.</summary>
/// <param name="Overlap">What overlaps.</param>
/// <param name="Context">Which part of the context a token reads.</param>
/// <param name="AttentionFlop">Whether attention arithmetic counts; the lecture leaves it out.</param>
/// <param name="Price">Price of the whole machine.</param>
public sealed record RooflineOptions(Overlap Overlap, ContextLaw Context, bool AttentionFlop, UsdPerHour? Price);
