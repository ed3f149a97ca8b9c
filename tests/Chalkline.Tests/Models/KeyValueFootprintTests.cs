using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Models;

public sealed class KeyValueFootprintTests
{
    [Theory]
    [InlineData("deepseek-v3", 70_272)]
    [InlineData("qwen2.5-72b", 327_680)]
    [InlineData("llama-3.1-405b", 516_096)]
    public void The_three_published_growths_are_exact(string name, double expected)
        => KeyValueFootprint.Growth(ModelTestData.Catalogue.Find(name), NumberFormat.Bf16).Value.ShouldBe(expected);

    [Fact]
    public void S4_a_sequence_of_llama_2_13b_holds_6_7_gigabytes()
        => KeyValueFootprint.Held(ModelTestData.Catalogue.Find("llama-2-13b"), NumberFormat.Bf16, new(8192)).Value
            .ShouldBe(6.7e9, 0.02e9);

    [Fact]
    public void S7_llama_3_70b_grows_by_163840_bytes_in_int8()
    {
        Model model = ModelTestData.Catalogue.Find("llama-3-70b");
        KeyValueFootprint.Growth(model, NumberFormat.Int8).Value.ShouldBe(163_840);
        double sequence = KeyValueFootprint.Held(model, NumberFormat.Int8, new(32_768)).Value;
        sequence.ShouldBe(5.3e9, 0.1e9);
        (240 * sequence).ShouldBe(1.3e12, 0.02e12);
    }

    [Fact]
    public void S8_weights_and_32_sequences_of_llama_3_70b_take_112_gigabytes()
    {
        Model model = ModelTestData.Catalogue.Find("llama-3-70b");
        double cache = 32 * KeyValueFootprint.Held(model, NumberFormat.Int8, new(8192)).Value;
        (ParameterCount.Count(model).Total.Value + cache).ShouldBe(112e9, 2e9);
    }

    [Fact]
    public void Heads_of_queries_do_not_enter_the_cache()
    {
        Model few = ModelTestData.Import(ModelTestData.Llama);
        Model many = ModelTestData.Import(ModelTestData.Llama.Replace(
            "\"num_attention_heads\": 4", "\"head_dim\": 2, \"num_attention_heads\": 16", StringComparison.Ordinal));
        KeyValueFootprint.Growth(many, NumberFormat.Bf16).ShouldBe(KeyValueFootprint.Growth(few, NumberFormat.Bf16));
    }

    [Fact]
    public void Windowed_layers_stop_growing_at_the_window()
    {
        Model model = ModelTestData.Catalogue.Find("gpt-oss-20b");
        KeyValueFootprint.Growth(model, NumberFormat.Bf16, new(127)).Value.ShouldBe(49_152);
        KeyValueFootprint.Growth(model, NumberFormat.Bf16, new(128)).Value.ShouldBe(24_576);
        KeyValueFootprint.Held(model, NumberFormat.Bf16, new(1128)).Value.ShouldBe((49_152 * 128) + (24_576 * 1000.0));
    }

    [Fact]
    public void Index_keys_are_counted_apart_from_the_cache()
    {
        Model dense = ModelTestData.Catalogue.Find("deepseek-v3");
        Model sparse = ModelTestData.Catalogue.Find("deepseek-v3.2");
        KeyValueFootprint.Growth(sparse, NumberFormat.Bf16)
            .ShouldBe(KeyValueFootprint.Growth(dense, NumberFormat.Bf16));
        KeyValueFootprint.IndexGrowth(sparse).Value.ShouldBe(61 * (128 + 4));
        KeyValueFootprint.IndexGrowth(dense).Value.ShouldBe(0);
    }

    [Fact]
    public void Compressed_entries_keep_a_local_window_uncompressed()
    {
        // 21 layers fold 4 tokens, 20 fold 128, two have a window of 128 alone; entries are 512 wide.
        Model model = ModelTestData.Catalogue.Find("deepseek-v4-flash");
        KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value.ShouldBe((21 * 128 * 2) + (20 * 4 * 2));
        KeyValueFootprint.Held(model, NumberFormat.Bf16, new(1280)).Value
            .ShouldBe(1024.0 * ((21 * (320 + 128)) + (20 * (10 + 128)) + (2 * 128)));
    }

    [Fact]
    public void Holding_more_tokens_never_takes_less()
    {
        Model[] models = [.. ModelTestData.Catalogue.Names.Select(ModelTestData.Catalogue.Find)];
        Gen<Model> any = Gen.Int[0, models.Length - 1].Select(place => models[place]);
        Gen.Select(any, Gen.Int[0, 200_000], Gen.Int[0, 5_000]).Sample(
            (model, context, more) =>
            {
                Tokens shorter = new(context);
                Tokens longer = new((double)context + more);
                return KeyValueFootprint.OfSequence(model, NumberFormat.Bf16, shorter)
                    <= KeyValueFootprint.OfSequence(model, NumberFormat.Bf16, longer);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 500);
    }

    [Fact]
    public void Held_is_the_sum_of_the_growths_where_entries_are_whole()
    {
        foreach (string name in new[] { "gpt-oss-20b", "gemma-3-27b", "llama-3.1-8b", "deepseek-v3" })
        {
            Model model = ModelTestData.Catalogue.Find(name);
            double sum = Enumerable.Range(0, 2000)
                .Sum(context => KeyValueFootprint.Growth(model, NumberFormat.Bf16, new(context)).Value);
            KeyValueFootprint.Held(model, NumberFormat.Bf16, new(2000)).Value.ShouldBe(sum, name);
        }
    }
}
