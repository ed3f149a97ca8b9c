using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Measuring.Processors;

namespace Chalkline.Measuring.Tests;

/// <summary>The whole measurement, on sizes so small that it takes no time, and what is written of it.</summary>
public sealed class MeasurementTests
{
    private static readonly MeasureOptions Tiny = MeasureOptions.Quick with
    {
        Runs = 3,
        LeastRun = 1e-5,
        Patience = 0.01,
        StreamBytes = 1 << 12,
        Squares = [16],
        SkinnyRows = [1, 9],
        Weights = [(24, 32)],
    };

    [Fact]
    public void The_table_reads_back_as_it_was_measured()
    {
        Measurement measurement = Example();
        ImmutableArray<KernelCase> rows = KernelCases.Parse(MeasuredTable.Write(measurement), "kernels.csv");

        rows.Length.ShouldBe(measurement.Kernels.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            MeasuredKernel kernel = measurement.Kernels[i];
            rows[i].Time!.Value.ShouldBe(kernel.Timing.Median, kernel.Timing.Median * 1e-5);
            rows[i].Hardware.ShouldBe("my-machine");
            rows[i].Library.ShouldBe(kernel.Library);
            rows[i].Quality.ShouldBe(CaseQuality.Ok);
            if (rows[i].Work is { } work)
            {
                (work.M, work.N, work.K).ShouldBe((kernel.M, kernel.N, kernel.K));
                work.Weights.ShouldBe(NumberFormat.Fp32);
            }
            else
            {
                rows[i].Unusable.ShouldContain("has no kernel model");
            }
        }
    }

    [Fact]
    public void The_columns_are_those_of_the_tables_that_are_shipped()
        => MeasuredTable.Columns.ShouldBe(
            File.ReadLines(Path.Combine(Repository, "data", "measurements", "kernels.csv")).First().Split(','));

    [Fact]
    public void The_device_file_is_one_that_the_catalogue_takes()
    {
        Measurement measurement = Example();
        string path = Path.Combine(Directory.CreateTempSubdirectory("chalkline-measuring-").FullName, "my-machine.json");
        File.WriteAllText(path, DeviceFile.Write(measurement.Device));

        MachineSystem system = HardwareCatalogue.Open(new(Path.Combine(Repository, "data"))).FindSystem(path);

        system.Devices.ShouldBe(1);
        system.Accelerator.Id.ShouldBe("my-machine");
        system.Accelerator.Kind.ShouldBe("CPU");
        system.Accelerator.Peak(Arithmetic.Bf16).Value.ShouldBe(2e11);
        system.Accelerator.Memory.Bandwidth.Value.Value.ShouldBe(3e10);
        system.Accelerator.Memory.Bandwidth.Source.Date.ShouldBe("2026-11-24");
        system.Accelerator.Memory.Bandwidth.Source.Where.ShouldContain("Two cores, \"quoted\"");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void The_processor_is_measured_whole()
    {
        List<string> told = [];
        Measurement measurement = new ProcessorMeasurement(TimeProvider.System, Tiny, new BlockedProduct())
            .Run("Test: box 1", ["A remark."], told.Add, TestContext.Current.CancellationToken);

        measurement.Device.Id.ShouldBe("test-box-1");
        measurement.Device.Kind.ShouldBe("CPU");
        measurement.Device.Peaks[Arithmetic.Fp32].Value.ShouldBeGreaterThan(0);
        measurement.Remarks.ShouldBe(["A remark."]);
        measurement.Kernels.Count(kernel => kernel.Kind == "gemm").ShouldBe(3);
        measurement.Kernels.Where(kernel => kernel.Kind == "gemm")
            .ShouldAllBe(kernel => kernel.BestFlopRate <= measurement.Device.Peaks[Arithmetic.Fp32].Value);
        measurement.Kernels.Where(kernel => kernel.Flop == 0)
            .ShouldAllBe(kernel => kernel.BestBandwidth <= measurement.Device.Bandwidth.Value);
        measurement.Kernels.Select(kernel => kernel.Kind).Distinct(StringComparer.Ordinal)
            .ShouldBe(["memory_read", "elementwise", "memory_triad", "launch", "gemm"]);
        told[^1].ShouldBe("product 9 x 24 x 32");
    }

    [Theory]
    [InlineData(1.0, 1.4, 1)]
    [InlineData(1.0, 1.6, 2)]
    public void Noise_is_told(double low, double high, int sentences)
    {
        Measurement calm = Example();
        Measurement measured = calm with
        {
            Kernels = [.. calm.Kernels.Select(kernel => kernel with { Timing = new(1.2, low, high, 9) })],
            Remarks = ["A remark."],
        };

        measured.Advice.Count().ShouldBe(sentences);
        measured.Advice.First().ShouldBe("A remark.");
    }

    [Theory]
    [InlineData("My Machine", "my-machine")]
    [InlineData("  AMD EPYC(TM) 9354 ", "amd-epyc-tm-9354")]
    [InlineData("x", "x")]
    public void A_name_becomes_an_identifier(string name, string id) => MeasuredDevice.Identifier(name).ShouldBe(id);

    [Theory]
    [InlineData("")]
    [InlineData("../..")]
    public void A_name_without_letters_is_refused(string name)
        => Should.Throw<ChalkException>(() => MeasuredDevice.Identifier(name)).Message.ShouldContain("my-machine");

    [Fact]
    public void A_product_counts_two_operations_a_place_and_each_matrix_once()
    {
        MeasuredKernel kernel = MeasuredKernel.Product("fp32", 4, (2, 3, 5), "plain", new(2, 1, 3, 9));

        kernel.Flop.ShouldBe(60);
        kernel.Bytes.ShouldBe(4 * (10 + 15 + 6));
        kernel.FlopRate.ShouldBe(30);
        kernel.Bandwidth.ShouldBe(62);
    }

    private static string Repository { get; } = Root();

    private static Measurement Example() => new(
        new()
        {
            Id = "my-machine",
            Name = "My machine",
            Vendor = "unknown",
            Kind = "CPU",
            Date = "2026-11-24",
            Environment = "Two cores, \"quoted\"; an operating system",
            Peaks = ImmutableSortedDictionary<Arithmetic, MeasuredFigure>.Empty.Add(Arithmetic.Fp32, new(2e11, "registers")),
            Memory = "DRAM",
            Capacity = new(16e9, ""),
            Bandwidth = new(3e10, "triad"),
        },
        [
            MeasuredKernel.Product("fp32", 4, (128, 256, 512), "a library, with a comma", new(1.23456789e-3, 1e-3, 2e-3, 21)),
            new() { Kind = "launch", Precision = "fp32", Library = "loop", Timing = new(2e-6, 1e-6, 3e-6, 21) },
            new() { Kind = "elementwise", Precision = "fp32", M = 1, N = 4096, Library = "copy", Timing = new(1e-3, 1e-3, 1e-3, 3), Bytes = 32768 },
        ],
        []);

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Chalkline.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests lie outside the repository.");
    }
}
