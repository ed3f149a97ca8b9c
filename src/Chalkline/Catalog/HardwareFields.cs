using System.Text.Json;
using Chalkline.Files;

namespace Chalkline.Catalog;

/// <summary>The fields that accelerator and system files may have; the published schemas list the same ones.</summary>
internal static class HardwareFields
{
    public static readonly string[] Accelerator =
    [
        "$schema", "id", "name", "vendor", "kind", "aliases", "released", "system", "sources", "peaks", "memory",
        "onChipMemory", "scaleUp", "domainSize", "scaleOut", "power", "allInPower", "notes",
    ];

    public static readonly string[] System =
    [
        "$schema", "id", "name", "aliases", "accelerator", "base", "domainSize", "domains", "slices", "wrapFrom",
        "sources", "scaleUp", "scaleOut", "hostMemory", "domainPower", "source", "verified", "notes",
    ];

    public static readonly string[] BasedSystem =
        ["$schema", "id", "name", "aliases", "base", "domains", "sources", "source", "verified", "notes"];

    public static readonly string[] Peaks = ["fp32", "tf32", "bf16", "fp8", "fp4", "int8"];

    public static readonly string[] Memory = ["name", "capacity", "visible", "bandwidth"];

    public static readonly string[] Network = ["name", "topology", "bandwidth", "latency"];

    public static readonly string[] Source = ["where", "date"];

    public static readonly string[] Datum = ["value", "source", "verified", "note", "alternatives"];

    public static readonly string[] Alternative = ["value", "source"];

    /// <summary>Refuses a value that is no object, and a field that is not known.</summary>
    /// <exception cref="ChalkException">One of the two.</exception>
    public static JsonView Only(this JsonView view, string[] known)
    {
        if (view.Element.ValueKind != JsonValueKind.Object)
        {
            throw view.Wrong("must be an object");
        }

        foreach (JsonProperty field in view.Element.EnumerateObject())
        {
            JsonView here = view with
            {
                Path = view.Path.Length == 0 ? field.Name : $"{view.Path}.{field.Name}",
                Element = field.Value,
            };
            if (!known.Contains(field.Name, StringComparer.Ordinal))
            {
                throw here.Wrong("is not a field known here", $"the fields are {string.Join(", ", known)}");
            }
        }

        return view;
    }
}
