using Chalkline.Calibration;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Invented rows, one rule at a time.</summary>
public sealed class FloorRuleTests
{
    /// <summary>Llama-3.1-70B in BF16 on eight H100, one stream.</summary>
    private static readonly ServingCase One = new()
    {
        Line = 2,
        Id = "invented",
        Source = "test",
        ModelKey = "meta-llama/Meta-Llama-3.1-70B",
        Hardware = "h100_sxm",
        WeightPrecision = "bf16",
        KeyValuePrecision = "bf16",
        Mode = CaseMode.Aggregated,
        Quality = CaseQuality.Ok,
        Speculation = Known.No,
        Input = 1000,
        Output = 200,
        Prefix = 0,
        Concurrency = 1,
        Devices = 8,
        Worker = new(null, 8, 1, null, null),
        TimeToFirstToken = 100,
        TimePerOutputToken = 10,
    };

    private static FloorFinding Of(ServingCase row, FloorMeasure measure = FloorMeasure.Tpot)
        => Measurements.Check([row]).Findings.Single(finding => finding.Measure == measure);

    private static double Floor(ServingCase row, FloorMeasure measure = FloorMeasure.Tpot)
        => 1000 * Of(row, measure).Least.Floor.Value;

    private static string Skip(ServingCase row) => Measurements.Check([row]).Skips.ShouldHaveSingleItem().Reason;

    [Fact]
    public void One_stream_reads_all_weights_but_the_embedding_and_its_own_cache()
    {
        // 70.55e9 parameters less 1.05e9 of embedding, 2 bytes each; 327,680 bytes of cache a token, 1,100 tokens.
        double bytes = (2 * (70.554e9 - 1.051e9)) + (327_680 * 1100.0);

        Floor(One).ShouldBe(1000 * bytes / (8 * 3.35e12), tolerance: 0.005);
    }

    [Fact]
    public void A_prompt_takes_its_arithmetic()
    {
        // 2 FLOP for each layer weight and token, the head for one token, causal attention of 80 x 64 heads of 128.
        double flop = (2 * 68.45e9 * 1000) + (2 * 1.051e9) + (1000 * 1001 / 2 * 4.0 * 80 * 64 * 128);

        Floor(One, FloorMeasure.Ttft).ShouldBe(1000 * flop / (8 * 989e12), tolerance: 0.05);
    }

    [Fact]
    public void A_batch_reads_the_cache_of_all_that_decode()
    {
        ServingCase many = One with { Concurrency = 64, TimeToFirstToken = 500, TimePerOutputToken = 20 };
        double decoding = 64 * 199 * 20.0 / (500 + (199 * 20));

        (Floor(many) - Floor(One)).ShouldBe(1000 * (decoding - 1) * 327_680 * 1100 / (8 * 3.35e12), tolerance: 0.005);
    }

    [Fact]
    public void What_is_unknown_only_lowers_a_floor()
    {
        ServingCase many = One with { Concurrency = 64 };
        ServingCase[] unsaid =
        [
            many with { WeightPrecision = "" },
            many with { KeyValuePrecision = "" },
            many with { Prefix = null },
            many with { Worker = default },
            many with { Concurrency = null },
            many with { Input = null },
            many with { Output = null },
        ];
        foreach (FloorMeasure measure in (FloorMeasure[])[FloorMeasure.Tpot, FloorMeasure.Ttft])
        {
            foreach (ServingCase less in unsaid)
            {
                Floor(less, measure).ShouldBeLessThanOrEqualTo(Floor(many, measure) * (1 + 1e-12));
            }
        }

        Floor(many with { Prefix = null }).ShouldBeLessThan(Floor(many));
        Floor(many with { WeightPrecision = "" }).ShouldBeLessThan(Floor(many with { WeightPrecision = "fp8" }));
    }

    [Fact]
    public void More_devices_lower_a_floor_and_replicas_share_the_batch()
    {
        ServingCase four = One with { Devices = 4, Worker = new(null, 4, 1, 1, null) };
        ServingCase twoOfFour = four with { Devices = 8 };

        Floor(One).ShouldBe(Floor(four) / 2, tolerance: 1e-3);
        Floor(twoOfFour).ShouldBe(Floor(four), tolerance: 1e-9);
        Floor(twoOfFour with { Concurrency = 64 }).ShouldBe(Floor(four with { Concurrency = 32 }), tolerance: 1e-9);
    }

    [Fact]
    public void Pipeline_stages_do_not_lower_the_time_of_a_token()
    {
        ServingCase staged = One with { Worker = new(null, 2, 4, 1, null) };
        ServingCase two = One with { Devices = 2, Worker = new(null, 2, 1, 1, null) };

        Floor(staged).ShouldBe(Floor(two), tolerance: 1e-9);
        Floor(staged, FloorMeasure.Ttft).ShouldBeLessThan(Floor(two, FloorMeasure.Ttft));
    }

    [Theory]
    [InlineData(Known.No, FloorVerdict.Unexplained)]
    [InlineData(Known.Unknown, FloorVerdict.SpeculationUnknown)]
    [InlineData(Known.Yes, FloorVerdict.SpeculationOn)]
    public void Speculation_excuses_a_token_under_its_reading(Known speculation, FloorVerdict verdict)
        => Of(One with { TimePerOutputToken = 4, Speculation = speculation }).Verdict.ShouldBe(verdict);

    [Fact]
    public void Speculation_excuses_no_arithmetic()
    {
        ServingCase impossible = One with
        {
            Speculation = Known.Yes,
            Concurrency = 4096,
            TimeToFirstToken = 200,
            TimePerOutputToken = 5,
        };

        Of(impossible, FloorMeasure.Request).Verdict.ShouldBe(FloorVerdict.Unexplained);
        Of(One with { Speculation = Known.Yes, TimeToFirstToken = 1 }, FloorMeasure.Ttft)
            .Verdict.ShouldBe(FloorVerdict.Unexplained);
    }

    [Theory]
    [InlineData(CaseQuality.Weak, "layout corrected", "bf16", FloorVerdict.LayoutDoubtful)]
    [InlineData(CaseQuality.Weak, "not monotone", "bf16", FloorVerdict.RowWeak)]
    [InlineData(CaseQuality.Ok, "", "", FloorVerdict.PrecisionUnknown)]
    [InlineData(CaseQuality.Ok, "", "bf16", FloorVerdict.Unexplained)]
    public void A_time_under_its_floor_names_what_is_in_doubt(
        CaseQuality quality, string reason, string weights, FloorVerdict verdict)
        => Of(One with { TimePerOutputToken = 0.5, Quality = quality, QualityReason = reason, WeightPrecision = weights })
            .Verdict.ShouldBe(verdict);

    [Fact]
    public void A_closed_loop_finishes_no_more_work_than_its_devices_do()
    {
        ServingCase loop = One with { Concurrency = 1000 };
        double flop = 1199 * 2 * 69e9;

        Floor(loop, FloorMeasure.Request).ShouldBeGreaterThan(1000 * 1000 * flop / (8 * 989e12));
        Floor(loop with { Concurrency = 2000 }, FloorMeasure.Request)
            .ShouldBe(2 * Floor(loop, FloorMeasure.Request), tolerance: 1e-6);
    }

    [Fact]
    public void Separate_workers_decode_on_their_own_devices()
    {
        ServingCase apart = One with
        {
            Mode = CaseMode.Disaggregated,
            Devices = 12,
            Worker = default,
            Prefill = new(1, 4, null, 1, null),
            Decode = new(1, 8, null, 1, null),
        };

        Floor(apart).ShouldBe(Floor(One), tolerance: 1e-9);
        Floor(apart, FloorMeasure.Ttft).ShouldBe(2 * Floor(One, FloorMeasure.Ttft), tolerance: 1e-3);
    }

    [Fact]
    public void A_rate_is_held_against_the_arithmetic_and_cache_of_a_token()
    {
        ServingCase rate = One with
        {
            Mode = CaseMode.Offline,
            Concurrency = null,
            TimeToFirstToken = null,
            TimePerOutputToken = null,
            OutputRate = 8000,
        };
        double flop = (1000 + 199) / 200.0 * 2 * 69e9;

        Floor(rate, FloorMeasure.OutputToken).ShouldBe(1000 * flop / 989e12, tolerance: 0.1);
        Of(rate with { OutputRate = 1e6 }, FloorMeasure.OutputToken).Verdict.ShouldBe(FloorVerdict.Unexplained);
        Floor(rate with { OutputRate = null, OutputRatePerDevice = 1000, Devices = null }, FloorMeasure.OutputToken)
            .ShouldBe(Floor(rate, FloorMeasure.OutputToken));
    }

    [Fact]
    public void Rows_without_a_floor_say_why()
    {
        Skip(One with { ModelKey = "" }).ShouldBe("no published configuration of the model");
        Skip(One with { ModelKey = "nobody/Nothing-1B" }).ShouldBe("model not in the catalogue");
        Skip(One with { Hardware = "abacus" }).ShouldBe("hardware not in the catalogue");
        Skip(One with { WeightPrecision = "ternary" }).ShouldBe("label of a format not known");
        Skip(One with { Devices = null }).ShouldBe("number of devices or workers unknown");
        Skip(One with { Quality = CaseQuality.Drop }).ShouldBe("dropped by the data");
        Skip(One with { TimeToFirstToken = null, TimePerOutputToken = null })
            .ShouldBe("nothing measured that a floor can be held against");
    }

    [Fact]
    public void A_layout_the_model_does_not_allow_leaves_the_pooled_floor()
    {
        FloorFinding odd = Of(One with { Devices = 7, Worker = new(null, 7, 1, 1, null) });

        odd.OfLayout.ShouldBeFalse();
        odd.Least.Floor.Value.ShouldBe(Floor(One) / 1000 * 8 / 7, tolerance: 1e-6);
    }
}
