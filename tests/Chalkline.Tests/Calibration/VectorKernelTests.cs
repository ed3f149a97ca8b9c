using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Calibration;

public sealed class VectorKernelTests
{
    private static readonly VectorKernel Kernel = new();
    private static readonly KernelDevice H100 = new(HardwareData.Catalogue.FindSystem("h100_sxmx8"));

    /// <summary>0.8 of the bandwidth, 1.5 us, 0.75 ns for an element of a norm's row, 20 us of the host.</summary>
    private static readonly double[] Parameters = [0.8, 1.5, 0.75, 20];

    private static readonly Gen<KernelWork> Works = Gen.Select(
        Gen.Bool, Gen.Int[1, 1 << 15], Gen.Int[1, 1 << 15], Gen.Bool).Select(
            (norm, m, n, recorded) => Work(norm ? KernelKind.Norm : KernelKind.Elementwise, m, n, recorded));

    private static KernelWork Work(KernelKind kind, double m, double n, bool recorded = true) => new()
    {
        Kind = kind,
        Weights = NumberFormat.Bf16,
        Activations = NumberFormat.Bf16,
        M = m,
        N = n,
        Recorded = recorded,
    };

    private static double Time(in KernelWork work) => Kernel.Time(work, H100, Parameters);

    /// <summary>4096 rows of 8192 are read and written once: 134 MB at 2.68 TB/s, and 1.5 us.</summary>
    [Fact]
    public void A_large_one_takes_its_bytes_at_a_share_of_the_bandwidth()
        => Time(Work(KernelKind.Elementwise, 4096, 8192)).ShouldBe(
            (4 * 4096.0 * 8192 / (0.8 * H100.Bandwidth)) + 1.5e-6, 1e-12);

    [Fact]
    public void A_norm_goes_through_its_row_and_no_further_for_more_rows()
    {
        double one = Time(Work(KernelKind.Norm, 1, 8192)) - Time(Work(KernelKind.Elementwise, 1, 8192));
        double many = Time(Work(KernelKind.Norm, 4096, 8192)) - Time(Work(KernelKind.Elementwise, 4096, 8192));

        one.ShouldBe(8192 * 0.75e-9, 1e-15);
        many.ShouldBe(one, 1e-12);
    }

    [Fact]
    public void Only_a_kernel_that_the_host_starts_takes_the_time_of_the_host()
        => (Time(Work(KernelKind.Norm, 8, 4096, recorded: false)) - Time(Work(KernelKind.Norm, 8, 4096)))
            .ShouldBe(20e-6, 1e-15);

    [Fact]
    public void More_rows_and_wider_ones_never_take_less() => Works.Sample(work =>
    {
        (Time(work with { M = 2 * work.M }) >= Time(work)).ShouldBeTrue();
        (Time(work with { N = 2 * work.N }) >= Time(work)).ShouldBeTrue();
        (Time(work) >= Kernel.Floor(work, H100)).ShouldBeTrue();
    });
}
