using System.Globalization;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Tests.Economics.PriceSheets;

/// <summary>A bad entry is listed with its reason and leaves the others alone; a bad file is one sentence.</summary>
public sealed class BadSheetTests
{
    private const string Good = """ "good": {"litellm_provider": "acme", "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6} """;

    [Theory]
    [InlineData("\"output_cost_per_token\": 1e-6", "input|has no price")]
    [InlineData("\"input_cost_per_token\": 1e-6", "output|has no price")]
    [InlineData("\"input_cost_per_token\": 0, \"output_cost_per_token\": 0", "is 0|free tier")]
    [InlineData("\"input_cost_per_token\": -1e-6, \"output_cost_per_token\": 1e-6", "below 0")]
    [InlineData("\"input_cost_per_token\": 3, \"output_cost_per_token\": 15", "is 3|per million")]
    [InlineData("\"input_cost_per_token\": 1e-15, \"output_cost_per_token\": 1e-6", "no price of a model")]
    [InlineData("\"input_cost_per_token\": \"dear\", \"output_cost_per_token\": 1e-6", "input_cost_per_token is 'dear'|no number")]
    public void An_entry_that_cannot_be_used_is_left_out_and_said(string fields, string hints)
    {
        PriceSheetList list = Read(fields);

        list.Sheets.ShouldHaveSingleItem().Model.ShouldBe("good");
        SheetFinding finding = list.Findings.ShouldHaveSingleItem();
        finding.LeftOut.ShouldBeTrue();
        foreach (string hint in hints.Split('|'))
        {
            finding.Sentence.ShouldContain(hint);
        }
    }

    [Theory]
    [InlineData(
        "\"input_cost_per_token_above_200k_tokens\": 5e-7, \"output_cost_per_token_above_200k_tokens\": 2e-6",
        "tier above 200,000|cheaper")]
    [InlineData("\"input_cost_per_token_batches\": 2e-6, \"output_cost_per_token_batches\": 8e-6", "batch|dearer")]
    [InlineData("\"input_cost_per_token_priority\": 5e-7, \"output_cost_per_token_priority\": 4e-6", "fast|cheaper")]
    [InlineData("\"cache_read_input_token_cost\": 2e-6", "cached input|dearer")]
    [InlineData(
        "\"cache_creation_input_token_cost\": 2e-6, \"cache_creation_input_token_cost_above_1hr\": 1.5e-6",
        "cache write|cheaper")]
    [InlineData("\"cache_creation_input_token_cost\": -1e-6", "cache write|no price")]
    [InlineData("\"input_cost_per_request\": 0.005", "price of a request")]
    [InlineData("\"cache_read_input_token_cost\": 0", "cached input|is 0")]
    [InlineData("\"output_cost_per_reasoning_token\": 5e-6", "output_cost_per_reasoning_token|no place")]
    [InlineData(
        "\"input_cost_per_token_above_272k_tokens_flex\": 5e-6, \"output_cost_per_image\": 0.04, "
        + "\"input_cost_per_second\": 0",
        "above_272k_tokens_flex, output_cost_per_image has no place")]
    public void A_price_that_contradicts_the_others_is_left_out_alone(string fields, string hints)
    {
        PriceSheetList list = Read($"\"input_cost_per_token\": 1e-6, \"output_cost_per_token\": 4e-6, {fields}");

        list.Sheets.Count.ShouldBe(2);
        SheetFinding finding = list.Findings.ShouldHaveSingleItem();
        finding.LeftOut.ShouldBeFalse();
        foreach (string hint in hints.Split('|'))
        {
            finding.Sentence.ShouldContain(hint);
        }
    }

    [Theory]
    [InlineData(
        "mine.csv", "provider,model,input,output\na,m,0.05,0.1\n",
        "could be per thousand tokens or per million tokens|name the unit")]
    [InlineData("mine.csv", "provider,model,input,output\na,m,1e-7,3\n", "fit no unit|name the unit")]
    [InlineData("mine.csv", "provider,model,input,output\na,m,0,0\n", "holds no price above 0; a free")]
    [InlineData(
        "mine.csv", "provider,model,input_usd_per_mtok\na,m,1\n", "no column of output prices|output_usd_per_mtok")]
    [InlineData("mine.csv", "provider,model,input_usd_per_mtok,output_usd_per_token\na,m,1,2\n", "several units")]
    [InlineData("mine.csv", "provider,model,input_eur_per_mtok,output_eur_per_mtok\na,m,1,2\n", "EUR|rate")]
    [InlineData("mine.csv", "", "empty")]
    [InlineData("a.json", "{\"x\": 1}", "is no price file")]
    [InlineData("a.json", "[", "not JSON")]
    [InlineData("a.json", """{"provider": "a", "model": "m", "currency": "EUR", "input": 1, "output": 2}""", "EUR|rate")]
    [InlineData("a.json", """{"provider": "a", "model": "m", "unit": "$/word", "input": 1, "output": 2}""", "'unit'|$/Mtok")]
    [InlineData("a.json", """{"provider": "a", "model": "m", "input": "3 $", "output": 2}""", "'input' is \"3 $\" and must be a number.")]
    [InlineData("a.json", """{"provider": "a", "model": "m", "inptu": 1, "output": 2}""", "'inptu'|input")]
    public void A_bad_file_is_one_sentence(string name, string text, string hints)
    {
        string message = Should.Throw<ChalkException>(() => PriceSheetFile.Parse(text, name)).Message;

        message.ShouldStartWith(name);
        foreach (string hint in hints.Split('|'))
        {
            message.ShouldContain(hint);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_rate_is_above_zero(double rate)
        => Should.Throw<ChalkException>(() => PriceSheetFile.Parse(
            "provider,model,input_eur_per_mtok,output_eur_per_mtok\na,m,1,2\n", "mine.csv",
            new(UsdPerUnit: rate))).Message.ShouldContain("above 0");

    [Fact]
    public void A_row_that_cannot_be_read_is_listed_by_its_line()
    {
        PriceSheetList list = PriceSheetFile.Parse(
            "provider,model,input_usd_per_mtok,output_usd_per_mtok\na,,1,2\na,m,cheap,2\na,n,1,2\n", "mine.csv");

        list.Sheets.ShouldHaveSingleItem().Model.ShouldBe("n");
        list.Findings.Select(finding => finding.Entry).ShouldBe(["line 2", "line 3"]);
    }

    [Fact]
    public void A_column_of_prices_that_is_not_known_is_said_where_it_is_filled()
    {
        PriceSheetList list = PriceSheetFile.Parse(
            "provider,price_key,input_usd_per_m,output_usd_per_m,context_tiers_usd_per_m,output_over_input\n"
            + "a,m,1,2,200k: 2/3,2\na,n,1,2,,2\n", "mine.csv");

        list.Sheets.Count.ShouldBe(2);
        list.Findings.ShouldHaveSingleItem().Sentence.ShouldBe(
            "m: context_tiers_usd_per_m is no column of prices that is known; it is left out.");
    }

    [Fact]
    public void Told_units_win_over_guesses()
        => PriceSheetFile.Parse(
            "provider,model,input,output\na,m,0.05,0.1\n", "mine.csv", new(PriceUnit.Million)).Sheets.Single().Input.Value
            .ShouldBe(5e-8, 1e-20);

    [Fact]
    public void Sizes_of_prices_are_told_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Read("\"input_cost_per_token\": 3.5, \"output_cost_per_token\": 15").Findings[0].Sentence.ShouldContain(
                "3.5");
        }
        catch (CultureNotFoundException)
        {
            // Only the invariant culture exists here.
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static PriceSheetList Read(string fields) => PriceSheetFile.Parse(
        $$"""{ {{Good}}, "bad": {"litellm_provider": "acme", {{fields}} } }""", "prices.json");
}
