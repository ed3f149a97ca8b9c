using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Operators;

/// <summary>Collectives on networks with levels: leaves and spines, long links, tori.</summary>
public sealed class NetworkLevelTests
{
    private static readonly CollectiveKind[] Groups =
        [CollectiveKind.AllReduce, CollectiveKind.AllToAll, CollectiveKind.AllGather];

    private static readonly Source Said = new("test", "2026", Verification.Yes);

    private static readonly MachineSystem Flat = Serving.Catalogue.System("h100x8").Of(64);

    [Fact]
    public void A_spine_that_loses_nothing_changes_no_bandwidth()
    {
        foreach (CollectiveKind kind in Groups)
        {
            Bytes message = new(1e9);
            Time(kind, 512, Spine(64, 1, null), message).Value.ShouldBe(Time(kind, 512, Flat, message).Value, 1e-9);
        }
    }

    [Fact]
    public void An_oversubscribed_spine_carries_what_leaves_its_leaf()
    {
        // 512 devices, 64 a leaf, 50 GB/s a card, 2:1: of an all-to-all 448/512 cross the spine at 25 GB/s.
        MachineSystem system = Spine(64, 2, null);
        Seconds time = Time(CollectiveKind.AllToAll, 512, system, new(1e9)) - Empty(CollectiveKind.AllToAll, 512, system);
        time.Value.ShouldBe(1e9 * 448 / 512 / 25e9, 1e-9);

        // An all-reduce: 8 in a box, 8 boxes a leaf, 8 leaves, each level on the shard of the one below.
        Seconds sum = Time(CollectiveKind.AllReduce, 512, system, new(1e9)) - Empty(CollectiveKind.AllReduce, 512, system);
        double expected = 2e9 * ((7 / 8.0 / 450e9) + (7 / 8.0 / 8 / 50e9) + (7 / 8.0 / 64 / 25e9));
        sum.Value.ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void A_spine_has_its_own_latency_and_only_groups_that_cross_it_wait_for_it()
    {
        MachineSystem system = Spine(64, 1, 9e-6);
        Empty(CollectiveKind.AllGather, 64, system).ShouldBe(Empty(CollectiveKind.AllGather, 64, Flat));
        (Empty(CollectiveKind.AllGather, 128, system) - Empty(CollectiveKind.AllGather, 128, Flat)).Value
            .ShouldBe(9e-6 - Flat.ScaleOut!.Latency.Value.Value, 1e-15);
    }

    [Fact]
    public void Doubling_a_bandwidth_never_slows_and_oversubscription_never_helps() => Gen
        .Select(Gen.Int[2, 512], Gen.Int[0, 2], Gen.Double[1e3, 1e9], Gen.Double[1, 8], Gen.Int[1, 9])
        .Sample(
            (devices, kind, bytes, ratio, boxes) =>
            {
                Bytes message = new(bytes);
                MachineSystem system = Spine(boxes * 8, ratio, null);
                Seconds time = Time(Groups[kind], devices, system, message);
                MachineSystem outer = system with { ScaleOut = Twice(system.ScaleOut!) };
                MachineSystem inner = system with { ScaleUp = Twice(system.ScaleUp) };
                Time(Groups[kind], devices, outer, message).ShouldBeLessThanOrEqualTo(time);
                Time(Groups[kind], devices, inner, message).ShouldBeLessThanOrEqualTo(time);
                time.ShouldBeGreaterThanOrEqualTo((1 - 1e-12) * Time(Groups[kind], devices, Flat, message));
            },
            seed: "0N0XIzNsQ0O2",
            iter: 1000);

    [Fact]
    public void Level_by_level_is_no_slower_than_a_ring_over_the_slow_network() => Gen
        .Select(Gen.Int[2, 64], Gen.Double[1e3, 1e9])
        .Sample(
            (boxes, bytes) =>
            {
                int devices = 8 * boxes;
                Seconds levels = Time(CollectiveKind.AllReduce, devices, Flat, new(bytes))
                    - Empty(CollectiveKind.AllReduce, devices, Flat);
                double ring = 2.0 * (devices - 1) / devices * bytes / Flat.ScaleOut!.Bandwidth.Value.Value;
                levels.Value.ShouldBeLessThanOrEqualTo(ring * (1 + 1e-9));
            },
            seed: "0N0XIzNsQ0O3",
            iter: 300);

    [Theory]
    [InlineData("tpu-v5p-64", 64, 4)]
    [InlineData("tpu-v5p-512", 512, 8)]
    [InlineData("tpu-v5e-256", 256, 16)]
    public void An_exchange_on_a_torus_crosses_an_eighth_of_its_axis_a_link(string name, int devices, int axis)
    {
        // A quarter of the axis on average, over the two links of a device along it (JAX scaling book, sharding).
        MachineSystem pod = Serving.Catalogue.System(name);
        int links = pod.ScaleUp.Topology == Topology.Torus3D ? 6 : 4;
        double link = pod.ScaleUp.Bandwidth.Value.Value / links;
        Seconds time = Time(CollectiveKind.AllToAll, devices, pod, new(1e9)) - Empty(CollectiveKind.AllToAll, devices, pod);
        time.Value.ShouldBe(1e9 * axis / 8 / link, 1e-9);
    }

    [Fact]
    public void A_torus_exchanges_no_faster_than_switches_would_and_slower_the_longer_it_is()
    {
        MachineSystem pod = Serving.Catalogue.System("tpu-v5p-512");
        MachineSystem switched = pod with { ScaleUp = pod.ScaleUp with { Topology = Topology.Switched } };
        Bytes message = new(1e9);
        Seconds last = Seconds.Zero;
        foreach (int devices in (int[])[8, 64, 512])
        {
            Seconds time = Time(CollectiveKind.AllToAll, devices, pod, message) - Empty(CollectiveKind.AllToAll, devices, pod);
            time.ShouldBeGreaterThanOrEqualTo(
                Time(CollectiveKind.AllToAll, devices, switched, message) - Empty(CollectiveKind.AllToAll, devices, switched));
            time.ShouldBeGreaterThanOrEqualTo(last);
            last = time;
        }
    }

    [Fact]
    public void Long_links_of_a_dragonfly_carry_what_leaves_a_node_of_eight()
    {
        MachineSystem rack = Serving.Catalogue.System("groq-lpu-v1-rack");
        Seconds time = Time(CollectiveKind.AllToAll, 72, rack, new(1e9)) - Empty(CollectiveKind.AllToAll, 72, rack);
        time.Value.ShouldBe(1e9 * 64 / 72 / 60e9, 1e-9);
        Seconds node = Time(CollectiveKind.AllToAll, 8, rack, new(1e9)) - Empty(CollectiveKind.AllToAll, 8, rack);
        node.Value.ShouldBe(1e9 * 7 / 8 / 165e9, 1e-9);
        (Empty(CollectiveKind.AllToAll, 72, rack) / Empty(CollectiveKind.AllToAll, 8, rack)).ShouldBe(3);
    }

    private static MachineSystem Spine(int leaf, double ratio, double? latency) => Flat with
    {
        ScaleOut = Flat.ScaleOut! with
        {
            Upper = new("spine", leaf, new(ratio, Said, []), latency is { } seconds ? new(new(seconds), Said, []) : null),
        },
    };

    private static Network Twice(Network network)
        => network with { Bandwidth = network.Bandwidth with { Value = 2 * network.Bandwidth.Value } };

    private static Seconds Time(CollectiveKind kind, int devices, MachineSystem system, Bytes message)
        => Collective.Over(kind, devices, system, 1).Time(message);

    private static Seconds Empty(CollectiveKind kind, int devices, MachineSystem system)
        => Collective.Over(kind, devices, system, 1).Latency;
}
