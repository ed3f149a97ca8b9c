using System.Text.Json;
using Chalkline.Catalog;
using Chalkline.Models;
using Chalkline.Tests.Models;

namespace Chalkline.Tests.Catalog;

public sealed class ModelCatalogueTests
{
    private static readonly string[] ServingKeys =
    [
        "deepseek-ai/DeepSeek-R1", "meta-llama/Meta-Llama-3.1-70B", "MiniMaxAI/MiniMax-M2.5", "Qwen/Qwen3-32B",
        "deepseek-ai/DeepSeek-V3", "openai/gpt-oss-120b", "Qwen/Qwen3.5-397B-A17B", "meta-llama/Meta-Llama-3.1-8B",
        "moonshotai/Kimi-K2.5", "meta-llama/Llama-2-70b-hf", "Qwen/Qwen3-235B-A22B-FP8",
        "meta-llama/Meta-Llama-3.1-405B",
        "nvidia/MT-NLG-530B (paper)", "meta-llama/Llama-4-Scout-17B-16E-Instruct", "Qwen/Qwen3-30B-A3B",
        "meta-llama/Llama-4-Maverick-17B-128E-Instruct", "Qwen/Qwen3-235B-A22B", "mistralai/Mixtral-8x7B-v0.1",
        "zai-org/GLM-5", "openai/gpt-oss-20b", "openai/GPT-3-175B (paper)", "google/PaLM-540B (paper)",
        "deepseek-ai/DeepSeek-V3.2", "zai-org/GLM-5.2", "mistralai/Mistral-Nemo-Instruct-2407",
        "meta-llama/Llama-2-7b-hf",
        "google/PaLM-62B (paper)", "moonshotai/Kimi-K3", "moonshotai/Kimi-K2-Instruct", "Qwen/Qwen2.5-7B-Instruct",
    ];

    [Fact]
    public void Every_model_of_the_catalogue_reads_and_nothing_is_wrong_with_it()
    {
        ModelTestData.Catalogue.Names.Count.ShouldBeGreaterThanOrEqualTo(83);
        ModelTestData.Catalogue.Check().ShouldBeEmpty();
    }

    [Fact]
    public void Every_model_key_of_the_measured_cases_resolves()
    {
        foreach (string key in ServingKeys)
        {
            ModelTestData.Catalogue.Find(key).Name.ShouldBe(key);
        }
    }

    [Theory]
    [InlineData("deepseek-v3", "deepseek-ai/DeepSeek-V3")]
    [InlineData("DeepSeek V3", "deepseek-ai/DeepSeek-V3")]
    [InlineData("deepseek-ai/deepseek-v3", "deepseek-ai/DeepSeek-V3")]
    [InlineData("llama-3.1-70b", "meta-llama/Meta-Llama-3.1-70B")]
    [InlineData("llama-3-70b", "meta-llama/Meta-Llama-3.1-70B")]
    [InlineData("qwen3-235b", "Qwen/Qwen3-235B-A22B")]
    [InlineData("gpt-oss-120b", "openai/gpt-oss-120b")]
    [InlineData("palm-540b", "google/PaLM-540B (paper)")]
    public void Names_resolve_forgivingly(string wanted, string expected)
        => ModelTestData.Catalogue.Find(wanted).Name.ShouldBe(expected);

    [Fact]
    public void A_near_miss_gets_suggestions()
        => Should.Throw<ChalkException>(() => ModelTestData.Catalogue.Find("deepsek-v3"))
            .Message.ShouldContain("did you mean");

    [Fact]
    public void An_empty_name_gets_a_sentence()
        => Should.Throw<ChalkException>(() => ModelTestData.Catalogue.Find(" ")).Message.ShouldContain("empty");

    [Fact]
    public void The_index_lists_exactly_the_files_with_their_names()
    {
        string folder = Path.Combine(ModelTestData.Data.Path, "models");
        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        string[] listed = [.. index.RootElement.GetProperty("models").EnumerateArray()
            .Select(item => item.GetProperty("file").GetString()!).Order(StringComparer.Ordinal)];
        listed.ShouldBe(Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)
            .Where(file => file != "index.json").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_added_to_a_published_configuration_is_told_in_the_source()
        => ModelTestData.Catalogue.Find("glm-4.5").Source.Note.ShouldContain("added, not verified");

    [Fact]
    public void An_imported_configuration_is_found_by_name_and_the_same_model()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"chalkline-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            string config = Path.Combine(folder, "config.json");
            File.WriteAllText(config, ModelTestData.Llama);
            ModelCatalogue catalogue = ModelCatalogue.Open(new(folder));
            string written = catalogue.Import(config, "me/tiny", ModelTestData.Invented);
            Path.GetFileName(written).ShouldBe("me--tiny.json");
            Directory.EnumerateFiles(Path.GetDirectoryName(written)!).ShouldHaveSingleItem();

            Model found = ModelCatalogue.Open(new(folder)).Find("tiny");
            found.Layers.ShouldBe(ModelTestData.Import(ModelTestData.Llama).Layers);
            found.Source.ShouldBe(ModelTestData.Invented);
            ModelCatalogue.ReadFile(config).Layers.ShouldBe(found.Layers);
            catalogue.Find(config).Layers.ShouldBe(found.Layers);
            ModelCatalogue.Open(new(folder)).Check().ShouldBeEmpty();
            Should.Throw<ChalkException>(() => catalogue.Import(config, "me/tiny", ModelTestData.Invented))
                .Message.ShouldContain("exists already");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_bad_file_is_a_finding_and_hides_no_other_model()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"chalkline-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        try
        {
            File.WriteAllText(Path.Combine(folder, "models", "bad.json"), "{");
            string config = Path.Combine(folder, "config.json");
            File.WriteAllText(config, ModelTestData.Llama);
            ModelCatalogue catalogue = ModelCatalogue.Open(new(folder));
            catalogue.Import(config, "good", ModelTestData.Invented);
            catalogue.Find("good").Hidden.ShouldBe(8);
            catalogue.Check().ShouldHaveSingleItem().File.ShouldEndWith("bad.json");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
