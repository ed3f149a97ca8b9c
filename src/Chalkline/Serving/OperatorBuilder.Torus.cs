using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;

namespace Chalkline.Serving;

/// <content>
/// Layers whose matrices are cut both ways over the axes of a torus, or gathered (Pope et al., arXiv:2211.05102,
/// section 3). No kernel of such a machine was measured, so that all of them are timed at stated efficiencies.
/// </content>
internal sealed partial class OperatorBuilder<TWork>
{
    /// <summary>Bytes of a sum of squares, which norms over a cut residual exchange for each token: FP32.</summary>
    private const double StatisticBytes = 4;

    private void OnTorus(Layer layer)
    {
        Attention attention = (Attention)layer.Mixer;
        DenseFeedForward dense = (DenseFeedForward)layer.FeedForward;
        double inner = Padded(dense.Intermediate);
        double heads = Padded(attention.QueryHeads);
        double keyValueHeads = attention.KeyValueHeads < layout.TensorParallel
            ? attention.KeyValueHeads : Padded(attention.KeyValueHeads);
        double outputs = heads * attention.ValueHeadDim;
        double keyValues = attention.OwnsKeyValue ? keyValueHeads * EntryWidth(attention) : 0;
        double entering = (heads * attention.HeadDim) + (attention.OutputGate ? outputs : 0) + keyValues;
        double up = (dense.Gated ? 2 : 1) * inner;
        (ImmutableArray<int> residual, ImmutableArray<int> width) = Axes(entering + outputs + up + inner);

        // With one norm nothing stands between the two parts: both start from the same tokens, and their sums meet.
        bool parallel = layer.Norms <= 1;
        Enter(entering + (parallel ? up : 0), residual, width);
        double spare = Surplus(attention.QueryHeads);
        NumberFormat format = precision.Attention;
        Cut("query-key-value projection", ModelPart.Attention, model.Hidden, entering, residual, format, spare);
        Attend(attention, heads, keyValueHeads, keyValues);
        Cut("output projection", ModelPart.Attention, outputs, model.Hidden, width, format, spare);
        if (!parallel)
        {
            Leave(outputs, residual, width);
            Enter(up, residual, width);
        }

        spare = Surplus(dense.Intermediate);
        format = precision.FeedForward;
        Cut("feed-forward in", ModelPart.FeedForward, model.Hidden, up, residual, format, spare);
        ElementWise("feed-forward activation", ModelPart.FeedForward, 1, (up + inner) / layout.TensorParallel);
        Cut("feed-forward out", ModelPart.FeedForward, inner, model.Hidden, width, format, spare);
        Leave(inner + (parallel ? outputs : 0), residual, width);
        double norms = (double)model.Hidden * layer.Norms / layout.TensorParallel;
        ElementWise("norms", ModelPart.Norms, layer.Norms, 2 * norms, norms);
    }

    /// <summary>A number of heads or columns, filled up to a multiple of the devices.</summary>
    private double Padded(int number) => Math.Ceiling((double)number / layout.TensorParallel) * layout.TensorParallel;

    /// <summary>Share of the filled-up number that is filling.</summary>
    private double Surplus(int number) => 1 - (number / Padded(number));

    /// <summary>
    /// The axes that cut the residual and those that cut the inner widths, so that the exchange of a token's
    /// activations takes least (equation of section 3.2.2, on the links that each group of axes has). Both are cut where
    /// there are two axes to cut them over: one way alone is a layout of its own.
    /// </summary>
    private (ImmutableArray<int> Residual, ImmutableArray<int> Width) Axes(double widths)
    {
        ImmutableArray<int> all = [.. All.Where(length => length > 1)];
        (ImmutableArray<int>, ImmutableArray<int>) best = ([], all);
        double least = double.PositiveInfinity;
        for (int mask = 1; mask < (1 << all.Length) - 1; mask++)
        {
            ImmutableArray<int> residual = [.. all.Where((_, axis) => ((mask >> axis) & 1) == 1)];
            ImmutableArray<int> width = [.. all.Where((_, axis) => ((mask >> axis) & 1) == 0)];
            double time = (2.0 * model.Hidden / Devices(residual) / Rate(width))
                + (widths / Devices(width) / Rate(residual));
            (best, least) = time < least ? ((residual, width), time) : (best, least);
        }

        return best;
    }

    private ImmutableArray<int> All => TorusShape.Axes(system.ScaleUp.Topology, layout.TensorParallel);

    private double Rate(ImmutableArray<int> axes)
        => TorusCollective.Over(CollectiveKind.AllGather, axes.AsSpan(), system, 1).ScaleUpRate.Value;

    private static double Devices(ImmutableArray<int> axes)
        => axes.Aggregate(1.0, (product, length) => product * length);

    /// <summary>Tokens normed over all devices, gathered, and their products summed: into the inner widths.</summary>
    private void Enter(double widths, ImmutableArray<int> residual, ImmutableArray<int> width)
    {
        if (layout.Cut == MatrixCut.BothWays)
        {
            double whole = model.Hidden / Devices(residual) * ActivationBytes;
            double parts = widths / Devices(width) * ActivationBytes;
            Exchange("all-reduce of the norm", CollectiveKind.AllReduce, residual.AddRange(width), StatisticBytes);
            Exchange("all-gather of the residual", CollectiveKind.AllGather, width, whole);
            Exchange("reduce-scatter of the inner width", CollectiveKind.ReduceScatter, residual, parts);
        }
    }

    /// <summary>Inner widths gathered, and their products summed: back to the residual.</summary>
    private void Leave(double widths, ImmutableArray<int> residual, ImmutableArray<int> width)
    {
        if (layout.Cut == MatrixCut.BothWays)
        {
            double whole = model.Hidden / Devices(residual) * ActivationBytes;
            double parts = widths / Devices(width) * ActivationBytes;
            Exchange("all-gather of the inner width", CollectiveKind.AllGather, residual, parts);
            Exchange("reduce-scatter of the residual", CollectiveKind.ReduceScatter, width, whole);
        }
    }

    /// <summary>
    /// A matrix of which each device stores its share. Gathered weights are whole when they are used, and each device
    /// uses them on its share of the tokens: the arithmetic is the same.
    /// </summary>
    private void Cut(
        string name,
        ModelPart part,
        double inputs,
        double outputs,
        ImmutableArray<int> across,
        NumberFormat format,
        double padding)
    {
        double shards = layout.TensorParallel;
        Matrix(name, part, inputs, outputs, shards, format);
        double group = Devices(across);
        bool gathered = layout.Cut == MatrixCut.Gathered;
        double rows = gathered ? (inputs + outputs) / shards : (inputs / group) + (outputs * group / shards);
        operators[^1] = operators[^1] with { Activations = new(rows * ActivationBytes), Padding = padding };
        if (gathered)
        {
            Exchange($"all-gather of the {name}", CollectiveKind.AllGather, All, 0);
            operators[^1] = operators[^1] with { Gathered = new(inputs * outputs * format.BytesPerElement) };
        }
    }

    private void Attend(Attention attention, double heads, double keyValueHeads, double keyValues)
    {
        double shards = layout.TensorParallel;
        double queries = heads * attention.HeadDim / shards;
        double outputs = heads * attention.ValueHeadDim / shards;
        ImmutableArray<int> all = All;
        bool bySequence = layout.AttentionBySequence;
        bool exchanged = layout.Cut == MatrixCut.BothWays;
        ElementWise("rotary position and cache append", ModelPart.Attention, 1, 2 * (queries + (keyValues / shards)));
        if (exchanged && bySequence)
        {
            double each = (queries + (keyValues / shards)) * ActivationBytes;
            Exchange("all-to-all of heads to sequences", CollectiveKind.AllToAll, all, each);
        }
        else if (exchanged && keyValueHeads < shards)
        {
            double shared = keyValues * ActivationBytes;
            Exchange("all-gather of shared keys and values", CollectiveKind.AllGather, all, shared);
        }

        double keyValueHeadsHere = bySequence ? keyValueHeads / shards : Math.Max(1, keyValueHeads / shards);
        operators.Add(new()
        {
            Name = attention.Window is { } window ? $"attention, window {window}" : "attention",
            Kind = OperatorKind.Attention,
            Part = ModelPart.Attention,
            Count = count,
            Peak = AttentionPeak(),
            Activations = new((queries + outputs) * ActivationBytes),
            Kernels = 1,
            Padding = Surplus(attention.QueryHeads),
            Attention = Shape(attention, heads / shards, keyValueHeadsHere),
        });
        if (exchanged && bySequence)
        {
            Exchange("all-to-all of sequences to heads", CollectiveKind.AllToAll, all, outputs * ActivationBytes);
        }
    }

    private void Exchange(string name, CollectiveKind kind, ImmutableArray<int> axes, double bytesPerToken)
    {
        if (Devices(axes) > 1)
        {
            operators.Add(new()
            {
                Name = name,
                Kind = OperatorKind.Collective,
                Part = ModelPart.Network,
                Count = count,
                Peak = new(1),
                Activations = new(bytesPerToken),
                Kernels = 1,
                Collective = TorusCollective.Over(kind, axes.AsSpan(), system, efficiency.Network),
            });
        }
    }
}
