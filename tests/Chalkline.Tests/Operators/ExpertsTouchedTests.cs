using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Operators;

/// <summary>Peers, section 6.6: experts touched are E (1 - (1 - k/E)^T), between k and E.</summary>
public sealed class ExpertsTouchedTests
{
    private static readonly Model[] Mixtures =
        [.. Serving.Catalogue.Models.Where(model => model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward))];

    [Fact]
    public void Experts_touched_lie_between_k_and_E_for_every_mixture() => Gen
        .Select(Gen.Int[0, Mixtures.Length - 1], Gen.Int[1, 5000])
        .Sample(
            (place, tokens) =>
            {
                foreach (Operator op in Experts(Mixtures[place]))
                {
                    double share = Cost(op, tokens).Weights / (op.Count * op.Weights);
                    share.ShouldBeInRange(op.LeastTouched * (1 - 1e-12), 1);
                    Cost(op, 1).Weights.Value.ShouldBe((op.Count * op.LeastTouched * op.Weights).Value, 1);
                    Cost(op, tokens).LeastMemory.ShouldBeLessThanOrEqualTo(Cost(op, tokens).Weights * (1 + 1e-12));
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 300);

    /// <summary>The slow plain twin: route token by token and count.</summary>
    [Theory]
    [InlineData("deepseek-v3", 1)]
    [InlineData("deepseek-v3", 16)]
    [InlineData("deepseek-v3", 100)]
    [InlineData("mixtral-8x7b", 3)]
    [InlineData("gpt-oss-120b", 24)]
    public void Experts_touched_are_those_of_routing_at_random(string name, int tokens)
    {
        Operator op = Experts(Serving.Catalogue.Model(name))[0];
        ExpertFeedForward layer = Serving.Catalogue.Model(name).Layers
            .Select(each => each.FeedForward).OfType<ExpertFeedForward>().First();
        Random random = new(20260429);
        int[] all = [.. Enumerable.Range(0, layer.Experts)];
        double touched = 0;
        const int Trials = 2000;
        for (int trial = 0; trial < Trials; trial++)
        {
            HashSet<int> seen = [];
            for (int token = 0; token < tokens; token++)
            {
                random.Shuffle(all);
                seen.UnionWith(all.Take(layer.ExpertsPerToken));
            }

            touched += (double)seen.Count / layer.Experts / Trials;
        }

        (Cost(op, tokens).Weights / (op.Count * op.Weights)).ShouldBe(touched, 0.01);
    }

    private static Operator[] Experts(Model model)
        => [.. PassModel.Prepare(model, Serving.Catalogue.System("gb200-nvl72"), Layout.Single, Precision.Bf16)
            .Operators.ToArray().Where(op => op.Kind == OperatorKind.Experts)];

    private static OperatorCost Cost(in Operator op, double tokens)
    {
        Quiet quiet = default;
        return OperatorTiming.Cost(
            op, Serving.Catalogue.Decode(Layout.Single, tokens, 100), new(8e12), Efficiency.Ideal, ref quiet);
    }
}
