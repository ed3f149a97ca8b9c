using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Codesign.Trends;

/// <summary>A quantity of models or devices over time.</summary>
/// <param name="Id">Its name for the command line, for example <c>hbm-bandwidth</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="Unit">Its unit; empty for a pure number.</param>
/// <param name="Of">models or devices.</param>
/// <param name="Values">The dated values.</param>
public sealed record TrendSeries(string Id, string Name, string Unit, string Of, ImmutableArray<Observation> Values);

/// <summary>The series that the catalogue gives: its devices by their release, its models by <c>data/releases/models.csv</c>.</summary>
public static class CatalogueTrends
{
    /// <summary>Every series with at least four dated values.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="undated">Models of the catalogue without a date, which are left out.</param>
    public static ImmutableArray<TrendSeries> All(DataFolder data, out int undated)
    {
        ModelCatalogue models = ModelCatalogue.Open(data);
        CsvTable releases = CsvTable.Read(Path.Combine(data.Path, "releases", "models.csv"), ["model", "date", "source", "verified"]);
        (Model Model, double Year)[] dated = [.. releases.Rows.Select(row => (models.Find(row.Required("model")), Observation.YearOf(row.Required("date"))))];
        undated = models.Names.Count - dated.Length;
        Accelerator[] devices =
        [
            .. HardwareCatalogue.Open(data).Accelerators.Where(device => device.Released is not null && device.Kind is "GPU" or "TPU" or "ASIC"
                && !device.Memory.Name.StartsWith("SRAM", StringComparison.Ordinal) && device.Memory.Name.Contains("HBM", StringComparison.Ordinal)),
        ];
        return
        [
            .. new[]
            {
                Models("total-parameters", "parameters of open models", "param", model => ParameterCount.Count(model).Total.Value),
                Models("active-parameters", "active parameters of open models", "param", model => ParameterCount.Count(model).Active.Value),
                Models("sparsity", "total over active parameters", "", model => ParameterCount.Count(model).Total / ParameterCount.Count(model).Active),
                Models("kv-per-token", "KV cache of a token, BF16", "B", model => KeyValueFootprint.Growth(model, NumberFormat.Bf16).Value),
                Models("context", "longest context", "tok", model => model.MaximumContext),
                Devices("bandwidth", "memory bandwidth of devices with HBM", "B/s", device => device.Memory.Bandwidth.Value.Value),
                Devices("capacity", "memory of devices with HBM", "B", device => device.Memory.Capacity.Value.Value),
                Devices("peak-bf16", "dense BF16 peak", "FLOP/s", device => Peak(device, Arithmetic.Bf16)),
                Devices("peak-narrow", "dense peak in the narrowest native format", "FLOP/s", Narrowest),
                Devices("ridge-bf16", "FLOP a byte in BF16", "FLOP/B", device => Peak(device, Arithmetic.Bf16) / device.Memory.Bandwidth.Value.Value),
                Devices("ridge-narrow", "FLOP a byte in the narrowest native format", "FLOP/B", device => Narrowest(device) / device.Memory.Bandwidth.Value.Value),
                Devices("drain", "drain time of memory", "s", device => device.Memory.DrainTime.Value),
                Devices("power", "thermal design power", "W", device => device.Power?.Value.Value),
            }.Where(series => series.Values.Length >= 4),
        ];

        TrendSeries Models(string id, string name, string unit, Func<Model, double?> value) => new(
            id, name, unit, "models",
            [.. dated.Select(one => (one.Model.Name, one.Year, Value: value(one.Model))).Where(one => one.Value is > 0)
                .Select(one => new Observation(one.Name, one.Year, one.Value!.Value))]);

        TrendSeries Devices(string id, string name, string unit, Func<Accelerator, double?> value) => new(
            id, name, unit, "devices",
            [.. devices.Select(device => (device.Id, Year: Observation.YearOf(device.Released!), Value: value(device))).Where(one => one.Value is > 0)
                .Select(one => new Observation(one.Id, one.Year, one.Value!.Value))]);
    }

    private static double? Peak(Accelerator device, Arithmetic arithmetic)
        => device.Peaks.TryGetValue(arithmetic, out Datum<FlopPerSecond>? peak) ? peak.Value.Value : null;

    private static double? Narrowest(Accelerator device) => device.Peaks.Max(peak => peak.Value.Value.Value);
}
