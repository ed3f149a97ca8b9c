using BenchmarkDotNet.Attributes;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Bench;

/// <summary>The <c>chalk</c> fidelity: points of the lecture's closed form a second on one core.</summary>
/// <remarks>Target: 5 million points a second, nothing allocated.</remarks>
[MemoryDiagnoser]
public class RooflineBenchmarks
{
    private const int Points = 1000;

    private readonly Roofline _roofline = new()
    {
        Active = new(37e9),
        Total = new(671e9),
        WeightWidth = new(1),
        KeyValue = new(70_272),
        Peak = new(72 * 5e15),
        Bandwidth = new(72 * 8e12),
        AttentionFlop = new(1e6),
    };

    private Roofline _sparse = null!;

    /// <summary>The same model with a law that has to be worked out at each context.</summary>
    [GlobalSetup]
    public void Prepare() => _sparse = _roofline with { Context = ContextLaw.SquareRoot(new(1024)) };

    /// <summary>Every token of the context is read.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public Seconds Dense() => Sum(_roofline);

    /// <summary>A square root on the context.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Seconds SquareRoot() => Sum(_sparse);

    private static Seconds Sum(Roofline roofline)
    {
        Seconds total = Seconds.Zero;
        for (int batch = 1; batch <= Points; batch++)
        {
            total += roofline.Time(batch, new(1000 + batch)).Pass;
        }

        return total;
    }
}
