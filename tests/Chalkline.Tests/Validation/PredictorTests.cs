using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Operators;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Validation;
using CsCheck;

namespace Chalkline.Tests.Validation;

/// <summary>The predictors that are fitted to nothing, over the shipped measurements and by hand.</summary>
public sealed class PredictorTests
{
    private static readonly string Kernels = Path.Combine(HardwareData.Folder.Path, "measurements", "kernels.csv");

    private static readonly KernelDevice H100 = new(HardwareData.Catalogue.FindSystem("h100_sxmx8"));

    private static readonly CalibrationSet Calibrations = CalibrationSet.Open(HardwareData.Folder);

    private static readonly Lazy<ValidationResult> Unseen = new(() => Validator.Run(
        CaseFile.Read(Path.Combine(HardwareData.Folder.Path, "measurements", "kernels-unseen.csv"), null),
        new KernelPredictor(HardwareData.Catalogue, Fidelity.Calibrated, Calibrations),
        ["kind", "hardware"],
        TestContext.Current.CancellationToken));

    private static KernelWork Gemm(double m, double n, double k) => new()
    {
        Kind = KernelKind.Gemm,
        Weights = NumberFormat.Bf16,
        Activations = NumberFormat.Bf16,
        Devices = 1,
        M = m,
        N = n,
        K = k,
    };

    private static ValidationResult Run(ICasePredictor predictor, string file)
        => Validator.Run(CaseFile.Read(file, null), predictor, [], TestContext.Current.CancellationToken);

    [Fact]
    public void A_large_product_by_hand()
    {
        // 2 x 8192^3 FLOP at 75 % of 989.4 TFLOP/s, and 3 us to start.
        double seconds = KernelRoofline.Time(Gemm(8192, 8192, 8192), H100, Efficiency.Stated);

        seconds.ShouldBe((2 * Math.Pow(8192, 3) / (0.75 * H100.Peak(Arithmetic.Bf16))) + 3e-6, 1e-9);
    }

    /// <summary>
    /// Kernels measured here and never fitted (docs/measuring.md). Prefill is two libraries, with the fit between them.
    /// </summary>
    [Theory]
    [InlineData("gemm", "h100_sxm", 70, 0.08)]
    [InlineData("gemm", "h200_sxm", 70, 0.06)]
    [InlineData("attention_decode", "h100_sxm", 64, 0.08)]
    [InlineData("attention_decode", "h200_sxm", 64, 0.18)]
    [InlineData("attention_prefill", "h100_sxm", 40, 0.34)]
    [InlineData("attention_prefill", "h200_sxm", 40, 0.34)]
    [InlineData("grouped_gemm", "h100_sxm", 16, 0.08)]
    [InlineData("grouped_gemm", "h200_sxm", 16, 0.20)]
    public void Kernels_that_no_fit_has_seen_are_predicted(string kind, string hardware, int rows, double error)
    {
        MetricScore score = Unseen.Value.Ok.Groups
            .Single(group => group.By.Select(by => by.Value).SequenceEqual([kind, hardware], StringComparer.Ordinal))
            .Metrics.Single();
        score.Count.ShouldBe(rows);
        score.MedianApe.ShouldBeLessThan(error);
        score.UnderFloor.ShouldBe(0);
    }

    [Fact]
    public void A_skinny_product_reads_its_weights()
    {
        // One row: (n k + k + n) x 2 bytes at 75 % of the bandwidth.
        double bytes = 2 * ((4096.0 * 4096) + 4096 + 4096);

        KernelRoofline.Time(Gemm(1, 4096, 4096), H100, Efficiency.Stated).ShouldBe((bytes / (0.75 * H100.Bandwidth)) + 3e-6, 1e-10);
    }

    [Fact]
    public void An_all_reduce_sends_nearly_twice_its_message()
    {
        KernelWork work = Gemm(0, 0, 0) with { Kind = KernelKind.AllReduce, Devices = 8, MessageBytes = 1 << 30 };

        double expected = (2 * 7.0 / 8 * (1 << 30) / (0.75 * H100.ScaleUpBandwidth)) + H100.ScaleUpLatency + 3e-6;
        KernelRoofline.Time(work, H100, Efficiency.Stated).ShouldBe(expected, expected * 1e-9);
    }

    [Fact]
    public void More_work_never_takes_less_and_ideal_rates_never_more()
        => Gen.Select(Gen.Double[1, 1e4], Gen.Double[1, 1e4], Gen.Double[1, 1e4], Gen.Double[1, 4]).Sample((m, n, k, more) =>
        {
            double time = KernelRoofline.Time(Gemm(m, n, k), H100, Efficiency.Stated);
            KernelRoofline.Time(Gemm(m * more, n, k), H100, Efficiency.Stated).ShouldBeGreaterThanOrEqualTo(time);
            KernelRoofline.Time(Gemm(m, n, k), H100, Efficiency.Ideal).ShouldBeLessThan(time);
        });

    [Theory]
    [InlineData(Fidelity.Chalk)]
    [InlineData(Fidelity.Operator)]
    [InlineData(Fidelity.Calibrated)]
    public void Shipped_kernels_are_predicted_and_none_under_its_floor(Fidelity fidelity)
    {
        ValidationResult result = Run(new KernelPredictor(HardwareData.Catalogue, fidelity, Calibrations), Kernels);

        result.FloorViolations.ShouldBe(0);
        result.Predicted.ShouldBeGreaterThan(result.Count * 9 / 10);
        result.Count.ShouldBe(result.Predicted + result.Skipped.Sum(pair => pair.Value));
    }

    [Fact]
    public void Calibrated_kernels_have_intervals_that_cover_about_four_in_five_and_beat_the_stated_rates()
    {
        MetricScore calibrated = Score(new(HardwareData.Catalogue, Fidelity.Calibrated, Calibrations));
        MetricScore stated = Score(new(HardwareData.Catalogue, Fidelity.Operator));

        stated.Coverage80.ShouldBeNull();
        calibrated.Coverage80.ShouldNotBeNull().ShouldBeInRange(0.7, 0.9);
        calibrated.MedianApe.ShouldBeLessThan(stated.MedianApe / 2);

        static MetricScore Score(KernelPredictor predictor) => Run(predictor, Kernels).Ok.Overall.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_device_without_rows_of_its_own_is_said_to_follow_the_trend()
    {
        KernelPredictor predictor = new(HardwareData.Catalogue, Fidelity.Calibrated, Calibrations.Without("h100-sxm"));

        Run(predictor, Kernels).Rows.First(row => row.Groups["hardware"] == "h100_sxm" && row.Skipped is null)
            .Remark.ShouldContain("the trend over others");
    }

    [Fact]
    public void Calibrated_without_calibrations_is_refused()
        => Should.Throw<ChalkException>(() => Run(new KernelPredictor(HardwareData.Catalogue, Fidelity.Calibrated), Kernels))
            .Message.ShouldContain("needs calibrations");

    [Fact]
    public void Stated_rates_predict_bf16_products_within_fifteen_percent_in_the_median()
    {
        CaseFile file = CaseFile.Read(Kernels, null);
        ValidationResult result = Run(new KernelPredictor(HardwareData.Catalogue, Fidelity.Operator), Kernels);

        Validator.Regroup(file, result, ["kind", "precision"]).Ok.Groups
            .Single(group => group.By[0].Value == "gemm" && group.By[1].Value == "bf16")
            .Metrics[0].MedianApe.ShouldBeLessThan(0.15);
    }

    [Theory]
    [InlineData(Fidelity.Chalk)]
    [InlineData(Fidelity.Operator)]
    [InlineData(Fidelity.Calibrated)]
    public void Shipped_serving_rows_are_predicted_none_under_its_floor_and_twice_the_same(Fidelity fidelity)
    {
        ICasePredictor predictor = CasePredictors.For(ValidationKind.Serving, fidelity, HardwareData.Folder);
        ValidationResult result = Run(predictor, Measurements.File);

        result.FloorViolations.ShouldBe(0);
        result.Predicted.ShouldBeGreaterThan(2000);
        result.Rows.Select(row => row.Line).ShouldBe(result.Rows.Select(row => row.Line).Order());
        Run(predictor, Measurements.File).Ok.Overall.ShouldBe(result.Ok.Overall);
    }

    [Fact]
    public void The_engine_model_answers_row_by_row_in_the_order_of_the_file()
    {
        ICasePredictor predictor = CasePredictors.For(ValidationKind.Serving, Fidelity.Calibrated, HardwareData.Folder);
        ImmutableArray<ScoredRow> rows = predictor.Predict(CaseFile.Read(Measurements.File, null), TestContext.Current.CancellationToken);

        predictor.Fidelity.ShouldBe(Fidelity.Calibrated);
        rows.Select(row => row.Line).ShouldBe(Measurements.Shipped.Select(row => row.Line));
        rows.ShouldAllBe(row => row.Skipped != null || row.Values.Length > 0);
    }

    [Theory]
    [InlineData(ValidationKind.Prices, Fidelity.Chalk, "Prices are deduced with markups fitted to open models' sheets alone")]
    [InlineData(ValidationKind.Training, Fidelity.Chalk, "Training is predicted with constants fitted to measured steps alone")]
    public void What_is_not_predicted_is_said(ValidationKind kind, Fidelity? fidelity, string hint)
        => Should.Throw<ChalkException>(() => CasePredictors.For(kind, fidelity, HardwareData.Folder)).Message.ShouldStartWith(hint);
}
