using Chalkline.Derivations;
using Chalkline.Models;
using CsCheck;

namespace Chalkline.Tests.Models;

public sealed class ParameterCountTests
{
    private static readonly Model[] Catalogue =
        [.. ModelTestData.Catalogue.Names.Select(ModelTestData.Catalogue.Find)];

    [Fact]
    public void S6_the_scaling_book_exercise_counts_18_4_billion()
    {
        // The book counts one embedding matrix, so it is tied here.
        Model model = ModelTestData.Import("""
            { "model_type": "llama", "hidden_size": 4096, "intermediate_size": 16384, "num_attention_heads": 32,
              "num_key_value_heads": 8, "head_dim": 256, "num_hidden_layers": 64, "vocab_size": 32128,
              "tie_word_embeddings": true }
            """);
        ModelTestData.Total(model).ShouldBe(18.4e9, 0.05e9);
    }

    [Fact]
    public void A_gated_feed_forward_has_three_matrices()
    {
        double gated = ParameterCount.OfLayer(new(new NoMixer(), new DenseFeedForward(16, Gated: true), 0), 8).Value;
        double plain = ParameterCount.OfLayer(new(new NoMixer(), new DenseFeedForward(16, Gated: false), 0), 8).Value;
        gated.ShouldBe(3 * 8 * 16);
        plain.ShouldBe(2 * 8 * 16);
    }

    [Theory]
    [InlineData("deepseek-v3", 671_026_419_200)]
    [InlineData("gpt-oss-120b", 116_829_156_672)]
    [InlineData("gemma-2-27b", 27_227_128_320)]
    [InlineData("llama-3.1-8b", 8_030_261_248)]
    [InlineData("qwen3-30b-a3b", 30_532_122_624)]
    public void Counts_equal_the_published_checkpoints_to_the_last_weight(string name, double expected)
        => ModelTestData.Total(ModelTestData.Catalogue.Find(name)).ShouldBe(expected);

    [Fact]
    public void Parts_add_up_to_the_total_and_active_is_at_most_the_total()
    {
        foreach (Model model in Catalogue)
        {
            ModelSize size = ParameterCount.Count(model);
            double sum = size.Embedding.Value + size.Attention.Value + size.DenseFeedForward.Value
                + size.RoutedExperts.Value + size.SharedExperts.Value + size.Router.Value + size.Norms.Value
                + size.Other.Value + size.Head.Value;
            size.Total.Value.ShouldBe(sum, model.Name);
            size.Active.ShouldBeLessThanOrEqualTo(size.ActiveWithEmbedding, model.Name);
            size.ActiveWithEmbedding.ShouldBeLessThanOrEqualTo(size.Total, model.Name);
            size.NonEmbedding.ShouldBeLessThan(size.Total, model.Name);
        }
    }

    [Fact]
    public void Adding_a_layer_adds_its_parameters()
        => Gen.Select(Gen.Int[0, Catalogue.Length - 1].Select(place => Catalogue[place]), Gen.Int[0, 1000]).Sample(
            (model, pick) =>
            {
                Layer layer = model.Layers[pick % model.Layers.Length];
                double before = ModelTestData.Total(model);
                double after = ModelTestData.Total(model with { Layers = model.Layers.Add(layer) });
                return after - before == ParameterCount.OfLayer(layer, model.Hidden, model.NormBias).Value;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 200);

    [Fact]
    public void Showing_the_work_changes_nothing()
    {
        foreach (Model model in Catalogue)
        {
            Shown shown = new(new Derivation());
            ParameterCount.Count(model, ref shown).ShouldBe(ParameterCount.Count(model), model.Name);
        }
    }
}
