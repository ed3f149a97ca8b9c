using System.Text.Json;
using Chalkline.Economics;
using Chalkline.Economics.PriceSheets;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.PriceSheets;

/// <summary>Price files of every form become sheets in dollars a token.</summary>
public sealed class SheetReaderTests
{
    /// <summary>One entry with every field of LiteLLM's that is kept.</summary>
    private const string Whole = """
        {"_meta": {"upstream": "somewhere", "snapshot_date": "2026-08-01"}, "models": {"acme/wise": {
          "litellm_provider": "acme", "mode": "chat",
          "input_cost_per_token": 2e-6, "output_cost_per_token": 1e-5, "cache_read_input_token_cost": 2e-7,
          "cache_creation_input_token_cost": 2.5e-6, "cache_creation_input_token_cost_above_1hr": 4e-6,
          "input_cost_per_token_above_200k_tokens": 4e-6, "output_cost_per_token_above_200k_tokens": 1.5e-5,
          "cache_read_input_token_cost_above_200k_tokens": 4e-7,
          "input_cost_per_token_batches": 1e-6, "output_cost_per_token_batches": 5e-6,
          "input_cost_per_token_flex": 1e-6, "output_cost_per_token_flex": 6e-6,
          "provider_specific_entry": {"fast": 6.0, "us": 1.1}, "regional_processing_uplift_multiplier_eu": 1.2,
          "max_input_tokens": 1000000, "max_output_tokens": 64000}}}
        """;

    [Fact]
    public void Every_field_of_LiteLLM_finds_its_place()
    {
        PriceSheetList list = PriceSheetFile.Parse(Whole, "prices.json");
        PriceSheet sheet = list.Sheets.ShouldHaveSingleItem();

        list.Form.ShouldBe("LiteLLM");
        list.Findings.ShouldBeEmpty();
        sheet.Name.ShouldBe("acme/wise");
        (sheet.Input.Value * 1e6, sheet.Output.Value * 1e6).ShouldBe((2, 10));
        Million(sheet.CachedInput!.Value.Value).ShouldBe(0.2);
        sheet.CacheWrites.Select(write => (
            write.Kept.Value, Million(write.Price.Value))).ShouldBe([(300, 2.5), (3600, 4)]);
        ContextTier tier = sheet.ContextTiers.ShouldHaveSingleItem();
        (tier.Above.Value, Million(tier.Prices.Input.Value), Million(
            tier.Prices.Output.Value)).ShouldBe((200_000, 4, 15));
        Million(tier.Prices.CachedInput!.Value.Value).ShouldBe(0.4);
        Million(sheet.Batch!.Output.Value).ShouldBe(5);
        Million(sheet.Flex!.Output.Value).ShouldBe(6);
        (Million(sheet.Fast!.Input.Value), Million(sheet.Fast.Output.Value)).ShouldBe((12, 60));
        sheet.Uplifts.Select(uplift => (uplift.Name, uplift.Times)).ShouldBe([("region us", 1.1), ("region eu", 1.2)]);
        (sheet.LongestInput!.Value.Value, sheet.LongestOutput!.Value.Value).ShouldBe((1e6, 64_000));
        (sheet.Source.Where, sheet.Source.Date).ShouldBe(("somewhere", "2026-08-01"));
    }

    [Fact]
    public void Tiers_as_ranges_are_tiers_and_the_first_is_the_price()
    {
        PriceSheet sheet = LiteLlm("""
            "tiered_pricing": [{"range": [0, 256000], "input_cost_per_token": 5e-8, "output_cost_per_token": 4e-7},
                               {"range": [256000, 1000000], "input_cost_per_token": 2.5e-7, "output_cost_per_token": 2e-6}]
            """).Sheets.ShouldHaveSingleItem();

        Million(sheet.Input.Value).ShouldBe(0.05);
        sheet.ContextTiers.ShouldHaveSingleItem().Above.Value.ShouldBe(256_000);
    }

    [Fact]
    public void A_cache_write_without_one_for_an_hour_does_not_say_how_long()
        => LiteLlm("""
            "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "cache_creation_input_token_cost": 1.25e-6
            """).Sheets.Single().CacheWrites.ShouldHaveSingleItem().Kept.Value.ShouldBe(0);

    [Theory]
    [InlineData("provider,model,input_usd_per_mtok,output_usd_per_mtok\na,m,0.5,2\n", "as the fields say")]
    [InlineData("provider,model,input_usd_per_token,output_usd_per_token\na,m,5e-7,2e-6\n", "as the fields say")]
    [InlineData("provider,model,input_per_1k,output_per_1k\na,m,0.0005,0.002\n", "as the fields say")]
    [InlineData("provider,model,input,output\na,m,0.5,2\n", "assumed")]
    [InlineData("provider,model,input,output\na,m,5e-7,2e-6\n", "assumed")]
    [InlineData("model,prompt_price,completion_price\na/m,0.5,2\n", "assumed")]
    public void A_table_says_its_unit_or_its_size_does(string text, string knownBy)
    {
        PriceSheetList list = PriceSheetFile.Parse(text, "mine.csv");
        PriceSheet sheet = list.Sheets.ShouldHaveSingleItem();

        list.UnitKnownBy.ShouldContain(knownBy);
        sheet.Name.ShouldBe("a/m");
        (Million(sheet.Input.Value), Million(sheet.Output.Value)).ShouldBe((0.5, 2));
    }

    [Fact]
    public void Another_currency_is_taken_with_a_rate()
        => Million(PriceSheetFile.Parse(
            "provider,model,input_eur_per_mtok,output_eur_per_mtok\na,m,1,2\n", "mine.csv", new(UsdPerUnit: 1.1))
            .Sheets.Single().Output.Value).ShouldBe(2.2);

    [Fact]
    public void What_is_written_is_read_back()
    {
        PriceSheet[] sheets = [.. PriceSheetFile.Parse(Whole, "prices.json").Sheets];
        PriceSheetList back = PriceSheetFile.Parse(PriceSheetWriter.Text(sheets), "sheets.json");

        back.Form.ShouldBe("price sheet");
        PriceSheetWriter.Text(back.Sheets).ShouldBe(PriceSheetWriter.Text(sheets));
        foreach ((PriceSheet read, PriceSheet written) in back.Sheets.Zip(sheets))
        {
            read.Fast!.Output.Value.ShouldBe(written.Fast!.Output.Value, 1e-15);
            read.CacheWrites.Select(write => write.Kept).ShouldBe(written.CacheWrites.Select(write => write.Kept));
            read.Source.ShouldBe(written.Source);
        }
    }

    [Fact]
    public void Every_shipped_sheet_survives_the_way_there_and_back()
    {
        foreach (PriceSheetList list in PriceCatalogue.Open(HardwareData.Folder).Lists)
        {
            string text = PriceSheetWriter.Text(list.Sheets);
            PriceSheetList back = PriceSheetFile.Parse(text, "sheets.json");
            back.Findings.ShouldBeEmpty();
            PriceSheetWriter.Text(back.Sheets).ShouldBe(text);
        }
    }

    [Fact]
    public void The_schema_lists_the_fields_that_are_read_and_no_others()
    {
        using JsonDocument schema = JsonDocument.Parse(HardwareData.Text("schemas/price-sheet.schema.json"));
        string[] fields =
            [.. schema.RootElement.GetProperty("properties").EnumerateObject().Select(field => field.Name)];
        string refusal = Should.Throw<ChalkException>(
            () => PriceSheetFile.Parse("""{"provider": "a", "model": "m", "no-such-field": 1}""", "a.json")).Message;
        string listed = refusal[(refusal.IndexOf(
            "the fields are ", StringComparison.Ordinal) + "the fields are ".Length)..].TrimEnd('.');

        fields.Except(["sheets"], StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(
            listed.Split(", ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_sheet_needs_no_list_around_it()
        => PriceSheetFile.Parse("""{"provider": "a", "model": "m", "unit": "$/Mtok", "input": 1, "output": 4}""", "a.json")
            .Sheets.Single().OutputOverInput.ShouldBe(4, 1e-12);

    private static PriceSheetList LiteLlm(string fields)
        => PriceSheetFile.Parse($$"""{"acme/wise": {"litellm_provider": "acme", {{fields}} } }""", "prices.json");

    private static double Million(double price) => Math.Round(price * 1e6, 9);
}
