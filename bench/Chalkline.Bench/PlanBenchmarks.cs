using BenchmarkDotNet.Attributes;
using Chalkline.Catalog;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Bench;

/// <summary>A whole question: plan DeepSeek-V3 on one GB200 NVL72 (4096 in, 1024 out), and what comes before it.</summary>
/// <remarks>Target: a search well under half a second on this class of machine.</remarks>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private PlanRequest _request = null!;
    private ServingPoint _cheapest = null!;

    /// <summary>Reads the catalogue once.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _request = new()
        {
            Model = Machine.Model,
            System = Machine.System,
            Precision = Machine.Model.Native,
            Workload = new(new(4096), new(1024), Tokens.Zero),
            Price = new UsdPerDeviceHour(3),
        };
        _cheapest = Planner.Search(_request).Cheapest!;
    }

    /// <summary>All layouts and batches, aggregated and disaggregated.</summary>
    [Benchmark]
    public Plan Search() => Planner.Search(_request);

    /// <summary>What each hardware figure is worth at the cheapest point.</summary>
    [Benchmark]
    public IReadOnlyList<Elasticity> Elasticities() => Elasticity.Of(_request, _cheapest);

    /// <summary>Opening the catalogue and finding a model, files in the system's cache.</summary>
    [Benchmark]
    public Model FindModel() => ModelCatalogue.Open(Machine.Data).Find("deepseek-v3");

    /// <summary>Opening the catalogue and finding a system.</summary>
    [Benchmark]
    public MachineSystem FindSystem() => HardwareCatalogue.Open(Machine.Data).FindSystem("gb200-nvl72");
}
