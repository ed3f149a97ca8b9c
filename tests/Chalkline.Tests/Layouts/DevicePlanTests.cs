using System.Collections.Immutable;
using Chalkline.Layouts;
using CsCheck;

namespace Chalkline.Tests.Layouts;

/// <summary>Every device of a machine and what it holds.</summary>
public sealed class DevicePlanTests
{
    [Fact]
    public void A_rack_of_72_with_64_groups_leaves_its_last_8_idle()
    {
        ImmutableArray<DevicePlace> places = DevicePlan.Of(new(1, 1, 64, 64, 1), 2, 72, Experts(64, 4));
        places.Count(place => place.Work is null).ShouldBe(16);
        places.Where(place => place.Work is null).ShouldAllBe(place => place.Slot >= 64);
        places[72].Work!.Replica.ShouldBe(1);
        places[5].Work!.Experts.ShouldBe([20, 21, 22, 23]);
        places[5].Work!.AttentionGroup.ShouldBe(5);
    }

    [Fact]
    public void Tensor_parallel_neighbours_stand_side_by_side_and_stages_in_domains_of_their_own()
    {
        ImmutableArray<DevicePlace> places = DevicePlan.Of(new(2, 2, 3, 3, 1), 2, 8, Experts(3, 2));
        places[3].Work!.ShouldBe(places[3].Work! with { Stage = 0, AttentionGroup = 1, TensorRank = 1, ExpertGroup = 1 });
        places[6].Work.ShouldBeNull("a stage of six does not fit into what is left of eight");
        places[8].Work!.Stage.ShouldBe(1);
    }

    [Fact]
    public void Devices_that_share_a_cache_stand_closest()
    {
        Layout layout = new(2, 1, 2, 1, 1) { ContextParallel = 4 };
        ImmutableArray<DevicePlace> places = DevicePlan.Of(layout, 2, 8, []);
        places.Select(place => place.Work!.ContextRank).ShouldBe([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
        places.Select(place => place.Work!.TensorRank).ShouldBe([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1]);
        places.Select(place => place.Work!.AttentionGroup).ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void Every_replica_is_whole_and_none_that_fits_straddles_domains() => Gen
        .Select(Gen.Int[1, 8], Gen.Int[1, 4], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 40])
        .Sample(
            (tensor, stages, groups, domains, size) =>
            {
                Layout layout = new(tensor, stages, groups, 1, 1);
                ImmutableArray<DevicePlace> places = DevicePlan.Of(layout, domains, size, []);
                places.Length.ShouldBe(domains * size);
                ILookup<int, DevicePlace> replicas =
                    places.Where(place => place.Work is not null).ToLookup(place => place.Work!.Replica);
                replicas.Count.ShouldBe(Placement.Replicas(layout.DevicesPerStage, stages, domains * size, size));
                foreach (IGrouping<int, DevicePlace> replica in replicas)
                {
                    replica.Select(place => (place.Work!.Stage, place.Work.AttentionGroup, place.Work.TensorRank))
                        .Distinct().Count().ShouldBe(layout.DevicesPerReplica);
                    if (layout.DevicesPerReplica <= size)
                    {
                        replica.Select(place => place.Domain).Distinct().Count().ShouldBe(1);
                    }
                }
            },
            seed: "0N0XIzNsQ0O2",
            iter: 1000);

    private static ImmutableArray<ImmutableArray<int>> Experts(int groups, int each)
        => [.. Enumerable.Range(0, groups).Select(group => Enumerable.Range(group * each, each).ToImmutableArray())];
}
