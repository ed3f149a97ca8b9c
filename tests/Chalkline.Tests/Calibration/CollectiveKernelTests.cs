using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Calibration;

/// <summary>Collectives inside a domain: worked numbers, and what must hold whatever the parameters.</summary>
public sealed class CollectiveKernelTests
{
    private static readonly KernelModel Family = KernelFamilies.All.Single(family => family.Name == "collective");
    private static readonly KernelDevice H100 = Device("h100x8");
    private static readonly KernelDevice A100 = Device("a100x8");

    // launch, step, link share, own ratio, fence, switch share, direct start, further device, direct share
    private static readonly double[] Values = [5, 1, 0.8, 2, 30, 0.8, 3, 0.1, 0.6];

    private static KernelDevice Device(string name) => new(HardwareData.Catalogue.FindSystem(name));

    private static KernelWork Work(KernelKind kind, int devices, double bytes, bool custom = false) => new()
    {
        Kind = kind,
        Algorithm = custom ? KernelAlgorithm.CustomAllReduce : KernelAlgorithm.Default,
        Weights = NumberFormat.Bf16,
        Activations = NumberFormat.Bf16,
        Devices = devices,
        MessageBytes = bytes,
    };

    private static double Time(KernelDevice device, in KernelWork work) => Family.Time(work, device, Values);

    [Fact]
    public void An_all_gather_by_hand()
    {
        // 64 MB over 8 A100: 56 MB sent and half of 8 MB copied in the same time, at 0.8 x 300 GB/s: 250 us.
        const double Stream = (56e6 + 4e6) / (0.8 * 300e9);
        const double Fence = 30e-6;
        Time(A100, Work(KernelKind.AllGather, 8, 64e6))
            .ShouldBe(((5 + 7) * 1e-6) + Stream + (Stream * Fence / (Stream + Fence)), 1e-12);
    }

    [Fact]
    public void An_all_reduce_takes_twice_the_steps_of_its_halves()
    {
        double both = Time(A100, Work(KernelKind.AllReduce, 8, 8));
        double half = Time(A100, Work(KernelKind.ReduceScatter, 8, 8));
        (both - half).ShouldBe(7e-6, 1e-9);
    }

    [Fact]
    public void Switches_that_add_help_large_groups_and_floating_point_alone()
    {
        KernelWork eight = Work(KernelKind.AllReduce, 8, 1e9);
        KernelWork integers = eight with { Weights = NumberFormat.Int8 };
        Time(H100, eight).ShouldBeLessThan(Time(H100, integers));
        Time(A100, eight).ShouldBe(Time(A100, integers), 1e-15);
        Time(H100, Work(KernelKind.AllReduce, 2, 1e9))
            .ShouldBe(Time(H100, Work(KernelKind.AllReduce, 2, 1e9) with { Weights = NumberFormat.Int8 }), 1e-15);
    }

    [Fact]
    public void A_part_of_a_hybrid_cube_is_timed_as_the_part_it_is()
    {
        KernelDevice whole = Device("v100x8");
        KernelDevice part = Device("v100x4");
        KernelWork four = Work(KernelKind.AllReduce, 4, 1e9);
        (CollectiveReach.Of(4, whole) * whole.ScaleUpBandwidth)
            .ShouldBe(CollectiveReach.Of(4, part) * part.ScaleUpBandwidth, 1);
        Time(whole, four).ShouldBe(Time(part, four), 0.1 * Time(part, four));
        Time(whole, Work(KernelKind.AllReduce, 2, 1e9)).ShouldBeGreaterThan(Time(whole, Work(KernelKind.AllReduce, 8, 1e9)));
    }

    [Fact]
    public void More_bytes_never_take_less_and_an_engines_own_is_never_slower()
        => Gen.Select(Gen.Int[2, 72], Gen.Double[1, 1e9], Gen.Double[0, 1e9]).Sample((devices, bytes, more) =>
        {
            foreach (KernelKind kind in new[] { KernelKind.AllReduce, KernelKind.AllGather, KernelKind.ReduceScatter })
            {
                double time = Time(H100, Work(kind, devices, bytes));
                Time(H100, Work(kind, devices, bytes + more)).ShouldBeGreaterThanOrEqualTo(time);
                Time(H100, Work(kind, devices, bytes, custom: kind == KernelKind.AllReduce)).ShouldBeLessThanOrEqualTo(time);
            }
        });

    [Fact]
    public void Each_exchange_has_one_family()
    {
        KernelWork plain = Work(KernelKind.AllToAll, 8, 1e6);
        KernelFamilies.All.Count(family => family.Covers(plain)).ShouldBe(1);
        KernelWork experts = plain with { Algorithm = KernelAlgorithm.LowLatencyDispatch };
        KernelFamilies.All.Single(family => family.Covers(experts)).Name.ShouldBe("expert-exchange");
    }
}
