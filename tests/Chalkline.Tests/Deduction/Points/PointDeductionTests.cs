using Chalkline.Deduction.Points;
using Chalkline.Derivations;
using Chalkline.Economics;

namespace Chalkline.Tests.Deduction.Points;

/// <summary>The lecture's deductions on a sheet that has every price they need.</summary>
public sealed class PointDeductionTests
{
    /// <summary>
    /// The prices of the lecture's sixth chapter: $5 and $25, hits at a tenth, writes at $6.25 and $10, fast at six
    /// times.
    /// </summary>
    private static readonly PriceSheet Lecture = new()
    {
        Provider = "somebody",
        Model = "secret",
        Input = new(5e-6),
        Output = new(25e-6),
        CachedInput = new(0.5e-6),
        CacheWrites = [new(new(300), new(6.25e-6)), new(new(3600), new(10e-6))],
        ContextTiers = [new(new(200_000), new(new(10e-6), new(37.5e-6)))],
        Fast = new(new(30e-6), new(150e-6)),
        Source = new("a test", "2026-04", Verification.Yes),
    };

    private static readonly PointAssumptions Given = new()
    {
        Active = new(100e9),
        Total = new(800e9),
        KeyValue = new(70_272),
        SizesFrom = "as given",
        Hardware = "b200",
        HardwareFrom = "as given",
        Peak = new(4.5e15),
        Bandwidth = new(8e12),
        Capacity = new(192e9),
        Width = new(1),
        Rent = new(2),
        FastSpeed = 2.5,
    };

    [Fact]
    public void Every_deduction_of_the_chapter_is_made()
        => PointDeductions.Of(Lecture, Given).Points.Select(point => point.Id).ShouldBe(
        [
            "decode-mfu", "batch-from-ratio", "kv-from-step", "kv-from-step-device", "step-covers", "hit-over-remat",
            "tier-300s", "hold-300s",
            "tier-3600s", "hold-3600s", "fast-batch", "fast-limit",
        ]);

    [Theory]
    [InlineData("decode-mfu", 0.2)]
    [InlineData("batch-from-ratio", 281.25 * 8 / 5)]
    [InlineData("kv-from-step", 1666.67)]
    [InlineData("kv-from-step-device", 1777.8)]
    [InlineData("step-covers", 300_000)]
    [InlineData("hit-over-remat", 8.1)]
    [InlineData("hold-300s", 15)]
    [InlineData("hold-3600s", 5)]
    [InlineData("fast-batch", 15)]
    [InlineData("fast-limit", 2.8)]
    public void Numbers_are_those_of_the_notes(string id, double value)
        => PointDeductions.Of(Lecture, Given).Find(id)!.Value.Value.ShouldBe(value, value * 1e-3);

    [Fact]
    public void Clashes_are_pointed_out_one_by_one()
        => PointDeductions.Of(Lecture, Given).Contradictions.Select(clash => clash.Reference).ShouldBe(
        [
            "theory notes, section 9, item 4", "theory notes, section 9, item 3", "theory notes, section 9, item 5", "",
            "theory notes, section 9, item 17", "theory notes, section 9, item 17", "theory notes, chapter 1 and 6B",
        ]);

    [Fact]
    public void The_work_verifies()
    {
        Derivation work = new("test", strict: true);
        Shown shown = new(work);
        PointStudy study = PointDeductions.Of(Lecture, Given, ref shown);

        work.Verify().ShouldBeEmpty();
        study.Points.Select(point => point.Value).ShouldBe(
            PointDeductions.Of(Lecture, Given).Points.Select(point => point.Value));
        work.ToText().ShouldContain("kappa");
    }

    [Fact]
    public void Every_deduction_says_what_it_assumes()
        => PointDeductions.Of(Lecture, Given).Points.ShouldAllBe(
            point => point.Assumptions.Length > 0 && point.Reference.Length > 0);

    [Fact]
    public void A_plain_sheet_says_what_it_cannot_tell()
    {
        PriceSheet plain = Lecture with { CachedInput = null, CacheWrites = [], ContextTiers = [], Fast = null };
        PointStudy study = PointDeductions.Of(plain, Given);

        study.Points.Select(point => point.Id).ShouldBe(["decode-mfu", "batch-from-ratio"]);
        study.Silent.Length.ShouldBe(4);
    }

    [Fact]
    public void One_price_for_both_sides_says_nothing_of_either()
    {
        PointStudy study = PointDeductions.Of(
            Lecture with { Output = new(5e-6), ContextTiers = [], Fast = null, CacheWrites = [], CachedInput = null },
            Given);

        study.Points.ShouldHaveSingleItem().Reading.ShouldContain("single price");
        study.Contradictions.ShouldBeEmpty();
    }

    [Fact]
    public void A_fast_mode_of_unknown_speed_is_left_alone_and_asked_for()
    {
        PointStudy study = PointDeductions.Of(Lecture, Given with { FastSpeed = null });

        study.Find("fast-batch").ShouldBeNull();
        study.Silent.ShouldContain(line => line.Contains("--fast-speed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.02, "HBM")]
    [InlineData(5, "DDR")]
    [InlineData(300, "flash")]
    [InlineData(3600, "spinning disk")]
    [InlineData(86_400, "spinning disk")]
    public void A_time_suggests_the_tier_that_is_nearest_on_a_logarithmic_scale(double kept, string tier)
        => LectureTiers.Nearest(new(kept)).Tier.Name.ShouldBe(tier);

    [Theory]
    [InlineData(100_000)]
    [InlineData(272_000)]
    [InlineData(512_000)]
    public void A_later_step_means_less_cache_a_token(double step)
    {
        Quiet quiet = default;
        StepDeductions.KvByRatio(new(100e9), new(step), ref quiet).Value.ShouldBe(1e11 / 300 / step, 1e-6);
        StepDeductions.KvByDevice(new(100e9), new(step), Given.Peak, Given.Bandwidth, ref quiet).Value
            .ShouldBe(2 * 1e11 * 8e12 / (4.5e15 * step), 1e-6);
    }
}
