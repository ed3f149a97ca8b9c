using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Tests.Catalog;
using CsCheck;

namespace Chalkline.Tests.Calibration;

/// <summary>Fits, their files, and the equations of products they fit.</summary>
public sealed class CalibratorTests
{
    private static readonly string Kernels = Path.Combine(HardwareData.Folder.Path, "measurements", "kernels.csv");
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");
    private static readonly CalibrationSet Shipped = CalibrationSet.Open(HardwareData.Folder);

    private static KernelWork Gemm(double m, double n, double k, NumberFormat format) => new()
    {
        Kind = KernelKind.Gemm,
        Weights = format,
        Activations = format,
        M = m,
        N = n,
        K = k,
    };

    [Fact]
    public void Shipped_calibrations_are_what_the_shipped_rows_give()
    {
        ImmutableArray<DeviceFit> fresh = new Calibrator(HardwareData.Catalogue).Fit(KernelCases.Read(Kernels));

        string scratch = Directory.CreateTempSubdirectory().FullName;
        CalibrationSet.Write(new DataFolder(scratch), fresh);
        string[] written = [.. Directory.GetFiles(Path.Combine(scratch, "calibrations")).Order(StringComparer.Ordinal)];
        written.Select(Path.GetFileName).ShouldBe(
            Directory.GetFiles(Path.Combine(HardwareData.Folder.Path, "calibrations")).Order(StringComparer.Ordinal).Select(Path.GetFileName));
        foreach (string file in written)
        {
            DeviceFit made = DeviceFit.Read(file);
            DeviceFit stored = DeviceFit.Read(Path.Combine(HardwareData.Folder.Path, "calibrations", Path.GetFileName(file)));
            made.Fits.Select(fit => (fit.Family, fit.Rows)).ShouldBe(stored.Fits.Select(fit => (fit.Family, fit.Rows)));
            foreach ((FamilyFit one, FamilyFit other) in made.Fits.Zip(stored.Fits))
            {
                one.Spread.MedianError.ShouldBe(other.Spread.MedianError, 0.002, $"{made.Device} {one.Family}");
            }
        }

        Directory.Delete(scratch, recursive: true);
    }

    [Theory]
    [InlineData("gemm-bf16", 0.08, 0.10)]
    [InlineData("gemm-fp8", 0.10, 0.15)]
    [InlineData("gemm-fp8-block", 0.15, 0.15)]
    [InlineData("gemm-fp4", 0.10, 0.10)]
    [InlineData("attention-prefill", 0.12, 0.12)]
    [InlineData("attention-decode", 0.12, 0.12)]
    [InlineData("latent-prefill", 0.12, 0.20)]
    [InlineData("latent-decode", 0.12, 0.15)]
    [InlineData("experts", 0.10, 0.20)]
    [InlineData("collective", 0.17, 0.25)]
    [InlineData("all-to-all", 0.15, 0.25)]
    public void The_fits_hold_on_devices_they_have_not_seen(string family, double withKin, double alone)
    {
        LeftOut unseen = Shipped.Trend.Fits.Single(fit => fit.Family == family).Unseen.ShouldNotBeNull();

        unseen.Devices.ShouldBeGreaterThan(1);
        unseen.DeviceError.ShouldBeLessThanOrEqualTo(withKin);
        unseen.GenerationError.ShouldBeLessThanOrEqualTo(alone);
    }

    [Fact]
    public void Intervals_from_other_devices_hold_four_rows_of_five()
    {
        FamilyFit[] judged = [.. Shipped.Trend.Fits.Where(fit => fit.Unseen is { Devices: > 1 })];

        (judged.Sum(fit => fit.Rows * fit.Unseen!.Coverage) / judged.Sum(fit => fit.Rows)).ShouldBeInRange(0.75, 0.85);
    }

    [Fact]
    public void An_unmeasured_device_follows_its_kin_and_a_stranger_the_trend()
    {
        // H200 NVL was never measured; its matrix units are those of H100, H200 and H800.
        KernelDevice kin = new(HardwareData.Catalogue.FindSystem("h200-nvl"));
        KernelGeneration.Of(kin).ShouldBe(KernelGeneration.Of(new(Box)));
        double[] Values(string name) => Shipped.For(HardwareData.Catalogue.FindSystem(name)).Families
            .Single(one => one.Family.Name == "latent-prefill").Parameters;
        double[] trend = [.. Shipped.Trend.Fits.Single(fit => fit.Family == "latent-prefill").Parameters];

        Values("h200-nvl").ShouldNotBe(trend);
        Values("mi300x").ShouldBe(trend);
        Shipped.Devices.ShouldAllBe(device => !KernelGeneration.Is(device.Device));
    }

    [Fact]
    public void More_rows_never_take_less_and_nothing_is_under_its_floor()
    {
        DeviceCalibration device = Shipped.For(Box);
        NumberFormat[] formats = [NumberFormat.Bf16, NumberFormat.Fp8, NumberFormat.Fp8Block, NumberFormat.Int4];
        Gen.Select(Gen.Int[1, 20_000], Gen.Int[1, 2000], Gen.Int[64, 30_000], Gen.Int[64, 30_000], Gen.Int[0, 3])
            .Sample((m, more, n, k, which) =>
            {
                NumberFormat format = formats[which];
                KernelWork one = Gemm(m, n, k, format);
                int family = device.FamilyOf(one);
                KernelEstimate time = device.Time(family, one);
                device.Time(family, Gemm(m + more, n, k, format)).Time.ShouldBeGreaterThanOrEqualTo(time.Time * (1 - 1e-12));
                time.Time.ShouldBeGreaterThanOrEqualTo(device.Families[family].Family.Floor(one, device.Device));
                time.Low.ShouldBeLessThanOrEqualTo(time.Time);
                time.High.ShouldBeGreaterThanOrEqualTo(time.Time);
            });
    }

    [Fact]
    public void A_fit_finds_the_parameters_that_made_the_times()
    {
        KernelModel family = KernelFamilies.All.Single(model => model.Name == "gemm-bf16");
        KernelDevice device = new(Box);
        double[] truth = [0.6, 0.8, 4, 50, 0.02, 600];
        KernelFit.Sample[] samples =
        [
            .. new[] { 1.0, 16, 128, 1024, 8192 }.SelectMany(m => new[] { 1024.0, 4096, 16384 }.Select(n =>
            {
                KernelWork work = Gemm(m, n, 4096, NumberFormat.Bf16);
                return new KernelFit.Sample(work, device, family.Time(work, device, truth));
            })),
        ];

        double[] found = KernelFit.Fit(family, samples);
        foreach (KernelFit.Sample sample in samples)
        {
            family.Time(sample.Work, sample.Device, found).ShouldBe(sample.Time, 0.03 * sample.Time);
        }

        found[0].ShouldBe(truth[0], 0.05);
        found[1].ShouldBe(truth[1], 0.05);
    }

    [Fact]
    public void A_device_nobody_measured_follows_the_trend_with_a_wider_interval()
    {
        KernelWork work = Gemm(64, 8192, 8192, NumberFormat.Bf16);
        DeviceCalibration own = Shipped.For(Box);
        DeviceCalibration unseen = Shipped.Without("h100-sxm").For(Box);
        KernelEstimate known = own.Time(own.FamilyOf(work), work);
        KernelEstimate guessed = unseen.Time(unseen.FamilyOf(work), work);

        (guessed.High / guessed.Low).ShouldBeGreaterThan(known.High / known.Low);
        guessed.Time.ShouldBe(known.Time, 0.25 * known.Time);
    }

    [Theory]
    [InlineData("{}", "device")]
    [InlineData("""{"device":"x","families":[{"family":"nonsense"}]}""", "must be one of")]
    [InlineData("""{"device":"x","families":[],"more":1}""", "is not a field known here")]
    public void A_wrong_file_is_refused_in_a_sentence(string text, string hint)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        Should.Throw<ChalkException>(() => DeviceFit.Read(file)).Message.ShouldContain(hint);
        File.Delete(file);
    }
}
