using Chalkline.Catalog;
using Chalkline.Economics.PriceSheets;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.PriceSheets;

/// <summary>The price files that come with the program, and the models behind them.</summary>
public sealed class ShippedSheetTests
{
    private static readonly Lazy<PriceCatalogue> Prices = new(() => PriceCatalogue.Open(HardwareData.Folder));
    private static readonly Lazy<OpenSheets> Open = new(() => OpenSheets.Open(HardwareData.Folder));

    [Theory]
    [InlineData("litellm-2026-08-01.json", "LiteLLM", 1139, 13)]
    [InlineData("litellm-2025-09-05.json", "LiteLLM", 674, 19)]
    [InlineData("openrouter-2026-08-01.csv", "OpenRouter", 314, 40)]
    [InlineData("llm-prices-history-2026-08-05.csv", "price history", 148, 4)]
    public void Every_entry_is_a_sheet_or_has_a_reason(string file, string form, int entries, int mostLeftOut)
    {
        PriceSheetList list = Prices.Value.Lists.Single(one => Path.GetFileName(one.File) == file);
        int leftOut = list.Findings.Count(finding => finding.LeftOut);

        list.Form.ShouldBe(form);
        (list.Entries.Length + leftOut).ShouldBe(entries);
        leftOut.ShouldBeLessThanOrEqualTo(mostLeftOut);
        list.Sheets.ShouldAllBe(
            sheet => sheet.Input.Value > 0 && sheet.Output.Value > 0 && sheet.Source.Date.Length >= 7);
    }

    [Fact]
    public void Columns_of_measured_cases_are_read_too()
    {
        PriceSheetList list = PriceSheetFile.Read(Path.Combine(HardwareData.Folder.Path, "measurements", "prices.csv"));

        list.Form.ShouldBe("cases");
        list.Entries.Length.ShouldBe(148);
        foreach (PriceSheetEntry entry in list.Entries)
        {
            Open.Value.Find(entry).ShouldNotBeNull(entry.Key);
        }
    }

    [Fact]
    public void Every_row_of_the_table_names_a_model_of_the_catalogue()
    {
        ModelCatalogue models = ModelCatalogue.Open(HardwareData.Folder);
        OpenModels.Open(HardwareData.Folder).Models.Except(models.Names, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fireworks_ai/accounts/fireworks/models/llama-v3p1-405b-instruct", "meta-llama/Meta-Llama-3.1-405B")]
    [InlineData("deepinfra/deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "meta-llama/Meta-Llama-3.1-70B")]
    [InlineData("us.deepseek.r1-v1:0", "deepseek-ai/DeepSeek-V3")]
    [InlineData("novita/zai-org/glm-4.5-air", "zai-org/GLM-4.5-Air")]
    [InlineData("groq/llama-3.2-1b-preview", "meta-llama/Llama-3.2-1B-Instruct")]
    [InlineData("groq/llama-3.2-11b-text-preview", null)]
    [InlineData("groq/mistral-saba-24b", null)]
    [InlineData("deepinfra/Qwen/QwQ-32B", "Qwen/Qwen2.5-32B-Instruct")]
    [InlineData("command-r", null)]
    [InlineData("deepinfra/Qwen/Qwen3-VL-30B-A3B-Instruct", null)]
    [InlineData("deepseek-chat", null)]
    [InlineData("mistral/ministral-3-8b-2512", null)]
    [InlineData("gpt-5.6-terra", null)]
    public void Sold_names_find_their_model(string sold, string? model)
        => (OpenModels.Open(HardwareData.Folder).Find(sold)?.Model).ShouldBe(model);

    [Theory]
    [InlineData("fireworks_ai/accounts/fireworks/routers/kimi-k2p6-fast", true)]
    [InlineData("novita/deepseek/deepseek-r1-turbo", true)]
    [InlineData("zai/glm-4.5-x", true)]
    [InlineData("together_ai/meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo", false)]
    [InlineData("moonshot/kimi-k2-thinking", false)]
    public void Dearer_tiers_of_a_model_are_told_by_the_name(string sold, bool fast)
        => OpenModels.Open(HardwareData.Folder).Find(sold).ShouldNotBeNull().Fast.ShouldBe(fast);

    [Fact]
    public void A_tier_that_is_none_is_refused()
        => Should.Throw<ChalkException>(() => OpenModels.Parse("pattern,model,tier\nx*,a/b,quick\n", "mine.csv"))
            .Message.ShouldContain("write fast");

    [Fact]
    public void Hundreds_of_sheets_have_the_truth_beside_them()
    {
        OpenSheet[] found = [.. Prices.Value.Lists.SelectMany(list => Open.Value.Of(list))];

        found.Length.ShouldBeGreaterThan(500);
        found.Select(sheet => sheet.Model).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(40);
        OpenSheet v3 = found.First(sheet => sheet.Model == "deepseek-ai/DeepSeek-V3");
        v3.KeyValue.Value.ShouldBe(70_272);
        (v3.Total / v3.Active).ShouldBe(18.1, 0.5);
        found.ShouldAllBe(sheet => sheet.Active <= sheet.Total);
    }

    [Theory]
    [InlineData("anthropic/claude-opus-4-6", "anthropic/claude-opus-4-6")]
    [InlineData("Anthropic/Claude Opus 4.6", "anthropic/claude-opus-4-6")]
    [InlineData("claude-opus-5", "anthropic/claude-opus-5")]
    public void A_sheet_is_found_by_its_name(string name, string found)
        => Prices.Value.Find(name).Sheet.Name.ShouldBe(found);

    [Fact]
    public void Of_several_files_of_a_month_the_fullest_sheet_is_taken()
        => Prices.Value.Find("anthropic/claude-opus-4-6").Sheet.Fast.ShouldNotBeNull();

    [Theory]
    [InlineData("anthropic/claude-opus-55", "did you mean|claude-opus")]
    [InlineData("gpt-oss-120b", "is sold by|name one")]
    [InlineData("zai/glm-4.5-flash", "is 0|free tier")]
    [InlineData("", "empty")]
    public void A_name_that_finds_none_says_what_would_be_right(string name, string hints)
    {
        string message = Should.Throw<ChalkException>(() => Prices.Value.Find(name)).Message;
        foreach (string hint in hints.Split('|'))
        {
            message.ShouldContain(hint);
        }
    }
}
