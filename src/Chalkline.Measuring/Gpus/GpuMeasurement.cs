using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Formats;
using Chalkline.Measuring.Processors;

namespace Chalkline.Measuring.Gpus;

/// <summary>Measures a GPU through its driver: products in 16-bit formats and copies in its memory.</summary>
internal sealed class GpuMeasurement(TimeProvider clock, MeasureOptions options, CudaDriver driver, CudaBlas blas)
    : IDisposable
{
    private const int Element = 2;
    private const long MostPool = 4L << 30;
    private const int PatternLength = 1 << 22;

    private readonly ImmutableArray<MeasuredKernel>.Builder _kernels = ImmutableArray.CreateBuilder<MeasuredKernel>();
    private readonly Repeats _repeats = new(clock, options);
    private readonly List<ulong> _taken = [];

    /// <summary>Measures.</summary>
    /// <param name="name">Name to give the device; null for that of the driver.</param>
    /// <param name="progress">Told what is being measured.</param>
    /// <param name="cancel">Stops between runs.</param>
    public Measurement Run(string? name, Action<string> progress, CancellationToken cancel)
    {
        long most = driver.Memory.Free / 8;
        List<string> remarks = [];
        (int M, int N, int K)[] shapes = [.. options.Shapes(options.GpuSquares)];
        (int M, int N, int K)[] fitting =
            [.. shapes.Where(shape => Element * Math.Max(Math.Max(A(shape), C(shape)), Weights(shape)) <= most)];
        if (fitting.Length < shapes.Length)
        {
            remarks.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{shapes.Length - fitting.Length} products were left out, "
                    + $"for only {driver.Memory.Free / 1e9:0.0} GB of the device are free."));
        }

        if (fitting.Length == 0)
        {
            throw new ChalkException("The GPU has too little free memory to measure; free some, "
                + "or measure the processor with --cpu.");
        }

        long ample = Math.Min(most, Math.Min(MostPool, 8 * driver.CacheBytes));
        long pool = Math.Max(ample, fitting.Max(shape => Element * Weights(shape)));
        ulong weights = Filled(pool);
        ulong a = Filled(fitting.Max(shape => Element * A(shape)));
        ulong c = Take(fitting.Max(shape => Element * C(shape)));
        progress("copy in memory");
        Copies(Math.Min(most, options.StreamBytes), cancel);
        foreach (GpuFormat format in new[] { GpuFormat.Bf16, GpuFormat.Fp16 })
        {
            foreach ((int m, int n, int k) in fitting)
            {
                progress(string.Create(CultureInfo.InvariantCulture, $"{format.Label} product {m} x {n} x {k}"));
                Product(format, (m, n, k), a, weights, pool, c, cancel);
            }
        }

        return new(Device(name), _kernels.ToImmutable(), [.. remarks]);
    }

    private static long A((int M, int N, int K) shape) => (long)shape.M * shape.K;

    private static long Weights((int M, int N, int K) shape) => (long)shape.N * shape.K;

    private static long C((int M, int N, int K) shape) => (long)shape.M * shape.N;

    /// <inheritdoc/>
    public void Dispose() => _taken.ForEach(driver.Free);

    private void Copies(long largest, CancellationToken cancel)
    {
        ulong from = Filled(largest);
        ulong to = Take(largest);
        foreach (long bytes in new[] { largest / 64, largest / 8, largest })
        {
            Timing timing = _repeats.Time(calls => driver.Seconds(() => driver.Copy(to, from, bytes), calls), cancel);
            _kernels.Add(new()
            {
                Kind = "elementwise",
                Precision = GpuFormat.Bf16.Label,
                M = 1,
                N = bytes / Element,
                Library = "cuMemcpyDtoD copy, CUDA graph",
                Timing = timing,
                Bytes = 2.0 * bytes,
                Remark = bytes < 4 * driver.CacheBytes ? "partly held by the cache" : "",
            });
        }
    }

    /// <summary>Weights are taken from ever other places of the pool, so that the cache does not hold them.</summary>
    private void Product(
        GpuFormat format,
        (int M, int N, int K) shape,
        ulong a,
        ulong weights,
        long pool,
        ulong c,
        CancellationToken cancel)
    {
        long size = Element * Weights(shape);
        long places = Math.Max(1, pool / size);
        long place = 0;
        void Start()
        {
            blas.Multiply(format, a, weights + (ulong)(place * size), c, shape.M, shape.N, shape.K);
            place = (place + 1) % places;
        }

        Timing timing = _repeats.Time(calls => driver.Seconds(Start, calls), cancel);
        _kernels.Add(MeasuredKernel.Product(format.Label, Element, shape, blas.Name, timing));
    }

    private ulong Take(long bytes)
    {
        ulong address = driver.Take(bytes);
        _taken.Add(address);
        return address;
    }

    /// <summary>
    /// Memory with small numbers of either sign in it: a GPU multiplies zeros faster than numbers, for they cost less
    /// power.
    /// </summary>
    private ulong Filled(long bytes)
    {
        ulong address = Take(bytes);
        using AlignedBuffer numbers = new(PatternLength);
        numbers.Fill(1);
        ushort[] pattern = new ushort[Math.Min(PatternLength, bytes / Element)];
        for (int i = 0; i < pattern.Length; i++)
        {
            pattern[i] = numbers.UpperHalf(i);
        }

        driver.Put(address, pattern);
        for (long done = Element * (long)pattern.Length; done < bytes;)
        {
            long part = Math.Min(done, bytes - done);
            driver.Copy(address + (ulong)done, address, part);
            done += part;
        }

        return address;
    }

    private MeasuredDevice Device(string? name)
    {
        ProcessorEnvironment host = ProcessorEnvironment.Here();
        MeasuredKernel fastest = _kernels.MaxBy(kernel => kernel.BestFlopRate)!;
        MeasuredKernel[] copies = [.. _kernels.Where(kernel => kernel.Kind == "elementwise")];
        MeasuredKernel widest = copies.Where(kernel => kernel.Remark.Length == 0).MaxBy(kernel => kernel.BestBandwidth)
            ?? copies[^1];
        return new()
        {
            Id = MeasuredDevice.Identifier(name ?? driver.Name),
            Name = driver.Name,
            Vendor = "NVIDIA",
            Kind = "GPU",
            ComputeUnits = driver.Multiprocessors,
            Date = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Environment = $"{driver.Name}, {driver.Multiprocessors} multiprocessors, "
                + $"compute capability {driver.Capability}, "
                + $"CUDA {driver.Version}, {blas.Name}; {host.Line}",
            Peaks = ImmutableSortedDictionary<Arithmetic, MeasuredFigure>.Empty.Add(
                Arithmetic.Bf16,
                new(fastest.BestFlopRate, $"{fastest.Library}, {fastest.Precision}, "
                    + $"{fastest.M} x {fastest.N} x {fastest.K}")),
            Memory = "device memory",
            Capacity = new(driver.Memory.Total, "as the driver states it"),
            Bandwidth = new(widest.BestBandwidth, "a copy, reads and writes counted"),
            Notes = "The peak is the best product seen, not that of a datasheet. "
                + "FP8 and FP4 were not measured and count as BF16.",
        };
    }
}
