using BenchmarkDotNet.Attributes;
using Chalkline.Catalog;
using Chalkline.Formats;
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
    private PlanRequest _dense = null!;
    private PlanRequest _racks = null!;
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
        HardwareCatalogue hardware = HardwareCatalogue.Open(Machine.Data);
        _racks = _request with { System = hardware.FindSystem("gb200-nvl72x8") };
        NumberFormat fp8 = NumberFormat.Find("fp8");
        _dense = _request with
        {
            Model = ModelCatalogue.Open(Machine.Data).Find("qwen3-32b"),
            System = hardware.FindSystem("h200x32"),
            Precision = Precision.Uniform(fp8, fp8),
            Workload = new(new(4000), new(500), new(500))
            {
                TimeToFirstToken = new Seconds(0.3),
                TimePerOutputToken = new Seconds(0.01),
            },
        };
        _cheapest = Planner.Search(_request).Cheapest!;
    }

    /// <summary>All layouts and batches, aggregated and disaggregated.</summary>
    [Benchmark]
    public Plan Search() => Planner.Search(_request);

    /// <summary>Qwen3-32B on 32 H200 under service levels: the question peers are timed by.</summary>
    [Benchmark]
    public Plan SearchDense() => Planner.Search(_dense);

    /// <summary>The same with 26,043 points, as many as a peer evaluates (26,008).</summary>
    [Benchmark]
    public Plan SearchDenseFinely() => Planner.Search(_dense with { BatchesPerDoubling = 99 });

    /// <summary>DeepSeek-V3 on 576 GB200 in eight racks.</summary>
    [Benchmark]
    public Plan SearchRacks() => Planner.Search(_racks);

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
