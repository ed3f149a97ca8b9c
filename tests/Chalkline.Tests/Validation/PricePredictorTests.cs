using System.Collections.Immutable;
using Chalkline.Deduction;
using Chalkline.Tests.Catalog;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

public sealed class PricePredictorTests
{
    private const string Header =
        "case_id,provider,price_key,architecture,input_usd_per_m,output_usd_per_m,cache_read_usd_per_m,max_input_tokens,"
        + "truth_total_params_b,truth_active_params_b,truth_kv_bytes_per_token_bf16,speed_tier,source\n";

    private const string Row = "A,deepinfra,deepinfra/x,new/Thing,0.3,0.9,,,100,10,60000,,LiteLLM 2026-08-01\n";

    private static readonly Lazy<PricePredictor> Predictor = new(() => new(Deducer.Open(HardwareData.Folder)));

    [Fact]
    public void A_row_is_deduced_in_every_size_that_is_known()
    {
        ScoredRow row = Predict(Row).Single();
        row.Skipped.ShouldBeNull();
        row.Values.Select(value => value.Metric).ShouldBe(["activeParameters", "totalParameters", "kvBytesPerToken"]);
        row.Values.Select(value => value.Measured).ShouldBe([10e9, 100e9, 60_000]);
        foreach (ScoredValue value in row.Values)
        {
            value.Predicted.ShouldBeInRange(value.Low, value.High);
            value.Deduced!.Half.Width.ShouldBeLessThan(value.High / value.Low);
            value.Deduced.NinetyFive.Width.ShouldBeGreaterThan(value.High / value.Low);
            double.IsFinite(value.Deduced.LogScore).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(",0.3,", ",,", "no input_usd_per_m")]
    [InlineData(",0.3,", ",-1,", "input_usd_per_m is below 0")]
    [InlineData(",0.9,", ",0,", "output_usd_per_m is 0: a free tier says nothing of cost")]
    [InlineData(",0.9,", ",free,", "output_usd_per_m is no number")]
    [InlineData(",0.9,", ",NaN,", "output_usd_per_m is no number")]
    [InlineData("100,10,60000", ",,", "no true size beside the prices")]
    [InlineData("100,10,60000", "10,100,60000", "active parameters above the total ones")]
    public void What_cannot_be_scored_says_why(string from, string to, string reason)
        => Predict(Row.Replace(from, to, StringComparison.Ordinal)).Single().Skipped.ShouldBe(reason);

    [Theory]
    [InlineData("100,10,60000", ",10,60000", "activeParameters kvBytesPerToken")]
    [InlineData("100,10,60000", "100,10,", "activeParameters totalParameters")]
    [InlineData("100,10,60000", "100,10,0", "activeParameters totalParameters")]
    [InlineData("100,10,60000", "100,,60000", "totalParameters kvBytesPerToken")]
    public void A_missing_truth_leaves_its_size_out(string from, string to, string metrics)
        => string.Join(' ', Predict(Row.Replace(from, to, StringComparison.Ordinal)).Single().Values
            .Select(value => value.Metric)).ShouldBe(metrics);

    [Fact]
    public void A_row_of_an_open_model_never_sees_its_own_sheets()
    {
        KnownSheet own = Deducer.Open(HardwareData.Folder).Sheets[0];
        KnownArchitecture model = own.Architecture;
        string text = $"A,{own.Sheet.Provider},k,{model.Name},0.3,0.9,,,{model.Total.Value / 1e9:R},{model.Active.Value / 1e9:R},"
            + $"{model.KeyValue.Value:R},,2026-08-01\n";
        DeductionResult direct = Deducer.Open(HardwareData.Folder).Without(model).Deduce(new()
        {
            Sheet = own.Sheet with
            {
                Model = "k", Input = new(0.3e-6), Output = new(0.9e-6), CachedInput = null, LongestInput = null,
                Source = own.Sheet.Source with { Date = "2026-08-01" },
            },
        });
        Predict(text).Single().Values[0].Predicted
            .ShouldBe(direct[DeducedQuantity.ActiveParameters].Median, 1);
    }

    [Fact]
    public void Scores_count_rows_and_architectures_apart()
    {
        static ScoredValue Value(string model, double said) => new("activeParameters", 10, said, 5, 20, 0, false)
        {
            Deduced = new(model, new(8, 12), new(1, 100), LogScore: -1, PriorLogScore: -2, PriorMedian: 40),
        };
        ScoredValue[] values = [Value("a", 10), Value("a", 20), Value("a", 20), Value("b", 80)];
        DeductionScore rows = DeductionScore.Of(values, once: false)!;
        DeductionScore once = DeductionScore.Of(values, once: true)!;
        rows.Count.ShouldBe(4);
        once.Count.ShouldBe(2);
        rows.MedianFactor.ShouldBe(2);
        once.MedianFactor.ShouldBe(2);
        DeductionScore.Of([Value("a", 10), Value("a", 10), Value("b", 80)], once: false)!.MedianFactor.ShouldBe(1);
        rows.PriorMedianFactor.ShouldBe(4);
        rows.BitsGained.ShouldBe(1 / Math.Log(2), 1e-12);
        rows.MedianWidth.ShouldBe(4);
        rows.Coverage50.ShouldBe(1);
        DeductionScore.Of([], once: false).ShouldBeNull();
    }

    /// <summary>
    /// The shipped sheets: the figures that are promised. Architectures that the sheets score are never seen by what
    /// scores them, so a change that makes these worse makes deductions worse.
    /// </summary>
    [Fact]
    public void The_shipped_sheets_are_deduced_as_well_as_promised()
    {
        string file = Path.Combine(HardwareData.Folder.Path, "measurements", "prices.csv");
        ValidationResult result = Validator.Run(
            CaseFile.Read(file, asked: null), Predictor.Value, [], TestContext.Current.CancellationToken);
        result.Predicted.ShouldBe(148);
        DeductionScore active = result.Ok.Overall.Single(score => score.Metric == "activeParameters").Deduction!;
        active.Coverage80.ShouldBeInRange(0.75, 0.85);
        active.MedianFactor.ShouldBeLessThan(1.62);
        active.BitsGained.ShouldBeGreaterThan(0.3);
        DeductionScore cache = result.Ok.Overall.Single(score => score.Metric == "kvBytesPerToken").Deduction!;
        cache.MedianFactor.ShouldBeLessThan(2.5);
        cache.Coverage80.ShouldBeInRange(0.65, 0.88);
    }

    [Fact]
    public void A_price_catalogue_is_scored_by_its_open_models_with_the_truth_of_the_catalogue_of_models()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(
                file,
                """
                {
                  "acme/qwen3-32b": {"litellm_provider": "acme", "input_cost_per_token": 1e-7, "output_cost_per_token": 3e-7,
                    "cache_read_input_token_cost": 5e-8, "max_input_tokens": 40960},
                  "acme/secret": {"litellm_provider": "acme", "input_cost_per_token": 3e-6, "output_cost_per_token": 15e-6}
                }
                """);
            CaseFile cases = CaseFile.OfSheets(file, HardwareData.Folder);
            cases.Rows.ShouldBe(1);
            KnownSheetRow row = KnownSheetFile.Of(cases.Table).Single();
            row.Architecture.ShouldBe("Qwen/Qwen3-32B");
            row.Active!.Value.Value.ShouldBe(32e9, 0.5e9);
            row.KeyValue!.Value.Value.ShouldBe(262_144);
            row.Sheet!.Provider.ShouldBe("acme");
            row.Sheet.Model.ShouldBe("qwen3-32b");
            row.Sheet.Input.Value.ShouldBe(1e-7, 1e-18);
            row.Sheet.CachedInput!.Value.Value.ShouldBe(5e-8, 1e-18);
            row.Sheet.LongestInput!.Value.Value.ShouldBe(40_960);
            Predictor.Value.Predict(cases, CancellationToken.None).Single().Values.Length.ShouldBe(3);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void All_files_of_a_folder_are_taken_and_one_offer_counts_once()
    {
        string shipped = Path.Combine(HardwareData.Folder.Path, "prices", "sheets");
        CaseFile all = CaseFile.OfSheets(shipped, HardwareData.Folder);
        all.Rows.ShouldBe(Deducer.Open(HardwareData.Folder).Sheets.Length);
        KnownSheetFile.Of(all.Table).ShouldAllBe(row => row.Problem == null && row.Known != null);
    }

    [Fact]
    public void A_catalogue_without_an_open_model_is_one_sentence()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(file, "provider,model,input_usd_per_mtok,output_usd_per_mtok\nacme,secret,3,15\n");
            Should.Throw<ChalkException>(() => CaseFile.OfSheets(file, HardwareData.Folder)).Message
                .ShouldContain("holds no price sheet of a model that data/models knows");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ImmutableArray<ScoredRow> Predict(string rows)
    {
        CaseFile file = CaseFile.Parse(Header + rows, "prices.csv", asked: null);
        return Predictor.Value.Predict(file, CancellationToken.None);
    }
}
