using BenchmarkDotNet.Attributes;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Bench;

/// <summary>The <c>operator</c> fidelity: passes of the whole of DeepSeek-V3 timed a second on one core.</summary>
/// <remarks>Target: 200,000 points a second, better a million; nothing allocated.</remarks>
[MemoryDiagnoser]
public class PassBenchmarks
{
    private const int Points = 1000;

    private PassModel _pass = null!;

    /// <summary>Reads the catalogue and prepares the model once.</summary>
    [GlobalSetup]
    public void Prepare() => _pass = Machine.Wide;

    /// <summary>One token of every sequence, over batches and contexts.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public Seconds Decode() => Sum(Fidelity.Operator);

    /// <summary>The same operators summed as the closed form sees them.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Seconds DecodeAtChalkFidelity() => Sum(Fidelity.Chalk);

    /// <summary>Whole prompts.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Seconds Prefill()
    {
        Seconds total = Seconds.Zero;
        for (int point = 1; point <= Points; point++)
        {
            Pass prompts = Pass.Prefill(64 * point, new(4096), Tokens.Zero);
            total += _pass.Time(PassLoad.Split(Pass.None, prompts, 64)).Estimate;
        }

        return total;
    }

    /// <summary>Decode and prefill in the same pass.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Seconds Mixed()
    {
        Pass prompts = Pass.Prefill(64, new(4096), Tokens.Zero);
        Seconds total = Seconds.Zero;
        for (int point = 1; point <= Points; point++)
        {
            Pass decode = Pass.Decode(64 * point, new(1000 + point));
            total += _pass.Time(PassLoad.Split(decode, prompts, 64)).Estimate;
        }

        return total;
    }

    /// <summary>Walking the architecture for one layout: what a search pays before its first point.</summary>
    [Benchmark]
    public PassModel PrepareOneLayout()
        => PassModel.Prepare(_pass.Model, _pass.System, _pass.Layout, _pass.Precision, _pass.Efficiency);

    private Seconds Sum(Fidelity fidelity)
    {
        Seconds total = Seconds.Zero;
        for (int point = 1; point <= Points; point++)
        {
            Pass decode = Pass.Decode(64 * point, new(1000 + point));
            total += _pass.Time(PassLoad.Split(decode, Pass.None, 64), fidelity).Estimate;
        }

        return total;
    }
}
