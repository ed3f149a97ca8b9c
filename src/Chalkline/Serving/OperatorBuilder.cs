using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>
/// Writes down, once for a model, machine, layout and precision, the operators that one device of the busiest pipeline
/// stage runs. The equations of a matrix are here; those of its time are in <see cref="OperatorTiming"/>.
/// </summary>
internal sealed partial class OperatorBuilder<TWork>(
    Model model, MachineSystem system, Layout layout, Precision precision, Efficiency efficiency, TWork work)
    where TWork : struct, IWork
{
    /// <summary>Bytes of an activation between kernels: BF16, whatever the weights.</summary>
    private const double ActivationBytes = 2;

    /// <summary>FLOP of one weight on one token: a multiply and an add.</summary>
    private static readonly FlopPerParameterToken TwoFlop = new(2);

    private readonly ImmutableArray<Operator>.Builder operators = ImmutableArray.CreateBuilder<Operator>(32);
    private TWork work = work;
    private double count;

    /// <summary>Layers on the busiest stage over the mean: above 1 when stages do not divide the layers.</summary>
    public static double StageImbalance(Model model, Layout layout)
        => Math.Ceiling((double)model.Layers.Length / layout.PipelineStages) * layout.PipelineStages / model.Layers.Length;

    /// <summary>All operators of a pass.</summary>
    public ImmutableArray<Operator> Build()
    {
        double stageShare = StageImbalance(model, layout) / layout.PipelineStages;
        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            Layer layer = group.Layer;
            count = group.Count * stageShare;
            if (TWork.Asked)
            {
                work.Open($"{group.Count} x {layer.Mixer.GetType().Name}, {layer.FeedForward.GetType().Name}");
            }

            if (layout.Cut != MatrixCut.OneWay)
            {
                OnTorus(layer);
            }
            else
            {
                Mixer(layer.Mixer, exchanges: !layer.JoinsNext);
                FeedForward(layer.FeedForward);
                ElementWise("norms", ModelPart.Norms, layer.Norms, 2.0 * model.Hidden * layer.Norms, layer.Norms * model.Hidden);
            }

            work.Close();
        }

        count = 1.0 / layout.PipelineStages;
        work.Open("embedding and LM head");
        Vocabulary();
        work.Close();
        if (layout.PipelineStages > 1)
        {
            double crossing = Placement.Crossings(layout.DevicesPerStage, layout.PipelineStages, system.DomainSize);
            HandOver("stage boundary", 1 - (crossing / layout.PipelineStages), false);
            HandOver("stage boundary between domains", crossing / layout.PipelineStages, true);
        }

        return layout.Cut == MatrixCut.OneWay
            ? operators.DrainToImmutable()
            : [.. operators.Select(op => op with { Kernel = null })];
    }

    /// <summary>The share of a stage's hand-overs that stay in a domain, or leave it: a mean over the stages.</summary>
    private void HandOver(string name, double share, bool crosses)
    {
        if (share > 0)
        {
            count = share;
            Exchange(name, CollectiveKind.PointToPoint, 2, model.Hidden * ActivationBytes / layout.DevicesPerGroup, crosses);
        }
    }

    /// <summary>A weight matrix applied to every token: <c>inputs x outputs</c>, cut over <paramref name="shards"/> devices.</summary>
    private void Matrix(
        string name, ModelPart part, double inputs, double outputs, double shards, NumberFormat format, double kernels = 1)
    {
        work.Open(name);
        Parameters inputWidth = work.Given(BuildSymbols.InputWidth, new Parameters(inputs), name: "inputWidth");
        double outputWidth = work.Given(BuildSymbols.OutputWidth, outputs, name: "outputWidth");
        double cut = work.Given(BuildSymbols.Cut, shards, name: "cut");
        BytesPerParameter width = work.Given(BuildSymbols.Width, format.BytesPerParameter, name: "width");
        FlopPerParameterToken flopPerWeight = work.Given(BuildSymbols.FlopPerWeight, TwoFlop, name: "flopPerWeight");
        Parameters weights = work.Step(BuildSymbols.Weights, inputWidth * outputWidth / cut);
        Bytes weightBytes = work.Step(BuildSymbols.WeightBytes, weights * width);
        FlopPerToken flopPerToken = work.Step(BuildSymbols.FlopPerToken, flopPerWeight * weights);
        work.Close();
        operators.Add(new()
        {
            Name = name,
            Kind = OperatorKind.PerToken,
            Part = part,
            Count = count,
            Peak = Peak(format),
            Weights = weightBytes,
            Flop = flopPerToken,
            Activations = new((inputs + (outputs / shards)) * ActivationBytes),
            Kernels = kernels,
            Kernel = Product(inputs, outputs / shards, format),
        });
    }

    /// <summary>A product with a weight matrix; its rows are the tokens of a pass.</summary>
    private KernelWork Product(double inner, double columns, NumberFormat format) => new()
    {
        Kind = KernelKind.Gemm,
        Weights = format,
        Activations = Moving(format),
        Quantised = true,
        N = columns,
        K = inner,
    };

    /// <summary>The format in which tokens enter a product: no narrower than the weights they meet.</summary>
    private NumberFormat Moving(NumberFormat weights)
        => weights.Storage > precision.Activations.Storage ? weights : precision.Activations;

    /// <summary>Kernels without a matrix: they read and write <paramref name="elements"/> activations a token.</summary>
    private void ElementWise(string name, ModelPart part, double kernels, double elements, double weights = 0)
    {
        if (kernels > 0)
        {
            operators.Add(new()
            {
                Name = name,
                Kind = OperatorKind.PerToken,
                Part = part,
                Count = count,
                Peak = Peak(NumberFormat.Bf16),
                Weights = new(weights * precision.Embedding.BytesPerElement),
                Activations = new(elements * ActivationBytes),
                Kernels = kernels,
            });
        }
    }

    private void Exchange(string name, CollectiveKind kind, int devices, double bytesPerToken, bool crosses = false)
    {
        if (devices > 1)
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
                Collective = Collective.Over(kind, devices, system, efficiency.Network, crosses),
                Kernel = Exchanged(kind, devices),
            });
        }
    }

    /// <summary>
    /// The kernel of a collective inside a domain, which sums and gathers over domains have too; null for what joins
    /// two devices or sends parts out of a domain.
    /// </summary>
    private KernelWork? Exchanged(CollectiveKind kind, int devices)
        => kind == CollectiveKind.PointToPoint || (kind == CollectiveKind.AllToAll && devices > system.DomainSize) ? null : new()
        {
            Kind = kind switch
            {
                CollectiveKind.AllReduce => KernelKind.AllReduce,
                CollectiveKind.AllGather => KernelKind.AllGather,
                _ => KernelKind.AllToAll,
            },
            Weights = NumberFormat.Bf16,
            Activations = NumberFormat.Bf16,
            Devices = Math.Min(devices, system.DomainSize),
        };

    private void Vocabulary()
    {
        double shards = layout.DevicesPerGroup;
        operators.Add(new()
        {
            Name = "embedding lookup",
            Kind = OperatorKind.PerToken,
            Part = ModelPart.Vocabulary,
            Count = count,
            Peak = Peak(NumberFormat.Bf16),
            Activations = new(2.0 * model.Hidden * ActivationBytes),
            Kernels = 1,
        });
        Matrix("LM head", ModelPart.Vocabulary, model.Hidden, model.Vocabulary, shards, precision.Embedding);
        operators[^1] = operators[^1] with { Kind = OperatorKind.PerLogit };
        if (layout.DevicesPerGroup > 1)
        {
            Exchange(
                "logits all-gather",
                CollectiveKind.AllGather,
                layout.DevicesPerGroup,
                model.Vocabulary * ActivationBytes);
            operators[^1] = operators[^1] with { OnLogits = true };
        }
    }

    /// <summary>The arithmetic of a matrix: that of its weights or of its activations, whichever is wider.</summary>
    private FlopPerSecond Peak(NumberFormat weights)
    {
        NumberFormat wider = weights.Storage > precision.Activations.Storage ? weights : precision.Activations;
        return system.Accelerator.Peak(wider.Arithmetic);
    }
}
