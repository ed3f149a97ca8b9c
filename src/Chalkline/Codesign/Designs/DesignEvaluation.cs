using Chalkline.Catalog;
using Chalkline.Codesign.Energy;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Designs;

/// <summary>
/// What a design does at equal loss: parameters are grown by 1/e_N so that its loss is that of the model in 16 bits. Closed
/// form: the slower of arithmetic and reading, every rate at its peak, and a fixed time a layer. Cheap enough to cross any
/// model with any machine, and the same for wafers as for GPUs; <c>chalk plan</c> is the finer tool where a machine is known.
/// </summary>
public sealed record DesignEvaluation
{
    private static readonly Symbol ActiveSymbol = new("active", "N", "N", "active parameters of the model as published");
    private static readonly Symbol TotalSymbol = new("all", "N_tot", @"N_{\text{tot}}", "all parameters");
    private static readonly Symbol EfficiencySymbol = new("ofParameter", "e_N", "e_N", "what a parameter counts for");
    private static readonly Symbol BytesSymbol = new("width", "b", "b", "stored bytes of a weight");
    private static readonly Symbol DevicesSymbol = new("devices", "n", "n", "devices");
    private static readonly Symbol PeakSymbol = new("peak", "F", "F", "dense peak in the arithmetic it runs in, FLOP/s");
    private static readonly Symbol WeightBandwidthSymbol = new("weightBandwidth", "BW_w", @"\text{BW}_w", "bandwidth of the memory of weights, B/s");
    private static readonly Symbol BandwidthSymbol = new("bandwidth", "BW", @"\text{BW}", "bandwidth of the memory of the cache, B/s");
    private static readonly Symbol BatchSymbol = new("batch", "B", "B", "sequences at once");
    private static readonly Symbol CacheSymbol = new("cache", "M_kv", "M_{kv}", "cache of a sequence, B");
    private static readonly Symbol LayersSymbol = new("layers", "L", "L", "layers");
    private static readonly Symbol LatencySymbol = new("latency", "t_layer", @"t_{\text{layer}}", "fixed time of a layer, s");
    private static readonly Symbol WeightsSymbol = new("weights", "W", "W", "bytes of weights at equal loss");
    private static readonly Symbol ComputeSymbol = new("compute", "t_c", "t_c", "time of arithmetic at equal loss, s");
    private static readonly Symbol WeightTimeSymbol = new("weightTime", "t_w", "t_w", "time of reading weights, s");
    private static readonly Symbol CacheTimeSymbol = new("cacheTime", "t_kv", "t_{kv}", "time of reading caches, s");
    private static readonly Symbol ReadingSymbol = new("reading", "t_r", "t_r", "time of reading: together where memories are apart, s");
    private static readonly Symbol StepSymbol = new("step", "TPOT", @"\text{TPOT}", "time of a step, s");

    /// <summary>The design.</summary>
    public required Design Design { get; init; }

    /// <summary>Bytes of weights at equal loss.</summary>
    public required Bytes Weights { get; init; }

    /// <summary>Time of a step's arithmetic.</summary>
    public required Seconds Compute { get; init; }

    /// <summary>Time of reading weights and caches.</summary>
    public required Seconds Reading { get; init; }

    /// <summary>Time of a token.</summary>
    public required Seconds TimePerToken { get; init; }

    /// <summary>What lacks; empty when the design holds its model and batch.</summary>
    public required string Lacks { get; init; }

    /// <summary>Energy of a token at equal loss, by cause.</summary>
    public required TokenEnergy Energy { get; init; }

    /// <summary>Speed of one user.</summary>
    public TokensPerSecondPerUser Speed => new(1 / TimePerToken.Value);

    /// <summary>Tokens a second of a device.</summary>
    public TokensPerSecondPerDevice PerDevice => new(Design.Batch / (Design.Hardware.Devices * TimePerToken.Value));

    /// <summary>Cost of a million tokens at equal loss; null where no price is known.</summary>
    public double? UsdPerMillion => HardwareCatalogue.DefaultPrice(Design.Hardware.Accelerator) is { } price
        ? price.Price.Value / 3600 / PerDevice.Value * 1e6
        : null;

    /// <summary>Average power of a device over its TDP: above 1 the design cannot run so fast; null where TDP is unknown.</summary>
    public double? OfTdp => Design.Hardware.Accelerator.Power is { } power ? Energy.Power.Value / power.Value.Value : null;

    /// <summary>What a design is judged by; less is better.</summary>
    /// <exception cref="ChalkException">Cost is asked and no price is known.</exception>
    public double Of(DesignObjective objective) => objective switch
    {
        DesignObjective.Energy => Energy.Total.Value,
        DesignObjective.Cost => UsdPerMillion ?? throw new ChalkException(
            $"No price of {Design.Hardware.Accelerator.Id} is known; set price in the design, or choose another objective."),
        DesignObjective.Time => TimePerToken.Value,
        _ => Compute.Value / Design.Batch * Design.Hardware.Devices,
    };

    /// <summary>Evaluates a design.</summary>
    public static DesignEvaluation Of(Design design, EnergyCatalogue tables, FormatCatalogue formats)
    {
        Quiet quiet = default;
        return Of(design, tables, formats, ref quiet);
    }

    /// <summary>Evaluates a design, with the work shown.</summary>
    public static DesignEvaluation Of<TWork>(Design design, EnergyCatalogue tables, FormatCatalogue formats, ref TWork work)
        where TWork : struct, IWork
    {
        ModelSide model = design.Model;
        HardwareSide machine = design.Hardware;
        Accelerator device = machine.Accelerator;
        ModelSize size = ParameterCount.Count(model.Model);
        double active = work.Given(ActiveSymbol, size.Active.Value, model.Model.Source, "active");
        double all = work.Given(TotalSymbol, size.Total.Value, model.Model.Source, "all");
        double ofParameter = work.Given(EfficiencySymbol, model.Change.Parameters, model.Source, "ofParameter");
        double width = work.Given(BytesSymbol, model.Weights.Storage.Value / 8, model.Weights.Source, "width");
        double devices = work.Given(DevicesSymbol, (double)machine.Devices, name: "devices");
        double peak = work.Given(PeakSymbol, device.Peak(model.Arithmetic).Value, name: "peak");
        double bandwidth = work.Given(BandwidthSymbol, device.Memory.Bandwidth.Value.Value, device.Memory.Bandwidth.Source, "bandwidth");
        double weightBandwidth = work.Given(
            WeightBandwidthSymbol, machine.WeightMemory?.Bandwidth.Value ?? device.Memory.Bandwidth.Value.Value, name: "weightBandwidth");
        double batch = work.Given(BatchSymbol, design.Batch, name: "batch");
        double cache = work.Given(CacheSymbol, KeyValueFootprint.Held(model.Model, model.KeyValue.Stored, design.Context).Value, name: "cache");
        double layers = work.Given(LayersSymbol, (double)model.Model.Layers.Length, name: "layers");
        double latency = work.Given(LatencySymbol, machine.LayerLatency.Value, name: "latency");

        double weights = work.Step(WeightsSymbol, all / ofParameter * width);
        double compute = work.Step(ComputeSymbol, batch * 2 * active / (ofParameter * devices * peak));
        double weightTime = work.Step(WeightTimeSymbol, weights / (devices * weightBandwidth));
        double cacheTime = work.Step(CacheTimeSymbol, batch * cache / (devices * bandwidth));
        double reading = machine.WeightMemory is null
            ? work.Step(ReadingSymbol, weightTime + cacheTime)
            : work.Step(ReadingSymbol, Math.Max(weightTime, cacheTime));
        double step = work.Step(StepSymbol, Math.Max(compute, reading) + (layers * latency));
        EnergyTerms terms = EnergyTerms.Of(device, tables, formats);
        TokenTraffic traffic = new()
        {
            WeightFlop = new(2 * active / ofParameter),
            WeightArithmetic = Held(device, model.Arithmetic),
            Weights = new(weights / batch),
            WeightsOnDie = machine.WeightMemory is not null,
            Cache = new(cache),
            DeviceTime = new(devices * step / batch),
        };
        return new()
        {
            Design = design,
            Weights = new(weights),
            Compute = new(compute),
            Reading = new(reading),
            TimePerToken = new(step),
            Lacks = LacksOf(design, weights, batch * cache),
            Energy = TokenEnergy.Of(traffic, terms),
        };
    }

    /// <summary>The arithmetic a device really has for another: the next wider one.</summary>
    private static Arithmetic Held(Accelerator device, Arithmetic wanted)
        => device.Peaks.ContainsKey(wanted) ? wanted
            : wanted is Arithmetic.Fp4 or Arithmetic.Int8 && device.Peaks.ContainsKey(Arithmetic.Fp8) ? Arithmetic.Fp8
            : Arithmetic.Bf16;

    private static string LacksOf(Design design, double weights, double caches)
    {
        HardwareSide machine = design.Hardware;
        double memory = machine.Devices * machine.Accelerator.Memory.Usable.Value;
        double apart = machine.Devices * (machine.WeightMemory?.Capacity.Value ?? 0);
        return machine.WeightMemory is not null && weights > apart
            ? $"weights of {new Bytes(weights)} need {Math.Ceiling(weights / machine.WeightMemory.Capacity.Value):N0} devices by their SRAM; it has {machine.Devices:N0}"
            : (machine.WeightMemory is null ? weights : 0) + caches > memory
            ? $"{new Bytes((machine.WeightMemory is null ? weights : 0) + caches)} need {Math.Ceiling(((machine.WeightMemory is null ? weights : 0) + caches) / machine.Accelerator.Memory.Usable.Value):N0} devices by their memory; it has {machine.Devices:N0}"
            : "";
    }
}

/// <summary>What a design is judged by at equal loss.</summary>
public enum DesignObjective
{
    /// <summary>Joules a token.</summary>
    Energy,

    /// <summary>Dollars a million tokens.</summary>
    Cost,

    /// <summary>Device time of a token's arithmetic.</summary>
    Compute,

    /// <summary>Time of a token.</summary>
    Time,
}
