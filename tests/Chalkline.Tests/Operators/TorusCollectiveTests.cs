using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Operators;

public sealed class TorusCollectiveTests
{
    /// <summary>270 GB/s over six links, 1 us a hop, axes that close.</summary>
    private static readonly MachineSystem Pod = Serving.Catalogue.System("tpu_v4x64");

    /// <summary>135 GB/s: no axis closes.</summary>
    private static readonly MachineSystem Slice = Serving.Catalogue.System("tpu_v4x16");

    [Fact]
    public void A_gather_uses_the_links_of_its_own_axes()
    {
        Collective two = TorusCollective.Over(CollectiveKind.AllGather, [4, 4], Pod, 1);
        two.Devices.ShouldBe(16);
        two.Latency.Value.ShouldBe(6e-6, 1e-12);
        two.ScaleUpRate.Value.ShouldBe(180e9 * 16 / 15, 1);
        Collective one = TorusCollective.Over(CollectiveKind.ReduceScatter, [4], Pod, 0.5);
        one.Latency.Value.ShouldBe(3e-6, 1e-12);
        one.ScaleUpRate.Value.ShouldBe(45e9 * 4 / 3, 1);
    }

    [Fact]
    public void A_sum_is_a_scatter_and_a_gather()
    {
        Bytes message = new(1e7);
        Seconds sum = TorusCollective.Over(CollectiveKind.AllReduce, [4, 4, 4], Pod, 1).Time(message);
        Seconds scatter = TorusCollective.Over(CollectiveKind.ReduceScatter, [4, 4, 4], Pod, 1).Time(message);
        Seconds gather = TorusCollective.Over(CollectiveKind.AllGather, [4, 4, 4], Pod, 1).Time(message);
        sum.Value.ShouldBe((scatter + gather).Value, 1e-15);
    }

    /// <summary>The plain twin: step by step, each device passes on what it got, half of it each way round.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void A_ring_passes_one_part_a_step(int length)
    {
        const double Message = 6e6;
        double time = 0;
        for (int step = 1; step < length; step++)
        {
            double part = Message / length;
            time += 1e-6 + (part / 2 / 45e9);
        }

        TorusCollective.Over(CollectiveKind.AllGather, [length], Pod, 1).Time(new(Message)).Value.ShouldBe(time, 1e-12);
    }

    /// <summary>The plain twin: count what crosses the middle of an axis, one direction.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(8, false)]
    public void An_exchange_is_held_up_at_the_middle_of_its_axis(int length, bool closed)
    {
        MachineSystem machine = closed ? Pod : Slice;
        double crossing = 0;
        for (int from = 0; from < length / 2; from++)
        {
            for (int to = length / 2; to < length; to++)
            {
                crossing += 1.0 / length;
            }
        }

        // An axis of a closed torus has two cuts; a link carries 45 GB/s each way.
        double share = crossing / (closed ? 2 : 1);
        Collective exchange = TorusCollective.Over(CollectiveKind.AllToAll, [length], machine, 1);
        exchange.ScaleUpRate.Value.ShouldBe(45e9 / share, 1);
        exchange.Latency.Value.ShouldBe((closed ? length / 2 : length - 1) * 1e-6, 1e-12);
    }

    [Fact]
    public void More_devices_never_take_less() => Gen.Select(Gen.Int[1, 8], Gen.Int[1, 8], Gen.Double[0, 1e9])
        .Sample((first, second, bytes) =>
        {
            foreach (CollectiveKind kind in new[] { CollectiveKind.AllReduce, CollectiveKind.AllGather, CollectiveKind.AllToAll })
            {
                Seconds few = TorusCollective.Over(kind, [first, second], Pod, 0.75).Time(new(bytes));
                Seconds many = TorusCollective.Over(kind, [first + 1, second + 1], Pod, 0.75).Time(new(bytes));
                if (first > 1 && second > 1)
                {
                    (many >= few).ShouldBeTrue($"{kind} {first}x{second} {bytes}");
                }
            }
        });

    [Fact]
    public void One_device_alone_exchanges_nothing()
    {
        Collective none = TorusCollective.Over(CollectiveKind.AllGather, [1, 1, 1], Pod, 1);
        none.Devices.ShouldBe(1);
        none.Time(new(1e9)).ShouldBe(Seconds.Zero);
    }

    [Fact]
    public void What_is_no_collective_of_a_torus_is_refused()
    {
        Should.Throw<ChalkException>(() => TorusCollective.Over(CollectiveKind.PointToPoint, [4], Pod, 1))
            .Message.ShouldContain("axes of a torus");
        Should.Throw<ChalkException>(
            () => TorusCollective.Over(CollectiveKind.AllGather, [4], Serving.Catalogue.System("h100x8"), 1))
            .Message.ShouldContain("axes of a torus");
    }
}
