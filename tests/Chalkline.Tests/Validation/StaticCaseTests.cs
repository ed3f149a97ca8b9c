using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Engines;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Rows of static batches, and what a row says of its engine.</summary>
public sealed class StaticCaseTests
{
    private static readonly ServingPredictor Predictor = new(
        ModelCatalogue.Open(HardwareData.Folder),
        HardwareData.Catalogue,
        Fidelity.Calibrated,
        CalibrationSet.Open(HardwareData.Folder));

    private static readonly ServingCase Row = Measurements.Shipped.First(
        row => row is { Backend: "fastertransformer", ModelName: "GPT-20B" });

    private static double Predicted(ServingCase row)
        => Predictor.Predict(row).Values.Single(value => value.Metric == "e2e_ms").Predicted;

    [Fact]
    public void A_row_without_a_key_is_looked_up_by_its_very_name()
    {
        Row.ModelKey.ShouldBe("");
        Predictor.Predict(Row).Skipped.ShouldBeNull();
        Predictor.Predict(Row with { ModelName = "GPT-21B" }).Skipped.ShouldBe("no published configuration of the model");
        Predictor.Predict(Row with { ModelName = "" }).Skipped.ShouldBe("no published configuration of the model");
        Predictor.Predict(Row with { ModelKey = "GPT-21B" }).Skipped.ShouldBe("model not in the catalogue");
    }

    [Fact]
    public void An_engine_without_a_model_is_said_to_have_none()
    {
        Predictor.Predict(Row with { Backend = "megatron" }).Remark.ShouldContain("no model of this engine");
        Predictor.Predict(Row).Remark.ShouldNotContain("no model of this engine");
    }

    [Fact]
    public void What_has_no_value_and_does_not_fit_is_said_not_to_fit()
    {
        ServingCase large = Row with { Worker = new(null, 1, 1, null, null), Devices = 1, Input = 80, Output = 200, Concurrency = 256 };

        Predictor.Predict(large with { EndToEnd = null }).Skipped.ShouldBe("does not fit");
    }

    [Fact]
    public void No_static_batch_of_the_shipped_rows_is_under_its_floor_or_left_out()
    {
        ServingCase[] rows = [.. Measurements.Shipped.Where(row => row.Source == "fastertransformer_a100")];
        rows.Length.ShouldBeGreaterThan(250);
        foreach (ServingCase row in rows)
        {
            ScoredRow scored = Predictor.Predict(row);
            scored.Skipped.ShouldBe(row.EndToEnd is null ? "does not fit" : null, row.Id);
            foreach (ScoredValue value in scored.Values)
            {
                value.Predicted.ShouldBeGreaterThanOrEqualTo(value.Floor, row.Id);
            }
        }
    }

    [Fact]
    public void A_longer_answer_and_a_larger_batch_take_longer()
    {
        Predicted(Row with { Output = Row.Output * 2 }).ShouldBeGreaterThan(Predicted(Row));
        Predicted(Row with { Concurrency = Row.Concurrency * 4 }).ShouldBeGreaterThan(Predicted(Row));
    }

    [Theory]
    [InlineData("TP1 DP1; max_num_seqs 128; isl", 128)]
    [InlineData("max_num_seqs=64", 64)]
    [InlineData("max_num_seqs 0", 1024)]
    [InlineData("max_num_seqs 99999999999999", 1024)]
    [InlineData("max_num_seqs not stated", 1024)]
    [InlineData("my_max_num_seqs 12", 1024)]
    [InlineData("", 1024)]
    public void A_stated_limit_of_sequences_is_the_engines(string notes, int expected)
    {
        CaseEngine.Of(Row with { Backend = "vllm", Notes = notes })!.Sequences.ShouldBe(expected);
        CaseEngine.Of(Row with { Backend = "unheard of", Notes = notes }).ShouldBeNull();
        EnginePresets.Vllm.Sequences.ShouldBe(1024);
    }

    [Theory]
    [InlineData("isl and osl are means of 300 requests; rate approximate", 300.0)]
    [InlineData("means of 0 requests", null)]
    [InlineData("means of 999999999999 requests", null)]
    [InlineData("means of requests", null)]
    public void A_stated_number_of_requests_is_that_of_the_run(string notes, double? expected)
        => CaseEngine.Requests(Row with { Notes = notes }).ShouldBe(expected);
}
