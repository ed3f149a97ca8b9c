using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>What is known, where it comes from, and how a model is added.</summary>
public sealed class CatalogTests
{
    [Fact]
    public void The_catalogue_is_sound()
    {
        JsonElement json = Chalk.Run("catalog check --format json").Json();
        json.GetProperty("rows").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void A_bad_file_in_the_catalogue_is_found_and_named()
    {
        using Scratch scratch = new();
        string data = scratch.CopyOfData();
        File.WriteAllText(Path.Combine(data, "accelerators", "h100-sxm.json"), """{ "id": "h100-sxm" }""");

        Outcome outcome = Chalk.Run(["catalog", "check"], data: data);

        outcome.Code.ShouldBe(2);
        (outcome.Output + outcome.Error).ShouldContain("h100-sxm.json");
        outcome.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("models", "name")]
    [InlineData("accelerators", "id")]
    [InlineData("systems", "id")]
    public void Whatever_is_listed_can_be_shown(string kind, string field)
    {
        string[] names =
        [
            .. Chalk.Run($"catalog list {kind} --format json").Json().GetProperty("rows").EnumerateArray()
                .Select(row => row.GetProperty(field).GetString()!),
        ];

        names.Length.ShouldBeGreaterThan(30);
        names.Distinct(StringComparer.Ordinal).Count().ShouldBe(names.Length);
        for (int place = 0; place < names.Length; place += names.Length / 6)
        {
            Chalk.Run(["catalog", "show", names[place]]).Good().ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("deepseek-v3")]
    [InlineData("DeepSeek V3")]
    [InlineData("deepseek-ai/DeepSeek-V3")]
    public void Names_resolve_forgivingly(string name)
    {
        JsonElement json = Chalk.Run(["catalog", "show", name, "--format", "json"]).Json();

        json.GetProperty("name").GetString().ShouldBe("deepseek-ai/DeepSeek-V3");
        json.GetProperty("totalParameters").GetDouble().ShouldBe(671e9, 1e9);
        json.GetProperty("activeParameters").GetDouble().ShouldBe(37e9, 1e9);
    }

    [Fact]
    public void A_path_stands_for_a_name()
    {
        using Scratch scratch = new();
        string config = scratch.Write(Path.Combine("small", "config.json"), BadConfigTests.Llama);
        foreach (string path in new[] { config, Path.GetDirectoryName(config)!, Path.Combine("small", "config.json") })
        {
            Chalk.Run(["catalog", "show", path, "--format", "json"], scratch.Path).Json()
                .GetProperty("totalParameters").GetDouble().ShouldBe(1.236e9, 1e6);
        }

        Chalk.Run(["plan", config, "--on", "h100x1", "--format", "json"]).Json().ShouldSatisfy("plan");
    }

    [Fact]
    public void An_imported_model_is_listed_checked_and_planned_for_by_name()
    {
        using Scratch scratch = new();
        string data = scratch.CopyOfData();
        string config = scratch.Write("config.json", BadConfigTests.Llama);

        Chalk.Run(
            ["catalog", "import", config, "--name", "my-org/Small-1B", "--source", "a model card", "--date", "2026-11-01", "--format", "json"],
            data: data).Json().ShouldSatisfy("catalog");

        Chalk.Run(["catalog", "list", "models", "--format", "csv"], data: data).Good().ShouldContain("my-org/Small-1B,");
        Chalk.Run(["catalog", "show", "small-1b"], data: data).Good().ShouldContain("Source: a model card (2026-11-01; verified: yes).");
        Chalk.Run(["catalog", "check"], data: data).Good().ShouldContain("sound");
        string byName = Chalk.Run(["plan", "small-1b", "--on", "h100x1", "--format", "csv"], data: data).Good();
        Chalk.Run(["plan", config, "--on", "h100x1", "--format", "csv"], data: data).Good().ShouldBe(byName);

        BadInputTests.Check(
            Chalk.Run(["catalog", "import", config, "--name", "my-org/Small-1B"], data: data), "exists already");
    }

    [Fact]
    public void A_system_can_be_asked_for_by_number_of_devices_or_of_racks()
    {
        Devices("h100x16").ShouldBe(16);
        Devices("gb200-nvl72x4").ShouldBe(288);
        Devices("hgx-h100").ShouldBe(8);

        static int Devices(string system) => Chalk.Run($"roofline llama-3.1-8b --on {system} --batch 1 --format json").Json()
            .GetProperty("devices").GetInt32();
    }
}
