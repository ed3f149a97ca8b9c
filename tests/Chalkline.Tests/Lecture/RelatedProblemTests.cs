using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Models;

namespace Chalkline.Tests.Lecture;

/// <summary>
/// Sections 8.3 and 8.4: a quiz about the lecture, and the problems of the scaling book with printed answers.
/// </summary>
public sealed class RelatedProblemTests
{
    private static readonly Roofline ThirtyBillion = new()
    {
        Active = new(30e9),
        Total = new(30e9),
        WeightWidth = new(1),
        KeyValue = new(100e3),
        Peak = new(16 * 1.97e14),
        Bandwidth = new(16 * 8.1e11),
        Overlap = Overlap.AttentionExposed,
    };

    [Fact]
    public void K_two_kilobytes_a_token_are_400_MB_at_200K_and_400_GB_for_a_thousand_users()
    {
        Bytes user = new Tokens(200_000) * new BytesPerToken(2000);
        user.Value.ShouldBe(400e6);
        new PipelineCut(1, 1).KeyValuePerDevice(1000, new(200_000), new(2000)).Value.ShouldBe(400e9, 1);
    }

    [Fact]
    public void K_a_megabyte_of_weights_used_once_takes_125_ns_to_fetch_and_less_than_one_to_multiply()
    {
        Roofline b100 = Board.Model(1e6, 1e6) with { Peak = new(4.5e15), Bandwidth = new(8e12) };
        RooflineTime time = b100.Time(1, new(0));
        time.Weights.Value.ShouldBe(125e-9, 1e-15);
        time.Compute.Value.ShouldBeLessThan(1e-9);
        time.Bound.ShouldBe(Bound.Weights);
    }

    [Fact]
    public void K_sparsity_of_800_over_100_is_8_and_the_balance_2400_not_9600()
    {
        SparsityDefinition.ByParameters(300, 800e9, 100e9).Sparsity.ShouldBe(8);
        SparsityDefinition.ByParameters(300, 800e9, 100e9).BalanceBatch.ShouldBe(2400);
        SparsityDefinition.ByExperts(300, 256, 32).BalanceBatch.ShouldBe(SparsityDefinition.AsSpoken(300).BalanceBatch);
    }

    [Fact]
    public void K_halving_the_active_parameters_at_equal_sparsity_leaves_the_balance()
        => Board.Model(50e9, 400e9).BalanceBatch().ShouldBe(Board.Model(100e9, 800e9).BalanceBatch(), 1e-9);

    [Fact]
    public void K_cache_of_a_device_is_that_of_B_over_E_sequences()
    {
        foreach (int stages in new[] { 1, 2, 8 })
        {
            new PipelineCut(64, stages).KeyValuePerDevice(640, new(1), new(1)).Value.ShouldBe(10, 1e-12);
        }
    }

    [Theory]
    [InlineData(1.97e14, 2, 240)]
    [InlineData(1.97e14, 1, 120)]
    [InlineData(3.94e14, 1, 240)]
    public void S1_the_balance_of_a_v5e_is_240_or_120_with_int8_weights_in_BF16_math(
        double peak, double width, double expected)
    {
        Roofline roofline = Board.Model(1e9, 1e9) with
        {
            Peak = new(peak),
            Bandwidth = new(8.2e11),
            WeightWidth = new(width),
        };
        roofline.BalanceBatch().ShouldBe(expected, 0.3);
    }

    [Fact]
    public void S2_four_sequences_take_2_5_ms()
        => ThirtyBillion.Time(4, new(8192)).Pass.Value.ShouldBe(2.5e-3, 0.1e-3);

    [Fact]
    public void S3_256_sequences_take_21_ms_with_attention_exposed_and_less_when_all_overlaps()
    {
        ThirtyBillion.Time(256, new(8192)).Pass.Value.ShouldBe(21e-3, 0.5e-3);
        (ThirtyBillion with { Overlap = Overlap.Full }).Time(256, new(8192)).Pass.Value.ShouldBe(18.5e-3, 0.2e-3);
    }

    [Theory]
    [InlineData(1, 4.98, 200.61)]
    [InlineData(8, 12.13, 659.30)]
    [InlineData(16, 20.30, 787.99)]
    [InlineData(32, 36.65, 873.21)]
    [InlineData(64, 69.33, 923.13)]
    [InlineData(240, 249.09, 963.53)]
    public void S5_Llama_2_13B_on_eight_v5e(double batch, double milliseconds, double throughput)
    {
        // The book rounds the cache of a sequence to 6.7 GB and the model to 13 B; its table follows from those.
        Roofline roofline = new()
        {
            Active = new(13e9),
            Total = new(13e9),
            WeightWidth = new(2),
            KeyValue = new(6.7e9 / 8192),
            Peak = new(8 * 1.97e14),
            Bandwidth = new(8 * 8.2e11),
        };
        RooflineTime time = roofline.Time(batch, new(8192));
        (time.Pass.Value * 1e3).ShouldBe(milliseconds, 0.006);
        time.Throughput.Value.ShouldBe(throughput, 0.01);
    }

    [Fact]
    public void S6_the_books_model_has_18_4_billion_parameters_embedding_tied()
    {
        Model model = ModelTestData.Import("""
            { "model_type": "llama", "hidden_size": 4096, "intermediate_size": 16384, "num_attention_heads": 32,
              "num_key_value_heads": 8, "head_dim": 256, "num_hidden_layers": 64, "vocab_size": 32128,
              "tie_word_embeddings": true }
            """);
        ModelTestData.Total(model).ShouldBe(18.4e9, 0.05e9);
    }

    [Theory]
    [InlineData(8, 17, 1882)]
    [InlineData(16, 8.5, 3764)]
    public void S8_Llama_3_70B_in_int8_at_a_batch_of_32(int chips, double milliseconds, double throughput)
    {
        Model model = ModelTestData.Catalogue.Find("llama-3-70b");
        Roofline roofline = new()
        {
            Active = new(70e9),
            Total = new(70e9),
            WeightWidth = new(1),
            KeyValue = KeyValueFootprint.Growth(model, NumberFormat.Int8),
            Peak = new(chips * 1.97e14),
            Bandwidth = new(chips * 8.2e11),
        };
        RooflineTime time = roofline.Time(32, new(8192));
        (time.Pass.Value * 1e3).ShouldBe(milliseconds, 0.25);

        // The book divides by the rounded time.
        time.Throughput.Value.ShouldBe(throughput, 0.015 * throughput);
    }

    [Fact]
    public void S9_a_v5e_drains_in_19_ms_and_a_half()
        => HardwareData.Catalogue.FindAccelerator("tpu-v5e").Memory.DrainTime.Value.ShouldBe(19.5e-3, 0.06e-3);

    [Fact]
    public void T13_eight_heads_of_128_in_one_byte_hold_2048_bytes_a_token()
    {
        Model one = ModelTestData.Import("""
            { "model_type": "llama", "hidden_size": 1024, "intermediate_size": 4096, "num_attention_heads": 8,
              "num_key_value_heads": 8, "head_dim": 128, "num_hidden_layers": 1, "vocab_size": 100,
              "tie_word_embeddings": false }
            """);
        KeyValueFootprint.Growth(one, NumberFormat.Fp8).Value.ShouldBe(2048);
    }
}
