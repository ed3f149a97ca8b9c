using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Formats;

namespace Chalkline.Measuring.Processors;

/// <summary>Measures the processor: its arithmetic peak, products, memory, and what starting a parallel loop costs.</summary>
internal sealed unsafe class ProcessorMeasurement(TimeProvider clock, MeasureOptions options, IMatrixProduct product)
{
    private const string Format = "fp32";
    private const int Element = sizeof(float);
    private const int PeakRounds = 2_000_000;

    private readonly ImmutableArray<MeasuredKernel>.Builder _kernels = ImmutableArray.CreateBuilder<MeasuredKernel>();
    private readonly Repeats _repeats = new(clock, options);

    /// <summary>Measures.</summary>
    /// <param name="name">Name to give the device; null for that of the processor.</param>
    /// <param name="remarks">What a reader should know beforehand.</param>
    /// <param name="progress">Told what is being measured.</param>
    /// <param name="cancel">Stops between runs.</param>
    public Measurement Run(string? name, IEnumerable<string> remarks, Action<string> progress, CancellationToken cancel)
    {
        ProcessorEnvironment here = ProcessorEnvironment.Here();
        progress("arithmetic peak");
        double peak = FusedPeak.Flop(PeakRounds) / _repeats.Time(() => FusedPeak.Run(PeakRounds), cancel).Low;
        progress("memory bandwidth");
        Memory(here, cancel);
        progress("launch of a parallel loop");
        Launch(here.Cores, cancel);
        Products(progress, cancel);
        return new(Device(name, here, peak), _kernels.ToImmutable(), [.. remarks]);
    }

    /// <summary>Time of a product in memory: weights are taken from ever other places, so that no cache holds them.</summary>
    public MeasuredKernel Product((int M, int N, int K) shape, AlignedBuffer weights, CancellationToken cancel)
    {
        (int m, int n, int k) = shape;
        using AlignedBuffer a = new((long)m * k);
        using AlignedBuffer c = new((long)m * n);
        a.Fill(1);
        long size = (long)n * k;
        long places = Math.Max(1, weights.Length / size);
        long place = 0;
        Timing timing = _repeats.Time(
            () =>
            {
                product.Multiply(a.First, weights.First + (place * size), c.First, m, n, k);
                place = (place + 1) % places;
            },
            cancel);
        return MeasuredKernel.Product(Format, Element, shape, product.Name, timing);
    }

    private void Products(Action<string> progress, CancellationToken cancel)
    {
        IReadOnlyList<(int M, int N, int K)> shapes = options.Shapes(options.Squares);
        long largest = shapes.Max(shape => (long)shape.N * shape.K);
        using AlignedBuffer pool = new(Math.Max(largest, options.StreamBytes / Element));
        pool.Fill(2);
        foreach ((int M, int N, int K) shape in shapes)
        {
            progress(string.Create(CultureInfo.InvariantCulture, $"product {shape.M} x {shape.N} x {shape.K}"));
            _kernels.Add(Product(shape, pool, cancel));
        }
    }

    private void Memory(ProcessorEnvironment here, CancellationToken cancel)
    {
        // Three arrays in at most three eighths of the memory.
        long bytes = Math.Min(Math.Max(options.StreamBytes, 4 * here.CacheBytes), here.MemoryBytes / 8);
        using MemoryPass pass = new(bytes / Element);
        foreach (int threads in new[] { 1, here.Cores }.Distinct())
        {
            Add("memory_read", "read", threads, pass.ReadBytes, _repeats.Time(() => pass.Read(threads), cancel));
            Add("elementwise", "copy", threads, pass.CopyBytes, _repeats.Time(() => pass.Copy(threads), cancel));
            Add("memory_triad", "triad", threads, pass.TriadBytes, _repeats.Time(() => pass.Triad(threads), cancel));
        }

        void Add(string kind, string what, int threads, double moved, Timing timing) => _kernels.Add(new()
        {
            Kind = kind,
            Precision = Format,
            M = 1,
            N = pass.Length,
            Library = threads == 1 ? $"{what}, 1 thread" : string.Create(CultureInfo.InvariantCulture, $"{what}, {threads} threads"),
            Timing = timing,
            Bytes = moved,
        });
    }

    private void Launch(int cores, CancellationToken cancel)
        => _kernels.Add(new()
        {
            Kind = "launch",
            Precision = Format,
            Library = "empty parallel loop",
            Timing = _repeats.Time(() => Parallel.For(0, cores, _ => { }), cancel),
        });

    private MeasuredDevice Device(string? name, ProcessorEnvironment here, double registers)
    {
        MeasuredKernel widest = _kernels.Where(kernel => kernel.Bytes > 0 && kernel.Flop == 0).MaxBy(kernel => kernel.BestBandwidth)!;
        MeasuredKernel fastest = _kernels.Where(kernel => kernel.Flop > 0).MaxBy(kernel => kernel.BestFlopRate)!;
        MeasuredFigure peak = registers >= fastest.BestFlopRate
            ? new(registers, $"multiply-adds in registers, {FusedPeak.Lanes} lanes, {here.Cores} cores")
            : new(fastest.BestFlopRate, $"{fastest.Library}, {fastest.M} x {fastest.N} x {fastest.K}");
        double launch = _kernels.Single(kernel => kernel.Kind == "launch").Timing.Median;
        return new()
        {
            Id = MeasuredDevice.Identifier(name ?? here.Model),
            Name = here.Model,
            Vendor = here.Vendor,
            Kind = "CPU",
            Date = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Environment = here.Line,
            Peaks = ImmutableSortedDictionary<Arithmetic, MeasuredFigure>.Empty.Add(Arithmetic.Fp32, peak),
            Memory = "DRAM",
            Capacity = new(here.MemoryBytes, "memory that programs may use, as the system states it"),
            Bandwidth = new(widest.BestBandwidth, widest.Library),
            Notes = string.Create(
                CultureInfo.InvariantCulture,
                $"Best product {fastest.BestFlopRate / 1e9:0.0} GFLOP/s with {fastest.Library}; ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"an empty parallel loop takes {launch * 1e6:0.0} us. Narrower formats were not measured and count as FP32."),
        };
    }
}
