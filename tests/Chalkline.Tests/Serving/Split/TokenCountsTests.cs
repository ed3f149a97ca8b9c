using Chalkline.Formats;
using Chalkline.Quantities;
using Chalkline.Serving.Split;

namespace Chalkline.Tests.Serving.Split;

/// <summary>The cost tables of Step-3 (arXiv 2507.19427), from its counts and from the catalogue's models.</summary>
public sealed class TokenCountsTests
{
    private static readonly SplitDevice H800 = new(new(2), new(1.98e15), new(3.35e12));
    private static readonly SplitDevice H20 = new(new(0.8), new(2.96e14), new(4e12));
    private static readonly SplitDevice A800 = new(new(0.75), new(3.12e14), new(2e12));
    private static readonly SplitDevice Ascend = new(new(0.67), new(2.8e14), new(1.6e12));

    /// <summary>KV bytes, F_attn, F_lin, F_ffn at 8,192 tokens, as printed.</summary>
    private static readonly Dictionary<string, TokenCounts> Printed = new(StringComparer.Ordinal)
    {
        ["deepseek-v3"] = new(new(2.88e8), new(1.47e11), new(2.28e10), new(4.84e10)),
        ["kimi-k2-instruct"] = new(new(2.88e8), new(7.37e10), new(1.23e10), new(4.84e10)),
        ["qwen3-235b-a22b"] = new(new(7.89e8), new(2.52e10), new(1.34e10), new(2.84e10)),
        ["qwen3-32b"] = new(new(1.07e9), new(1.72e10), new(1.21e10), new(5.03e10)),
        ["llama-4-maverick-17b-128e-instruct"] = new(new(1.01e9), new(8.05e9), new(6.04e9), new(2.42e10)),
        ["minimax-m1-80k"] = new(new(9.23e8), new(3.42e9), new(3.75e10), new(5.44e10)),
        ["step3"] = new(new(2.56e8), new(3.27e10), new(2.07e10), new(5.33e10)),
    };

    [Theory]
    [InlineData("deepseek-v3", 0.0542, 0.1275, 0.1134, 0.1129)]
    [InlineData("kimi-k2-instruct", 0.0512, 0.0646, 0.0574, 0.0572)]
    [InlineData("qwen3-235b-a22b", 0.1346, 0.0539, 0.0911, 0.1007)]
    [InlineData("step3", 0.0483, 0.0401, 0.0405, 0.0435)]
    public void Attention_costs_what_the_paper_prints(string model, double h800, double h20, double a800, double ascend)
    {
        TokenCounts counts = Printed[model];
        Million(counts.AttentionCost(H800)).ShouldBe(h800, 1e-3);
        Million(counts.AttentionCost(H20)).ShouldBe(h20, 1e-3);
        Million(counts.AttentionCost(A800)).ShouldBe(a800, 1e-3);
        Million(counts.AttentionCost(Ascend)).ShouldBe(ascend, 1e-3);
    }

    [Theory]
    [InlineData("deepseek-v3", 0.0136, 0.0363, 0.068)]
    [InlineData("kimi-k2-instruct", 0.014, 0.036, 0.065)]
    [InlineData("qwen3-235b-a22b", 0.008, 0.021, 0.062)]
    [InlineData("step3", 0.015, 0.040, 0.055)]
    public void Feed_forward_and_the_best_pair_cost_what_the_paper_prints(
        string model, double h800, double h20, double best)
    {
        TokenCounts counts = Printed[model];
        Million(counts.FeedForwardCost(H800)).ShouldBe(h800, 1e-3);
        Million(counts.FeedForwardCost(H20)).ShouldBe(h20, 1e-3);
        Million(counts.BestCost([H800, H20, A800, Ascend])).ShouldBe(best, 1e-3);
    }

    /// <summary>Cache and attention grow fourfold with the context.</summary>
    [Theory]
    [InlineData("qwen3-235b-a22b", 0.193)]
    [InlineData("step3", 0.129)]
    [InlineData("deepseek-v3", 0.211)]
    public void At_32k_the_best_pair_follows_from_the_counts(string model, double best)
    {
        TokenCounts counts = Printed[model];
        TokenCounts longer = counts with { KeyValue = 4 * counts.KeyValue, Attention = 4 * counts.Attention };
        Million(longer.BestCost([H800, H20, A800, Ascend])).ShouldBe(best, 1e-3);
    }

    /// <summary>
    /// The architectures give the paper's counts, three of 28 apart. Latent attention: the paper counts values as wide
    /// as keys, 576, where probabilities meet 512: 5.9 % more. Maverick's cache: the paper's is ten KV heads of 128, its
    /// config says eight. MiniMax-M1: the paper counts ten FLOP an element of a state, here six. M1's cache is BF16 with
    /// the states of linear attention read and written in FP32.
    /// </summary>
    [Theory]
    [InlineData("deepseek-v3", 1, 1.059)]
    [InlineData("kimi-k2-instruct", 1, 1.059)]
    [InlineData("qwen3-235b-a22b", 1, 1)]
    [InlineData("qwen3-32b", 1, 1)]
    [InlineData("llama-4-maverick-17b-128e-instruct", 1.25, 1)]
    [InlineData("minimax-m1-80k", 1, 1.094)]
    [InlineData("step3", 1, 1)]
    public void The_catalogue_counts_what_the_paper_counts(string model, double cacheRatio, double attentionRatio)
    {
        NumberFormat format = model == "minimax-m1-80k" ? NumberFormat.Bf16 : NumberFormat.Fp8;
        TokenCounts counts = TokenCounts.Of(
            Catalogue.Model(model), format, new(8192), Catalogue.System("hgx-h800"));
        TokenCounts paper = Printed[model];
        (paper.KeyValue / counts.KeyValue).ShouldBe(cacheRatio, 0.005);
        (paper.Attention / counts.Attention).ShouldBe(attentionRatio, 0.005);
        (paper.Projections / counts.Projections).ShouldBe(1, 0.005);
        (paper.FeedForward / counts.FeedForward).ShouldBe(1, 0.005);
    }

    private static double Million(UsdPerToken cost) => cost.Value * 1e6;
}
