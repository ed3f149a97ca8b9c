using Chalkline.Calibration;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>The plainest fact of a row that explains an error is the one that is told.</summary>
public sealed class ServingRemarkTests
{
    private static readonly ServingCase Row = new()
    {
        Line = 2,
        Id = "row",
        Source = "somebody",
        Mode = CaseMode.Aggregated,
        Quality = CaseQuality.Ok,
        Speculation = Known.No,
        Concurrency = 512,
        TimeToFirstToken = 300,
    };

    private static DeviceCalibration Calibration(string system)
        => Catalogue.Calibrations.For(HardwareData.Catalogue.FindSystem(system));

    private static string Of(ServingCase row, double? firstToken = 250, string system = "h100x8") =>
        ServingRemark.Of(row, firstToken, new(8, 1, 1, 1, 1), Calibration(system));

    [Fact]
    public void A_plain_row_needs_no_excuse() => Of(Row).ShouldBe("");

    [Fact]
    public void Speculation_that_nobody_recorded_is_told()
        => Of(Row with { Speculation = Known.Unknown }).ShouldBe("speculation not recorded");

    [Fact]
    public void A_very_late_first_token_is_told_by_what_can_have_queued()
    {
        ServingCase late = Row with { TimeToFirstToken = 30_000 };

        Of(late).ShouldContain("settings of the run are not recorded");
        Of(late with { Mode = CaseMode.Disaggregated }).ShouldContain("the load of the prefill workers");
        Of(late with { Concurrency = 4 }).ShouldContain("start-up within the run");
        Of(late, firstToken: 20_000).ShouldBe("");
        Of(late, firstToken: null).ShouldBe("");
        Of(Row with { TimeToFirstToken = 3000 }).ShouldBe("");
    }

    [Fact]
    public void A_device_that_nobody_measured_is_told() => Of(Row, system: "tpu-v5e-16").ShouldContain("the trend over others");

    [Fact]
    public void Layouts_whose_unevenness_is_left_out_are_told()
    {
        DeviceCalibration known = Calibration("h100x8");

        ServingRemark.Of(Row, 250, new(2, 4, 1, 1, 1), known).ShouldContain("pipeline stages");
        ServingRemark.Of(Row, 250, new(1, 1, 8, 8, 1), known).ShouldContain("attention-parallel groups");
        ServingRemark.Of(Row, 250, null, null).ShouldBe("");
    }
}
