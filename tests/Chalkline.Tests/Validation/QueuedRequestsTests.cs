using Chalkline.Calibration;
using Chalkline.Engines;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>How the sources of offline rows ran them.</summary>
public sealed class QueuedRequestsTests
{
    private static readonly ServingCase Row = new()
    {
        Line = 2,
        Id = "row",
        Source = QueuedRequests.Source,
        Mode = CaseMode.Offline,
        Quality = CaseQuality.Ok,
        Speculation = Known.No,
        Input = 1000,
        Output = 1000,
    };

    [Theory]
    [InlineData(128, 128, 30000)]
    [InlineData(1024, 1024, 3000)]
    [InlineData(8192, 1024, 1500)]
    [InlineData(1024, 32768, 1000)]
    public void Lengths_of_the_published_table_have_its_number(double input, double output, double requests)
        => QueuedRequests.Of(Row with { Input = input, Output = output }).ShouldBe(requests);

    [Fact]
    public void Other_lengths_and_other_sources_have_none()
    {
        QueuedRequests.Of(Row with { Input = 999 }).ShouldBeNull();
        QueuedRequests.Of(Row with { Input = null }).ShouldBeNull();
        QueuedRequests.Of(Row with { Source = "mlperf_inference" }).ShouldBeNull();
    }

    [Fact]
    public void Captured_sizes_ascend()
    {
        QueuedRequests.Captured.ShouldBe(QueuedRequests.Captured.Order());
        foreach (EnginePreset engine in EnginePresets.All)
        {
            engine.Captured.ShouldBe(engine.Captured.Order().Distinct(), engine.Name);
            engine.Captured[0].ShouldBe(1);
        }
    }
}
