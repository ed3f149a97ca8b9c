using BenchmarkDotNet.Attributes;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Bench;

/// <summary>What showing the work costs: a roofline over many batches, plain, with nobody asking, and recorded.</summary>
/// <remarks>Plain and quiet must take the same time and allocate nothing; the loop makes a nanosecond visible.</remarks>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 1, printSource: false)]
public class WorkBenchmarks
{
    private const int Batches = 1000;

    private static readonly Symbol Weights = new("weights", "W", "W", "weights read in a pass");
    private static readonly Symbol Cache = new("cache", "K", "K", "KV cache of one sequence");
    private static readonly Symbol Bandwidth = new("bandwidth", "B", "B", "memory bandwidth");
    private static readonly Symbol Work = new("flop", "F", "F", "work of one token");
    private static readonly Symbol Peak = new("peak", "C", "C", "dense peak");
    private static readonly Symbol Batch = new("batch", "b", "b", "sequences in a pass");
    private static readonly Symbol MemoryTime = new("memoryTime", "t_mem", "t_{\\text{mem}}", "time to read");
    private static readonly Symbol ComputeTime = new("computeTime", "t_flop", "t_{\\text{flop}}", "time to compute");
    private static readonly Symbol StepTime = new("time", "t", "t", "time of the step");
    private static readonly Source Datasheet = new("datasheet", "2023-03", Verification.Yes);

    private readonly Bytes _weights = new(1.4e11);
    private readonly Bytes _cache = new(2.5e9);
    private readonly BytesPerSecond _bandwidth = new(3.35e12);
    private readonly Flop _flop = new(1.4e11);
    private readonly FlopPerSecond _peak = new(9.89e14);

    /// <summary>The formula without any work.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Batches)]
    public Seconds Plain()
    {
        Seconds total = default;
        for (int batch = 1; batch <= Batches; batch++)
        {
            total += PlainStep(_weights, _cache, _bandwidth, _flop, _peak, batch);
        }

        return total;
    }

    /// <summary>The formula with work that nobody asked for.</summary>
    [Benchmark(OperationsPerInvoke = Batches)]
    public Seconds Quiet()
    {
        Quiet work = default;
        Seconds total = default;
        for (int batch = 1; batch <= Batches; batch++)
        {
            total += Step(_weights, _cache, _bandwidth, _flop, _peak, batch, ref work);
        }

        return total;
    }

    /// <summary>The formula with its work written down, a derivation for each batch.</summary>
    [Benchmark(OperationsPerInvoke = Batches)]
    public Seconds Shown()
    {
        Seconds total = default;
        for (int batch = 1; batch <= Batches; batch++)
        {
            Shown work = new(new Derivation());
            total += Step(_weights, _cache, _bandwidth, _flop, _peak, batch, ref work);
        }

        return total;
    }

    private static Seconds PlainStep(
        Bytes weights, Bytes cache, BytesPerSecond bandwidth, Flop flop, FlopPerSecond peak, int batch)
    {
        Seconds memoryTime = (weights + (batch * cache)) / bandwidth;
        Seconds computeTime = batch * flop / peak;
        return Quantity.Max(memoryTime, computeTime);
    }

    private static Seconds Step<TWork>(
        Bytes weights, Bytes cache, BytesPerSecond bandwidth, Flop flop, FlopPerSecond peak, int batch, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("Step");
        work.Given(Weights, weights, Datasheet);
        work.Given(Cache, cache);
        work.Given(Bandwidth, bandwidth, Datasheet);
        work.Given(Work, flop);
        work.Given(Peak, peak, Datasheet);
        work.Given(Batch, batch);
        Seconds memoryTime = work.Step(MemoryTime, (weights + (batch * cache)) / bandwidth);
        Seconds computeTime = work.Step(ComputeTime, batch * flop / peak);
        Seconds time = work.Step(StepTime, Quantity.Max(memoryTime, computeTime));
        work.Close();
        return time;
    }
}
