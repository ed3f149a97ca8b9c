namespace Chalkline.Catalog;

/// <summary>The fields that accelerator and system files may have; the published schemas list the same ones.</summary>
internal static class HardwareFields
{
    public static readonly string[] Accelerator =
    [
        "$schema", "id", "name", "vendor", "kind", "aliases", "released", "system", "sources", "peaks", "memory",
        "computeUnits", "die", "onChipMemory", "scaleUp", "domainSize", "scaleOut", "power", "allInPower", "price", "kernels", "notes",
    ];

    public static readonly string[] System =
    [
        "$schema", "id", "name", "aliases", "accelerator", "base", "domainSize", "domains", "slices", "wrapFrom",
        "sources", "scaleUp", "scaleOut", "rack", "hostMemory", "hostBandwidth", "flash", "domainPower", "source", "verified",
        "notes",
    ];

    public static readonly string[] BasedSystem =
        ["$schema", "id", "name", "aliases", "base", "domains", "sources", "source", "verified", "notes"];

    public static readonly string[] Peaks = ["fp32", "tf32", "bf16", "fp8", "fp4", "int8"];

    public static readonly string[] Memory = ["name", "capacity", "visible", "bandwidth"];

    public static readonly string[] Network =
        ["name", "topology", "bandwidth", "latency", "upper", "cardsPerDevice", "cardBandwidth"];

    public static readonly string[] Upper = ["name", "groupDevices", "oversubscription", "latency"];

    public static readonly string[] Rack = ["devicesPerTray", "trays", "ordered", "trayLatency", "source", "verified", "note"];

    public static readonly string[] TrayStack = ["kind", "count"];

    public static readonly string[] Tier = ["name", "capacity", "bandwidth"];

    public static readonly string[] Die = ["node", "area", "source", "verified", "note"];

    public static readonly string[] Source = ["where", "date"];

    public static readonly string[] Datum = ["value", "source", "verified", "note", "alternatives"];

    public static readonly string[] Alternative = ["value", "source"];
}
