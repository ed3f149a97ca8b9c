using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Operators;

public sealed class CollectiveTests
{
    private static readonly MachineSystem Box = Serving.Catalogue.System("h100x8");
    private static readonly CollectiveKind[] Groups =
        [CollectiveKind.AllReduce, CollectiveKind.AllToAll, CollectiveKind.AllGather];

    private static readonly Gen<MachineSystem> Machines =
        Gen.Int[0, Serving.Catalogue.Systems.Length - 1].Select(place => Serving.Catalogue.Systems[place]);

    /// <summary>
    /// Peers, section 6.3: the domain is a property of the machine; a tool put GB200's exchange on RDMA.
    /// </summary>
    [Theory]
    [InlineData(32)]
    [InlineData(72)]
    public void Exchange_in_a_GB200_rack_stays_on_NVLink_with_no_flag(int devices)
    {
        Collective exchange = Collective.Over(
            CollectiveKind.AllToAll, devices, Serving.Catalogue.System("gb200-nvl72"), 1);
        exchange.ScaleOutShare.ShouldBe(0);
        exchange.ScaleOutRate.Value.ShouldBe(double.PositiveInfinity);
        exchange.ScaleUpRate.Value.ShouldBe(900e9 * devices / (devices - 1), 1);
        Collective over = Collective.Over(
            CollectiveKind.AllToAll, 144, Serving.Catalogue.System("gb200-nvl72x2"), 1);
        over.ScaleOutShare.ShouldBe(0.5);
        (over.Time(new(1e9)) / exchange.Time(new(1e9))).ShouldBeGreaterThan(8);
    }

    [Fact]
    public void An_all_reduce_sends_what_a_ring_sends()
    {
        Collective ring = Collective.Over(CollectiveKind.AllReduce, 8, Box, 1);
        ring.ScaleUpShare.ShouldBe(2 * 7 / 8.0);
        (ring.Time(new(8e9)) - ring.Latency).Value.ShouldBe(8e9 * 2 * 7 / 8 / 450e9, 1e-9);
        Collective.Over(CollectiveKind.AllGather, 8, Box, 1).ScaleUpShare.ShouldBe(7 / 8.0);
    }

    [Fact]
    public void One_device_exchanges_nothing_in_no_time()
    {
        foreach (CollectiveKind kind in Groups)
        {
            Collective.Over(kind, 1, Box, 0.75).Time(new(1e12)).ShouldBe(Seconds.Zero);
        }
    }

    [Fact]
    public void More_bytes_take_longer_and_a_better_link_is_no_slower() => Gen
        .Select(Machines, Gen.Int[2, 64], Gen.Int[0, 2], Gen.Double[1, 1e9], Gen.Double[0.1, 1])
        .Sample(
            (system, devices, kind, bytes, efficiency) =>
            {
                int group = Math.Min(devices, system.Devices);
                if (group < 2)
                {
                    return;
                }

                Collective some = Collective.Over(Groups[kind], group, system, efficiency);
                Collective best = Collective.Over(Groups[kind], group, system, 1);
                some.Time(new(2 * bytes)).ShouldBeGreaterThan(some.Time(new(bytes)));
                best.Time(new(bytes)).ShouldBeLessThanOrEqualTo(some.Time(new(bytes)));
                some.Time(new(bytes)).ShouldBeGreaterThanOrEqualTo(some.Latency);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 500);

    [Fact]
    public void A_group_that_leaves_its_domain_is_never_faster() => Gen
        .Select(Gen.Int[0, 2], Gen.Double[1e3, 1e9]).Sample(
            (kind, bytes) =>
            {
                MachineSystem boxes = Serving.Catalogue.System("h100x16");
                Collective.Over(Groups[kind], 16, boxes, 1).Time(new(bytes))
                    .ShouldBeGreaterThan(Collective.Over(Groups[kind], 8, boxes, 1).Time(new(bytes)));
            },
            seed: "0N0XIzNsQ0O3",
            iter: 200);

    [Fact]
    public void A_machine_without_scale_out_says_so()
    {
        MachineSystem alone = Box with { ScaleOut = null, Domains = 2 };
        Should.Throw<ChalkException>(() => Collective.Over(CollectiveKind.AllReduce, 16, alone, 1)).Message
            .ShouldContain("no scale-out network");
    }
}
