using Chalkline.Hardware;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Hardware;

/// <summary>
/// The message latencies of boxes, worked out again from the measured times of 1 kB collectives on 2 and on 8 devices
/// (NCCL, ai-dynamo/aiconfigurator): all-reduce takes 2(n-1) ring steps, all-gather and reduce-scatter n-1.
/// </summary>
public sealed class LatencyTests
{
    [Theory]
    [InlineData("hgx-a100", 10.03, 22.36, 9.08, 14.62, 9.01, 15.28)]
    [InlineData("hgx-h100", 6.39, 15.65, 5.94, 10.40, 5.04, 10.37)]
    [InlineData("hgx-h200", 6.20, 16.65, 5.20, 10.70, 5.13, 10.69)]
    [InlineData("hgx-b200", 10.24, 25.40, 8.94, 16.15, 8.79, 16.19)]
    public void Latency_is_the_median_slope_over_ring_steps(
        string system, double reduce2, double reduce8, double gather2, double gather8, double scatter2, double scatter8)
    {
        double[] slopes = [(reduce8 - reduce2) / 12, (gather8 - gather2) / 6, (scatter8 - scatter2) / 6];
        Array.Sort(slopes);
        Network network = HardwareData.Catalogue.FindSystem(system).ScaleUp;
        (network.Latency.Value.Value * 1e6).ShouldBe(slopes[1], 0.006);
    }

    [Fact]
    public void A_message_between_boxes_takes_longer_than_inside_one()
    {
        foreach (MachineSystem system in HardwareData.Catalogue.Systems.Where(system => system.ScaleOut is not null))
        {
            system.ScaleOut!.Latency.Value.ShouldBeGreaterThanOrEqualTo(system.ScaleUp.Latency.Value, system.Id);
        }
    }
}
