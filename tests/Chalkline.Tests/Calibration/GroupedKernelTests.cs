using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Calibration;

public sealed class GroupedKernelTests
{
    private static readonly GroupedKernel Kernel = new();
    private static readonly double[] Start = [.. Kernel.Parameters.Select(parameter => parameter.Start)];
    private static readonly KernelDevice H800 = new(HardwareData.Catalogue.FindSystem("h800-sxm"));
    private static readonly KernelDevice H20 = new(HardwareData.Catalogue.FindSystem("h20"));

    private static readonly Gen<KernelDevice> AnyDevice = Gen.Bool.Select(large => large ? H800 : H20);

    private static readonly Gen<KernelWork> Works =
        Gen.Select(Gen.Int[1, 256], Gen.Double[0.2, 20000], Gen.Int[1, 64], Gen.Int[1, 64]).Select(
            (groups, rows, n, k) => Work(groups, rows, 128 * n, 128 * k));

    /// <summary>256 groups of 4096 x 7168 bytes are 7.5 GB, 2.24 ms of an H800's memory.</summary>
    [Fact]
    public void Few_rows_a_group_take_the_time_to_read_all_weights_where_arithmetic_is_plenty()
    {
        double read = 256 * 4096.0 * 7168 / 3.35e12;
        Kernel.Time(Work(256, 4, 4096, 7168), H800, Start).ShouldBeInRange(read / 0.88, read / 0.75);
    }

    /// <summary>A group of a few rows is multiplied as a whole tile, which an H20 feels: 64 rows, not 4.</summary>
    [Fact]
    public void Few_rows_a_group_take_the_time_of_a_tile_where_arithmetic_is_scarce()
    {
        double tiles = 2 * 160 * 64.0 * 3328 * 5120 / 296e12;
        double time = Kernel.Time(Work(160, 4, 3328, 5120), H20, Start);
        time.ShouldBeGreaterThan(tiles);
        Kernel.Time(Work(160, 8, 3328, 5120), H20, Start).ShouldBe(time, time * 0.01);
        Kernel.Time(Work(160, 120, 3328, 5120), H20, Start).ShouldBeGreaterThan(time * 1.7);
    }

    [Fact]
    public void No_time_is_below_the_floor()
        => Gen.Select(Works, AnyDevice).Sample((work, device) =>
            Kernel.Time(work, device, Start).ShouldBeGreaterThanOrEqualTo(Kernel.Floor(work, device)));

    [Fact]
    public void More_rows_or_groups_never_take_less_time()
        => Gen.Select(Works, AnyDevice, Gen.Double[1, 4]).Sample((work, device, more) =>
        {
            double time = Kernel.Time(work, device, Start) * (1 - 1e-9);
            Kernel.Time(work with { M = work.M * more }, device, Start).ShouldBeGreaterThanOrEqualTo(time);
            Kernel.Time(work with { Experts = Math.Ceiling(work.Experts * more) }, device, Start)
                .ShouldBeGreaterThanOrEqualTo(time);
        });

    [Fact]
    public void Is_the_one_family_of_grouped_products()
        => KernelFamilies.All.Count(model => model.Covers(Work(4, 4, 128, 128))).ShouldBe(1);

    private static KernelWork Work(double groups, double rows, double n, double k) => new()
    {
        Kind = KernelKind.GroupedGemm,
        Weights = NumberFormat.Fp8Block,
        Activations = NumberFormat.Fp8Block,
        Experts = groups,
        M = rows,
        N = n,
        K = k,
    };
}
