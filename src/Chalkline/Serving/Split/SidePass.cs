using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>
/// A model on one pool, kind of layer by kind of layer, so that each kind's attention and feed-forward sides are timed
/// apart. The operators are those of <see cref="PassModel"/>.
/// </summary>
internal sealed class SidePass
{
    private readonly PassModel[] passes;
    private readonly LayerGroup[] groups;
    private readonly int[] order;

    /// <summary>Prepares a model in a layout without pipeline stages.</summary>
    public SidePass(Model model, Func<Model, PassModel> prepare)
    {
        Model = model;
        groups = [.. LayerGroups.Of(model)];
        order = [.. model.Layers.Select(layer => Array.FindIndex(groups, group => group.Layer == layer))];
        passes = [.. groups.Select(group => prepare(model with { Layers = [group.Layer] }))];
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The kinds of layers.</summary>
    public ReadOnlySpan<LayerGroup> Groups => groups;

    /// <summary>The kind of every layer, in order.</summary>
    public ReadOnlySpan<int> Order => order;

    /// <summary>The layout.</summary>
    public Layout Layout => passes[0].Layout;

    /// <summary>The pool as prepared for one kind of layer.</summary>
    public PassModel this[int group] => passes[group];

    /// <summary>Time of one layer of a kind on one side, the vocabulary left out.</summary>
    public Seconds Time(int group, SplitSide side, in PassLoad load, Fidelity fidelity)
    {
        Seconds time = Seconds.Zero;
        foreach (ref readonly Operator op in passes[group].Operators)
        {
            if (!IsVocabulary(op) && SplitSides.Of(op) == side)
            {
                time += passes[group].Time(op, load, fidelity).Cost.Time;
            }
        }

        return time;
    }

    /// <summary>Time of the embedding, the LM head and the gathering of logits: once a pass.</summary>
    public Seconds Vocabulary(in PassLoad load, Fidelity fidelity)
    {
        Seconds time = Seconds.Zero;
        foreach (ref readonly Operator op in passes[0].Operators)
        {
            if (IsVocabulary(op))
            {
                time += passes[0].Time(op, load, fidelity).Cost.Time;
            }
        }

        return time;
    }

    /// <summary>Weight bytes of one side on one device.</summary>
    public Bytes Weights(SplitSide side)
    {
        Bytes held = Bytes.Zero;
        for (int group = 0; group < passes.Length; group++)
        {
            foreach (ref readonly Operator op in passes[group].Operators)
            {
                if (!IsVocabulary(op) && SplitSides.Of(op) == side)
                {
                    held += groups[group].Count * op.Weights;
                }
            }
        }

        return side == SplitSide.Attention
            ? held + new Footprint(passes[0]).Weights[ModelPart.Vocabulary]
            : held;
    }

    /// <summary>Cache bytes of one sequence on one device.</summary>
    public Bytes KeyValue(Tokens context)
        => Quantity.Sum(passes.Select((pass, group) => groups[group].Count * new Footprint(pass).KeyValue(context)));

    /// <summary>Working space of a pass of <paramref name="tokens"/> on one device: the widest activations.</summary>
    public Bytes Workspace(SplitSide side, Tokens tokens)
    {
        BytesPerToken widest = default;
        foreach (PassModel pass in passes)
        {
            foreach (ref readonly Operator op in pass.Operators)
            {
                widest = SplitSides.Of(op) == side ? Quantity.Max(widest, op.Activations) : widest;
            }
        }

        return tokens * widest;
    }

    /// <summary>Whether an operator is of the embedding or the LM head, which run once a pass on the attention side.</summary>
    internal static bool IsVocabulary(in Operator op) => op.Part == ModelPart.Vocabulary || op.OnLogits;
}
