using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Tests.Models;

/// <summary>Small invented models of each family, counted by hand.</summary>
public sealed class FamilyTests
{
    /// <summary>
    /// Common fields: width 8, 4 heads of 2, 2 key-value heads, 2 layers, vocabulary 10, inner width 16.
    /// </summary>
    private const string Common = """
        "hidden_size": 8, "intermediate_size": 16, "num_attention_heads": 4, "num_key_value_heads": 2,
        "num_hidden_layers": 2, "vocab_size": 10
        """;

    // Query and output 8x8 each, key and value 8x4 each.
    private const int Gqa = 64 + 64 + 32 + 32;

    private const int SwiGlu = 3 * 8 * 16;

    // Embedding and head, final norm.
    private const int Ends = (2 * 80) + 8;

    [Theory]
    [InlineData("\"model_type\": \"llama\"", Ends + (2 * (Gqa + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"llama\", \"attention_bias\": true", Ends + (2 * (Gqa + 16 + 8 + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"llama\", \"tie_word_embeddings\": true", 80 + 8 + (2 * (Gqa + SwiGlu + 16)))]
    [InlineData("\"architectures\": [\"LlamaForCausalLM\"]", Ends + (2 * (Gqa + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"mine\", \"architectures\": [\"LlamaForCausalLM\"]", Ends + (2 * (Gqa + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"qwen2\"", Ends + (2 * (Gqa + 16 + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"qwen3\"", Ends + (2 * (Gqa + 4 + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"olmo2\"", Ends + (2 * (Gqa + 12 + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"gemma2\"", 80 + 8 + (2 * (Gqa + SwiGlu + 32)))]
    [InlineData("\"model_type\": \"gpt_neox\"", Ends + 8 + (2 * (Gqa + 16 + 8 + (2 * 8 * 16) + 24 + 32)))]
    [InlineData("\"model_type\": \"gpt2\", \"n_positions\": 5",
        80 + 40 + 16 + (2 * (Gqa + 16 + 8 + (2 * 8 * 16) + 24 + 32)))]
    [InlineData("\"model_type\": \"mixtral\", \"num_local_experts\": 4, \"num_experts_per_tok\": 2",
        Ends + (2 * (Gqa + (4 * SwiGlu) + 32 + 16)))]
    [InlineData("\"model_type\": \"gpt_oss\", \"num_local_experts\": 4, \"num_experts_per_tok\": 2",
        Ends + (2 * (Gqa + 16 + 8 + 4 + (4 * (SwiGlu + 32 + 8)) + 32 + 4 + 16)))]
    [InlineData("\"model_type\": \"palm\"", 80 + 8 + (2 * (Gqa + SwiGlu + 8)))]
    [InlineData("\"model_type\": \"cohere\"", 80 + 8 + (2 * (Gqa + SwiGlu + 8)))]
    [InlineData("\"model_type\": \"cohere\", \"use_qk_norm\": true", 80 + 8 + (2 * (Gqa + 12 + SwiGlu + 8)))]
    [InlineData("\"model_type\": \"qwen\"", Ends + (2 * (Gqa + 16 + (SwiGlu / 2) + 16)))]
    [InlineData("\"model_type\": \"nemotron\"", Ends + 8 + (2 * (Gqa + (2 * 8 * 16) + 32)))]
    [InlineData("\"model_type\": \"apertus\"", Ends + (2 * (Gqa + 4 + (2 * 8 * 16) + 16)))]
    [InlineData("\"model_type\": \"seed_oss\", \"attention_bias\": true, \"attention_out_bias\": false",
        Ends + (2 * (Gqa + 16 + SwiGlu + 16)))]
    [InlineData("\"model_type\": \"hunyuan\", \"num_experts\": 4, \"moe_topk\": [2, 1], \"num_shared_expert\": [1, 2], "
        + "\"use_cla\": true, \"cla_share_factor\": 2",
        Ends + (2 * (Gqa + (4 * SwiGlu) + 32 + 16)) - 64 + (3 * SwiGlu))]
    [InlineData("\"model_type\": \"arctic\", \"num_local_experts\": 4, \"num_experts_per_tok\": 2, \"use_residual\": true, "
        + "\"moe_layer_frequency\": 2",
        Ends + Gqa + SwiGlu + 24 + Gqa + (4 * SwiGlu) + 32 + (3 * 8 * 8) + 24)]
    [InlineData("\"model_type\": \"ernie4_5_moe\", \"moe_num_experts\": 4, \"moe_k\": 2, \"moe_intermediate_size\": 6, "
        + "\"moe_num_shared_experts\": 1, \"moe_layer_start_index\": 1, \"moe_layer_end_index\": -1",
        80 + 8 + (2 * (Gqa + 16)) + SwiGlu + (5 * 3 * 8 * 6) + 36)]
    public void Every_weight_is_counted_once(string fields, int expected)
        => ModelTestData.Total(ModelTestData.Import($"{{ {fields}, {Common} }}")).ShouldBe(expected);

    [Fact]
    public void Latent_attention_counts_both_compressions_and_their_norms()
    {
        Model model = ModelTestData.Import($$"""
            { "model_type": "deepseek_v3", {{Common}}, "q_lora_rank": 3, "kv_lora_rank": 5, "qk_nope_head_dim": 2,
              "qk_rope_head_dim": 1, "v_head_dim": 2, "n_routed_experts": 4, "num_experts_per_tok": 2,
              "n_shared_experts": 1, "moe_intermediate_size": 6, "first_k_dense_replace": 1,
              "num_nextn_predict_layers": 1 }
            """);
        const int attention = (8 * 3) + 3 + (3 * 4 * 3) + (8 * 6) + 5 + (5 * 4 * 4) + (4 * 2 * 8);
        ModelSize size = ParameterCount.Count(model);
        size.Attention.Value.ShouldBe(2 * attention);
        size.DenseFeedForward.Value.ShouldBe(SwiGlu);
        size.RoutedExperts.Value.ShouldBe(4 * 3 * 8 * 6);
        size.VisitedExperts.Value.ShouldBe(2 * 3 * 8 * 6);
        size.SharedExperts.Value.ShouldBe(3 * 8 * 6);
        size.Router.Value.ShouldBe(32);
        size.Prediction.Value.ShouldBe(attention + (5 * 3 * 8 * 6) + 32 + (5 * 8) + (2 * 64));
        KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value.ShouldBe(2 * 6 * 2);
    }

    [Fact]
    public void Hybrids_alternate_as_the_interval_says()
    {
        Model model = ModelTestData.Import($$"""
            { "model_type": "qwen3_next", {{Common}}, "full_attention_interval": 2, "linear_num_key_heads": 1,
              "linear_num_value_heads": 2, "linear_key_head_dim": 3, "linear_value_head_dim": 4,
              "linear_conv_kernel_dim": 4, "num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 6,
              "shared_expert_intermediate_size": 5 }
            """);
        LinearAttention linear = model.Layers[0].Mixer.ShouldBeOfType<LinearAttention>();
        linear.ValueHeads.ShouldBe(2);
        Attention full = model.Layers[1].Mixer.ShouldBeOfType<Attention>();
        full.OutputGate.ShouldBeTrue();

        // Delta net: q, k 3 wide, v and gate 8 wide, two rates a head, four taps, norm; then gated attention.
        const int delta = (8 * (3 + 3 + 8 + 8 + 4)) + (4 * 14) + 4 + 4 + (8 * 8);
        ModelSize size = ParameterCount.Count(model);
        size.Attention.Value.ShouldBe(delta + Gqa + 64 + 4);
        size.SharedExperts.Value.ShouldBe(2 * ((3 * 8 * 5) + 8));
        KeyValueFootprint.State(model, NumberFormat.Bf16).Value.ShouldBe((2 * 3 * 4 * 4) + (3 * 14 * 2));
        KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value.ShouldBe(2 * 2 * 2 * 2);
    }

    [Fact]
    public void Nemotron_reads_one_part_a_letter()
    {
        Model model = ModelTestData.Import("""
            { "model_type": "nemotron_h", "hybrid_override_pattern": "M*-", "hidden_size": 8, "intermediate_size": 16,
              "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 10, "mamba_num_heads": 4,
              "mamba_head_dim": 3, "n_groups": 2, "ssm_state_size": 5, "conv_kernel": 4 }
            """);
        const int mamba = (8 * ((2 * 12) + (2 * 10) + 4)) + (12 * 8) + (5 * (12 + 20)) + (3 * 4) + 12;
        ModelTestData.Total(model).ShouldBe(Ends + mamba + Gqa + (2 * 8 * 16) + 24);
        KeyValueFootprint.State(model, NumberFormat.Bf16).Value.ShouldBe((4 * 3 * 5 * 4) + (3 * 32 * 2));
    }

    [Fact]
    public void State_spaces_stand_between_attention_layers_or_beside_them()
    {
        const string space = """
            "mamba_n_heads": 4, "mamba_d_head": "auto", "mamba_d_state": 5, "mamba_n_groups": 2, "mamba_d_conv": 4,
            "mamba_d_ssm": 12
            """;
        const int mamba = (8 * ((2 * 12) + (2 * 10) + 4)) + (12 * 8) + (5 * (12 + 20)) + (3 * 4) + 12;
        ModelTestData.Total(ModelTestData.Import(
            $"{{ \"model_type\": \"bamba\", {Common}, {space}, \"attn_layer_indices\": [1] }}"))
            .ShouldBe(Ends + mamba + Gqa + (2 * (SwiGlu + 16)));
        Model beside = ModelTestData.Import($"{{ \"model_type\": \"falcon_h1\", {Common}, {space} }}");
        ModelTestData.Total(beside).ShouldBe(Ends + (2 * (mamba + Gqa + SwiGlu + 16)));
        KeyValueFootprint.Growth(beside, NumberFormat.Bf16).Value.ShouldBe(2 * 2 * 2 * 2 * 2);
    }

    [Fact]
    public void Jamba_scans_between_attention_layers_and_has_experts_in_every_second()
    {
        Model model = ModelTestData.Import($$"""
            { "model_type": "jamba", {{Common}}, "attn_layer_period": 2, "attn_layer_offset": 1, "num_experts": 4,
              "num_experts_per_tok": 2, "expert_layer_period": 2, "expert_layer_offset": 1, "mamba_d_state": 3,
              "mamba_dt_rank": 5, "mamba_d_conv": 4, "mamba_expand": 2 }
            """);
        const int scan = (2 * 8 * 16) + (16 * ((2 * 5) + (2 * 3))) + (16 * 8) + (16 * (4 + 3 + 3)) + 5 + (2 * 3);
        ModelTestData.Total(model).ShouldBe(Ends + scan + SwiGlu + 16 + Gqa + (4 * SwiGlu) + 32 + 16);
        KeyValueFootprint.State(model, NumberFormat.Bf16).Value.ShouldBe((16 * 3 * 4) + (3 * 16 * 2));
        Model written = ModelTestData.Import("""
            { "model_type": "chalkline", "hidden": 8, "vocabulary": 10, "tiedEmbeddings": true, "layers": [
              { "mixer": { "kind": "scan", "channels": 16, "stateDim": 3, "rateRank": 5, "convolutionKernel": 4, "norms": true },
                "feedForward": { "kind": "dense", "intermediate": 16, "gated": true } } ] }
            """);
        written.Layers[0].ShouldBe(model.Layers[0]);
    }

    [Fact]
    public void Convolutions_have_weights_and_no_cache()
    {
        Model model = ModelTestData.Import($$"""
            { "model_type": "lfm2", {{Common}}, "layer_types": ["conv", "full_attention"], "conv_L_cache": 3 }
            """);
        ModelTestData.Total(model).ShouldBe(80 + 8 + (4 * 64) + 24 + Gqa + 4 + (2 * (SwiGlu + 16)));
        KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value.ShouldBe(2 * 2 * 2 * 2);
        KeyValueFootprint.State(model, NumberFormat.Bf16).Value.ShouldBe(2 * 8 * 2);

        Model written = ModelTestData.Import("""
            { "model_type": "chalkline", "hidden": 8, "vocabulary": 10, "tiedEmbeddings": true, "layers": [
              { "mixer": { "kind": "convolution", "channels": 8, "kernel": 3 },
                "feedForward": { "kind": "dense", "intermediate": 16, "gated": true } } ] }
            """);
        written.Layers[0].ShouldBe(model.Layers[0]);
    }

    [Fact]
    public void Letters_say_which_layers_have_a_window_and_the_last_has_none()
    {
        string eight = Common.Replace("_layers\": 2", "_layers\": 7", StringComparison.Ordinal);
        Model model = ModelTestData.Import(
            $"{{ \"model_type\": \"exaone4\", {eight}, \"sliding_window\": 4, \"sliding_window_pattern\": \"LLLG\" }}");
        model.Layers.Select(layer => ((Attention)layer.Mixer).Window is null)
            .ShouldBe([false, false, false, true, false, false, true]);
        ModelTestData.Refusal($"{{ \"model_type\": \"exaone4\", {Common}, \"sliding_window_pattern\": \"LXG\" }}")
            .ShouldContain("letters L and G");
    }

    [Fact]
    public void Windows_begin_anew_behind_the_dense_layers()
    {
        string eight = Common.Replace("_layers\": 2", "_layers\": 7", StringComparison.Ordinal);
        Model model = ModelTestData.Import(
            $"{{ \"model_type\": \"cohere2_moe\", {eight}, \"num_experts\": 4, \"num_experts_per_tok\": 2, "
            + "\"first_k_dense_replace\": 2, \"prefix_dense_intermediate_size\": 32, \"sliding_window\": 4 }");
        model.Layers.Select(layer => ((Attention)layer.Mixer).Window is null)
            .ShouldBe([true, true, false, false, false, true, false]);
        model.Layers.Select(layer => layer.FeedForward is DenseFeedForward { Intermediate: 32 })
            .ShouldBe([true, true, false, false, false, false, false]);
    }

    [Fact]
    public void Layers_that_share_a_cache_have_no_key_or_value_weights()
    {
        Model all = ModelTestData.Import($"{{ \"model_type\": \"gemma3_text\", {Common} }}");
        Model shared = ModelTestData.Import(
            $"{{ \"model_type\": \"gemma3_text\", {Common}, \"num_kv_shared_layers\": 1 }}");
        (ModelTestData.Total(all) - ModelTestData.Total(shared)).ShouldBe((2 * 32) + 2);
        KeyValueFootprint.Held(shared, NumberFormat.Bf16, new(100)).Value
            .ShouldBe(KeyValueFootprint.Held(all, NumberFormat.Bf16, new(100)).Value / 2);
    }

    [Fact]
    public void A_decoder_nested_in_a_multimodal_file_is_the_same_decoder()
    {
        string inner = $"{{ \"model_type\": \"llama\", {Common} }}";
        Model nested = ModelTestData.Import($"{{ \"model_type\": \"llava\", \"text_config\": {inner} }}");
        nested.Layers.ShouldBe(ModelTestData.Import(inner).Layers);
    }

    [Fact]
    public void A_model_written_by_hand_equals_the_imported_one()
    {
        Model written = ModelTestData.Import("""
            { "model_type": "chalkline", "hidden": 8, "vocabulary": 10, "tiedEmbeddings": false, "layers": [
              { "repeat": 2, "mixer": { "kind": "attention", "queryHeads": 4, "keyValueHeads": 2, "headDim": 2 },
                "feedForward": { "kind": "dense", "intermediate": 16, "gated": true } } ] }
            """);
        Model imported = ModelTestData.Import(ModelTestData.Llama);
        written.Layers.ShouldBe(imported.Layers);
        ParameterCount.Count(written).ShouldBe(ParameterCount.Count(imported));
    }

    [Fact]
    public void Equal_layers_form_one_group_in_order_of_appearance()
    {
        string eight = Common.Replace("_layers\": 2", "_layers\": 8", StringComparison.Ordinal);
        Model model = ModelTestData.Import($"{{ \"model_type\": \"gemma3_text\", {eight}, \"sliding_window\": 4 }}");
        LayerGroups.Of(model).Select(group => group.Count).ShouldBe([7, 1]);
        ((Attention)LayerGroups.Of(model)[0].Layer.Mixer).Window.ShouldBe(4);
        ((Attention)LayerGroups.Of(model)[1].Layer.Mixer).Window.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "quant_method": "fp8", "weight_block_size": [128, 128] }""", "fp8-block fp8-block fp8-block bf16")]
    [InlineData("""{ "quant_method": "fp8" }""", "fp8 fp8 fp8 bf16")]
    [InlineData("""{ "quant_method": "mxfp4" }""", "bf16 bf16 mxfp4 bf16")]
    [InlineData(
        """{ "quant_method": "modelopt", "quant_algo": "NVFP4", "kv_cache_quant_algo": "FP8" }""",
        "nvfp4 nvfp4 nvfp4 fp8")]
    [InlineData("""{ "quant_method": "awq", "bits": 4 }""", "int4 int4 int4 bf16")]
    [InlineData(
        """
        { "quant_method": "compressed-tensors", "ignore": ["re:.*self_attn.*", "re:.*shared_experts.*"],
          "config_groups": { "group_0": { "weights": { "num_bits": 4, "type": "int", "group_size": 32 } } } }
        """,
        "bf16 bf16 int4 bf16")]
    public void Stored_formats_follow_the_quantisation(string quantization, string expected)
    {
        Precision native = ModelTestData
            .Import($"{{ \"model_type\": \"llama\", {Common}, \"quantization_config\": {quantization} }}").Native;
        $"{native.Attention} {native.FeedForward} {native.Experts} {native.KeyValue}".ShouldBe(expected);
    }
}
