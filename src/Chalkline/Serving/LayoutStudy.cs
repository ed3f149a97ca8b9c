using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>Where everything goes when a model is laid out over racks, and what that costs (lecture, chapters 2 to 4).</summary>
public sealed record LayoutStudy
{
    /// <summary>Domains that the all-to-all is counted over.</summary>
    private static readonly int[] Spans = [1, 2, 4, 8];

    /// <summary>Domain sizes that are compared: Hopper, Blackwell, two racks of it, and the next step.</summary>
    private static readonly int[] Sizes = [8, 72, 144, 576];

    /// <summary>What was asked.</summary>
    public required LayoutRequest Request { get; init; }

    /// <summary>Every device and what it holds, domain by domain.</summary>
    public required ImmutableArray<DevicePlace> Places { get; init; }

    /// <summary>The experts; null for a model without.</summary>
    public required ExpertSpread? Experts { get; init; }

    /// <summary>What a token moves between experts; null for a model without, or where they do not meet.</summary>
    public required ExpertExchange? Exchange { get; init; }

    /// <summary>The all-to-all in one domain and over several; empty without an exchange.</summary>
    public required ImmutableArray<LayerExchange> Exchanges { get; init; }

    /// <summary>The boundary of a pipeline stage; null without experts or without a scale-out network.</summary>
    public required StageBoundary? Boundary { get; init; }

    /// <summary>The memory of a device of the busiest stage.</summary>
    public required DeviceMemory Memory { get; init; }

    /// <summary>What the model with its batch needs, whichever way it is cut.</summary>
    public required ModelNeed Need { get; init; }

    /// <summary>The domain of the machine and those it is compared with, smallest first.</summary>
    public required ImmutableArray<DomainChange> DomainSizes { get; init; }

    /// <summary>The limits a step meets as the batch grows.</summary>
    public required LayoutLimits Limits { get; init; }

    /// <summary>The longest context at which the batch fits; infinite when the cache does not grow, 0 when none does.</summary>
    public required Tokens LongestContext { get; init; }

    /// <summary>What the hops of all collectives add to a token's time: empty messages, one after another.</summary>
    public required Seconds HopTime { get; init; }

    /// <summary>Bytes that a device sends on scale-up links in a pass through one stage.</summary>
    public required Bytes SentInside { get; init; }

    /// <summary>Bytes that a device sends on scale-out links in a pass through one stage.</summary>
    public required Bytes SentOutside { get; init; }

    /// <summary>Devices that hold nothing.</summary>
    public int Idle => Places.Count(place => place.Work is null);

    /// <summary>Copies of the whole that stand on the machine.</summary>
    public int Replicas => Places.Max(place => place.Work?.Replica ?? -1) + 1;

    /// <summary>Sequences of each attention-parallel group in flight.</summary>
    public double GroupBatch => Request.Batch / Request.Layout.AttentionParallel;

    /// <summary>The lowest latency of a token: every weight read once by the devices of one stage (eq. 4.6).</summary>
    public Seconds LatencyFloor
        => Need.Weights / (Request.Layout.DevicesPerStage * Need.Memory.Bandwidth.Value);

    /// <summary>Memory of all devices, idle ones included, that weights, cache and working space leave free.</summary>
    public Bytes Surplus => ((Places.Length - Idle) * Memory.Free) + (Idle * (Memory.Capacity - Memory.Reserve));

    /// <summary>Lays a model out.</summary>
    /// <exception cref="ChalkException">The layout is impossible.</exception>
    public static LayoutStudy Of(LayoutRequest request)
    {
        Quiet quiet = default;
        return Of(request, ref quiet);
    }

    /// <summary>Lays a model out, with the work shown.</summary>
    public static LayoutStudy Of<TWork>(LayoutRequest request, ref TWork work)
        where TWork : struct, IWork
    {
        Layout layout = request.Layout;
        Model held = request.Redundant > 0 ? RedundantExperts.Add(request.Model, request.Redundant) : request.Model;
        PassModel pass = PassModel.Prepare(held, request.System, layout, request.Precision, Efficiency.Ideal);
        Footprint footprint = new(pass);
        double sequences = Math.Ceiling(request.Batch / layout.AttentionParallel);
        PassLoad load = LayoutLimits.Load(pass, request.Batch, request.Context);
        if (Placement.Replicas(
            layout.DevicesPerStage, layout.PipelineStages, request.System.Devices, request.System.DomainSize) == 0)
        {
            throw new ChalkException(
                $"{layout} does not stand in whole domains: {request.System.Id} has {request.System.Domains} of "
                + $"{request.System.DomainSize} devices; take more domains or smaller stages.");
        }

        ExpertSpread? spread = ExpertSpread.Of(
            request.Model, layout.ExpertParallel, request.Redundant, load.RoutedTokens.Value, request.Exponent);
        ModelNeed need = NeedOf(request, footprint, spread);
        ExpertExchange? exchange = spread is null ? null : ExchangeOf(request, spread);
        LayoutLimits limits = LayoutLimits.Of(pass, footprint, request.Batch, request.Context);
        List<LayerExchange> exchanges = [];
        foreach (int span in exchange is null ? [] : Spans.Where(span => span == 1 || request.System.ScaleOut is not null))
        {
            exchanges.Add(LayerExchange.Of(
                exchange!,
                load.NewTokens * (1.0 / layout.DevicesPerGroup),
                request.System,
                Math.Min(layout.DevicesPerStage, request.System.DomainSize),
                spread!.Layers,
                span,
                ref work));
        }

        StageBoundary? boundary = spread is null || request.System.ScaleOut is null ? null : StageBoundary.Of(
            request.System, spread.ExpertsPerToken, (double)spread.Layers / layout.PipelineStages, ref work);
        List<DomainChange> sizes = [];
        foreach (int size in Sizes.Append(request.System.DomainSize).Distinct().Order())
        {
            sizes.Add(DomainChange.Of(size, need, ref work));
        }

        return new()
        {
            Request = request,
            Places = DevicePlan.Of(
                layout, request.System.Domains, request.System.DomainSize, spread?.Balance.Held ?? []),
            Experts = spread,
            Exchange = exchange,
            Exchanges = [.. exchanges],
            Boundary = boundary,
            Memory = DeviceMemory.Of(footprint, sequences, request.Context),
            Need = need,
            DomainSizes = [.. sizes],
            Limits = limits,
            LongestContext = Longest(footprint, sequences),
            HopTime = layout.PipelineStages * Hops(pass),
            SentInside = limits.Time.Cost.ScaleUp,
            SentOutside = limits.Time.Cost.ScaleOut,
        };
    }

    private static ModelNeed NeedOf(LayoutRequest request, Footprint footprint, ExpertSpread? spread)
    {
        PassModel whole = PassModel.Prepare(
            request.Model, request.System, Layout.Single, request.Precision, Efficiency.Ideal);
        Footprint uncut = new(whole);
        Bytes each = uncut.KeyValue(request.Context);
        return new(
            uncut.AllWeights,
            uncut.AllWeights / ParameterCount.Count(request.Model).Total,
            request.Batch * each,
            each,
            footprint.Capacity - footprint.Reserve - footprint.Workspace,
            request.System.Accelerator.Memory,
            spread is null ? null : spread.Experts + spread.Redundant);
    }

    /// <summary>Dispatch in the arithmetic's format, but no narrower than 8 bits; combine in BF16, as the operators do.</summary>
    private static ExpertExchange ExchangeOf(LayoutRequest request, ExpertSpread spread)
    {
        ExpertFeedForward experts = request.Model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>().First();
        double there = Math.Clamp(request.Precision.Activations.BytesPerElement, 1, 2);
        return new(experts.Latent ?? request.Model.Hidden, spread.ExpertsPerToken, there, 2);
    }

    private static Seconds Hops(PassModel pass)
    {
        Seconds sum = Seconds.Zero;
        foreach (ref readonly Operator op in pass.Operators)
        {
            if (op is { Kind: OperatorKind.Collective, OnEntries: false })
            {
                sum += op.Count * op.Collective.Latency;
            }
        }

        return sum;
    }

    /// <summary>The longest context at which so many sequences fit on a device, by halving.</summary>
    private static Tokens Longest(Footprint footprint, double sequences)
    {
        const double most = 1e9;
        if (!Fits(1))
        {
            return Tokens.Zero;
        }

        if (Fits(most))
        {
            return new(double.PositiveInfinity);
        }

        double low = 1;
        double high = most;
        while (high - low > 1)
        {
            double middle = Math.Floor((low + high) / 2);
            (low, high) = Fits(middle) ? (middle, high) : (low, middle);
        }

        return new(low);

        bool Fits(double context) => sequences * footprint.KeyValue(new(context)) <= footprint.Room;
    }
}
