using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving;

/// <summary>
/// A model layer by layer: the times of its own operators in place of the mean over all layers, so that a pipeline
/// stage takes as long as the layers it got.
/// </summary>
public sealed record ModelProfile
{
    /// <summary>Bytes of an element of the residual stream on its way to the next stage.</summary>
    private const double StreamBytes = 2;

    /// <summary>
    /// Backward over forward pass of attention: it multiplies five matrices where the forward pass multiplies two (Dao,
    /// arXiv:2307.08691, section 2.3.2).
    /// </summary>
    private const double AttentionBackward = 2.5;

    /// <summary>Backward over forward pass of what only moves bytes: it reads the gradient beside the input.</summary>
    private const double ElementwiseBackward = 2;

    /// <summary>The layers in order.</summary>
    public required ImmutableArray<LayerProfile> Layers { get; init; }

    /// <summary>The embedding, ahead of the first layer.</summary>
    public required LayerProfile Embedding { get; init; }

    /// <summary>The head, behind the last layer.</summary>
    public required LayerProfile Head { get; init; }

    /// <summary>Time to hand a micro-batch to the next stage.</summary>
    public required Seconds Boundary { get; init; }

    /// <summary>Time of all layers, embedding and head, one after another.</summary>
    public StagePasses All => Sum([Embedding, .. Layers, Head]).Passes;

    /// <summary>Profiles a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="layout">The layout; its stages matter only to the network between them.</param>
    /// <param name="precision">Formats.</param>
    /// <param name="pass">One micro-batch.</param>
    /// <param name="training">Whether gradients are taken, and logits of every token.</param>
    /// <param name="fidelity"><c>operator</c> or <c>calibrated</c>.</param>
    /// <param name="calibration">For <c>calibrated</c>.</param>
    /// <param name="residuals">
    /// Streams of earlier blocks that each hand-over carries beside the residual stream, for models whose layers attend
    /// to them; 0 for all others.
    /// </param>
    /// <exception cref="ChalkException">Model, machine and layout do not go together.</exception>
    public static ModelProfile Of(
        Model model,
        MachineSystem system,
        Layout layout,
        Precision precision,
        Pass pass,
        bool training,
        Fidelity fidelity,
        DeviceCalibration? calibration,
        int residuals = 0)
    {
        if (LayoutCheck.Problem(model, system, layout) is { } problem)
        {
            throw new ChalkException($"{layout} is impossible: {problem}.");
        }

        Layout stage = layout with { PipelineStages = 1, Replicas = 1 };
        PassLoad load = PassLoad.Split(
            pass.NewTokens.Value > 1 || training ? Pass.None : pass,
            pass.NewTokens.Value > 1 || training ? pass : Pass.None,
            layout.AttentionParallel);

        // Training wants the logits of all tokens, as if each were a sequence.
        PassLoad logits = training
            ? PassLoad.Split(Pass.None, new(pass.AllNewTokens.Value, new(1), Tokens.Zero), layout.AttentionParallel)
            : load;
        Dictionary<Layer, LayerProfile> kinds = [];
        LayerProfile embedding = default;
        LayerProfile head = default;
        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            PassModel one = PassModel.Prepare(
                model with { Layers = [group.Layer], PredictionLayers = [] },
                system,
                stage,
                precision,
                null,
                calibration);
            LayerProfile sum = default;
            (embedding, head) = (default, default);
            foreach (ref readonly Operator op in one.Operators)
            {
                bool ofHead = op.Kind == OperatorKind.PerLogit || op.OnLogits;
                LayerProfile each = Profile(one, op, ofHead ? logits : load, pass, training, fidelity);
                if (ofHead)
                {
                    head = head.Add(each);
                }
                else if (op.Part == ModelPart.Vocabulary)
                {
                    embedding = embedding.Add(each);
                }
                else
                {
                    sum = sum.Add(each);
                }
            }

            kinds.Add(group.Layer, sum);
        }

        // The operators read the table as rows; a stage holds all of it, or shares it with a tied head beside it.
        embedding = embedding with { Weights = head.Weights };
        bool crosses = layout.DevicesPerReplica > system.DomainSize;
        return new()
        {
            Layers = [.. model.Layers.Select(layer => kinds[layer])],
            Embedding = embedding,
            Head = head,
            Boundary = layout.PipelineStages == 1 ? Seconds.Zero
                : Collective.Over(CollectiveKind.PointToPoint, 2, system, Efficiency.Stated.Network, crosses).Time(
                    new(load.NewTokens.Value * (1 + residuals) * model.Hidden * StreamBytes / layout.DevicesPerGroup)),
        };
    }

    /// <summary>What each part of the model takes, embedding and head with the first and the last.</summary>
    /// <param name="cut">Layers of each part.</param>
    public ImmutableArray<LayerProfile> Parts(IReadOnlyList<int> cut)
    {
        ImmutableArray<LayerProfile>.Builder parts = ImmutableArray.CreateBuilder<LayerProfile>(cut.Count);
        int place = 0;
        for (int part = 0; part < cut.Count; part++)
        {
            LayerProfile sum = Sum(Layers.AsSpan(place, cut[part]));
            sum = part == 0 ? Embedding.Add(sum) : sum;
            parts.Add(part == cut.Count - 1 ? sum.Add(Head) : sum);
            place += cut[part];
        }

        return parts.ToImmutable();
    }

    private static LayerProfile Sum(ReadOnlySpan<LayerProfile> profiles)
    {
        LayerProfile sum = default;
        foreach (LayerProfile each in profiles)
        {
            sum = sum.Add(each);
        }

        return sum;
    }

    private static LayerProfile Profile(
        PassModel pass, in Operator op, in PassLoad load, Pass sequences, bool training, Fidelity fidelity)
    {
        Seconds forward = pass.Time(op, load, fidelity).Cost.Time;
        bool attends = op.Kind is OperatorKind.Attention or OperatorKind.LatentAttention or OperatorKind.Recurrence;
        bool product = op.Flop.Value > 0 && !attends;
        (double input, double weight) = !training ? (0, 0)
            : product ? (1, 1)
            : attends ? (AttentionBackward, 0)
            : op.Kind == OperatorKind.Collective ? (1, 0)
            : (ElementwiseBackward, 0);
        Tokens held = sequences.Context + (training ? Tokens.Zero : sequences.NewTokens);
        return new(
            new(forward, input * forward, weight * forward),
            op.Count * op.Weights,
            attends ? op.Count * op.Attention.Held(held) : Bytes.Zero);
    }
}
