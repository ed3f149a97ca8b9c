using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Calibration;

/// <summary>A device fitted to a user's own measurements.</summary>
public sealed class DeviceFittingTests
{
    private static readonly DataFolder Data = HardwareData.Folder;
    private static readonly HardwareCatalogue Hardware = HardwareCatalogue.Open(Data);
    private static readonly CalibrationSet Known = CalibrationSet.Open(Data);
    private static readonly KernelModel Gemm = KernelFamilies.All.Single(family => family.Name == "gemm-bf16");

    [Fact]
    public void Parameters_that_made_the_times_are_found_again()
    {
        double[] truth = [0.55, 0.6, 4.4, 60, 0.02, 600];
        KernelCase[] rows = [.. Shapes("l40s", truth)];

        DeviceFitting fitting = Fit(rows, "l40s");
        FamilyFitting one = fitting.Families.ShouldHaveSingleItem();

        fitting.Device.ShouldBe("l40s");
        one.TrendError.ShouldBeGreaterThan(0.1);
        one.Before.ShouldBe(Known.For(Hardware.FindSystem("l40s")).Families.Single(family => family.Family == Gemm).Parameters);
        one.BeforeError.ShouldBe(one.TrendError);
        one.FittedError.ShouldBeLessThan(0.03);
        one.LeftOutError.ShouldBeLessThan(0.04);
        one.Fit.Parameters[0].ShouldBe(truth[0], 0.05);
        one.Fit.Parameters[1].ShouldBe(truth[1], 0.05);
        one.Fit.Rows.ShouldBe(rows.Length);
        one.Fit.Sources.ShouldHaveSingleItem().Value.ShouldBe(rows.Length);
        fitting.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void A_fit_is_used_for_its_device_and_reads_back()
    {
        DeviceFitting fitting = Fit([.. Shapes("l40s", [0.5, 0.5, 2, 10, 0.02, 600])], "l40s");
        string path = Path.Combine(Directory.CreateTempSubdirectory("chalkline-fitting-").FullName, "l40s.json");
        fitting.Fit.Write(path);
        DeviceFit read = DeviceFit.Read(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        read.Device.ShouldBe("l40s");
        CalibratedFamily used = Known.With(read).For(Hardware.FindSystem("l40s")).Families.Single(family => family.Family == Gemm);
        used.OwnRows.ShouldBeTrue();
        for (int i = 0; i < used.Parameters.Length; i++)
        {
            used.Parameters[i].ShouldBe(fitting.Families[0].Fit.Parameters[i], used.Parameters[i] * 1e-3);
        }

        Known.With(read).For(Hardware.FindSystem("h100-sxm")).Families.Single(family => family.Family == Gemm).Parameters
            .ShouldBe(Known.For(Hardware.FindSystem("h100-sxm")).Families.Single(family => family.Family == Gemm).Parameters);
    }

    [Fact]
    public void What_is_shipped_for_a_device_is_where_its_fit_starts()
    {
        double[] own = Parameters("a100-sxm-80", Known);
        FamilyFitting one = Fit([.. Shapes("a100_sxm_80", own)], "a100-sxm-80").Families.ShouldHaveSingleItem();

        one.Before.ShouldBe(own);
        one.BeforeError.ShouldBeLessThan(1e-9);
        one.FittedError.ShouldBeLessThan(1e-3);
        one.TrendError.ShouldBeGreaterThan(0.005);
    }

    [Fact]
    public void Every_row_that_is_left_out_has_its_reason()
    {
        KernelCase[] good = [.. Shapes("l40s", [0.7, 0.7, 3, 100, 0.02, 600])];
        KernelWork norm = good[0].Work!.Value with { Kind = KernelKind.Norm };
        KernelCase[] bad =
        [
            good[0] with { Quality = CaseQuality.Weak },
            good[0] with { Quality = CaseQuality.Drop },
            good[0] with { Hardware = "h100-sxm" },
            good[0] with { Hardware = "a box of my own" },
            good[0] with { Work = null, Unusable = "m, n or k not stated" },
            good[0] with { Time = null },
            good[0] with { Work = norm },
        ];

        DeviceFitting fitting = Fit([.. good, .. bad], "l40s");

        fitting.Families.ShouldHaveSingleItem().Fit.Rows.ShouldBe(good.Length);
        fitting.Skipped.Values.Sum().ShouldBe(bad.Length);
        fitting.Skipped["not of quality ok"].ShouldBe(2);
        fitting.Skipped["of other hardware"].ShouldBe(2);
        fitting.Skipped["m, n or k not stated"].ShouldBe(1);
        fitting.Skipped["without time_us"].ShouldBe(1);
        fitting.Skipped["fewer than 8 rows of family vector: what was known stands"].ShouldBe(1);
    }

    [Fact]
    public void Rows_that_name_no_hardware_are_of_the_device()
        => Fit([.. Shapes("", [0.7, 0.7, 3, 100, 0.02, 600])], "l40s").Families.ShouldHaveSingleItem();

    [Fact]
    public void A_device_that_is_not_known_is_told()
        => Should.Throw<ChalkException>(() => Fit([.. Shapes("", [0.7, 0.7, 3, 100, 0.02, 600])], "l40z")).Message
            .ShouldContain("'l40z' is not a known accelerator");

    [Fact]
    public void No_rows_are_told()
        => Should.Throw<ChalkException>(() => Fit([], "l40s")).Message.ShouldContain("there are none; give at least 8 kernels");

    [Fact]
    public void Rows_that_are_all_left_out_are_told_with_the_reasons()
        => Should.Throw<ChalkException>(() => Fit([.. Shapes("h100-sxm", [0.7, 0.7, 3, 100, 0.02, 600])], "l40s")).Message
            .ShouldContain("25 of other hardware");

    private static DeviceFitting Fit(IReadOnlyList<KernelCase> rows, string device)
        => DeviceFitting.Of(rows, device, Hardware, Known, TestContext.Current.CancellationToken);

    private static double[] Parameters(string device, CalibrationSet set)
        => set.For(Hardware.FindSystem(device)).Families.Single(family => family.Family == Gemm).Parameters;

    /// <summary>Products timed by the equation itself.</summary>
    private static IEnumerable<KernelCase> Shapes(string hardware, double[] parameters)
    {
        KernelDevice device = new(Hardware.FindSystem(hardware.Length > 0 ? hardware : "l40s"));
        int line = 1;
        foreach (int m in new[] { 1, 16, 128, 1024, 8192 })
        {
            foreach ((int n, int k) in new[] { (1024, 1024), (4096, 4096), (8192, 2048), (2048, 8192), (14336, 4096) })
            {
                KernelWork work = new()
                {
                    Kind = KernelKind.Gemm,
                    Weights = NumberFormat.Bf16,
                    Activations = NumberFormat.Bf16,
                    Devices = 1,
                    M = m,
                    N = n,
                    K = k,
                };
                yield return new(
                    ++line, $"row-{line}", "mine", hardware, "test", CaseQuality.Ok, "", Gemm.Time(work, device, parameters), work, "");
            }
        }
    }
}
