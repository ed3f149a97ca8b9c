using System.Collections.Immutable;
using Chalkline.Layouts;
using CsCheck;

namespace Chalkline.Tests.Layouts;

/// <summary>Copies of the most visited experts, packed on the emptiest device.</summary>
public sealed class ExpertBalanceTests
{
    private static readonly Gen<(ImmutableArray<double> Visits, int Devices, int Redundant)> Cases = Gen
        .Select(Gen.Int[1, 12], Gen.Int[1, 6], Gen.Int[0, 20], Gen.Double[0, 100].Array[73])
        .Select((devices, slots, redundant, visits) =>
        {
            int copies = Math.Min(redundant, (devices * slots) - 1);
            return (visits.AsSpan(0, (devices * slots) - copies).ToImmutableArray(), devices, copies);
        });

    [Fact]
    public void The_most_visited_expert_is_copied_and_the_loads_come_out_even()
    {
        // 6 + 2 + 2 + 2: two copies make the first 2 + 2 + 2, and every device gets one of each size.
        ExpertBalance balance = ExpertBalance.Packed([6, 2, 2, 2], 3, 2);
        balance.Copies.ShouldBe([3, 1, 1, 1]);
        balance.Loads.ShouldBe([4, 4, 4]);
        balance.Imbalance.ShouldBe(1);
        balance.Held.Select(held => string.Join(',', held)).ShouldBe(["0,1", "0,2", "0,3"]);
    }

    [Fact]
    public void As_numbered_neighbours_share_a_device()
    {
        ExpertBalance balance = ExpertBalance.Numbered([5, 3, 1, 1], 2);
        balance.Loads.ShouldBe([8, 2]);
        balance.Imbalance.ShouldBe(1.6);
        balance.Copies.ShouldBe([1, 1, 1, 1]);
    }

    [Fact]
    public void The_fast_packing_is_the_plain_one() => Cases.Sample(
        each =>
        {
            ExpertBalance fast = ExpertBalance.Packed(each.Visits, each.Devices, each.Redundant);
            (List<int>[] held, int[] copies) = Plain(each.Visits, each.Devices, each.Redundant);
            fast.Copies.ShouldBe(copies);
            fast.Held.Select(experts => string.Join(',', experts))
                .ShouldBe(held.Select(experts => string.Join(',', experts.Order())));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 1000);

    [Fact]
    public void Nothing_is_lost_and_no_device_has_more_slots_than_another() => Cases.Sample(
        each =>
        {
            ExpertBalance balance = ExpertBalance.Packed(each.Visits, each.Devices, each.Redundant);
            balance.Loads.Sum().ShouldBe(each.Visits.Sum(), 1e-9 * (1 + each.Visits.Sum()));
            balance.Held.Select(held => held.Length).Distinct().Count().ShouldBe(1);
            balance.Copies.Sum().ShouldBe(each.Visits.Length + each.Redundant);
            balance.Held.SelectMany(held => held).Distinct().Count().ShouldBe(each.Visits.Length);
            balance.Imbalance.ShouldBeGreaterThanOrEqualTo(1 - 1e-9);

            // The heaviest copy stands somewhere, and a greedy packing of even shares is off by one such copy at most.
            double heaviest = each.Visits.Select((due, expert) => due / balance.Copies[expert]).Max();
            balance.Loads.Max().ShouldBeGreaterThanOrEqualTo(heaviest - 1e-9);
        },
        seed: "0N0XIzNsQ0O3",
        iter: 1000);

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.2)]
    [InlineData(2)]
    public void More_copies_never_load_the_fullest_device_more_under_a_power_law(double exponent)
    {
        ImmutableArray<double> visits = ExpertPopularity.Visits(256, 8, 4096, exponent);
        double numbered = ExpertBalance.Numbered(visits, 64).Imbalance;
        double packed = ExpertBalance.Packed(visits, 64, 0).Imbalance;
        double copied = ExpertBalance.Packed(visits, 64, 64).Imbalance;
        packed.ShouldBeLessThanOrEqualTo(numbered);
        
        // A greedy packing of more slots may be off by one light expert.
        copied.ShouldBeLessThanOrEqualTo(Math.Max(packed, 1.05));
        copied.ShouldBeLessThan(1.15);
    }

    [Fact]
    public void Counts_that_do_not_divide_are_told_with_what_would()
        => Should.Throw<ChalkException>(() => ExpertBalance.Packed([1, 2, 3, 4], 3, 0)).Message
            .ShouldBe("4 experts, copies included, do not divide over 3 devices; 2 more copies would.");

    private static (List<int>[] Held, int[] Copies) Plain(ImmutableArray<double> visits, int devices, int redundant)
    {
        int[] copies = [.. visits.Select(_ => 1)];
        for (int copy = 0; copy < redundant; copy++)
        {
            int most = Enumerable.Range(0, visits.Length).MaxBy(expert => (visits[expert] / copies[expert], -expert));
            copies[most]++;
        }

        int slots = (visits.Length + redundant) / devices;
        List<int>[] held = [.. Enumerable.Range(0, devices).Select(_ => new List<int>())];
        double[] loads = new double[devices];
        foreach (int expert in Enumerable.Range(0, visits.Length)
            .OrderByDescending(expert => visits[expert] / copies[expert]).ThenBy(expert => expert))
        {
            for (int copy = 0; copy < copies[expert]; copy++)
            {
                int[] open = [.. Enumerable.Range(0, devices).Where(device => held[device].Count < slots)];
                int[] without = [.. open.Where(device => !held[device].Contains(expert))];
                int device = (without.Length > 0 ? without : open).MinBy(each => (loads[each], each));
                held[device].Add(expert);
                loads[device] += visits[expert] / copies[expert];
            }
        }

        return (held, copies);
    }
}
