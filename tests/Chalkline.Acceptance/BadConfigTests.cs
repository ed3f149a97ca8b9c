using Chalkline.Files;

namespace Chalkline.Acceptance;

/// <summary>Configurations that are malformed or meant to harm, given as a model and at import.</summary>
public sealed class BadConfigTests
{
    /// <summary>A small model that is sound.</summary>
    internal const string Llama = """
        { "model_type": "llama", "hidden_size": 2048, "intermediate_size": 8192, "num_hidden_layers": 16,
          "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "torch_dtype": "bfloat16",
          "tie_word_embeddings": true }
        """;

    [Theory]
    [InlineData("\"hidden_size\": 2048, ", "", "hidden_size|needs a field")]
    [InlineData("\"hidden_size\": 2048", "\"hidden_size\": -2048", "'hidden_size'|-2048|from 1")]
    [InlineData("\"hidden_size\": 2048", "\"hidden_size\": 0", "'hidden_size'|from 1")]
    [InlineData("\"hidden_size\": 2048", "\"hidden_size\": 1e300", "'hidden_size'|1e300")]
    [InlineData("\"hidden_size\": 2048", "\"hidden_size\": 1e999", "hidden_size|1e999")]
    [InlineData("\"hidden_size\": 2048", "\"hidden_size\": \"large\"", "'hidden_size'|\"large\"|whole number")]
    [InlineData("\"hidden_size\": 2048", "\"hidden_size\": {}", "'hidden_size'|an object")]
    [InlineData("\"num_hidden_layers\": 16", "\"num_hidden_layers\": 99999999", "'num_hidden_layers'|99999999")]
    [InlineData("\"num_key_value_heads\": 8", "\"num_key_value_heads\": 7", "'num_key_value_heads'|divisor")]
    [InlineData("\"llama\"", "\"no-such-family\"", "'model_type'|no-such-family")]
    [InlineData("{ \"model_type\"", "[{ \"model_type\"", "is not JSON at line")]
    [InlineData("true }", "true", "is not JSON at line")]
    [InlineData("true }", "true, \"vocab_size\": 7 }", "each field given once")]
    public void A_bad_field_is_named_with_its_value(string good, string bad, string hints)
    {
        Llama.ShouldContain(good);
        Refused(path => File.WriteAllText(path, Llama.Replace(good, bad, StringComparison.Ordinal)), hints);
    }

    [Fact]
    public void The_sound_configuration_is_taken()
    {
        using Scratch scratch = new();
        Chalk.Run(["catalog", "show", scratch.Write("config.json", Llama)]).Good().ShouldContain("1.236 Gparam in all");
    }

    [Fact]
    public void An_empty_file_is_refused() => Refused(path => File.WriteAllText(path, ""), "is not JSON");

    [Fact]
    public void A_root_that_is_no_object_is_refused() => Refused(path => File.WriteAllText(path, "[1, 2]"), "the root is an array");

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Refused(path => File.WriteAllBytes(path, [0xFF, 0xFE, 0x00, 0x80]), "is not JSON");

    [Fact]
    public void Nesting_too_deep_is_refused() => Refused(
        path => File.WriteAllText(path, string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)),
        "nested at most 32 deep");

    [Fact]
    public void A_file_over_16_megabytes_is_refused() => Refused(
        path =>
        {
            using FileStream stream = File.Create(path);
            stream.SetLength(JsonView.LargestFile + 1);
        },
        "too large");

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        using Scratch scratch = new();
        BadInputTests.Check(Chalk.Run(["plan", scratch.File("config.json"), "--on", "h100x8"]), "config.json");
    }

    private static void Refused(Action<string> write, string hints)
    {
        using Scratch scratch = new();
        string config = scratch.File("config.json");
        write(config);
        foreach (string[] arguments in (string[][])[["plan", config, "--on", "h100x8"], ["catalog", "import", config]])
        {
            BadInputTests.Check(Chalk.Run(arguments, scratch.Path), $"{config}|{hints}");
        }
    }
}
