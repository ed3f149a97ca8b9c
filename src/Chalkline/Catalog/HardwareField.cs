using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>A figure of a device that a user may change.</summary>
/// <param name="Name">Its name, for example <c>memory.bandwidth</c>.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Unit">Its unit; empty for counts and plain numbers.</param>
/// <param name="Example">A value that is right.</param>
public sealed record HardwareField(string Name, ImmutableArray<string> Aliases, string Meaning, string Unit, string Example)
{
    private static readonly string[] Formats = ["fp32", "tf32", "bf16", "fp8", "fp4", "int8"];

    /// <summary>Every field.</summary>
    public static ImmutableArray<HardwareField> All { get; } =
    [
        new("peaks", ["peak", "flops"], "all dense peaks together; a factor", "", "2x"),
        .. Formats.Select(format => new HardwareField(
            $"peaks.{format}", [$"peak.{format}", format], $"dense peak in {format.ToUpperInvariant()}", FlopPerSecond.Info.Unit, "2PFLOP/s")),
        new("memory.bandwidth", ["hbm.bandwidth", "bandwidth"], "bandwidth of the device's memory", BytesPerSecond.Info.Unit, "8TB/s"),
        new("memory.capacity", ["hbm.capacity", "hbm", "capacity"], "capacity of the device's memory", Bytes.Info.Unit, "192GB"),
        new("sram", ["onchipmemory", "sram.capacity"], "on-chip memory that software can use", Bytes.Info.Unit, "500MB"),
        new("scaleup", ["scaleup.bandwidth", "nvlink"], "scale-up bandwidth, one direction", BytesPerSecond.Info.Unit, "900GB/s"),
        new("scaleout", ["scaleout.bandwidth", "nic"], "scale-out bandwidth, one direction, in bits", BitsPerSecond.Info.Unit, "800Gbit/s"),
        new("power", ["tdp"], "thermal design power", Watts.Info.Unit, "700W"),
        new("price", [], "price of a device and hour", UsdPerDeviceHour.Info.Unit, "3$/h"),
        new("units", ["computeunits", "sms"], "parts that work on a kernel independently", "", "132"),
        new("die.area", ["area"], "area of all compute dies, mm2", "", "814"),
        new("die.node", ["node"], "process node, nm", "", "4"),
    ];

    /// <summary>The field of a name.</summary>
    /// <exception cref="ChalkException">There is none.</exception>
    public static HardwareField Find(string name)
    {
        string key = name.Trim().ToLowerInvariant();
        return All.FirstOrDefault(field => field.Name == key || field.Aliases.Contains(key, StringComparer.Ordinal))
            ?? throw new ChalkException(
                $"'{name}' is not a known hardware field; {Near(name)}`chalk hardware fields` lists them.");
    }

    private static string Near(string name)
    {
        string said = NameResolver.Unknown("hardware field", name, All.Select(field => field.Name)).Message;
        int hint = said.IndexOf("did you mean", StringComparison.Ordinal);
        return hint < 0 ? "" : $"{said[hint..]} ";
    }
}
