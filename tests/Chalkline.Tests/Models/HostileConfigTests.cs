using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Tests.Models;

/// <summary>
/// Bad configurations: each gets one sentence that names the file, the field, the value and what would be right.
/// </summary>
public sealed class HostileConfigTests
{
    [Theory]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": -8", "hidden_size", "-8")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": 1e12", "hidden_size", "1e12")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": \"8\"", "hidden_size", "\"8\"")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": 8.5", "hidden_size", "8.5")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": null", "hidden_size", "needs a field")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": [8]", "hidden_size", "an array")]
    [InlineData("\"hidden_size\": 8", "\"hidden_size\": 9", "num_attention_heads", "head_dim")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 0", "num_attention_heads", "0")]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "num_key_value_heads", "divisor of 4")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1000000", "num_hidden_layers", "10000")]
    [InlineData("\"vocab_size\": 10, ", "", "vocab_size", "needs a field")]
    [InlineData("\"llama\"", "\"llama9\"", "model_type", "chalkline")]
    [InlineData("\"model_type\": \"llama\", ", "", "model_type", "chalkline")]
    [InlineData("\"llama\"", "7", "model_type", "must be text")]
    [InlineData("\"llama\"", "\"mixtral\", \"num_local_experts\": 4, \"num_experts_per_tok\": 5",
        "experts", "at most 4")]
    [InlineData("\"llama\"",
        "\"gpt_oss\", \"num_local_experts\": 4, \"num_experts_per_tok\": 2, \"layer_types\": [\"full_attention\"]",
        "layer_types", "each of the 2 layers")]
    [InlineData("\"llama\"",
        "\"gemma3_text\", \"layer_types\": [\"full_attention\", \"odd\"]", "layer_types[1]", "odd")]
    [InlineData("\"llama\"", "\"gemma3_text\", \"num_kv_shared_layers\": 2", "num_kv_shared_layers", "smaller")]
    [InlineData("\"llama\"",
        "\"llama\", \"quantization_config\": {\"quant_method\": \"magic\"}", "quantization_config", "magic")]
    [InlineData("\"llama\"", "\"llama\", \"vocab_size\": 3", "config.json", "each field given once")]
    [InlineData("\"llama\"", "\"nemotron_h\", \"hybrid_override_pattern\": \"MX\"", "config.json", "mamba_num_heads")]
    [InlineData("\"llama\"", "\"\\ud800\"", "config.json", "Unicode")]
    public void A_bad_field_gets_one_sentence(string good, string bad, string field, string hint)
    {
        string message = ModelTestData.Refusal(ModelTestData.Llama.Replace(good, bad, StringComparison.Ordinal));
        message.ShouldStartWith("config.json");
        message.ShouldContain(field);
        message.ShouldContain(hint);
        message.ShouldEndWith(".");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void Nesting_a_thousand_deep_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"text_config\":", 1000)) + "1" + new string('}', 1000);
        ModelTestData.Refusal(deep).ShouldContain("nested at most 32 deep");
    }

    [Fact]
    public void A_file_over_16_megabytes_is_refused_unread()
    {
        string file = Path.Combine(Path.GetTempPath(), $"chalkline-{Guid.NewGuid():N}.json");
        try
        {
            using (FileStream stream = File.Create(file))
            {
                stream.SetLength(JsonView.LargestFile + 1);
            }

            Should.Throw<ChalkException>(() => ModelCatalogue.ReadFile(file)).Message.ShouldContain("too large");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("\"gated\": true", "\"gatd\": true", "gatd")]
    [InlineData("\"dense\"", "\"sparse\"", "dense, experts or none")]
    [InlineData("\"repeat\": 2", "\"repeat\": 20000", "10000")]
    [InlineData("\"layers\": [{", "\"layers\": [], \"x\": [{", "known are")]
    public void A_slip_in_a_model_written_by_hand_is_no_default(string good, string bad, string hint)
    {
        const string written = """
            { "model_type": "chalkline", "hidden": 8, "vocabulary": 10, "tiedEmbeddings": false, "layers": [{
              "repeat": 2, "mixer": { "kind": "none" },
              "feedForward": { "kind": "dense", "intermediate": 16, "gated": true } }] }
            """;
        ModelTestData.Import(written).Layers.Length.ShouldBe(2);
        ModelTestData.Refusal(written.Replace(good, bad, StringComparison.Ordinal)).ShouldContain(hint);
    }
}
