using System.Collections.Immutable;
using Chalkline.Models;

namespace Chalkline.Codesign.Grain;

/// <summary>A matrix product as an array meets it: M rows of activations by a K x N matrix.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Rows">M, tokens that meet the matrix.</param>
/// <param name="Inner">K, the contracted width.</param>
/// <param name="Columns">N, the width of the result.</param>
/// <param name="Count">How often a pass runs it.</param>
public sealed record MatrixShape(string Name, double Rows, double Inner, double Columns, double Count)
{
    /// <summary>Multiply-accumulates of all runs.</summary>
    public double Work => Rows * Inner * Columns * Count;

    /// <summary>The products of a decoding step of a model, attention's own among them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">Sequences of the step.</param>
    /// <param name="context">Tokens each holds.</param>
    public static ImmutableArray<MatrixShape> Of(Model model, double batch, double context)
    {
        List<MatrixShape> shapes = [];
        double hidden = model.Hidden;
        foreach (LayerGroup group in LayerGroups.Of(model))
        {
            double count = group.Count;
            switch (group.Layer.Mixer)
            {
                case Attention a:
                    double wide = a.QueryHeads * (double)a.HeadDim;
                    double kept = 2 * a.KeyValueHeads * (double)a.HeadDim;
                    shapes.Add(new("query, key, value", batch, hidden, wide + kept, count));
                    shapes.Add(new("scores, head width", a.QueryHeads / (double)a.KeyValueHeads, a.HeadDim, context, count * batch * a.KeyValueHeads));
                    shapes.Add(new("attention output", batch, wide, hidden, count));
                    break;
                case LatentAttention l:
                    shapes.Add(new("latent down", batch, hidden, l.KeyValueRank + l.RopeDim + (l.QueryRank ?? 0), count));
                    shapes.Add(new("query up", batch, l.QueryRank ?? hidden, l.Heads * (double)(l.NopeDim + l.RopeDim), count));
                    shapes.Add(new("scores, latent width", l.Heads, l.KeyValueRank + l.RopeDim, context, count * batch));
                    shapes.Add(new("attention output", batch, l.Heads * (double)l.ValueDim, hidden, count));
                    break;
            }

            switch (group.Layer.FeedForward)
            {
                case DenseFeedForward d:
                    shapes.Add(new("feed-forward up", batch, hidden, (d.Gated ? 2 : 1) * (double)d.Intermediate, count));
                    shapes.Add(new("feed-forward down", batch, d.Intermediate, hidden, count));
                    break;
                case ExpertFeedForward e:
                    double tokens = Math.Max(1, batch * e.ExpertsPerToken / e.Experts);
                    double touched = Math.Min(e.Experts, batch * e.ExpertsPerToken);
                    shapes.Add(new("expert up", tokens, hidden, (e.Gated ? 2 : 1) * (double)e.Intermediate, count * touched));
                    shapes.Add(new("expert down", tokens, e.Intermediate, hidden, count * touched));
                    break;
            }
        }

        shapes.Add(new("LM head", batch, hidden, model.Vocabulary, 1));
        return [.. shapes.GroupBy(shape => (shape.Name, shape.Rows, shape.Inner, shape.Columns))
            .Select(same => same.First() with { Count = same.Sum(shape => shape.Count) })];
    }
}
